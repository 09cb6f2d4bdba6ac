import { anchorOf } from './anchor.js';
import { orderBy, where } from './clauses.js';
import { compileConditions } from './condition.js';
import { compileFrom } from './from.js';
import { compileNarrow, isNarrowed, rowOf } from './narrow.js';
import { orderOf } from './order.js';
import { compileOutputs, type SetPlace } from './outputs.js';
import { argumentsOf } from './shape.js';
import { empty, join, type Sql, sql } from './sql.js';

/**
 * The values of an aggregate, as a subquery with one row for whatever its rows hang on, be there rows or not:
 *
 *     root      select count(*) … from "orders" t0 where …
 *     ordinal   select k.n, count(t0."user_id") … from unnest($1::int4[]) with ordinality k(k0, n)
 *                 left join "orders" t0 on t0."user_id" = k.k0 and … group by k.n order by k.n
 *     child     select s0.n, count(t1."order_id") … from s0 left join "items" t1 on t1."order_id" = s0.k1_0 and … group by s0.n order by s0.n
 *
 * Where limit, offset or distinct_on hold per parent, the table is a subquery instead: `lateral`, if there are parents.
 */
export function compileAggregate(place: SetPlace): Sql {
  const { plan, set, shape } = place;
  const { occurrence } = set.object;
  const args = argumentsOf(shape, occurrence);
  const row = rowOf(occurrence);
  const outputs = compileOutputs(place);
  const anchor = anchorOf(plan, set, row);
  const isAsked = set.columns.some(({ kind }) => kind === 'value' || kind === 'count');
  if (!isAsked)
    return anchor === undefined
      ? sql`select ${outputs}`
      : sql`select ${outputs} from ${anchor.from} order by ${anchor.number}`;

  const { condition = empty, settled = new Set<string>() } = anchor ?? {};
  const order = orderOf(occurrence, args, settled);
  const narrow = isNarrowed(args)
    ? compileNarrow(place, { occurrence, args, order, condition, single: false })
    : undefined;
  const conditions = compileConditions(args.conditions, row);
  if (anchor === undefined) {
    return narrow === undefined
      ? sql`select ${outputs} from ${compileFrom(place, occurrence, args, order)}${where(conditions)}`
      : sql`select ${outputs} from (${narrow}) ${row}`;
  }
  const rows =
    narrow === undefined
      ? sql`${compileFrom(place, occurrence, args, order, true)} on ${join([condition, ...conditions], sql` and `)}`
      : sql`lateral (${narrow}) ${row} on true`;
  return sql`select ${outputs} from ${anchor.from} left join ${rows} group by ${anchor.number}${orderBy([anchor.number])}`;
}
