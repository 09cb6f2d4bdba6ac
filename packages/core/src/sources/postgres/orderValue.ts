import type { Column } from '../../model/table.js';
import { callFunction } from './aggregateValues.js';
import { orderBy, where } from './clauses.js';
import { withComputed } from './computed.js';
import { columnOf, columnsOf, compileColumn, compileConditions, guardOfJoin, tableName } from './condition.js';
import { comparePairs, isPlainPair } from './keyPair.js';
import type { OrderValue, Redactions, RelatedRows } from './shape.js';
import { alias, empty, type Sql, sql } from './sql.js';

/**
 * What rows are ordered by, as an expression on a row of theirs:
 *
 *     t0."total"
 *     (select w1."body" from "notes" w1 where w1."order_id" = t0."id" and … order by w1."id" limit 1)
 *     (select max(w1."price") from "items" w1 where w1."order_id" = t0."id" and …)
 *
 * @param depth numbers the tables, as in conditions
 */
export function compileOrderValue(value: OrderValue, row: Sql, redactions: Redactions, depth = 1): Sql {
  if (value.kind === 'column') return compileColumn(value.column, row, redactions.get(value.column.name), depth);
  const other = alias('w', depth);
  const guard = guardOfJoin(value.rows.mapping, value.rows.seen);
  const rows = withComputed(tableName(value.rows.table), other, columnsRead(value), { guard });
  const from = sql`from ${rows}${where(compileRelated(value.rows, row, other, depth))}`;
  const seen = value.rows.redactions;
  switch (value.kind) {
    case 'related':
      return sql`(select ${compileOrderValue(value.value, other, seen, depth + 1)} ${from}${compileFirst(value, other, depth)})`;
    case 'count':
      return sql`(select count(*) ${from})`;
    case 'value': {
      const column = compileColumn(value.column, other, seen.get(value.column.name), depth + 1);
      return sql`(select ${callFunction(value.function, column)} ${from})`;
    }
    default:
      return value satisfies never;
  }
}

/** The columns of the row itself that an expression reads. */
export function columnsOfOrder(value: OrderValue): readonly Column[] {
  return value.kind === 'column' ? [value.column] : value.rows.mapping.map(({ parent }) => parent);
}

/** The columns of related rows that an expression reads. */
export function columnsRead(value: Exclude<OrderValue, { kind: 'column' }>): readonly Column[] {
  const { mapping, conditions, redactions } = value.rows;
  const ordering =
    value.kind === 'related'
      ? [...columnsOfOrder(value.value), ...value.ties]
      : value.kind === 'value'
        ? [value.column]
        : [];
  const seen = ordering.flatMap(({ name }) => redactions.get(name) ?? []);
  return [
    ...mapping.map(({ target }) => target),
    ...[...conditions, ...seen].flatMap((condition) => columnsOf(condition)),
    ...ordering,
  ];
}

/** What holds for the rows `other` that hang on `row`. */
export function compileRelated({ mapping, conditions }: RelatedRows, row: Sql, other: Sql, depth = 0): readonly Sql[] {
  const joined = comparePairs(
    mapping,
    (column) => columnOf(row, column),
    (column) => columnOf(other, column),
  );
  return [joined, ...compileConditions(conditions, other, depth + 1)];
}

/** The row that an object would be, where several may match. */
function compileFirst(
  { rows: { mapping, redactions }, unique, ties }: Extract<OrderValue, { kind: 'related' }>,
  other: Sql,
  depth: number,
): Sql {
  if (unique) return empty;
  const settled = new Set(mapping.filter(isPlainPair).map(({ target }) => target.name));
  const order = ties.filter(({ name }) => !settled.has(name));
  return sql`${orderBy(order.map((column) => compileColumn(column, other, redactions.get(column.name), depth + 1)))} limit 1`;
}
