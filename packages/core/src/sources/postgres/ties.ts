import type { Column } from '../../model/table.js';
import type { Occurrence } from '../../planning/fetchPlan.js';

/**
 * What breaks ties of an order, and orders rows where nothing is asked for: the primary key, or what the role may see in
 * its place, since the order would tell of a key that is hidden.
 */
export function tieColumns({ table, permission }: Pick<Occurrence, 'table' | 'permission'>): readonly Column[] {
  if (permission?.ties !== undefined) return permission.ties.filter(isOrdered);
  return table.primaryKey.flatMap((name) => table.columns.get(name) ?? []);
}

/** Whether Postgres orders values of a type, which it need not do for a type of somebody's own. */
function isOrdered({ type: { kind, element } }: Column): boolean {
  return kind === 'array' ? element !== undefined && isOrderedKind(element.kind) : isOrderedKind(kind);
}

function isOrderedKind(kind: Column['type']['kind']): boolean {
  return kind !== 'json' && kind !== 'other' && kind !== 'array';
}
