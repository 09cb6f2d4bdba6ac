import type { Column } from '../../model/table.js';
import type { Occurrence } from '../../planning/fetchPlan.js';
import { compileOrderValue } from './orderValue.js';
import type { OrderTerm, Redactions, RowArguments } from './shape.js';
import { type Sql, sql } from './sql.js';
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

export function compileOrder(terms: readonly OrderTerm[], row: Sql, redactions: Redactions): Sql[] {
  return terms.map((term) => {
    const { descending, nulls } = term;
    const direction = descending ? sql` desc` : sql``;
    const place = nulls === undefined ? sql`` : nulls === 'first' ? sql` nulls first` : sql` nulls last`;
    return sql`${compileOrderValue(term, row, redactions)}${direction}${place}`;
  });
}

function ascending(column: Column): OrderTerm {
  return { kind: 'column', column, descending: false };
}
