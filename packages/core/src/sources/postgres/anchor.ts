import { invariant } from '../../error/invariant.js';
import type { RowSet, RowsPlan } from '../../planning/fetchPlan.js';
import { columnName } from './computed.js';
import { columnOf } from './condition.js';
import { comparePairs, isPlainPair, toKeyComparison } from './keyPair.js';
import { alias, empty, join, type Sql, sql, value } from './sql.js';

/** What the rows of a set hang on: the keys of the request, or the rows of another set. */
export interface Anchor {
  readonly from: Sql;
  /** What numbers the parents. */
  readonly number: Sql;
  /** Empty where a function answers the rows of each parent. */
  readonly condition: Sql;
  readonly settled: ReadonlySet<string>;
}

/** Absent where all rows of the table are asked for. */
export function anchorOf(plan: RowsPlan, set: RowSet, row: Sql): Anchor | undefined {
  if (set.parent !== undefined) return anchorInSet(set, row);
  return plan.match === 'root' ? undefined : anchorInKeys(plan, row);
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
  const parts = new Map(mapping.map((pair, part) => [pair.parent, alias('k', set.index, part)]));
  const condition = comparePairs(
    mapping,
    (column) => sql`${parent}.${parts.get(column) ?? columnName(column)}`,
    (column) => columnOf(row, column),
  );
  const settled = new Set(mapping.filter(isPlainPair).map(({ target }) => target.name));
  return { from: parent, number: sql`${parent}.n`, condition, settled };
}

export function keysOf(plan: RowsPlan, row: Sql): { side: Sql; keys: Sql }[] {
  return plan.keyColumns.map((column, part) => {
    const form = plan.key[part]?.form;
    invariant(form !== undefined, `"${plan.coordinate}" has no key for "${column.name}"`);
    const { side, arrayType } = toKeyComparison(columnOf(row, column), column.type, form);
    return { side, keys: value({ kind: 'key', part, type: arrayType }) };
  });
}

/** Rows of one key hold one value in the key's columns, unless they were compared in a folded form. */
export function settledByKeys(plan: RowsPlan): ReadonlySet<string> {
  const plain = plan.keyColumns.filter(({ deterministic, type }, part) => {
    const form = plan.key[part]?.form;
    return deterministic && form !== undefined && toKeyComparison(empty, type, form).side === empty;
  });
  return new Set(plain.map(({ name }) => name));
}
