import type { TableCatalog } from '../model/catalog.js';
import type { Column, Table } from '../model/table.js';
import { inOrder, type LockedColumn, type LockedTable, type LockedTables } from './lock.js';
import { lockType } from './lockType.js';
import type { UsedColumns } from './usedColumns.js';

/** The tables of a database that are used, with the columns that are. */
export function lockTables(catalog: TableCatalog, used: UsedColumns): LockedTables {
  const schemas = new Map<string, Map<string, LockedTable>>();
  for (const table of catalog.tables.values()) {
    const columns = used.get(table);
    if (columns === undefined) continue;
    const tables = schemas.get(table.schema) ?? new Map<string, LockedTable>();
    schemas.set(table.schema, tables.set(table.name, lockTable(table, columns)));
  }
  const tables = inOrder([...schemas].map(([schema, tables]) => [schema, inOrder(tables)] as const));
  return { kind: 'tables', defaultSchema: catalog.defaultSchema, tables };
}

function lockTable({ isView, primaryKey, uniqueKeys }: Table, used: ReadonlySet<Column>): LockedTable {
  const names = new Set(Array.from(used, ({ name }) => name));
  const isPrimary = (key: readonly string[]): boolean => key.join('\0') === primaryKey.join('\0');
  const keys = uniqueKeys.filter((key) => !isPrimary(key) && key.every((name) => names.has(name)));
  return {
    ...(isView && { isView }),
    columns: inOrder(Array.from(used, (column) => [column.name, lockColumn(column)] as const)),
    primaryKey,
    ...(keys.length > 0 && { uniqueKeys: [...keys].sort((a, b) => (a.join('\0') < b.join('\0') ? -1 : 1)) }),
  };
}

function lockColumn({ type, notNull, deterministic, dimensions }: Column): LockedColumn {
  return {
    type: lockType(type),
    ...(notNull && { notNull }),
    ...(!deterministic && { deterministic }),
    ...(dimensions !== undefined && { dimensions }),
  };
}
