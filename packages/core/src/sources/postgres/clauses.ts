import { empty, join, type Sql, sql } from './sql.js';

export function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql` where ${join(conditions, sql` and `)}`;
}

export function orderBy(terms: readonly Sql[]): Sql {
  return terms.length === 0 ? empty : sql` order by ${join(terms, sql`, `)}`;
}
