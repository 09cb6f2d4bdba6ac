import type { TableLeaf } from '../../model/model.js';
import type { Column, ColumnType, Table } from '../../model/table.js';

/**
 * What breaks ties of an order for who sees some columns only: the primary key would tell of what it may not see. Nothing
 * where it sees all of the primary key.
 *
 * @param seen fields whose values it sees in all its rows
 */
export function findTies(
  table: Table,
  leaves: ReadonlyMap<string, TableLeaf>,
  seen: ReadonlySet<string>,
): readonly Column[] | undefined {
  const names = new Set([...seen].flatMap((field) => leaves.get(field)?.column.name ?? []));
  const { primaryKey } = table;
  if (primaryKey.length > 0 && primaryKey.every((name) => names.has(name))) return undefined;
  return [...table.columns.values()].filter(({ name, type }) => names.has(name) && isSorted(type));
}

/** Of types that only the database knows, some have no order. */
function isSorted({ kind, element }: ColumnType): boolean {
  if (element !== undefined) return isSorted(element);
  return kind !== 'json' && kind !== 'other';
}
