/** Sources that are down when a server starts: it starts all the same, and serves them once they are up. */
import { deepEqual } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { postgres, type Refresh, remoteSchema } from '@remote-joins/core';
import pg from 'pg';
import { defineHostSuite, type Host, type StartedHost } from '../support/hosts.js';
import { createDatabase, type Scope, sharedPostgres } from '../support/postgres.js';
import { startFaultServer, startRemoteServer } from '../support/remoteServer.js';

const typeDefs = `
  type Query {
    orders: [Order!]! @select
    users: [User!] @select
    product(sku: ID!): Product @remoteField(schema: "catalog")
    me: User
  }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    user: User @remoteRelationship(fieldMapping: {user_id: "id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String
    orders: [Order!]! @remoteRelationship(fieldMapping: {id: "user_id"})
  }
  type Product { sku: ID! title: String owner: User @remoteRelationship(fieldMapping: {ownerId: "id"}) }`;

const ORDERS = `create table orders (id int primary key, user_id int, sku text);
  insert into orders values (1, 7, 'pen'), (2, 8, 'cup')`;
const USERS = `create table users (id int primary key, name text); insert into users values (7, 'Ada'), (8, 'Bob')`;
const CATALOG = {
  typeDefs: 'type Query { product(sku: ID!): Product } type Product { sku: ID! title: String ownerId: Int }',
  resolvers: { Query: { product: (_: unknown, { sku }: { sku: string }) => ({ sku, title: `A ${sku}`, ownerId: 7 }) } },
};

/** A port at which nobody listens. */
async function freePort(scope: Scope): Promise<number> {
  const server = await startFaultServer(scope, () => {});
  await server.close();
  return Number(new URL(server.url).port);
}

/** A database that does not exist until `create` is called. */
async function missingDatabase(
  scope: Scope,
): Promise<{ readonly connectionString: string; create(ddl: string): Promise<void> }> {
  const server = await sharedPostgres();
  const name = `later_${randomBytes(6).toString('hex')}`;
  const urlOf = (database: string): string => Object.assign(new URL(server), { pathname: `/${database}` }).href;
  const execute = async (connectionString: string, text: string): Promise<void> => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  scope.after(() => execute(server, `drop database if exists ${name} with (force)`));
  return {
    connectionString: urlOf(name),
    async create(ddl) {
      // It must not be seen before its tables are there.
      await execute(server, `create database ${name}_draft`);
      await execute(urlOf(`${name}_draft`), ddl);
      await execute(server, `alter database ${name}_draft rename to ${name}`);
    },
  };
}

/** What is told, in the order in which it is. */
function listen() {
  const told: Refresh[] = [];
  return {
    told,
    onRefresh: (refresh: Refresh) => void told.push(refresh),
    async until(count: number): Promise<readonly Refresh[]> {
      for (let waited = 0; told.length < count && waited < 20_000; waited += 20) await setTimeout(20);
      return told;
    },
  };
}

const late = (coordinate: string) => ({
  message: `"${coordinate}" depends on a source that has not said yet what it holds. Try again later.`,
  code: 'SOURCE_UNAVAILABLE',
});

async function startDeferred(host: Host, scope: Scope) {
  const [connectionString, users, port] = [
    await createDatabase(scope, ORDERS),
    await missingDatabase(scope),
    await freePort(scope),
  ];
  const refreshes = listen();
  const started = await host.start(scope, {
    typeDefs,
    resolvers: { Query: { me: () => ({ id: 8, name: 'Bo' }) } },
    sources: {
      orders_db: postgres({ connectionString }),
      users_db: postgres({ connectionString: users.connectionString, onUnavailable: 'defer' }),
      catalog: remoteSchema({ url: `http://127.0.0.1:${port}/graphql`, onUnavailable: 'defer' }),
    },
    options: { onRefresh: refreshes.onRefresh },
  });
  return { ...started, users, port, refreshes };
}

const EVERYTHING =
  '{ orders { id user { name orders { id } } product { title owner { name } } } users { name } product(sku: "ink") { title } }';

defineHostSuite('Sources that are down at start', (host) => {
  test('answer with an error where they are asked for, and all once they are up', async (t) => {
    const { query, users, port, refreshes } = await startDeferred(host, t);
    const down = {
      data: {
        orders: [
          { id: 1, user: null, product: null },
          { id: 2, user: null, product: null },
        ],
        users: null,
        product: null,
      },
      errors: [
        { ...late('Query.users'), path: ['users'] },
        { ...late('Query.product'), path: ['product'] },
        ...[0, 1].flatMap((index) => [
          { ...late('Order.user'), path: ['orders', index, 'user'] },
          { ...late('Order.product'), path: ['orders', index, 'product'] },
        ]),
      ],
    };
    deepEqual(sorted(await query(EVERYTHING)), sorted(down));
    deepEqual(await query('{ orders { id } }'), { data: { orders: [{ id: 1 }, { id: 2 }] } });
    deepEqual(await query('{ me { name } }'), { data: { me: { name: 'Bo' } } });
    deepEqual(await query('{ me { orders { id } } }'), {
      data: { me: null },
      errors: [{ ...late('User.orders'), path: ['me', 'orders'] }],
    });

    await users.create(USERS);
    deepEqual(await refreshes.until(1), [{ source: 'users_db', problems: [] }]);
    deepEqual(await query('{ orders { user { name orders { id } } } users { name } }'), {
      data: {
        orders: [{ user: { name: 'Ada', orders: [{ id: 1 }] } }, { user: { name: 'Bob', orders: [{ id: 2 }] } }],
        users: [{ name: 'Ada' }, { name: 'Bob' }],
      },
    });
    deepEqual(await query('{ me { name orders { id } } }'), { data: { me: { name: 'Bo', orders: [{ id: 2 }] } } });
    deepEqual(await query('{ product(sku: "ink") { title } }'), {
      data: { product: null },
      errors: [{ ...late('Query.product'), path: ['product'] }],
    });

    await startRemoteServer(t, { ...CATALOG, port });
    deepEqual(await refreshes.until(2), [
      { source: 'users_db', problems: [] },
      { source: 'catalog', problems: [] },
    ]);
    deepEqual(await query(EVERYTHING), {
      data: {
        orders: [
          { id: 1, user: { name: 'Ada', orders: [{ id: 1 }] }, product: { title: 'A pen', owner: { name: 'Ada' } } },
          { id: 2, user: { name: 'Bob', orders: [{ id: 2 }] }, product: { title: 'A cup', owner: { name: 'Ada' } } },
        ],
        users: [{ name: 'Ada' }, { name: 'Bob' }],
        product: { title: 'A ink' },
      },
    });
  });

  test('that do not fit the schema when they are up are told of once, and keep nobody from the rest', async (t) => {
    const { query, users, port, refreshes } = await startDeferred(host, t);
    await users.create('create table users (id int primary key, title text)');
    await startRemoteServer(t, { ...CATALOG, port });
    await refreshes.until(2);
    await setTimeout(1_500); // it is asked again meanwhile
    const known = [...refreshes.told].sort((a, b) => (a.source < b.source ? -1 : 1));
    deepEqual(
      known.map(({ source, problems }) => [
        source,
        problems.map(({ code, severity, coordinate }) => [code, severity, coordinate]),
      ]),
      [
        ['catalog', []],
        ['users_db', [['UNKNOWN_COLUMN', 'error', 'User.name']]],
      ],
    );
    deepEqual(sorted(await query('{ orders { user { name } product { title } } }')), {
      data: {
        orders: [
          { user: null, product: { title: 'A pen' } },
          { user: null, product: { title: 'A cup' } },
        ],
      },
      errors: [0, 1].map((index) => ({ ...late('Order.user'), path: ['orders', index, 'user'] })),
    });
  });
});

/** Errors of fields side by side come in no certain order. */
function sorted(answer: Awaited<ReturnType<StartedHost['query']>>) {
  const { errors = [] } = answer;
  return { ...answer, errors: [...errors].sort((a, b) => (JSON.stringify(a.path) < JSON.stringify(b.path) ? -1 : 1)) };
}
