import { filterIdentity } from '../../model/filterIdentity.js';
import type { TableType } from '../../model/model.js';
import type { Filter, TablePermission } from '../../model/permission.js';
import { remember } from '../../model/remember.js';
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
  const filters = filtersOf(permissions);
  const filter = filters && anyOf(filters);
  const seen = new Set(fields);
  const redactedColumns = new Map<string, Filter>();
  for (const [column, ofColumn] of groupByColumn(leaves, fields)) {
    const rows = findPartialRows(permissions, ofColumn);
    if (rows === undefined) continue;
    redactedColumns.set(column, rows);
    for (const field of ofColumn) seen.delete(field);
  }
  const ties = findTies(table, leaves, seen);
  const limit = largest(permissions.map((permission) => permission.limit));
  const rootFields = union(permissions.map((permission) => permission.rootFields));
  return {
    typeName,
    fields,
    ...(filter && { filter }),
    ...(limit !== undefined && { limit }),
    aggregations: permissions.some((permission) => permission.aggregations),
    ...(rootFields && { rootFields }),
    redactedColumns,
    ...(ties && { ties }),
  };
}

/**
 * The rows in which a role sees some fields that inherits several permissions on their type; nothing where those are all
 * rows that it sees.
 */
export function findPartialRows(
  permissions: readonly TablePermission[],
  fields: readonly string[],
): Filter | undefined {
  const granting = permissions.filter((permission) => fields.some((field) => permission.fields.has(field)));
  const rows = filtersOf(granting);
  return rows === undefined || rows.length === filtersOf(permissions)?.length ? undefined : anyOf(rows);
}

function groupByColumn(leaves: TableType['leaves'], fields: ReadonlySet<string>): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const field of fields) {
    const name = leaves.get(field)?.column.name;
    if (name !== undefined) remember(groups, name, () => []).push(field);
  }
  return groups;
}

/** The filters of some permissions, each once; nothing where one of them shows all rows. */
function filtersOf(permissions: readonly TablePermission[]): readonly Filter[] | undefined {
  const filters = new Map<string, Filter>();
  for (const { filter } of permissions) {
    if (filter === undefined) return undefined;
    filters.set(filterIdentity(filter), filter);
  }
  return [...filters.values()];
}

function anyOf(filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind: 'or', filters };
}

function largest(limits: readonly (number | undefined)[]): number | undefined {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length < limits.length ? undefined : Math.max(...known);
}

function union(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const known = sets.filter((set) => set !== undefined);
  return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
}
