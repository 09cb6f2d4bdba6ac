/**
 * The plans that Postgres makes for our statements where tables are large:
 *
 *     npm run bench:plans
 *     npm run bench:plans -- --sql     with the statements
 *
 * The statements are those that queries really send, caught on their way.
 */
import { postgres } from '@remote-joins/core';
import pg from 'pg';
import { startPostgres } from '../../examples/support/startPostgres.js';
import { createRecordingPool } from '../support/recordingPool.js';
import { openAsking } from './growth/ask.js';
import { type Explained, explain, type Plans } from './growth/explain.js';
import { describeMachine, formatNumber } from './growth/markdown.js';
import { run, tables, typeDefs } from './growth/million.js';
import { planCases } from './growth/planCases.js';

/** What Postgres is told of disks that are no turning ones; by default a random read counts four times a sequential. */
const settings = { random_page_cost: '1.1' };
const withSql = process.argv.includes('--sql');

const server = await startPostgres({ databases: ['million'], settings });
const ends = [server.stop];
const own = { after: (end: () => Promise<void>) => ends.unshift(end) };
try {
  const url = server.url('million');
  await run(url, tables);
  const names = ['orders_db', 'users_db', 'items_db'];
  const pools = new Map(names.map((name) => [name, createRecordingPool(own, url)]));
  const sources = Object.fromEntries([...pools].map(([name, { pool }]) => [name, postgres({ pool })]));
  const { prepare, close } = await openAsking(typeDefs, sources);
  own.after(close);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  own.after(() => client.end());

  const { rows } = await client.query('show server_version');
  console.log(`${describeMachine()}, Postgres ${rows[0].server_version}, ${JSON.stringify(settings)}\n`);
  for (const { name, query, source, indexes } of planCases) {
    await prepare(query)();
    const statement = pools.get(source)?.statements.at(-1);
    if (statement === undefined) throw new Error(`${source} was not asked.`);
    console.log(`${name}${withSql ? `\n\n${statement.text}\n` : ''}`);
    for (const index of indexes) {
      if (index !== '') await run(url, `create index extra on ${index}; analyze ${index.split(' ', 1)}`);
      console.log(print(index, await explain(client, statement)));
      if (index !== '') await run(url, 'drop index extra');
    }
  }
  const small = prepare('query($n: Int) { orders(limit: $n) { id lines { sku } } }');
  const large = prepare('query($n: Int) { orders(limit: $n) { id lines { quantity } } }');
  for (let time = 0; time < 7; time++) await large({ n: 120_000 });
  console.log('ten rows with their lists, in ms');
  console.log(`  where answers were small before: ${await measureTen(small)}`);
  console.log(`  where answers were large before: ${await measureTen(large)}`);
} finally {
  for (const end of ends) await end();
}

function print(index: string, { rows, custom, generic, kept }: Plans): string {
  const line = (what: string, { milliseconds, nodes }: Explained): string =>
    `    ${what}${what === kept ? ', kept' : ''}: ${formatNumber(milliseconds, 1)} ms: ${nodes.join(', ')}`;
  const indexed = index === '' ? 'primary keys alone' : `index on ${index}`;
  return [`  ${indexed}, ${formatNumber(rows, 0)} rows`, line('custom', custom), line('generic', generic)].join('\n');
}

/** Postgres may keep a plan because it was as good for the first executions, and use it for all that follow. */
async function measureTen(ask: (variables: { n: number }) => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let time = 0; time < 12; time++) {
    const start = performance.now();
    await ask({ n: 10 });
    times.push(performance.now() - start);
  }
  return formatNumber(Math.min(...times), 1);
}
