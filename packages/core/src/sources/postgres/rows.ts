import { invariant } from '../../error/invariant.js';
import type { Occurrence } from '../../planning/fetchPlan.js';
import { type Anchor, anchorOf, keysOf, settledByKeys } from './anchor.js';
import { orderBy, where } from './clauses.js';
import { columnOf, compileConditions } from './condition.js';
import { compileFrom } from './from.js';
import { comparePairs, isFoldedPair, isPlainPair } from './keyPair.js';
import { compileLimit, compileNarrow, distinctOn, isNarrowed, rowOf } from './narrow.js';
import { compileOrder, orderOf } from './order.js';
import { compileOutputs, isListSet, type SetPlace } from './outputs.js';
import { argumentsOf, type RowArguments } from './shape.js';
import { empty, isEmpty, join, type Sql, sql } from './sql.js';

/**
 * The rows of one result set, as a subquery with a column `c0`, `c1`, … for each column of the answer.
 *
 *     root      select … from "orders" t0 where … order by … limit $1
 *     key       select … from "users" t0 where t0."id" = any($1::int4[])
 *     ordinal   select … from unnest($1::int4[]) with ordinality k(k0, n) join "orders" t0 on … order by k.n, …
 *     child     select … from s0 join "items" t1 on t1."order_id" = s0.k1_0 order by s0.n, …
 *
 * Where limit, offset or distinct_on hold per parent, the table of the last two is a `lateral` subquery instead.
 */
export function compileRows(place: SetPlace): Sql {
  const { plan, set, shape } = place;
  const { occurrence } = set.object;
  const args = argumentsOf(shape, occurrence);
  const perParent = isNarrowed(args);
  const anchor = anchorOf(plan, set, rowOf(occurrence));
  if (anchor === undefined) return compileRoot(place, args);
  const isByKey = set.parent === undefined && plan.match === 'key' && !perParent;
  return isByKey ? compileByKey(place, args) : compileAnchored(place, args, anchor);
}

function compileRoot(place: SetPlace, args: RowArguments): Sql {
  const { plan, set } = place;
  const { occurrence } = set.object;
  const row = rowOf(occurrence);
  const order = orderOf(occurrence, args, new Set());
  const { joins, terms } = compileOrder(order, row, args.redactions);
  const outputs = compileOutputs(place);
  const single = !isListSet(plan, set);
  if (occurrence.objects.length > 0 && (isNarrowed(args) || single)) {
    // Narrowed first, joined afterwards: otherwise every row of the table would be joined before the limit.
    const narrow = compileNarrow(place, { occurrence, args, order, condition: empty, single });
    return sql`select ${outputs} from (${narrow}) ${row}${compileObjects(place, occurrence)}${joins}${orderBy(terms)}`;
  }
  const conditions = compileConditions(args.conditions, row);
  return sql`select ${distinctOn(args, row)}${outputs} from ${compileFrom(place, occurrence, args, order)}${compileObjects(place, occurrence)}${joins}${where(conditions)}${orderBy(terms)}${compileLimit(args, single)}`;
}

/** A single-column key: the cheapest form, since nothing is joined and the key's own column tells rows apart. */
function compileByKey(place: SetPlace, args: RowArguments): Sql {
  const { plan, set } = place;
  const { occurrence } = set.object;
  const row = rowOf(occurrence);
  const key = keysOf(plan, row)[0];
  invariant(
    key !== undefined && plan.keyColumns.length === 1,
    `"${plan.coordinate}" matches by key without one column`,
  );
  const conditions = [sql`${key.side} = any(${key.keys})`, ...compileConditions(args.conditions, row)];
  const order = plan.unique ? [] : orderOf(occurrence, args, settledByKeys(plan));
  const { joins, terms } = compileOrder(order, row, args.redactions);
  const first = plan.unique || plan.list ? empty : sql`distinct on (${key.side}) `;
  const lead = plan.unique || plan.list ? [] : [key.side];
  return sql`select ${first}${compileOutputs(place)} from ${compileFrom(place, occurrence, args, order)}${compileObjects(place, occurrence)}${joins}${where(conditions)}${orderBy([...lead, ...terms])}`;
}

/** Rows that hang on something with a number: the keys of the request, or the rows of another set. */
function compileAnchored(place: SetPlace, args: RowArguments, anchor: Anchor): Sql {
  const { plan, set } = place;
  const { occurrence } = set.object;
  const row = rowOf(occurrence);
  const { from, number, condition, settled } = anchor;
  const isList = isListSet(plan, set);
  const isUnique = set.parent === undefined ? plan.unique : occurrence.unique;
  const order = isUnique ? [] : orderOf(occurrence, args, settled);
  const { joins, terms } = compileOrder(order, row, args.redactions);
  const ordered = orderBy([number, ...terms]);
  const outputs = compileOutputs(place);
  const objects = sql`${compileObjects(place, occurrence)}${joins}`;
  if (isNarrowed(args)) {
    const narrow = compileNarrow(place, { occurrence, args, order, condition, single: !isList });
    return sql`select ${outputs} from ${from} cross join lateral (${narrow}) ${row}${objects}${ordered}`;
  }
  const first = isList || isUnique ? empty : sql`distinct on (${number}) `;
  return sql`select ${first}${outputs} from ${from} join ${compileFrom(place, occurrence, args, order)} on ${isEmpty(condition) ? sql`true` : condition}${objects}${where(compileConditions(args.conditions, row))}${ordered}`;
}

/** One-to-one objects below an occurrence: more columns of the same rows. */
function compileObjects(place: SetPlace, parent: Occurrence): Sql {
  return join(
    parent.objects.map((object) => {
      const row = rowOf(object);
      const args = argumentsOf(place.shape, object);
      const condition = comparePairs(
        object.mapping,
        (column) => columnOf(rowOf(parent), column),
        (column) => columnOf(row, column),
      );
      const below = compileObjects(place, object);
      if (object.unique && !isNarrowed(args) && !object.mapping.some(isFoldedPair)) {
        const all = join([condition, ...compileConditions(args.conditions, row)], sql` and `);
        return sql` left join ${compileFrom(place, object, args, [], true)} on ${all}${below}`;
      }
      const settled = new Set(object.mapping.filter(isPlainPair).map(({ target }) => target.name));
      const order = orderOf(object, args, settled);
      const narrow = compileNarrow(place, { occurrence: object, args, order, condition, single: true });
      return sql` left join lateral (${narrow}) ${row} on true${below}`;
    }),
    empty,
  );
}
