import type { HasuraRelationship, HasuraRemoteRelationship } from '../hasuraMetadata.js';
import { nearNames, quote } from '../nearNames.js';
import { objectOf } from '../objectsOfMetadata.js';
import type { ScopeObject } from '../scopeObject.js';
import { printQualifiedName } from '../values.js';
import { printAggregateOf, printListArguments } from './listFields.js';
import { findLocal } from './localRelationship.js';
import { placeOfSource } from './namespaces.js';
import { aggregateTypeNames, printAggregateOrders, printAggregateTypes } from './printAggregates.js';
import { type ComputedLeaf, computedLeavesOf, printComputedField } from './printFunctions.js';
import type { Printing } from './printing.js';
import { comparisonOf, typeOfLeaf } from './printLeaves.js';
import { printPermission } from './printPermission.js';
import { printRemoteTarget } from './printRemoteTarget.js';
import { blockOf, describe, linesOf, type SdlLine } from './sdlLine.js';
import { isSorted, type TableField, type TableType } from './tableType.js';

/** The types of tracked tables, the root fields that read them, and their input types. */
export function printTables(printing: Printing): void {
  const { all } = printing.tables;
  const ordering = new Set(all.flatMap((type) => printTable(printing, type)));
  for (const type of all) if (ordering.has(type)) printing.blocks.push(...printAggregateOrders(type));
}

/** Answers the tables by whose rows those of this one can be ordered. */
function printTable(printing: Printing, type: TableType): readonly TableType[] {
  const { owner, typeName, derived, rootFields } = type;
  const inputs = [derived('bool_exp'), derived('order_by'), derived('select_column')];
  const names = [typeName, ...inputs, ...aggregateTypeNames(type)];
  const byKey = keysOf(type).length > 0 ? [rootFields.select_by_pk] : [];
  const roots = [rootFields.select, ...byKey, rootFields.select_aggregate];
  const place = placeOfSource(printing, type.source, objectOf.source(type.source));
  const isFree = [...names, ...roots.map((name) => `${place.typeName}.${name}`)].map((name) =>
    printing.claim(name, owner),
  );
  if (isFree.includes(false)) return [];
  place.lines.push(...printRootFields(printing, type));
  const relationships = findRelationships(printing, type);
  const taken = namesOf(type, relationships);
  const leaves = computedLeavesOf(printing, type).filter(({ name }) => !taken.has(name));
  printing.blocks.push(
    printType(printing, type, relationships),
    printWhere(printing, type, relationships, leaves),
    ...printOrders(type, relationships, leaves),
    ...printAggregateTypes(printing, type),
  );
  return relationships.flatMap(({ relationship, target }) => (relationship.kind === 'array' ? [target] : []));
}

function keysOf({ catalog, fields }: TableType): readonly TableField[] {
  return catalog.primaryKey.flatMap((name) => fields.get(name) ?? []);
}

function printRootFields(printing: Printing, type: TableType): readonly SdlLine[] {
  const { owner, table, typeName, rootFields, derived } = type;
  const keys = keysOf(type);
  const args = keys.map(({ name, leaf }) => `${name}: ${typeOfLeaf(printing, type.source, leaf)}!${columnIf(name)}`);
  return [
    ...describe(owner, table.rootFields.get('select')?.comment),
    { owner, text: `${rootFields.select}${printListArguments(type)}: [${typeName}!]! @select` },
    ...(keys.length === 0
      ? []
      : [
          ...describe(owner, table.rootFields.get('select_by_pk')?.comment),
          { owner, text: `${rootFields.select_by_pk}(${args.join(', ')}): ${typeName} @select` },
        ]),
    ...describe(owner, table.rootFields.get('select_aggregate')?.comment),
    {
      owner,
      text: `${rootFields.select_aggregate}${printListArguments(type)}: ${derived('aggregate')}! @aggregate`,
    },
  ];
}

/** Arguments that have a meaning of their own: a column of that name says that it is one. */
const meanings: readonly string[] = ['where', 'limit', 'offset', 'order_by', 'orderBy', 'distinct_on', 'distinctOn'];

function columnIf(name: string): string {
  return meanings.includes(name) ? ` @column(name: ${JSON.stringify(name)})` : '';
}

interface LocalField {
  readonly relationship: HasuraRelationship;
  readonly target: TableType;
  readonly pairs: readonly (readonly [own: string, target: string])[];
  readonly owner: ScopeObject;
}

/** Relationships within the database. A column's name wins over one of the same name. */
function findRelationships(printing: Printing, type: TableType): readonly LocalField[] {
  const { source, table, catalog, fields } = type;
  const database = printing.catalogs.databases.get(source.name);
  if (database === undefined || database instanceof Error) return [];
  const names = new Set(Array.from(fields.values(), ({ name }) => name));
  const all = [...table.objectRelationships, ...table.arrayRelationships];
  return all.flatMap((relationship) => {
    const kind = relationship.kind === 'object' ? 'object_relation' : 'array_relation';
    const owner = objectOf.inTable(kind, source, table, relationship);
    const found = findLocal(database, catalog, relationship);
    if ('fault' in found || isTaken(printing, names, relationship.name, owner)) return [];
    const target = printing.tables.find(source.name, found.target);
    if (target !== undefined) {
      const aggregate = relationship.kind === 'array' ? target.convention.aggregate(relationship.name) : undefined;
      if (aggregate !== undefined && isTaken(printing, names, aggregate, owner)) return [];
      return [{ relationship, target, pairs: found.pairs, owner }];
    }
    printing.faults.push({
      owner,
      code: 'METADATA_REFERENCE_NOT_FOUND',
      message: 'It leads to a table that is not tracked.',
      remedy: 'Track the table.',
    });
    return [];
  });
}

function isTaken(printing: Printing, names: Set<string>, name: string, owner: ScopeObject): boolean {
  if (!names.has(name)) {
    names.add(name);
    return false;
  }
  const message = 'A column or another relationship has its name.';
  printing.faults.push({ owner, code: 'METADATA_DUPLICATE', message, remedy: 'Rename it.' });
  return true;
}

function printType(printing: Printing, type: TableType, local: readonly LocalField[]): readonly SdlLine[] {
  const { owner, source, table, catalog, typeName, defaultSchema, fields } = type;
  const args = [
    `source: ${JSON.stringify(printing.sourceNames.databases.get(source.name) ?? source.name)}`,
    ...(catalog.name === typeName ? [] : [`name: ${JSON.stringify(catalog.name)}`]),
    ...(catalog.schema === defaultSchema ? [] : [`schema: ${JSON.stringify(catalog.schema)}`]),
  ];
  const names = namesOf(type, local);
  const remote = table.remoteRelationships.flatMap((relationship) => {
    const object = objectOf.inTable('remote_relationship', source, table, relationship);
    return isTaken(printing, names, relationship.name, object) ? [] : printRemote(printing, type, relationship, object);
  });
  const computed = table.computedFields.flatMap((field) => {
    const object = objectOf.inTable('computed_field', source, table, field);
    return isTaken(printing, names, field.name, object) ? [] : printComputedField(printing, type, field, object);
  });
  const lines = [
    ...[...fields.values()].flatMap((field) => printField(printing, type, field)),
    ...local.flatMap((field) => printLocal(type, field)),
    ...remote,
    ...computed,
  ];
  return [
    ...describe(owner, table.comment ?? catalog.comment),
    ...blockOf(owner, `type ${typeName} @table(${args.join(', ')})`, lines, printPermissions(printing, type)),
  ];
}

/** The fields of columns and of relationships within the database. */
function namesOf({ fields }: TableType, local: readonly LocalField[]): Set<string> {
  return new Set([
    ...Array.from(fields.values(), ({ name }) => name),
    ...local.flatMap(({ relationship: { name, kind }, target }) =>
      kind === 'array' ? [name, target.convention.aggregate(name)] : [name],
    ),
  ]);
}

function printPermissions(printing: Printing, type: TableType): readonly SdlLine[] {
  const { table, owner } = type;
  const { metadata } = printing;
  const lines = table.selectPermissions.map((permission) => printPermission(printing, type, permission));
  // Where nobody was granted anything, nothing would be governed, and all of it open.
  const isOpen = metadata.sources.every(({ tables }) => tables.every((each) => each.selectPermissions.length === 0));
  return isOpen ? linesOf(owner, ['@permission(role: "admin", fields: ["*"])']) : lines;
}

function printField(printing: Printing, type: TableType, { name, column, leaf }: TableField): readonly SdlLine[] {
  const { owner, source, table, typeName } = type;
  const isNonNull = column.notNull && !printing.nullable.has(`${typeName}.${name}`);
  const renamed = name === column.name ? '' : ` @column(name: ${JSON.stringify(column.name)})`;
  return [
    ...describe(owner, table.columns.get(column.name)?.comment ?? column.comment),
    { owner, text: `${name}: ${typeOfLeaf(printing, source, leaf)}${isNonNull ? '!' : ''}${renamed}` },
  ];
}

/** Nullable where it is an object: the row may be hidden from whoever asks. */
function printLocal(type: TableType, { relationship, target, pairs, owner }: LocalField): readonly SdlLine[] {
  const { name, kind, comment } = relationship;
  const own = (column: string): string => type.fields.get(column)?.name ?? column;
  const mapping = pairs.map(([from, to]) => `${own(from)}: ${JSON.stringify(target.fields.get(to)?.name ?? to)}`);
  const [args, result] =
    kind === 'array' ? [printListArguments(target), `[${target.typeName}!]!`] : ['', target.typeName];
  const directive = `@remoteRelationship(fieldMapping: {${mapping.join(', ')}})`;
  return [
    ...describe(owner, comment),
    { owner, text: `${name}${args}: ${result} ${directive}` },
    ...(kind === 'array' ? [{ owner, text: printAggregateOf(name, target, '!') }] : []),
  ];
}

function printRemote(
  printing: Printing,
  type: TableType,
  relationship: HasuraRemoteRelationship,
  owner: ScopeObject,
): readonly SdlLine[] {
  const { source, table, fields } = type;
  const { schema, name } = table.table;
  return printRemoteTarget(printing, relationship, {
    owner,
    label: (schema === 'public' ? name : `${schema}_${name}`).replaceAll(/\W/g, '_'),
    source: source.name,
    fieldOf: (column) => fields.get(column)?.name ?? column,
    faultOf(column) {
      if (fields.has(column) || table.computedFields.some((field) => field.name === column)) return undefined;
      return `Table ${quote(printQualifiedName(table.table))} has no column ${quote(column)}.${nearNames(column, fields.keys())}`;
    },
  });
}

function printWhere(
  printing: Printing,
  type: TableType,
  local: readonly LocalField[],
  leaves: readonly ComputedLeaf[],
): readonly SdlLine[] {
  const { owner, derived, fields } = type;
  const name = derived('bool_exp');
  const texts = [
    `_and: [${name}!]`,
    `_not: ${name}`,
    `_or: [${name}!]`,
    ...Array.from(fields.values(), (field) => `${field.name}: ${comparisonOf(printing, type, field.leaf)}`),
  ];
  const through = local.map(({ relationship, target, owner }) => ({
    owner,
    text: `${relationship.name}: ${target.derived('bool_exp')}`,
  }));
  const computed = leaves.map((each) => ({
    owner: each.owner,
    text: `${each.name}: ${comparisonOf(printing, type, each.leaf)}`,
  }));
  return blockOf(owner, `input ${name}`, [...linesOf(owner, texts), ...through, ...computed]);
}

function printOrders(
  { owner, derived, convention, sorted }: TableType,
  local: readonly LocalField[],
  leaves: readonly ComputedLeaf[],
): readonly (readonly SdlLine[])[] {
  if (sorted.length === 0) return [];
  const orders = sorted.map(({ name }) => `${name}: ${convention.directionType}`);
  const names = sorted.map(({ name }) => name);
  const through = local.flatMap(({ relationship: { name, kind }, target, owner }) => {
    if (kind === 'array') {
      return [{ owner, text: `${target.convention.aggregate(name)}: ${target.derived('aggregate_order_by')}` }];
    }
    return target.sorted.length > 0 ? [{ owner, text: `${name}: ${target.derived('order_by')}` }] : [];
  });
  const computed = leaves
    .filter(({ leaf }) => isSorted(leaf))
    .map((each) => ({ owner: each.owner, text: `${each.name}: ${convention.directionType}` }));
  return [
    blockOf(owner, `input ${derived('order_by')}`, [...linesOf(owner, orders), ...through, ...computed]),
    blockOf(owner, `enum ${derived('select_column')}`, linesOf(owner, names)),
  ];
}
