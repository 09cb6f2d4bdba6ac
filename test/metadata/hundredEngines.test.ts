/** Engines are started from metadata and stopped a hundred times in one process, and leave nothing. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { fromHasuraMetadata } from '@remote-joins/core';
import pg from 'pg';
import { hosts } from '../support/hosts.js';
import { createDatabase } from '../support/postgres.js';
import { startRemoteServer } from '../support/remoteServer.js';

const ENGINES = 100;

const DEFAULT_URL = await createDatabase(
  test,
  'create table orders (id int primary key, sku text); insert into orders values (1, $$pen$$)',
);
const catalog = await startRemoteServer(test, {
  typeDefs: 'type Query { product(sku: ID!): Product } type Product { sku: ID! }',
  resolvers: { Query: { product: (_: unknown, { sku }: { sku: string }) => ({ sku }) } },
});
const admin = new pg.Client({ connectionString: DEFAULT_URL });
await admin.connect();
admin.on('error', () => {}); // the database goes while it is connected
test.after(() => admin.end());

const toProduct = {
  remote_schema: 'catalog',
  lhs_fields: ['sku'],
  remote_field: { product: { arguments: { sku: '$sku' } } },
};
const metadata = {
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } },
      tables: [
        {
          table: 'orders',
          remote_relationships: [{ name: 'product', definition: { to_remote_schema: toProduct } }],
        },
      ],
    },
  ],
  remote_schemas: [{ name: 'catalog', definition: { url_from_env: 'CATALOG_URL' } }],
};

/** What keeps the process, the database and the remote schema busy, and who listens to signals. */
async function open() {
  const { rows } = await admin.query(
    'select count(*)::int as open from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const signals = ['SIGINT', 'SIGTERM', 'exit', 'uncaughtException', 'unhandledRejection'];
  const resources = process.getActiveResourcesInfo().filter((name) => !/^(?:Timeout|Immediate|TickObject)$/.test(name));
  return {
    database: rows[0]?.open,
    remote: await catalog.connections(),
    listeners: signals.map((name) => process.listenerCount(name)),
    resources: resources.sort(),
  };
}

/** Ends of connections arrive a little after they were closed. */
async function settle(wanted: unknown): Promise<void> {
  for (let left = 100; left > 0; left--) {
    if (JSON.stringify(await open()) === JSON.stringify(wanted)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test(`${ENGINES} engines started and stopped in one process leave nothing open`, { timeout: 180_000 }, async () => {
  const both = hosts.filter(({ name }) => name === 'Apollo Server' || name === 'Mercurius with jit');
  const before = await open();
  for (let engine = 0; engine < ENGINES; engine++) {
    const host = both[engine % both.length];
    if (host === undefined) throw new Error('There is no host.');
    const read = await fromHasuraMetadata({
      metadata,
      compat: 'hasura',
      env: { DEFAULT_URL, CATALOG_URL: catalog.url },
    });
    const ends: (() => Promise<void>)[] = [];
    const { typeDefs, resolvers, options } = read;
    const { query } = await host.start(
      { after: (end) => void ends.push(end) },
      { typeDefs, resolvers, sources: options.sources, options },
    );
    deepEqual(await query('{ orders { id product { sku } } }'), {
      data: { orders: [{ id: 1, product: { sku: 'pen' } }] },
    });
    for (const end of ends) await end();
  }
  await settle(before);
  deepEqual(await open(), before);
});
