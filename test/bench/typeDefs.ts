/**
 * What it takes to make SDL of a large database, and to start with it:
 *
 *     npm run bench:typedefs
 *
 * A thousand tables with twenty columns each, all with comments, and a foreign key from each to the one before.
 */
import {
  attachRemoteJoins,
  checkTypeDefs,
  postgres,
  remoteJoinsTypeDefs,
  typeDefsFromDatabase,
} from '@remote-joins/core';
import { buildSchema } from 'graphql';
import pg from 'pg';
import { startPostgres } from '../../examples/support/startPostgres.js';
import { describeMachine, formatNumber, toTable } from './growth/markdown.js';

const TABLES = 1_000;
const ROUNDS = 2;

const types = ['int', 'bigint', 'text', 'numeric', 'timestamptz', 'uuid', 'jsonb', 'text[]', 'date'];
const columns = Array.from({ length: 18 }, (_, index) => `c${index} ${types[index % types.length]}`);
const comments = columns.map(
  (_, index) => `comment on column t%1$s.c${index} is 'What column ${index} of table %1$s is for.';`,
);
const ddl = `do $$ begin
  for i in 1..${TABLES} loop
    execute format('create table t%1$s (id int primary key, parent_id int not null, ${columns.join(', ')})', i);
    execute format('${comments.join(' ').replaceAll("'", "''")}', i);
    execute format('alter table t%s add foreign key (parent_id) references t%s', i, greatest(i - 1, 1));
  end loop;
end $$`;

const server = await startPostgres({ databases: ['big'], settings: { max_locks_per_transaction: '1024' } });
try {
  const connectionString = server.url('big');
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(ddl);
  await client.query('vacuum analyze');
  await client.end();

  const source = postgres({ connectionString });
  const options = { name: 'big', source };
  const sources = { big: source };
  let typeDefs = '';
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    'the catalog alone': async () => {
      await source.introspect('big');
      await source.close();
    },
    'typeDefsFromDatabase, catalog included': async () => {
      typeDefs = await typeDefsFromDatabase(options);
    },
    'checkTypeDefs, catalog included': () => checkTypeDefs({ typeDefs, sources }),
    buildSchema: async () => buildSchema(remoteJoinsTypeDefs + typeDefs),
    'buildSchema and attachRemoteJoins, catalog included': async () => {
      const joins = await attachRemoteJoins(buildSchema(remoteJoinsTypeDefs + typeDefs), { sources });
      await joins.close();
    },
  };
  const rows: string[][] = [];
  for (const [name, step] of Object.entries(steps)) rows.push([name, ...(await measure(step))]);
  console.log(`${describeMachine()}\n`);
  console.log(
    `${formatNumber(TABLES, 0)} tables, ${formatNumber(TABLES * 20, 0)} columns: SDL of ${formatNumber(typeDefs.length / 2 ** 20, 1)} MB\n`,
  );
  console.log(toTable(['', 'own CPU at first, ms', 'at best', 'time at best, ms', 'memory at its peak, MB'], rows));
} finally {
  await server.stop();
}

/** Own CPU, and the time that includes Postgres'; the peak is what the process held beyond what it held before, garbage included. */
async function measure(step: () => Promise<unknown>): Promise<string[]> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }, 5);
  const times: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const cpu = process.cpuUsage();
    await step();
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    costs.push((user + system) / 1_000);
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  clearInterval(timer);
  const figures = [costs[0], Math.min(...costs), Math.min(...times), (peak - before) / 2 ** 20];
  return figures.map((figure) => formatNumber(figure, 0));
}
