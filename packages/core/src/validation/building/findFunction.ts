import { type TableCatalog, tableKey } from '../../model/catalog.js';
import type { FunctionType, QualifiedName, Table, TableFunction } from '../../model/table.js';
import type { ComputedDefinition } from '../../schema/definitions.js';
import { nameTable } from '../words.js';
import type { Builder } from './builder.js';

/** A function, and which of its arguments takes the row: none at the root. */
export interface FoundFunction {
  readonly called: TableFunction;
  readonly rowAt?: number;
}

/** The function that a `@computed` names, of those that take rows of the table it stands at; rules see what was named. */
export function findFunctionOfRow(
  builder: Builder,
  definition: ComputedDefinition,
  table: Table,
): FoundFunction | undefined {
  const { tableArgument } = definition;
  const rowAt = (called: TableFunction): number =>
    tableArgument === undefined ? 0 : called.arguments.findIndex((argument) => argument.name === tableArgument.value);
  const takesRow = (called: TableFunction): boolean => {
    const argument = called.arguments[rowAt(called)];
    return argument !== undefined && isRowOf(argument, table);
  };
  const as = tableArgument === undefined ? '' : ` as "${tableArgument.value}"`;
  const called = findFunction(builder, definition, table.source, `takes a row of ${nameTable(table)}${as}`, takesRow);
  return called && { called, rowAt: rowAt(called) };
}

/** The function that a `@computed` at the root names, of those that answer rows of a table. */
export function findFunctionOfRows(
  builder: Builder,
  definition: ComputedDefinition,
  table: Table,
): FoundFunction | undefined {
  const answersRows = ({ returns }: TableFunction): boolean => isRowOf(returns, table);
  const called = findFunction(builder, definition, table.source, `answers rows of ${nameTable(table)}`, answersRows);
  return called && { called };
}

export function isRowOf({ row }: FunctionType, { schema, name }: QualifiedName): boolean {
  return row !== undefined && row.schema === schema && row.name === name;
}

/** `public.full_name` */
export function nameFunction({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}

function findFunction(
  { sources, show }: Builder,
  { coordinate, function: written }: ComputedDefinition,
  source: string,
  wanted: string,
  fits: (called: TableFunction) => boolean,
): TableFunction | undefined {
  const catalog = sources.get(source);
  if (catalog === undefined || catalog instanceof Error || catalog.kind !== 'tables') return undefined;
  const all = [...(catalog.functions?.values() ?? [])].flat();
  const found = (catalog.functions?.get(keyOf(catalog, written.value)) ?? []).filter(fits);
  const place = { coordinate, node: written.node };
  const names = all
    .filter(fits)
    .map((called) => (called.schema === catalog.defaultSchema ? called.name : nameFunction(called)));
  show('function', { ...place, name: written.value, source, wanted, found: found.length > 0, names });
  const [called, other] = found;
  if (called === undefined) return undefined;
  if (other !== undefined) {
    const fault = `There are several functions "${nameFunction(called)}" that each ${wanted.replace('s ', ' ')}.`;
    show('computed', { ...place, fault, remedy: 'Rename the one that is meant: calls could not tell it apart.' });
    return undefined;
  }
  if (called.isVolatile) {
    const fault = `Function "${nameFunction(called)}" is volatile: it may change something, or answer otherwise each time.`;
    show('computed', {
      ...place,
      fault,
      remedy: 'Declare it stable or immutable in the database, if that is what it is.',
    });
  }
  return called;
}

/** A name without a schema is one of the source's own. */
function keyOf({ defaultSchema }: TableCatalog, name: string): string {
  const at = name.indexOf('.');
  return at < 0 ? tableKey(defaultSchema, name) : tableKey(name.slice(0, at), name.slice(at + 1));
}
