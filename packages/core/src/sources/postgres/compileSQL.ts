import type { RowsPlan } from '../../planning/fetchPlan.js';
import { compileAggregate } from './aggregate.js';
import { childrenOf, compileColumns } from './outputs.js';
import { compileRows } from './rows.js';
import type { Shape } from './shape.js';
import { alias, join, type Sql, type Statement, sql, toStatement } from './sql.js';

/** Shapes per plan that keep their text. One plan sees few: which arguments exist, not what they hold. */
const MAX_SHAPES = 50;
/** A longer signature is some client's long condition: not likely to come again, and its text is as long. */
const MAX_SIGNATURE = 4_096;
const statements = new WeakMap<RowsPlan, Map<string, Statement>>();

/**
 * The SQL of one plan for requests of one shape: a query of one row with one text, the JSON of all its sets by column.
 * A pure function of plan and shape, remembered for both; the values travel beside it.
 *
 *     select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
 *     from (select t0."id" as c0 from "public"."orders" t0 order by t0."id" limit $1::int8) s0
 */
export function compileSQL(plan: RowsPlan, shape: Shape): Statement {
  if (shape.signature.length > MAX_SIGNATURE) return toStatement(compilePlan(plan, shape));
  let known = statements.get(plan);
  if (known === undefined) {
    known = new Map();
    statements.set(plan, known);
  }
  let statement = known.get(shape.signature);
  if (statement === undefined) {
    statement = toStatement(compilePlan(plan, shape));
    const [oldest] = known.keys();
    if (known.size >= MAX_SHAPES && oldest !== undefined) known.delete(oldest);
    known.set(shape.signature, statement);
  }
  return statement;
}

function compilePlan(plan: RowsPlan, shape: Shape): Sql {
  // A set that others hang on is read more than once, so it gets a name, and its rows get numbers.
  const shared: Sql[] = [];
  const answers = plan.sets.map((set) => {
    const place = { plan, set, shape };
    const rows = set.aggregate === 'values' ? compileAggregate(place) : compileRows(place);
    const columns = compileColumns(plan, set);
    const name = alias('s', set.index);
    if (childrenOf(plan, set).length === 0) return { columns, from: sql`(${rows}) ${name}` };
    shared.push(sql`${name} as (select row_number() over () - 1 as n, q.* from (${rows}) q)`);
    return { columns, from: name };
  });
  const [only] = answers;
  if (answers.length === 1 && only !== undefined) return sql`select ${only.columns}::text from ${only.from}`;
  const all = answers.map(({ columns, from }) => sql`(select ${columns} from ${from})`);
  const names = shared.length === 0 ? sql`` : sql`with ${join(shared, sql`, `)} `;
  return sql`${names}select to_json(array[${join(all, sql`, `)}])::text`;
}
