import { invariant } from '../../error/invariant.js';
import type { Occurrence, RowSet, RowsPlan } from '../../planning/fetchPlan.js';
import { compileColumn, compileConditions, tableName } from './condition.js';
import { comparePairs, isFoldedPair, isPlainPair, toKeyComparison } from './keyPair.js';
import { compileOrder, orderOf } from './order.js';
import { compileOutputs, neededColumns } from './outputs.js';
import { argumentsOf, type OrderTerm, type RowArguments, type Shape } from './shape.js';
import { alias, empty, identifier, isEmpty, join, type Sql, sql, value } from './sql.js';

/** One result set of a plan, for requests of one shape. */
export interface SetPlace {
  readonly plan: RowsPlan;
  readonly set: RowSet;
  readonly shape: Shape;
}

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
  if (set.parent !== undefined || plan.match === 'ordinal' || (plan.match === 'key' && perParent)) {
    return compileAnchored(place, args, perParent);
  }
  return plan.match === 'key' ? compileByKey(place, args) : compileRoot(place, args);
}

function compileRoot(place: SetPlace, args: RowArguments): Sql {
  const { plan, set } = place;
  const { occurrence } = set.object;
  const row = rowOf(occurrence);
  const order = orderOf(occurrence, args, new Set());
  const outputs = compileOutputs(place);
  if (occurrence.objects.length > 0 && (isNarrowed(args) || !plan.list)) {
    // Narrowed first, joined afterwards: otherwise every row of the table would be joined before the limit.
    const narrow = compileNarrow(place, { occurrence, args, order, condition: empty, single: !plan.list });
    return sql`select ${outputs} from (${narrow}) ${row}${compileObjects(place, occurrence)}${orderBy(compileOrder(order, row, args.redactions))}`;
  }
  const conditions = compileConditions(args.conditions, row);
  return sql`select ${distinctOn(args, row)}${outputs} from ${tableName(occurrence.table)} ${row}${compileObjects(place, occurrence)}${where(conditions)}${orderBy(compileOrder(order, row, args.redactions))}${compileLimit(args, !plan.list)}`;
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
  const order = plan.unique ? [] : compileOrder(orderOf(occurrence, args, settledByKeys(plan)), row, args.redactions);
  const first = plan.unique || plan.list ? empty : sql`distinct on (${key.side}) `;
  const lead = plan.unique || plan.list ? [] : [key.side];
  return sql`select ${first}${compileOutputs(place)} from ${tableName(occurrence.table)} ${row}${compileObjects(place, occurrence)}${where(conditions)}${orderBy([...lead, ...order])}`;
}

/** Rows that hang on something with a number: the keys of the request, or the rows of another set. */
function compileAnchored(place: SetPlace, args: RowArguments, perParent: boolean): Sql {
  const { plan, set } = place;
  const { occurrence } = set.object;
  const row = rowOf(occurrence);
  const { from, number, condition, settled } =
    set.parent === undefined ? anchorInKeys(plan, row) : anchorInSet(set, row);
  const isList = set.parent !== undefined || plan.list;
  const isUnique = set.parent === undefined ? plan.unique : occurrence.unique;
  const order = isUnique ? [] : orderOf(occurrence, args, settled);
  const ordered = orderBy([number, ...compileOrder(order, row, args.redactions)]);
  const outputs = compileOutputs(place);
  const objects = compileObjects(place, occurrence);
  if (perParent) {
    const narrow = compileNarrow(place, { occurrence, args, order, condition, single: !isList });
    return sql`select ${outputs} from ${from} cross join lateral (${narrow}) ${row}${objects}${ordered}`;
  }
  const first = isList || isUnique ? empty : sql`distinct on (${number}) `;
  return sql`select ${first}${outputs} from ${from} join ${tableName(occurrence.table)} ${row} on ${condition}${objects}${where(compileConditions(args.conditions, row))}${ordered}`;
}

interface Anchor {
  readonly from: Sql;
  /** What numbers the parents. */
  readonly number: Sql;
  readonly condition: Sql;
  readonly settled: ReadonlySet<string>;
}

function anchorInKeys(plan: RowsPlan, row: Sql): Anchor {
  const keys = keysOf(plan, row);
  const names = keys.map((_, part) => alias('k', part));
  return {
    from: sql`unnest(${join(keys.map((key) => key.keys), sql`, `)}) with ordinality k(${join([...names, sql`n`], sql`, `)})`,
    number: sql`k.n`,
    condition: join(keys.map(({ side }, part) => sql`${side} = k.${alias('k', part)}`), sql` and `),
    settled: settledByKeys(plan),
  }; // biome-ignore format: one member a line
}

function anchorInSet(set: RowSet, row: Sql): Anchor {
  invariant(set.parent !== undefined, 'a set without a parent has no anchor');
  const { mapping } = set.object.occurrence;
  const parent = alias('s', set.parent.set);
  const parts = new Map(mapping.map((pair, part) => [pair.parent.name, alias('k', set.index, part)]));
  const condition = comparePairs(
    mapping,
    (name) => sql`${parent}.${parts.get(name) ?? identifier(name)}`,
    (name) => sql`${row}.${identifier(name)}`,
  );
  const settled = new Set(mapping.filter(isPlainPair).map(({ target }) => target.name));
  return { from: parent, number: sql`${parent}.n`, condition, settled };
}

function keysOf(plan: RowsPlan, row: Sql): { side: Sql; keys: Sql }[] {
  return plan.keyColumns.map((column, part) => {
    const form = plan.key[part]?.form;
    invariant(form !== undefined, `"${plan.coordinate}" has no key for "${column.name}"`);
    const { side, arrayType } = toKeyComparison(sql`${row}.${identifier(column.name)}`, column.type, form);
    return { side, keys: value({ kind: 'key', part, type: arrayType }) };
  });
}

/** Rows of one key hold one value in the key's columns, unless they were compared in a folded form. */
function settledByKeys(plan: RowsPlan): ReadonlySet<string> {
  const plain = plan.keyColumns.filter(({ deterministic, type }, part) => {
    const form = plan.key[part]?.form;
    return deterministic && form !== undefined && toKeyComparison(empty, type, form).side === empty;
  });
  return new Set(plain.map(({ name }) => name));
}

/** One-to-one objects below an occurrence: more columns of the same rows. */
function compileObjects(place: SetPlace, parent: Occurrence): Sql {
  return join(
    parent.objects.map((object) => {
      const row = rowOf(object);
      const args = argumentsOf(place.shape, object);
      const condition = comparePairs(
        object.mapping,
        (name) => sql`${rowOf(parent)}.${identifier(name)}`,
        (name) => sql`${row}.${identifier(name)}`,
      );
      const below = compileObjects(place, object);
      if (object.unique && !isNarrowed(args) && !object.mapping.some(isFoldedPair)) {
        const all = join([condition, ...compileConditions(args.conditions, row)], sql` and `);
        return sql` left join ${tableName(object.table)} ${row} on ${all}${below}`;
      }
      const settled = new Set(object.mapping.filter(isPlainPair).map(({ target }) => target.name));
      const order = orderOf(object, args, settled);
      const narrow = compileNarrow(place, { occurrence: object, args, order, condition, single: true });
      return sql` left join lateral (${narrow}) ${row} on true${below}`;
    }),
    empty,
  );
}

interface Narrow {
  readonly occurrence: Occurrence;
  readonly args: RowArguments;
  readonly order: readonly OrderTerm[];
  readonly condition: Sql;
  /** Whether one row is asked for. */
  readonly single: boolean;
}

/** The wanted rows of a table, and of their columns what the rest of the statement reads. */
function compileNarrow({ plan, set }: SetPlace, { occurrence, args, order, condition, single }: Narrow): Sql {
  const row = rowOf(occurrence);
  const conditions = [condition, ...compileConditions(args.conditions, row)].filter((part) => !isEmpty(part));
  const needed = neededColumns(plan, set, occurrence, order, args.redactions);
  // `distinct on` cannot stand before nothing.
  const columns = needed.length === 0 ? [sql`1`] : needed.map((name) => sql`${row}.${identifier(name)}`);
  return sql`select ${distinctOn(args, row)}${join(columns, sql`, `)} from ${tableName(occurrence.table)} ${row}${where(conditions)}${orderBy(compileOrder(order, row, args.redactions))}${compileLimit(args, single)}`;
}

function isNarrowed({ limit, offset, distinctOn }: RowArguments): boolean {
  return limit !== undefined || offset !== undefined || distinctOn.length > 0;
}

function rowOf({ id }: Occurrence): Sql {
  return alias('t', id);
}

function distinctOn({ distinctOn, redactions }: RowArguments, row: Sql): Sql {
  if (distinctOn.length === 0) return empty;
  return sql`distinct on (${join(
    distinctOn.map((column) => compileColumn(column, row, redactions.get(column.name))),
    sql`, `,
  )}) `;
}

function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql` where ${join(conditions, sql` and `)}`;
}

function orderBy(terms: readonly Sql[]): Sql {
  return terms.length === 0 ? empty : sql` order by ${join(terms, sql`, `)}`;
}

function compileLimit({ limit, offset }: RowArguments, single: boolean): Sql {
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
