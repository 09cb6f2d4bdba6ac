import type { ColumnType } from '../model/table.js';
import type { LockedColumnType } from './lock.js';

export function lockType({ kind, sql, name, element, labels, isComparable }: ColumnType): LockedColumnType {
  if (kind === sql && isComparable !== false) return kind;
  return {
    kind,
    sql,
    ...(name && { name }),
    ...(element && { element: lockType(element) }),
    ...(labels && { labels }),
    ...(isComparable === false && { isComparable }),
  };
}
