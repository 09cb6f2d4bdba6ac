import { getNamedType, isNonNullType } from 'graphql';
import { isOfRow } from '../../model/computed.js';
import type { KeyPart, TableTarget } from '../../model/relationship.js';
import type { Column, Table } from '../../model/table.js';
import type { ColumnPair } from '../../model/tableArguments.js';
import type { RelationshipDefinition } from '../../schema/definitions.js';
import { formOfColumn } from '../keyTypes.js';
import { nameTable } from '../words.js';
import { type Builder, columnNames, findColumn, findTables } from './builder.js';
import { findKey } from './buildKeys.js';
import { buildTableArguments } from './buildTableArguments.js';
import { isUnique } from './isUnique.js';

/** A relationship to rows of a table, with its join key. */
export function buildTableTarget(
  builder: Builder,
  definition: RelationshipDefinition,
  list: boolean,
): { readonly target: TableTarget; readonly key: readonly KeyPart[] } | undefined {
  const { coordinate, field, source, parent } = definition;
  const typeName = getNamedType(field.type).name;
  if (source !== undefined) findTables(builder, { coordinate, node: source.node }, source.value);
  const declared = builder.definitions.tables.get(typeName);
  if (!builder.definitions.unreadable.has(typeName)) {
    builder.show('tableField', { ...definition, typeName, declared, relationship: definition });
  }
  builder.show('fieldMapping', definition);
  const linked = builder.tables.get(typeName);
  if (linked === undefined) return undefined;
  const { table } = linked;

  const key: KeyPart[] = [];
  const columns: Column[] = [];
  const nullable: string[] = [];
  for (const [name, { value, node }] of definition.fieldMapping?.value ?? []) {
    const place = { coordinate, node };
    const found = findKey(builder, {
      ...place,
      name,
      path: [name],
      typeName: parent.name,
      role: 'fieldMapping',
      takesList: false,
    });
    const column = findColumn(builder, linked, value);
    const user = `The target of "${name}"`;
    const names = () => columnNames(builder, linked);
    builder.show('column', { ...place, name: value, table, column, user, names, explicit: true, host: false });
    if (found === undefined || column === undefined) continue;
    const { sides, nullable: mayBeNull, ...part } = found;
    const form = formOfColumn(column, sides);
    const target = `column "${column.name}" of ${nameTable(table)} (${column.type.sql})`;
    builder.show('keyPair', { ...place, name, sides, target, form });
    if (mayBeNull) nullable.push(name);
    if (form === undefined) continue;
    key.push({ ...part, form });
    columns.push(column);
  }
  const unique = isUnique(table, columns);
  const args = buildTableArguments(builder, coordinate, field, linked);
  const complete = columns.length > 0 && columns.length === definition.fieldMapping?.value.size;
  const compared = [...columns, ...args.equals.map((argument) => argument.column)];
  if (list || complete) {
    builder.show('rows', { ...definition, table, list, columns: compared, unique: isUnique(table, compared) });
  }
  const pairs = samePairs(builder, parent.name, table, key, columns);
  if (!list && isNonNullType(field.type)) {
    const row = pairs === undefined ? `${nameTable(table)} may have no such row` : undefined;
    const why = nullable[0] === undefined ? row : `its key "${nullable[0]}" may be null`;
    if (why !== undefined) builder.show('missing', { ...definition, why });
  }
  const common = { kind: 'table', source: table.source, typeName, table, columns, unique, arguments: args } as const;
  return { target: pairs === undefined ? common : { ...common, sameDatabase: pairs }, key };
}

/** What joins parent and target in one statement: the columns of both, where both are of one database. */
function samePairs(
  builder: Builder,
  parentName: string,
  table: Table,
  key: readonly KeyPart[],
  columns: readonly Column[],
): readonly ColumnPair[] | undefined {
  if (builder.tables.get(parentName)?.table.source !== table.source) return undefined;
  const pairs: ColumnPair[] = [];
  for (const [index, { column: parent }] of key.entries()) {
    const target = columns[index];
    if (parent === undefined || target === undefined || !isOfRow(parent)) return undefined;
    pairs.push({ parent, target });
  }
  return pairs;
}
