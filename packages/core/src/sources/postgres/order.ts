import type { Column, Table } from '../../model/table.js';
import type { OrderTerm, RowArguments } from './shape.js';
import { identifier, type Sql, sql } from './sql.js';

/**
 * The columns that order the rows of one parent: what was asked for, then the primary key, so that the same request
 * gives the same order. Without `order_by`, the columns of `distinct_on` lead.
 *
 * @param settled columns that hold one value in all of these rows, which need no place in the order
 */
export function orderOf(
  table: Table,
  { order, distinctOn }: RowArguments,
  settled: ReadonlySet<string>,
): readonly OrderTerm[] {
  const asked = order.length > 0 ? order : distinctOn.map(ascending);
  const names = new Set(asked.map(({ column }) => column.name));
  const ties = table.primaryKey
    .filter((name) => !names.has(name) && !settled.has(name))
    .flatMap((name) => table.columns.get(name) ?? [])
    .map(ascending);
  return [...asked, ...ties];
}

export function compileOrder(terms: readonly OrderTerm[], row: Sql): Sql[] {
  return terms.map(({ column, descending, nulls }) => {
    const direction = descending ? sql` desc` : sql``;
    const place = nulls === undefined ? sql`` : nulls === 'first' ? sql` nulls first` : sql` nulls last`;
    return sql`${row}.${identifier(column.name)}${direction}${place}`;
  });
}

function ascending(column: Column): OrderTerm {
  return { column, descending: false };
}
