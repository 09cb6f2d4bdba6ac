import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { tableKey } from '../../model/catalog.js';
import type { TableLeaf, TableType } from '../../model/model.js';
import { type Builder, columnName, findTables, isServed, type LinkedTable, showColumnType } from './builder.js';

/** Finds the table of every type with `@table`: other steps look types up there. */
export function linkTables(builder: Builder): void {
  for (const { typeName, source, name, schema, node } of builder.definitions.tables.values()) {
    const type = builder.schema.getType(typeName);
    const catalog = findTables(builder, { coordinate: typeName, node: source.node }, source.value);
    if (catalog === undefined || !isObjectType(type)) continue;
    const written = { schema: schema?.value ?? catalog.defaultSchema, name: name?.value ?? typeName };
    const table = catalog.tables.get(tableKey(written.schema, written.name));
    const place = { coordinate: typeName, node: name?.node ?? schema?.node ?? node };
    builder.show('table', { ...place, source: source.value, ...written, catalog, table });
    if (table !== undefined) builder.tables.set(typeName, { type, table });
  }
}

/** The columns behind the leaf fields, stored or computed, of every type with `@table`. */
export function buildTables(builder: Builder): Map<string, TableType> {
  const tables = new Map<string, TableType>();
  for (const [typeName, linked] of builder.tables) {
    tables.set(typeName, { kind: 'table', typeName, table: linked.table, leaves: buildLeaves(builder, linked) });
  }
  return tables;
}

function buildLeaves(builder: Builder, { type, table }: LinkedTable): Map<string, TableLeaf> {
  const leaves = new Map<string, TableLeaf>();
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    const computed = builder.computed.get(coordinate);
    if (computed !== undefined) leaves.set(field.name, computed);
    if (isServed(builder, coordinate)) continue;
    const written = builder.definitions.columns.get(coordinate);
    const host = builder.hostResolved(coordinate);
    // A resolver of the host's wins over a column of the same name.
    if (host === true) {
      builder.hostFields.add(coordinate);
      continue;
    }
    const place = { coordinate, node: written?.node ?? field.astNode ?? undefined };
    if (!isLeafType(getNamedType(field.type))) {
      builder.show('objectField', { ...place, field, host });
      continue;
    }
    const name = columnName(builder, coordinate, field.name);
    const column = table.columns.get(name);
    builder.show('column', {
      ...place,
      name,
      table,
      column,
      user: `Field "${coordinate}"`,
      names: () => [...table.columns.keys()],
      explicit: written !== undefined,
      host,
    });
    if (column === undefined) continue;
    builder.show('leafField', { coordinate, node: field.astNode ?? undefined, field });
    showColumnType(builder, {
      coordinate,
      node: field.astNode ?? undefined,
      type: field.type,
      column,
      table,
      use: 'read',
    });
    leaves.set(field.name, { fieldName: field.name, column, type: field.type });
  }
  return leaves;
}
