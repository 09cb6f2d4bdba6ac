import assert from 'node:assert/strict';
import { once } from 'node:events';
import { startPostgres } from '../support/startPostgres.js';
import { type Open, withOpened } from '../support/withOpened.js';
import { startApollo } from './apollo.js';
import type { Host } from './host.js';
import { startMercurius } from './mercurius.js';
import { report, type Visit } from './report.js';
import { type Observed, takeCalls } from './support/observed.js';
import { openDatabase } from './support/openDatabase.js';
import { postQuery } from './support/postQuery.js';
import { startRemoteServer } from './support/startRemoteServer.js';
import { tour } from './tour.js';

const interrupted = new AbortController();
const interruption = once(interrupted.signal, 'abort');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupted.abort());

try {
  await withOpened(run, interrupted.signal);
} catch (error) {
  if (!interrupted.signal.aborted) throw error;
}

async function run(open: Open): Promise<void> {
  console.log('Starting Postgres with two databases, two GraphQL servers, Apollo Server and Mercurius …\n');
  const server = await open(startPostgres({ databases: ['orders_db', 'users_db'] }));
  const orders_db = await open(openDatabase(server.url('orders_db'), fileHere('orders_db.sql')));
  const users_db = await open(openDatabase(server.url('users_db'), fileHere('users_db.sql')));
  const catalogue = await open(startRemoteServer(fileHere('catalogue.ts')));
  const reviews = await open(startRemoteServer(fileHere('reviews.ts')));

  const places = {
    ordersDb: orders_db.pool,
    usersDb: users_db.pool,
    catalogueUrl: catalogue.url,
    reviewsUrl: reviews.url,
  };
  const apollo = await open(startApollo(places));
  const mercurius = await open(startMercurius(places));

  const sources = { orders_db, users_db, catalogue, reviews };
  await takeCalls(sources); // those of the start, which check the schema against the sources
  for (const [i, { title, query }] of tour.entries()) {
    const visit = await ask(apollo, query, sources);
    assert.deepEqual(
      await ask(mercurius, query, sources),
      visit,
      'Both hosts give the same answer from the same calls.',
    );
    console.log(`${report(`${i + 1}. ${title}`, query, visit)}\n`);
  }
  console.log('Apollo Server and Mercurius gave the same answers, with the same calls.');
  if (process.argv.includes('--once')) return;

  console.log(`
Now it is your turn:

  Apollo Server, with its sandbox   ${apollo.url}
  Mercurius, with GraphiQL          ${new URL('/graphiql', mercurius.url)}

  curl ${mercurius.url} -H 'content-type: application/json' \\
    -d '{"query": "{ orders(limit: 2) { id customer { name } items { product { name } } } }"}'

Ctrl-C stops everything.`);
  await interruption;
}

async function ask(host: Host, query: string, sources: Readonly<Record<string, Observed>>): Promise<Visit> {
  const { data, errors } = await postQuery(host.url, query, { signal: interrupted.signal });
  if (errors) throw new Error(`${host.name} answered with errors: ${JSON.stringify(errors, null, 2)}`);
  return { answer: data, calls: await takeCalls(sources) };
}

function fileHere(name: string): URL {
  return new URL(name, import.meta.url);
}
