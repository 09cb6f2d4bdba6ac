import pg from 'pg';

/** How Postgres runs a statement, and how long that takes. */
export interface Explained {
  /** Nodes of the plan that read or join or sort, in the order in which they are printed. */
  readonly nodes: readonly string[];
  readonly milliseconds: number;
}

/** Both plans of a statement that is prepared, and which of them Postgres keeps to. */
export interface Plans {
  /** Rows in the answer, over all of its sets. */
  readonly rows: number;
  /** Made for the values of one execution. */
  readonly custom: Explained;
  /** Made once, whatever the values. */
  readonly generic: Explained;
  /** Which one is used once the same text was executed ten times. */
  readonly kept: 'custom' | 'generic';
}

const RUNS = 3;

export async function explain(
  client: pg.Client,
  { text, values }: { readonly text: string; readonly values: readonly unknown[] },
): Promise<Plans> {
  await client.query(`prepare measured as ${text}`);
  try {
    const call = values.length === 0 ? 'execute measured' : `execute measured(${values.map(toLiteral).join()})`;
    const { rows } = await client.query({ text: call, rowMode: 'array' });
    const custom = await explainAs(client, 'force_custom_plan', call);
    const generic = await explainAs(client, 'force_generic_plan', call);
    return { rows: countRows(rows[0] ?? []), custom, generic, kept: await readKept(client, text, call) };
  } finally {
    await client.query('deallocate all');
  }
}

async function explainAs(client: pg.Client, mode: string, call: string): Promise<Explained> {
  await client.query(`set plan_cache_mode = ${mode}`);
  let best: Explained | undefined;
  for (let run = 0; run < RUNS; run++) {
    const { rows } = await client.query(`explain (analyze, buffers, timing off, format json) ${call}`);
    const [answer] = rows[0]['QUERY PLAN'];
    const milliseconds = answer['Planning Time'] + answer['Execution Time'];
    if (best === undefined || milliseconds < best.milliseconds) {
      best = { nodes: [...describeNodes(answer.Plan)], milliseconds };
    }
  }
  await client.query('reset plan_cache_mode');
  if (best === undefined) throw new Error('Nothing was explained.');
  return best;
}

/** Anew, since what was planned with another `plan_cache_mode` counts too. To explain is to plan as for an execution. */
async function readKept(client: pg.Client, text: string, call: string): Promise<Plans['kept']> {
  await client.query('deallocate all');
  await client.query(`prepare measured as ${text}`);
  for (let run = 0; run < 10; run++) await client.query(`explain ${call}`);
  const { rows } = await client.query('select generic_plans > 0 as is_generic from pg_prepared_statements');
  return rows[0].is_generic ? 'generic' : 'custom';
}

/** What is read of a node of a plan. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Loops': number;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Sort Space Type'?: string;
  readonly Plans?: readonly PlanNode[];
}

const SILENT = new Set(['Aggregate', 'Limit', 'Result', 'Subquery Scan', 'CTE Scan', 'Hash', 'WindowAgg', 'Unique']);

function* describeNodes(node: PlanNode): Generator<string> {
  const type = node['Node Type'];
  const target = node['Index Name'] ?? node['Relation Name'];
  const loops = node['Actual Loops'];
  const read = loops * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
  if (!SILENT.has(type)) {
    const spilled = node['Sort Space Type'] === 'Disk' ? ' on disk' : '';
    const size = target === undefined ? '' : ` ${target} (${loops > 1 ? `${loops}×, ` : ''}${Math.round(read)} rows)`;
    yield `${type}${size}${spilled}`;
  }
  for (const below of node.Plans ?? []) yield* describeNodes(below);
}

function toLiteral(value: unknown): string {
  return value === null ? 'null' : pg.escapeLiteral(String(value));
}

/** An answer holds a JSON array per set, which holds an array per column; with one set, that of the set alone. */
function countRows(texts: readonly unknown[]): number {
  const lengthOf = (set: unknown): number => (Array.isArray(set) && Array.isArray(set[0]) ? set[0].length : 0);
  return texts
    .map((text) => JSON.parse(String(text)))
    .flatMap((answer) => (Array.isArray(answer?.[0]?.[0]) ? answer.map(lengthOf) : [lengthOf(answer)]))
    .reduce((sum, count) => sum + count, 0);
}
