import type { AggregateFunction } from '../../model/aggregate.js';
import type { Column } from '../../model/table.js';
import type { CountColumn, RowColumn } from '../../planning/fetchPlan.js';
import { columnOf, compileColumn } from './condition.js';
import type { RowArguments } from './shape.js';
import { alias, join, type Sql, sql } from './sql.js';

/** `sum(t0."total")`; of a column that the role sees in some rows only, over those. */
export function compileValue(
  { occurrence, function: name, column }: Extract<RowColumn, { kind: 'value' }>,
  { redactions }: RowArguments,
): Sql {
  return callFunction(name, compileColumn(column, alias('t', occurrence.id), redactions.get(column.name)));
}

/**
 * `count(*)`, or how many rows have a value in all of some columns, equal ones once where that is asked for.
 *
 * @param matched a column that has a value in every row, and none where a parent has no rows; absent without parents
 */
export function compileCount(column: CountColumn, { counts, redactions }: RowArguments, matched?: Column): Sql {
  const row = alias('t', column.occurrence.id);
  const { columns = [], distinct = false } = counts.get(column) ?? {};
  const values = columns.map((each) => compileColumn(each, row, redactions.get(each.name)));
  const [only, second] = values;
  if (only === undefined) return matched === undefined ? sql`count(*)` : sql`count(${columnOf(row, matched)})`;
  const once = distinct ? sql`distinct ` : sql``;
  if (second === undefined) return sql`count(${once}${only})`;
  const all = values.map((value) => sql`${value} is not null`);
  return sql`count(${once}(${join(values, sql`, `)})) filter (where ${join(all, sql` and `)})`;
}

/** What a function makes of the values of an expression, over the rows that are selected. */
export function callFunction(name: AggregateFunction, side: Sql): Sql {
  switch (name) {
    case 'sum':
      return sql`sum(${side})`;
    case 'avg':
      return sql`avg(${side})`;
    case 'min':
      return sql`min(${side})`;
    case 'max':
      return sql`max(${side})`;
    case 'stddev':
      return sql`stddev(${side})`;
    case 'stddev_pop':
      return sql`stddev_pop(${side})`;
    case 'stddev_samp':
      return sql`stddev_samp(${side})`;
    case 'variance':
      return sql`variance(${side})`;
    case 'var_pop':
      return sql`var_pop(${side})`;
    case 'var_samp':
      return sql`var_samp(${side})`;
    default:
      return name satisfies never;
  }
}
