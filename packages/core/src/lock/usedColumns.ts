import type { Catalog } from '../model/catalog.js';
import type { Model } from '../model/model.js';
import type { Column, Table } from '../model/table.js';

/** By table: its columns that are used. */
export type UsedColumns = ReadonlyMap<Table, ReadonlySet<Column>>;

/**
 * The tables and columns that the model holds anywhere, as what they are in the catalogs. Primary keys are among them:
 * they break the ties of orders.
 */
export function findUsedColumns(catalogs: ReadonlyMap<string, Catalog>, { schema: _, ...model }: Model): UsedColumns {
  const owners = new Map<unknown, Table>();
  const tables = new Set<unknown>();
  for (const catalog of catalogs.values()) {
    if (catalog.kind !== 'tables') continue;
    for (const table of catalog.tables.values()) {
      tables.add(table);
      for (const column of table.columns.values()) owners.set(column, table);
    }
  }
  const used = new Map<Table, Set<Column>>();
  const use = (table: Table): Set<Column> => {
    const columns = used.get(table) ?? new Set(table.primaryKey.flatMap((name) => table.columns.get(name) ?? []));
    used.set(table, columns);
    return columns;
  };
  const isTable = (value: unknown): value is Table => tables.has(value);
  const isColumn = (value: unknown): value is Column => owners.has(value);

  const seen = new Set<unknown>();
  const open: unknown[] = [model];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isTable(value)) use(value);
    else if (isColumn(value)) {
      const owner = owners.get(value);
      if (owner !== undefined) use(owner).add(value);
    } else open.push(...partsOf(value));
  }
  return used;
}

/** Objects of graphql-js are no data of ours, and lead everywhere. */
function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) return value.values();
  return Object.getPrototypeOf(value) === Object.prototype ? Object.values(value) : [];
}
