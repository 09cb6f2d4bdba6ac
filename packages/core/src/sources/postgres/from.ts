import type { Occurrence } from '../../planning/fetchPlan.js';
import { canBeCalled, compileCall, withComputed } from './computed.js';
import { columnsOf, guardOf, tableName } from './condition.js';
import { columnsOfOrder } from './orderValue.js';
import { joinedColumns, neededColumns, type SetPlace } from './outputs.js';
import type { OrderTerm, RowArguments } from './shape.js';
import { alias, type Sql, sql } from './sql.js';

/**
 * Where the rows of an occurrence come from, under its alias: its table, or a function that is given the parent's row.
 *
 *     "public"."orders" t1
 *     "public"."orders_of"(s0.k1_0) t1
 *
 * @param isOuter whether there may be no row to what it is joined to
 */
export function compileFrom(
  place: SetPlace,
  occurrence: Occurrence,
  args: RowArguments,
  order: readonly OrderTerm[],
  isOuter = false,
): Sql {
  const { rows, table, mapping, id } = occurrence;
  const { plan, set } = place;
  const isTarget = set.parent === undefined && set.object.occurrence.id === id;
  const keys = [...mapping.map(({ target }) => target), ...(isTarget ? plan.keyColumns : [])];
  const columns = [
    ...neededColumns(place, occurrence, args, order),
    ...args.conditions.flatMap((condition) => columnsOf(condition)),
    ...keys,
  ];
  const row = alias('t', id);
  const isEarly = isOuter || keys.some(({ computed }) => computed);
  const guard = guardOf(isEarly ? args.seen : undefined, args.redactions, [
    ...keys,
    ...joinedColumns(place, occurrence),
    ...args.conditions.flatMap((condition) => columnsOf(condition, 0, true)),
    ...order.flatMap((term) => (term.kind === 'column' ? [] : columnsOfOrder(term))),
  ]);
  const computing = { calls: args.calls, guard };
  if (rows === undefined || !canBeCalled(rows.call, args.calls))
    return withComputed(tableName(table), row, columns, computing);
  const call = compileCall(rows.call, parentRow(place), args.calls);
  const from = withComputed(call, row, columns, computing);
  // A function may look at what stands before it, a subquery has to say so.
  return columns.some(({ computed }) => computed) && set.parent !== undefined ? sql`lateral ${from}` : from;
}

function parentRow({ set: { parent, index } }: SetPlace): Sql | undefined {
  return parent && sql`${alias('s', parent.set)}.${alias('k', index, 0)}`;
}
