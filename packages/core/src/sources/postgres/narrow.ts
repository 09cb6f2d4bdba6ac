import type { Occurrence } from '../../planning/fetchPlan.js';
import { orderBy, where } from './clauses.js';
import { columnOf, compileColumn, compileConditions } from './condition.js';
import { compileFrom } from './from.js';
import { compileOrder } from './order.js';
import { neededColumns, type SetPlace } from './outputs.js';
import type { OrderTerm, RowArguments } from './shape.js';
import { alias, empty, isEmpty, join, type Sql, sql, value } from './sql.js';

export interface Narrow {
  readonly occurrence: Occurrence;
  readonly args: RowArguments;
  readonly order: readonly OrderTerm[];
  readonly condition: Sql;
  /** Whether one row is asked for. */
  readonly single: boolean;
}

/** The wanted rows of a table, and of their columns what the rest of the statement reads. */
export function compileNarrow(place: SetPlace, { occurrence, args, order, condition, single }: Narrow): Sql {
  const row = rowOf(occurrence);
  const conditions = [condition, ...compileConditions(args.conditions, row)].filter((part) => !isEmpty(part));
  const needed = neededColumns(place, occurrence, args, order);
  // `distinct on` cannot stand before nothing.
  const columns = needed.length === 0 ? [sql`1`] : needed.map((column) => columnOf(row, column));
  const { joins, terms } = compileOrder(order, row, args.redactions);
  return sql`select ${distinctOn(args, row)}${join(columns, sql`, `)} from ${compileFrom(place, occurrence, args, order)}${joins}${where(conditions)}${orderBy(terms)}${compileLimit(args, single)}`;
}

export function isNarrowed({ limit, offset, distinctOn }: RowArguments): boolean {
  return limit !== undefined || offset !== undefined || distinctOn.length > 0;
}

export function rowOf({ id }: Occurrence): Sql {
  return alias('t', id);
}

export function distinctOn({ distinctOn, redactions }: RowArguments, row: Sql): Sql {
  if (distinctOn.length === 0) return empty;
  return sql`distinct on (${join(
    distinctOn.map((column) => compileColumn(column, row, redactions.get(column.name))),
    sql`, `,
  )}) `;
}

export function compileLimit({ limit, offset }: RowArguments, single: boolean): Sql {
  const most = limit === undefined ? undefined : sql`${value({ kind: 'argument', index: limit, count: true })}::int8`;
  const rows = single
    ? most === undefined
      ? sql` limit 1`
      : sql` limit least(1, ${most})`
    : most === undefined
      ? empty
      : sql` limit ${most}`;
  return offset === undefined
    ? rows
    : sql`${rows} offset ${value({ kind: 'argument', index: offset, count: true })}::int8`;
}
