import { callFunction } from './aggregateValues.js';
import { orderBy, where } from './clauses.js';
import { compileColumn, compileConditions, tableName } from './condition.js';
import { comparePairs, isPlainPair } from './keyPair.js';
import type { OrderValue, Redactions, RelatedRows } from './shape.js';
import { alias, empty, identifier, type Sql, sql } from './sql.js';

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
  const from = sql`from ${tableName(value.rows.table)} ${other}${where(compileRelated(value.rows, row, other, depth))}`;
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
export function columnsOfOrder(value: OrderValue): readonly string[] {
  return value.kind === 'column' ? [value.column.name] : value.rows.mapping.map(({ parent }) => parent.name);
}

/** What holds for the rows `other` that hang on `row`. */
export function compileRelated({ mapping, conditions }: RelatedRows, row: Sql, other: Sql, depth = 0): readonly Sql[] {
  const joined = comparePairs(
    mapping,
    (name) => sql`${row}.${identifier(name)}`,
    (name) => sql`${other}.${identifier(name)}`,
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
