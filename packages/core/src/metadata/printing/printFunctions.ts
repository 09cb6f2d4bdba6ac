import { tableKey } from '../../model/catalog.js';
import type { FunctionType, TableFunction } from '../../model/table.js';
import { toGraphQLName } from '../database/graphqlName.js';
import type { HasuraComputedField, HasuraFunction, HasuraSource, QualifiedName } from '../hasuraMetadata.js';
import { quote } from '../nearNames.js';
import { objectOf } from '../objectsOfMetadata.js';
import type { ScopeObject } from '../scopeObject.js';
import { printQualifiedName } from '../values.js';
import { printListArguments } from './listFields.js';
import { placeOfSource } from './namespaces.js';
import type { Printing } from './printing.js';
import { typeOfLeaf } from './printLeaves.js';
import { blockOf, describe, linesOf, type SdlLine, textOf } from './sdlLine.js';
import { affix, type TableLeaf, type TableType, toTableLeaf } from './tableType.js';

/** The root fields of tracked functions that answer rows of a tracked table. */
export function printFunctions(printing: Printing): void {
  for (const source of printing.metadata.sources) {
    for (const tracked of source.functions.filter(isQuery)) {
      const owner = objectOf.function(source, tracked);
      const called = findFunction(
        printing,
        source,
        tracked.function,
        ({ returns }) => targetOf(printing, source, returns) !== undefined,
      );
      const target = called && targetOf(printing, source, called.returns);
      if (called === undefined || target === undefined) {
        refuse(printing, owner, tracked.function, 'answers rows of a tracked table');
        continue;
      }
      const name = rootFieldOf(tracked, source);
      const place = placeOfSource(printing, source, objectOf.source(source));
      if (!printing.claim(`${place.typeName}.${name}`, owner)) continue;
      const { sessionArgument } = tracked;
      const taken = called.arguments.filter(
        (argument) => argument.name !== sessionArgument || sessionArgument === undefined,
      );
      const args = printGiven(printing, target, owner, taken, `${plainName(tracked.function)}_args`);
      const directive = printDirective(tracked.function, { sessionArgument });
      place.lines.push(...describe(owner, tracked.comment), {
        owner,
        text: `${name}${joinArguments(args, printListArguments(target))}: [${target.typeName}!]! ${directive}`,
      });
    }
  }
}

/** The computed fields of a table. */
export function printComputedField(
  printing: Printing,
  type: TableType,
  { name, function: written, tableArgument, sessionArgument, comment }: HasuraComputedField,
  owner: ScopeObject,
): readonly SdlLine[] {
  const { source, table } = type;
  const found = findComputed(printing, type, { function: written, tableArgument });
  if (found === undefined) {
    refuse(printing, owner, written, `takes a row of ${quote(printQualifiedName(table.table))}`);
    return [];
  }
  const { called, rowAt } = found;
  const taken = called.arguments.filter(
    (argument, at) => at !== rowAt && (argument.name !== sessionArgument || sessionArgument === undefined),
  );
  const args = printGiven(printing, type, owner, taken, `${plainName(written)}_${plainName(table.table)}_args`);
  const directive = printDirective(written, { tableArgument, sessionArgument });
  const target = targetOf(printing, source, called.returns);
  const text =
    target === undefined
      ? `${name}${joinArguments(args)}: ${typeOfLeaf(printing, source, toTableLeaf(called.returns.type))}`
      : `${name}${joinArguments(args, printListArguments(target))}: [${target.typeName}!]`;
  return [...describe(owner, comment), { owner, text: `${text} ${directive}` }];
}

/** A computed field that is a value of the row alone, and may be compared and sorted by as a column may. */
export interface ComputedLeaf {
  readonly name: string;
  readonly leaf: TableLeaf;
  readonly owner: ScopeObject;
}

/** Those of a table. What an argument or the session decides is none. */
export function computedLeavesOf(printing: Printing, type: TableType): readonly ComputedLeaf[] {
  const { source, table } = type;
  return table.computedFields.flatMap((field) => {
    const called = findComputed(printing, type, field)?.called;
    if (called === undefined || called.returns.row !== undefined || called.arguments.length > 1) return [];
    const owner = objectOf.inTable('computed_field', source, table, field);
    return [{ name: field.name, leaf: toTableLeaf(called.returns.type), owner }];
  });
}

/** Whether a computed field is a list of rows. */
export function isComputedList(printing: Printing, type: TableType, field: HasuraComputedField): boolean {
  return findComputed(printing, type, field)?.called.returns.row !== undefined;
}

function findComputed(
  printing: Printing,
  { source, catalog }: TableType,
  {
    function: written,
    tableArgument,
  }: Pick<HasuraComputedField, 'function'> & { readonly tableArgument?: string | undefined },
): { readonly called: TableFunction; readonly rowAt: number } | undefined {
  const rowAt = ({ arguments: taken }: TableFunction): number =>
    tableArgument === undefined ? 0 : taken.findIndex((argument) => argument.name === tableArgument);
  const called = findFunction(printing, source, written, (each) => isRowOf(each.arguments[rowAt(each)], catalog));
  return called && { called, rowAt: rowAt(called) };
}

/** The root fields that functions have for rows of a table, of those that a role may ask. */
export function functionFieldsOf(printing: Printing, { source, table }: TableType, role?: string): readonly string[] {
  const isGranted = ({ roles }: HasuraFunction): boolean =>
    printing.inferFunctionPermissions || role === undefined || roles.has(role);
  return source.functions
    .filter((tracked) => isQuery(tracked) && isGranted(tracked))
    .flatMap((tracked) => {
      const answers = ({ returns }: TableFunction): boolean => isRowOf(returns, table.table);
      return findFunction(printing, source, tracked.function, answers) ? [rootFieldOf(tracked, source)] : [];
    });
}

/** Functions of mutations are none of ours, and told as that. */
function isQuery({ exposedAs }: HasuraFunction): boolean {
  return exposedAs !== 'mutation';
}

function rootFieldOf(
  { function: tracked, customName, rootFields }: HasuraFunction,
  { customization }: HasuraSource,
): string {
  return affix(customization.rootFields, rootFields.get('function')?.name ?? customName ?? plainName(tracked));
}

/** As Hasura names what is outside of the schema "public". */
function plainName({ schema, name }: QualifiedName): string {
  return toGraphQLName(schema === 'public' ? name : `${schema}_${name}`);
}

function findFunction(
  { catalogs }: Printing,
  source: HasuraSource,
  { schema, name }: QualifiedName,
  fits: (called: TableFunction) => boolean,
): TableFunction | undefined {
  const catalog = catalogs.databases.get(source.name);
  return catalog === undefined || catalog instanceof Error
    ? undefined
    : catalog.functions?.get(tableKey(schema, name))?.find(fits);
}

function targetOf({ tables }: Printing, source: HasuraSource, { row }: FunctionType): TableType | undefined {
  return row && tables.find(source.name, row);
}

function isRowOf(type: FunctionType | undefined, { schema, name }: QualifiedName): boolean {
  return type?.row !== undefined && type.row.schema === schema && type.row.name === name;
}

function refuse(printing: Printing, owner: ScopeObject, called: QualifiedName, what: string): void {
  printing.faults.push({
    owner,
    code: 'METADATA_INCONSISTENT',
    message: `The database has no function ${quote(printQualifiedName(called))} that ${what}, with plain arguments.`,
    remedy: 'Create it, or name another.',
  });
}

/** The argument `args` with all that a function is given; nothing where that is nothing. */
function printGiven(
  printing: Printing,
  { source, convention }: TableType,
  owner: ScopeObject,
  taken: TableFunction['arguments'],
  wanted: string,
): string | undefined {
  const named = taken.flatMap(({ name, type }) => (name === undefined ? [] : [{ name, type }]));
  if (named.length === 0) return undefined;
  const input = affix(source.customization.typeNames, convention.type(wanted));
  const fields = named.map(({ name, type }) => {
    const own = toGraphQLName(name);
    const column = own === name ? '' : ` @column(name: ${JSON.stringify(name)})`;
    return `${own}: ${typeOfLeaf(printing, source, toTableLeaf(type))}${column}`;
  });
  const block = blockOf(owner, `input ${input}`, linesOf(owner, fields));
  if (printing.claim(input, owner, textOf(block))) printing.blocks.push(block);
  return `args: ${input}${taken.every(({ isOptional }) => isOptional) ? '' : '!'}`;
}

function joinArguments(args: string | undefined, ofList = ''): string {
  if (args === undefined) return ofList;
  return ofList === '' ? `(${args})` : `(${args}, ${ofList.slice(1)}`;
}

function printDirective(
  { schema, name }: QualifiedName,
  given: { readonly tableArgument?: string | undefined; readonly sessionArgument?: string | undefined },
): string {
  const named = Object.entries(given).flatMap(([argument, value]) =>
    value === undefined ? [] : [`, ${argument}: ${JSON.stringify(value)}`],
  );
  return `@computed(function: ${JSON.stringify(`${schema}.${name}`)}${named.join('')})`;
}
