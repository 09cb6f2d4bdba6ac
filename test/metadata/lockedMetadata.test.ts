/** Metadata by a lock: what is locked of it, and what is served while its sources are down. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type FromHasuraMetadata,
  fromHasuraMetadata,
  inspectMetadata,
  type Lock,
  type MetadataInspection,
  printLock,
  readLock,
} from '@remote-joins/core';
import { type ASTNode, parse, print, printSchema, visit } from 'graphql';
import { apiHosts, startApi } from '../live/apiHosts.js';
import { type Gate, startGate } from '../support/gate.js';
import { defineHostSuite, type HostAnswer } from '../support/hosts.js';
import { labelOf } from './harness.js';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';
import { toRemote, toSource } from './relationships.js';

const shop = await startHasuraShop(test);

/** Relationships of all kinds, an enum table, a composite list of arrays, permissions of both kinds of sources. */
const metadata = shopOf({
  orders: {
    object_relationships: [{ name: 'status_row', using: { foreign_key_constraint_on: 'status' } }],
    array_relationships: [
      { name: 'items', using: { foreign_key_constraint_on: { table: 'items', column: 'order_id' } } },
    ],
    remote_relationships: [
      toSource('user', 'object', 'users', { user_id: 'id' }),
      toRemote('product', ['sku'], { product: { arguments: { sku: '$sku', filter: { lang: 'en' } } } }),
    ],
    select_permissions: [{ role: 'clerk', permission: { columns: ['id', 'sku', 'tags'], filter: {} } }],
  },
  items: { object_relationships: [{ name: 'order', using: { foreign_key_constraint_on: 'order_id' } }] },
  catalog: {
    permissions: [
      {
        role: 'clerk',
        definition: { schema: 'type Query { product(sku: ID!): Product } type Product { sku: ID! title: String }' },
      },
    ],
    remote_relationships: [
      { type_name: 'Product', relationships: [toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default')] },
    ],
  },
});
const settings = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true', HASURA_GRAPHQL_ADMIN_SECRET: 'secret' };

test('What is locked of metadata makes the same SDL, roles and lock again, with no source and no address', async () => {
  const live = await inspectMetadata({ metadata, env: { ...shop.env, ...settings } });
  const lock = live.joins?.lock;
  ok(lock);
  shop.forget();
  const locked = await inspectMetadata({ metadata, env: settings, lock: readLock(JSON.parse(printLock(lock))) });

  deepEqual(shop.calls(), {});
  deepEqual(locked.problems, live.problems);
  deepEqual(inOrder(locked.typeDefs), inOrder(live.typeDefs));
  deepEqual(locked.joins?.roles, ['clerk']);
  deepEqual(seenBy(locked, 'clerk'), seenBy(live, 'clerk'));
  deepEqual(locked.joins?.lock, lock);
});

function seenBy({ joins }: MetadataInspection, role: string): readonly string[] {
  return inOrder(joins && printSchema(joins.schemaFor({ role })));
}

/** Without descriptions and deprecations, which are in no lock, and by name. */
function inOrder(typeDefs = ''): readonly string[] {
  const document = visit(parse(typeDefs), {
    enter: (node) => (node.kind === 'Directive' && node.name.value === 'deprecated' ? null : undefined),
    leave(node) {
      const lists = ['fields', 'values', 'types', 'interfaces', 'arguments'].flatMap((key): [string, unknown][] => {
        const list: unknown = Reflect.get(node, key);
        return isNodes(list) ? [[key, [...list].sort((a, b) => (print(a) < print(b) ? -1 : 1))]] : [];
      });
      return { ...node, description: undefined, ...Object.fromEntries(lists) };
    },
  });
  return document.definitions.map((definition) => print(definition)).sort();
}

function isNodes(list: unknown): list is readonly ASTNode[] {
  return Array.isArray(list);
}

test('Of metadata a lock holds foreign keys and the rows of enums as well, and remote schemas whole', async (t) => {
  const world = await startHasuraWorld(t, {
    databases: {
      default: `
        create table status (value text primary key, comment text);
        insert into status values ('OPEN', 'Not paid'), ('PAID', null);
        create table untracked (id int primary key);
        create table orders (id int primary key, status text not null references status,
          other int references untracked, grid int[][]);`,
    },
    remotes: {
      catalog: {
        typeDefs: `
          type Query { product(sku: ID!, in: Place = {city: "Rome"}): Thing }
          type Subscription { changed: Product }
          interface Thing { sku: ID! maker: Thing }
          type Product implements Thing { sku: ID! maker: Product kind: Kind }
          type Unreachable { a: Int }
          input Place { city: String }
          enum Kind { A B }`,
      },
    },
  });
  const { joins } = await inspectMetadata({
    metadata: {
      version: 3,
      sources: [
        {
          name: 'default',
          kind: 'postgres',
          configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } },
          tables: [{ table: 'status', is_enum: true }, { table: 'orders' }],
        },
      ],
      remote_schemas: [{ name: 'catalog', definition: { url_from_env: 'CATALOG_URL' } }],
    },
    env: world.env,
  });
  const expected: Lock = {
    version: 1,
    sources: {
      catalog: {
        kind: 'schema',
        query: 'Query',
        types: {
          Kind: { kind: 'enum', values: ['A', 'B'] },
          Place: { kind: 'input', fields: { city: { type: 'String' } } },
          Product: {
            kind: 'object',
            interfaces: ['Thing'],
            fields: { kind: { type: 'Kind' }, maker: { type: 'Product' }, sku: { type: 'ID!' } },
          },
          Query: {
            kind: 'object',
            fields: {
              product: {
                type: 'Thing',
                args: { in: { type: 'Place', default: '{city: "Rome"}' }, sku: { type: 'ID!' } },
              },
            },
          },
          Thing: { kind: 'interface', fields: { maker: { type: 'Thing' }, sku: { type: 'ID!' } } },
        },
      },
      default: {
        kind: 'tables',
        defaultSchema: 'public',
        tables: {
          public: {
            orders: {
              columns: {
                grid: {
                  type: { kind: 'array', sql: 'int4[]', element: 'int4' },
                  dimensions: 2,
                },
                id: { type: 'int4', notNull: true },
                other: { type: 'int4' },
                status: { type: 'text', notNull: true },
              },
              primaryKey: ['id'],
              foreignKeys: {
                orders_status_fkey: {
                  columns: ['status'],
                  target: { schema: 'public', name: 'status', columns: ['value'] },
                },
              },
            },
            status: {
              columns: { comment: { type: 'text' }, value: { type: 'text', notNull: true } },
              primaryKey: ['value'],
              enumValues: [{ value: 'OPEN', comment: 'Not paid' }, { value: 'PAID' }],
            },
          },
        },
      },
    },
  };
  deepEqual(joins?.lock, expected);
});

/** A database and a remote schema behind gates, and metadata of both, locked. */
const small = await startHasuraWorld(test, {
  databases: {
    default: `
      create table orders (id int primary key, sku text not null);
      insert into orders values (1, 'pen');`,
  },
  remotes: {
    catalog: {
      typeDefs: 'type Query { product(sku: ID!): Product } type Product { sku: ID! title: String }',
      resolvers: { Query: { product: (_: unknown, { sku }: { sku: string }) => ({ sku, title: `A ${sku}` }) } },
    },
  },
});
const gates: readonly [Gate, Gate] = [
  await startGate(test, small.env.DEFAULT_URL ?? ''),
  await startGate(test, small.env.CATALOG_URL ?? ''),
];
const env = { DEFAULT_URL: gates[0].url, CATALOG_URL: gates[1].url };
const product = toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } });
const catalog = { name: 'catalog', definition: { url_from_env: 'CATALOG_URL' } };
const sources = [
  {
    name: 'default',
    kind: 'postgres',
    configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } },
    tables: [
      {
        table: 'orders',
        remote_relationships: [product],
        select_permissions: [{ role: 'clerk', permission: { columns: ['sku'], filter: {} } }],
      },
    ],
  },
];
const orders = { version: 3, sources, remote_schemas: [catalog] };
const lock = await lockOf(orders);

async function lockOf(of: object): Promise<Lock> {
  const { joins, problems } = await inspectMetadata({ metadata: of, env: small.env });
  if (joins === undefined) throw new Error(`It is not sound: ${JSON.stringify(problems)}`);
  return joins.lock;
}

const refused = 'It cannot be asked what it holds, so that it is served as the lock says.';
const stale = [
  {
    type: 'source',
    name: 'source default',
    definition: sources[0],
    reason: `Inconsistent object: ${refused} The connection was refused. Check that the database runs, its host and its port.`,
  },
  {
    type: 'remote_schema',
    name: 'remote_schema catalog',
    definition: catalog,
    reason: `Inconsistent object: ${refused} The remote schema could not be reached (ECONNREFUSED). Check "url" and that the server runs, or give its SDL in "schema".`,
  },
];

const shutAll = (): Promise<unknown> => Promise.all(gates.map((gate) => gate.shut()));
const openAll = (): Promise<unknown> => Promise.all(gates.map((gate) => gate.open()));

/** Asks until the answer is one that is waited for: sources that are back are taken over in their own time. */
async function until<Answer>(ask: () => Promise<Answer>, isIt: (answer: Answer) => boolean): Promise<Answer> {
  for (let round = 0; ; round++) {
    const answer = await ask();
    if (isIt(answer) || round === 100) return answer;
    await sleep(50);
  }
}

/** Of each source by itself: the data, and paths and codes of errors. */
async function askBoth(query: (source: string) => Promise<HostAnswer>): Promise<unknown> {
  const answers = [await query('{ orders { sku } }'), await query('{ product(sku: "cup") { title } }')];
  return answers.map(({ data, errors }) => [data, errors?.map(({ path, code }) => [path, code])]);
}

defineHostSuite('Metadata with a lock, whose sources are down', (host) => {
  test('is served with errors in the places of what is down, and whole when that is back', async (t) => {
    await shutAll();
    const served: FromHasuraMetadata = await fromHasuraMetadata({ metadata: orders, env, lock, strict: true });
    deepEqual(
      [served.problems.map(({ severity, code }) => `${severity} ${code}`), served.inconsistentObjects],
      [
        [
          'warning METADATA_NO_ADMIN_SECRET',
          'warning METADATA_SOURCE_UNAVAILABLE',
          'warning METADATA_SOURCE_UNAVAILABLE',
        ],
        stale,
      ],
    );
    const { query } = await host.start(t, toHost(small, served));
    const source = '{ orders { sku product { title } } product(sku: "cup") { title } }';
    deepEqual(await askBoth(query), [
      [null, [[['orders'], 'SOURCE_UNAVAILABLE']]],
      [{ product: null }, [[['product'], 'SOURCE_UNAVAILABLE']]],
    ]);
    await openAll();
    const answer = await until(
      () => query(source),
      ({ errors }) => errors === undefined,
    );
    deepEqual(answer, {
      data: { orders: [{ sku: 'pen', product: { title: 'A pen' } }], product: { title: 'A cup' } },
    });
  });
});

test('A source that is down and not in the lock is left out, with what leads to it', async (t) => {
  await shutAll();
  t.after(openAll);
  const { catalog: _, ...rest } = lock.sources;
  const { typeDefs, problems, inconsistentObjects } = await fromHasuraMetadata({
    metadata: orders,
    env,
    lock: { ...lock, sources: rest },
  });
  deepEqual(
    [problems.map(({ severity, code }) => `${severity} ${code}`), inconsistentObjects.map(labelOf)],
    [
      [
        'error METADATA_SOURCE_UNAVAILABLE',
        'error METADATA_REFERENCE_NOT_FOUND',
        'warning METADATA_NO_ADMIN_SECRET',
        'warning METADATA_SOURCE_UNAVAILABLE',
      ],
      ['remote_schema catalog', 'remote_relationship product in table orders in source default', 'source default'],
    ],
  );
  equal(/product/.test(typeDefs), false);
});

for (const host of apiHosts) {
  test(`Metadata that changes is served by a lock until its sources are back, then as they are by then (${host.name})`, async (t) => {
    await shutAll();
    const { api, call, query } = await startApi(t, host, small, { metadata: orders, env, lock: withoutTitle(lock) });
    deepEqual(await call('get_inconsistent_metadata'), {
      status: 200,
      body: { is_consistent: false, inconsistent_objects: stale },
    });
    deepEqual(await call('introspect_remote_schema', { name: 'catalog' }), {
      status: 400,
      body: { path: '$.args', error: 'remote schema "catalog" cannot be asked', code: 'remote-schema-error' },
    });
    deepEqual(await call('drop_inconsistent_metadata'), { status: 200, body: { message: 'success' } });
    deepEqual(await call('export_metadata'), { status: 200, body: orders });
    deepEqual((await query('{ product(sku: "cup") { title } }')).errors, [
      'Cannot query field "title" on type "Product".',
    ]);
    await openAll();
    const answer = await until(
      () => query('{ orders { product { title } } product(sku: "cup") { title } }'),
      ({ errors }) => errors.length === 0,
    );
    deepEqual(answer, {
      status: 200,
      data: { orders: [{ product: { title: 'A pen' } }], product: { title: 'A cup' } },
      errors: [],
    });
    deepEqual(
      await until(
        () => call('get_inconsistent_metadata'),
        ({ body }) => JSON.stringify(body).includes('true'),
      ),
      { status: 200, body: { is_consistent: true, inconsistent_objects: [] } },
    );
    deepEqual(
      api.problems.map(({ severity, code }) => `${severity} ${code}`),
      ['warning METADATA_SOURCE_UNAVAILABLE', 'warning METADATA_SOURCE_UNAVAILABLE'],
    );
  });
}

/** A lock that was made when products had no title. */
function withoutTitle(of: Lock): Lock {
  return readLock(JSON.parse(printLock(of), (key, value) => (key === 'title' ? undefined : value)));
}
