import { invariant } from '../../error/invariant.js';
import { remember } from '../../model/remember.js';
import type { Column } from '../../model/table.js';
import type { Occurrence } from '../../planning/fetchPlan.js';
import { withComputed } from './computed.js';
import { columnOf, columnsOf, guardOf, tableName } from './condition.js';
import { columnsOfOrder, columnsRead, compileOrderValue, compileRelated } from './orderValue.js';
import type { OrderTerm, OrderValue, Redactions, RelatedRows, RowArguments } from './shape.js';
import { alias, empty, join, type Sql, sql } from './sql.js';
import { tieColumns } from './ties.js';

/**
 * What orders the rows of one parent: what was asked for, then what breaks ties, so that the same request
 * gives the same order. Without `order_by`, the columns of `distinct_on` lead.
 *
 * @param settled columns that hold one value in all of these rows, which need no place in the order
 */
export function orderOf(
  occurrence: Occurrence,
  { order, distinctOn }: RowArguments,
  settled: ReadonlySet<string>,
): readonly OrderTerm[] {
  const asked = order.length > 0 ? order : distinctOn.map(ascending);
  const names = new Set(asked.flatMap((term) => (term.kind === 'column' ? [term.column.name] : [])));
  // Where no order is asked for, rows of a function come as it gives them.
  const last = order.length === 0 && occurrence.rows !== undefined ? [occurrence.rows.place] : tieColumns(occurrence);
  const ties = last.filter(({ name }) => !names.has(name) && !settled.has(name)).map(ascending);
  return [...asked, ...ties];
}

/** An order, and what stands after the table for it. */
export interface CompiledOrder {
  readonly joins: Sql;
  readonly terms: readonly Sql[];
}

/**
 * The rows that relationships lead to, where there can be but one, are joined, each once: many rows are sorted far faster so
 * than by a subquery for each of them.
 *
 *     left join "customers" o0 on o0."id" = t0."customer_id" and …    o0."name" desc, o0."id"
 */
export function compileOrder(terms: readonly OrderTerm[], row: Sql, redactions: Redactions): CompiledOrder {
  const joins: Sql[] = [];
  const joined = new Map<string, Sql>();
  const read = valuesByPath(terms);
  const compileValue = (value: OrderValue, from: Sql, seen: Redactions, by?: JoinedBy): Sql => {
    if (value.kind === 'related' && value.unique) {
      const { rows } = value;
      const path = pathOf(value, by?.path);
      const other = remember(joined, path, () => {
        const name = alias('o', joins.length);
        joins.push(compileJoin(rows, read.get(path) ?? [], from, name));
        return name;
      });
      return compileValue(value.value, other, rows.redactions, { path, rows });
    }
    const compiled = compileOrderValue(value, from, seen);
    // Of no row there is nothing to count.
    return value.kind === 'count' && by !== undefined
      ? sql`case when ${presenceOf(by, from)} then ${compiled} end`
      : compiled;
  };
  const compiled = terms.map((term) => {
    const { descending, nulls } = term;
    const direction = descending ? sql` desc` : sql``;
    const place = nulls === undefined ? sql`` : nulls === 'first' ? sql` nulls first` : sql` nulls last`;
    return sql`${compileValue(term, row, redactions)}${direction}${place}`;
  });
  return { joins: join(joins, empty), terms: compiled };
}

/** The row that a value is of, where that is joined. */
interface JoinedBy {
  /** The relationships that lead to it. */
  readonly path: string;
  readonly rows: RelatedRows;
}

/** A matched row has no null in the columns it was matched by. */
function presenceOf({ rows: { mapping, coordinate } }: JoinedBy, row: Sql): Sql {
  const [pair] = mapping;
  invariant(pair !== undefined, `"${coordinate}" leads to rows by nothing`);
  return sql`${columnOf(row, pair.target)} is not null`;
}

type Related = Extract<OrderValue, { kind: 'related' }>;

/** What is read of each row that is joined, whichever term it is for. */
function valuesByPath(terms: readonly OrderTerm[]): ReadonlyMap<string, readonly Related[]> {
  const read = new Map<string, Related[]>();
  const visit = (value: OrderValue, by?: string): void => {
    if (value.kind !== 'related' || !value.unique) return;
    const path = pathOf(value, by);
    read.set(path, [...(read.get(path) ?? []), value]);
    visit(value.value, path);
  };
  for (const term of terms) visit(term);
  return read;
}

/** The relationships that lead to a row, as one text. */
function pathOf({ rows: { coordinate } }: Exclude<OrderValue, { kind: 'column' }>, by = ''): string {
  return `${by} ${coordinate}`;
}

function compileJoin(rows: RelatedRows, values: readonly Related[], from: Sql, name: Sql): Sql {
  const joined = [
    ...rows.mapping.map(({ target }) => target),
    ...rows.conditions.flatMap((condition) => columnsOf(condition)),
    ...values.flatMap(({ value }) => (value.kind === 'column' ? [] : columnsOfOrder(value))),
  ];
  const redactions = new Map(values.flatMap((value) => [...value.rows.redactions]));
  const guard = guardOf(rows.seen, redactions, joined);
  const columns = values.flatMap(columnsRead);
  const table = withComputed(tableName(rows.table), name, columns, { guard });
  return sql` left join ${table} on ${join(compileRelated(rows, from, name), sql` and `)}`;
}

function ascending(column: Column): OrderTerm {
  return { kind: 'column', column, descending: false };
}
