import { invariant } from '../../error/invariant.js';
import type { LookupPlan } from '../../planning/fetchPlan.js';
import { withComputed } from './computed.js';
import { columnOf, columnsOf, compileConditions, tableName } from './condition.js';
import { createFilterReader } from './filterReader.js';
import { createGathered, type ReadContext } from './gathered.js';
import type { ReadCall } from './readCall.js';
import { readFilter } from './readFilter.js';
import { alias, join, sql, toStatement, value } from './sql.js';
import { toKeyForm } from './textForm.js';

/**
 * Reads what one request looks up: the keys of the rows that a filter asks for, each once. A key with a null in it is the
 * key of nothing.
 *
 *     select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
 *     from (select distinct t0."id" as c0 from "public"."users" t0 where t0."org" = $1::int4 and t0."id" is not null limit $2::int8) s0
 *
 * @throws RemoteJoinsError `FORBIDDEN`, `BAD_USER_INPUT`
 */
export function readLookup({ coordinate, elsewhere, most }: LookupPlan, context: ReadContext): ReadCall {
  const { table, keys, filter } = elsewhere;
  invariant(keys.length > 0, `"${coordinate}" looks up no key`);
  const gathered = createGathered();
  const reader = createFilterReader(undefined, context, gathered);
  const row = alias('t', 0);
  const condition = readFilter(filter, reader);
  const conditions = compileConditions([condition], row);
  const columns = keys.map(({ target }) => columnOf(row, target));
  const from = withComputed(tableName(table), row, [...keys.map(({ target }) => target), ...columnsOf(condition)]);
  const all = [...conditions, ...columns.map((column) => sql`${column} is not null`)];
  const limit = value({ kind: 'argument', index: gathered.values.push(most) - 1, count: true });
  const outputs = columns.map((column, part) => sql`${column} as ${alias('c', part)}`);
  const rows = sql`select distinct ${join(outputs, sql`, `)} from ${from} where ${join(all, sql` and `)} limit ${limit}::int8`;
  const forms = keys.map(({ target }, part) => {
    const form = toKeyForm(sql`${alias('s', 0)}.${alias('c', part)}`, target.type);
    return sql`to_json(coalesce(array_agg(${form}), '{}'))`;
  });
  const statement = toStatement(
    sql`select to_json(array[${join(forms, sql`, `)}])::text from (${rows}) ${alias('s', 0)}`,
  );
  return { statement, needs: gathered, values: gathered.values, failures: new Map() };
}
