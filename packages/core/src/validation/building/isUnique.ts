import type { Column, Table } from '../../model/table.js';

/** Whether at most one row has given values in these columns. */
export function isUnique(table: Table, columns: readonly Column[]): boolean {
  const names = new Set(columns.map((column) => column.name));
  return table.uniqueKeys.some((key) => key.every((name) => names.has(name)));
}
