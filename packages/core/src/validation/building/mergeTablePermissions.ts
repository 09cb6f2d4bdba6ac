import { filterIdentity } from '../../model/filterIdentity.js';
import type { TableType } from '../../model/model.js';
import type { Filter, TablePermission } from '../../model/permission.js';
import { findTies } from './tieColumns.js';

/**
 * What a role sees that inherits several permissions on one type: a row where any of them shows it, and in that row the
 * fields of those that do. Never more than all of them together.
 */
export function mergeTablePermissions(
  { typeName, table, leaves }: Pick<TableType, 'typeName' | 'table' | 'leaves'>,
  permissions: readonly TablePermission[],
): TablePermission {
  const fields = new Set(permissions.flatMap((permission) => [...permission.fields]));
  const filter = anyOf(permissions);
  const redactions = new Map<string, Filter>();
  for (const field of fields) {
    const rows = anyOf(permissions.filter((permission) => permission.fields.has(field)));
    if (rows !== undefined && !isSame(rows, filter)) redactions.set(field, rows);
  }
  const ties = findTies(table, leaves, new Set([...fields].filter((field) => !redactions.has(field))));
  const limit = largest(permissions.map((permission) => permission.limit));
  const rootFields = union(permissions.map((permission) => permission.rootFields));
  return {
    typeName,
    fields,
    ...(filter && { filter }),
    ...(limit !== undefined && { limit }),
    aggregations: permissions.some((permission) => permission.aggregations),
    ...(rootFields && { rootFields }),
    redactions,
    ...(ties && { ties }),
  };
}

/** The rows that any of some permissions shows; nothing where it is all of them. */
function anyOf(permissions: readonly TablePermission[]): Filter | undefined {
  const filters = new Map<string, Filter>();
  for (const { filter } of permissions) {
    if (filter === undefined) return undefined;
    filters.set(filterIdentity(filter), filter);
  }
  const [only, ...others] = filters.values();
  return only !== undefined && others.length === 0 ? only : { kind: 'or', filters: [...filters.values()] };
}

function isSame(a: Filter, b: Filter | undefined): boolean {
  return b !== undefined && filterIdentity(a) === filterIdentity(b);
}

function largest(limits: readonly (number | undefined)[]): number | undefined {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length < limits.length ? undefined : Math.max(...known);
}

function union(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const known = sets.filter((set) => set !== undefined);
  return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
}
