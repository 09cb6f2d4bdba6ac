/** Starts from what was saved of a source, and what becomes of them when it is asked. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  attachRemoteJoins,
  checkTypeDefs,
  type Lock,
  lockTypeDefs,
  postgres,
  printLock,
  type Refresh,
  type RemoteJoinsOptions,
  remoteJoinsTypeDefs,
  remoteSchema,
  type Source,
} from '@remote-joins/core';
import { buildSchema, graphql, introspectionFromSchema } from 'graphql';
import { createDatabase, type Scope } from '../support/postgres.js';
import { startFaultServer, startRemoteServer } from '../support/remoteServer.js';

const UPSTREAM = 'type Query { product(sku: ID!): Product unused: Int } type Product { sku: ID! title: String }';
const typeDefs = `
  type Query { orders: [Order!]! @select product(sku: ID!): Product @remoteField(schema: "catalog") }
  type Order @table(source: "shop", name: "orders") {
    id: Int!
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Product { title: String }`;
const ORDERS = "create table orders (id int primary key, sku text); insert into orders values (1, 'pen')";
const resolvers = { Query: { product: (_: unknown, { sku }: { sku: string }) => ({ sku, title: `A ${sku}` }) } };

async function start(t: Scope, options: RemoteJoinsOptions, sdl = typeDefs) {
  const schema = buildSchema(remoteJoinsTypeDefs + sdl);
  const joins = await attachRemoteJoins(schema, options);
  t.after(joins.close);
  return {
    joins,
    async query(source: string) {
      const { data, errors } = await graphql({ schema, source, contextValue: {} });
      const told = errors?.map(({ path, extensions }) => ({ path, code: extensions.code }));
      return JSON.parse(JSON.stringify({ data, ...(told && { errors: told }) }));
    },
  };
}

/** Something that happens when the test lets it. */
function createLatch() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

const lockOf = async (sources: RemoteJoinsOptions['sources']): Promise<Lock> => {
  const { lock } = await lockTypeDefs({ typeDefs, sources });
  if (lock === undefined) throw new Error('The schema has problems.');
  return lock;
};

test('A server starts from a lock while its sources are down, and serves them when they are up', async (t) => {
  const connectionString = await createDatabase(t, ORDERS);
  const catalog = await startRemoteServer(t, { typeDefs: UPSTREAM, resolvers });
  const lock = await lockOf({ shop: postgres({ connectionString }), catalog: remoteSchema({ url: catalog.url }) });
  await catalog.close();

  const directory = await mkdtemp(join(tmpdir(), 'remote-joins-'));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, 'remote-joins.lock.json');
  await writeFile(path, printLock(lock));

  const refreshed = createLatch();
  const told: Refresh[] = [];
  const { joins, query } = await start(t, {
    sources: { shop: postgres({ connectionString }), catalog: remoteSchema({ url: catalog.url }) },
    lock: path,
    onRefresh: (refresh) => {
      told.push(refresh);
      if (refresh.source === 'catalog') refreshed.open();
    },
  });
  deepEqual(joins.problems, []);
  deepEqual(await query('{ orders { id product { title } } product(sku: "cup") { title } }'), {
    data: { orders: [{ id: 1, product: null }], product: null },
    errors: [
      { path: ['product'], code: 'SOURCE_UNAVAILABLE' },
      { path: ['orders', 0, 'product'], code: 'SOURCE_UNAVAILABLE' },
    ],
  });

  await startRemoteServer(t, { typeDefs: UPSTREAM, resolvers, port: Number(new URL(catalog.url).port) });
  await refreshed.opened;
  deepEqual(told, [
    { source: 'shop', problems: [] },
    { source: 'catalog', problems: [] },
  ]);
  deepEqual(await query('{ orders { product { title } } product(sku: "cup") { title } }'), {
    data: { orders: [{ product: { title: 'A pen' } }], product: { title: 'A cup' } },
  });
});

/** A remote schema that says what it holds, and answers, when it is let to. */
async function startHeld(t: Scope, sdl: string) {
  const [introspection, answer] = [createLatch(), createLatch()];
  let asked = 0;
  const server = await startFaultServer(t, async (request, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const isIntrospection = body.includes('__schema');
    if (isIntrospection) asked++;
    await (isIntrospection ? introspection : answer).opened;
    response.writeHead(200, { 'content-type': 'application/json' });
    const data = isIntrospection ? introspectionFromSchema(buildSchema(sdl)) : { _0: { title: 'A cup' } };
    response.end(JSON.stringify({ data }));
  });
  return { ...server, introspection, answer, asked: () => asked };
}

const ROOT = 'type Query { product(sku: ID!): Product @remoteField(schema: "catalog") } type Product { title: String }';

test('A request under way ends on what it began with, while what a source says takes its place', async (t) => {
  const held = await startHeld(t, UPSTREAM);
  const refreshed = createLatch();
  const { query } = await start(
    t,
    {
      sources: { catalog: remoteSchema({ url: held.url, savedSchema: UPSTREAM }) },
      onRefresh: () => {
        refreshed.open();
        throw new Error('What fails in it is its own.');
      },
    },
    ROOT,
  );
  const answer = query('{ product(sku: "cup") { title } }');
  await setTimeout(50);
  held.introspection.open();
  await refreshed.opened;
  held.answer.open();
  deepEqual(await answer, { data: { product: { title: 'A cup' } } });
  equal(held.asked(), 1);
});

test('A source that says what does not fit the schema is told of once, and served as it was saved', async (t) => {
  const held = await startHeld(t, UPSTREAM.replace('title: String', 'title: Int'));
  held.introspection.open();
  held.answer.open();
  const told: Refresh[] = [];
  const { query } = await start(
    t,
    {
      sources: { catalog: remoteSchema({ url: held.url, savedSchema: UPSTREAM }) },
      onRefresh: (refresh) => told.push(refresh),
    },
    ROOT,
  );
  for (let waited = 0; held.asked() < 3 && waited < 10_000; waited += 50) await setTimeout(50);
  deepEqual(
    told.map(({ source, problems }) => [source, problems.map(({ code, coordinate }) => `${code} ${coordinate}`)]),
    [['catalog', ['REMOTE_TYPE_MISMATCH Product.title']]],
  );
  deepEqual(await query('{ product(sku: "cup") { title } }'), { data: { product: { title: 'A cup' } } });
});

test('Nobody is asked any more when the joins were closed, and what is said then is not taken over', async (t) => {
  const held = await startHeld(t, UPSTREAM);
  const told: Refresh[] = [];
  const onRefresh = (refresh: Refresh) => void told.push(refresh);
  const options = { sources: { catalog: remoteSchema({ url: held.url, savedSchema: UPSTREAM }) }, onRefresh };
  const first = await start(t, options, ROOT);
  await setTimeout(50);
  await first.joins.close();
  held.introspection.open();
  await setTimeout(100);
  await held.close();
  const second = await start(t, options, ROOT);
  await setTimeout(100); // the first time is in vain, and the next is due in half a second
  await second.joins.close();
  const { count } = await startFaultServer(t, (_, response) => response.end(), Number(new URL(held.url).port));
  await setTimeout(1_200);
  deepEqual([told, held.asked(), count()], [[], 1, 0]);
});

test('A source that cannot be stopped says in vain what it holds when the joins were closed', async (t) => {
  const remote = remoteSchema({ url: 'http://127.0.0.1:9/graphql', savedSchema: UPSTREAM });
  const latch = createLatch();
  let asked = 0;
  const catalog: Source = {
    ...remote,
    async introspect() {
      asked++;
      await latch.opened;
      return remote.recall?.(undefined) ?? { kind: 'action' };
    },
  };
  const told: Refresh[] = [];
  const { joins } = await start(t, { sources: { catalog }, onRefresh: (refresh) => void told.push(refresh) }, ROOT);
  await joins.close();
  latch.open();
  await setTimeout(50);
  deepEqual([told, asked], [[], 1]);
});

test('A start fails where a source is down of which nothing was saved, unless it is deferred', async (t) => {
  const { url, close } = await startFaultServer(t, () => {});
  await close();
  const sdl = ROOT;
  const unreachable = (severity: string, remedy: string) => ({
    code: 'UNREACHABLE_SOURCE',
    severity,
    coordinate: 'sources.catalog',
    message:
      'The source could not say what it holds: The remote schema could not be reached (ECONNREFUSED). Check "url" and that the server runs, or give its SDL in "schema".',
    remedy,
  });
  const again = 'Make it reachable, and start again; what depends on it is not checked yet.';
  await rejects(start(t, { sources: { catalog: remoteSchema({ url }) } }, sdl), {
    code: 'INVALID_SCHEMA',
    problems: [unreachable('error', again)],
  });
  const deferred = remoteSchema({ url, onUnavailable: 'defer' });
  const { joins } = await start(t, { sources: { catalog: deferred } }, sdl);
  deepEqual(joins.problems, [
    unreachable(
      'warning',
      'Make it reachable: it is asked again and again. What depends on it is checked, and answered, then.',
    ),
  ]);
});

test('Where roles see different things nothing is deferred, but a lock will do', async (t) => {
  const connectionString = await createDatabase(t, ORDERS);
  const catalog = await startRemoteServer(t, { typeDefs: UPSTREAM, resolvers });
  const sdl = typeDefs.replace('{\n    id', '@permission(role: "user", fields: ["id"]) {\n    id');
  const sources = {
    shop: postgres({ connectionString }),
    catalog: remoteSchema({ url: catalog.url, onUnavailable: 'defer' }),
  };
  const session = () => ({ role: 'user' });
  const { lock } = await lockTypeDefs({ typeDefs: sdl, sources });
  await catalog.close();
  await rejects(start(t, { sources, session }, sdl), { code: 'INVALID_SCHEMA' });
  const { query } = await start(t, { sources, session, lock }, sdl);
  deepEqual(await query('{ orders { id product { title } } }'), {
    data: { orders: [{ id: 1, product: null }] },
    errors: [{ path: ['orders', 0, 'product'], code: 'SOURCE_UNAVAILABLE' }],
  });
});

test('A check with a lock asks nobody who is in it', async (t) => {
  const connectionString = await createDatabase(t, ORDERS);
  const catalog = await startRemoteServer(t, { typeDefs: UPSTREAM, resolvers });
  const lock = await lockOf({ shop: postgres({ connectionString }), catalog: remoteSchema({ url: catalog.url }) });
  catalog.requests.length = 0;
  const sources = {
    shop: postgres({ connectionString: 'postgres://nobody@127.0.0.1:9/nothing' }),
    catalog: remoteSchema({ url: catalog.url }),
  };
  deepEqual(await checkTypeDefs({ typeDefs, sources, lock }), []);
  const wrong = typeDefs.replace('title: String', 'title: Int, sku: ID');
  deepEqual(
    (await checkTypeDefs({ typeDefs: wrong, sources, lock })).map(({ code, coordinate }) => `${code} ${coordinate}`),
    ['REMOTE_TYPE_MISMATCH Product.title', 'UNJUDGED_FIELD Product.sku'],
  );
  deepEqual(catalog.requests, []);
});

test('A lock that cannot be read is refused', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'remote-joins-'));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, 'lock.json');
  const refused = (message: string) => ({ code: 'INVALID_OPTIONS', message });
  await rejects(
    start(t, { sources: {}, lock: path }, 'type Query { a: Int }'),
    refused('The file that option "lock" names cannot be read. Make the lock anew.'),
  );
  await writeFile(path, '{"version": 1,');
  await rejects(
    start(t, { sources: {}, lock: path }, 'type Query { a: Int }'),
    refused('The file that option "lock" names is no JSON. Make the lock anew.'),
  );
  await writeFile(path, '{"version": 1, "sources": []}');
  await rejects(
    start(t, { sources: {}, lock: path }, 'type Query { a: Int }'),
    refused('"sources" of the lock is no object. Make the lock anew.'),
  );
});
