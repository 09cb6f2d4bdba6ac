/** Root fields that stand in a namespace: as root fields, whatever groups them. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { action, type Session } from '@remote-joins/core';
import { startActionServer } from '../support/actionServer.js';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const rated: string[] = [];
const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, user_id int not null, sku text not null, total int not null);
      insert into orders values (1, 7, 'pen', 10), (2, 8, 'cup', 20), (3, 7, 'pen', 30);`,
    users_db: `
      create table users (id int primary key, name text not null);
      insert into users values (7, 'Ada'), (8, 'Bob');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product motto: String! broken: String! }
        type Mutation { rate(sku: ID!): Product }
        type Product { sku: ID! name: String! }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => ({ sku, name: `The ${sku}` }),
          motto: () => 'Write on',
          broken: () => null,
        },
        Mutation: {
          rate: (_: unknown, { sku }: { sku: string }) => {
            rated.push(sku);
            return { sku, name: `The ${sku}` };
          },
        },
      },
    },
  },
});
const actions = await startActionServer(test, { put: ({ sku }) => ({ sku }) });

const typeDefs = `
  type Query {
    motto: String! @remoteField(schema: "catalog")
    shop: Shop! @namespace
    lab: Lab @namespace
    own: Own! @namespace
  }
  type Shop @permission(role: "clerk", fields: []) {
    orders(limit: Int): [Order!]! @select
    order(id: Int!): Order @select
    ordersAggregate: OrderAggregate! @aggregate
    product(sku: ID!): Product @remoteField(schema: "catalog")
    deep: Deep! @namespace
  }
  type Deep { motto: String! @remoteField(schema: "catalog") users: [User!]! @select }
  type Lab { broken: String! @remoteField(schema: "catalog") motto: String! @remoteField(schema: "catalog") }
  type Own @permission(role: "clerk", fields: ["secret"]) { secret: String users: [User!]! @select }
  type Mutation { shop: ShopMutation @namespace }
  type ShopMutation @permission(role: "clerk", fields: ["put"]) {
    rate(sku: ID!): Product @remoteField(schema: "catalog")
    put(sku: String!): Put @action(source: "actions")
  }
  type Put { sku: String! }
  type Order @table(source: "orders_db", name: "orders")
    @permission(role: "clerk", fields: ["id"], rootFields: ["Shop.orders"]) {
    id: Int!
    customer: User @remoteRelationship(fieldMapping: {user_id: "id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type OrderAggregate { count: Int! nodes: [Order!]! }
  type User @table(source: "users_db", name: "users") @permission(role: "guest", fields: ["name"]) { name: String! }
  type Product { sku: ID! name: String! }`;

const sessions: Readonly<Record<string, Session>> = {
  clerk: { role: 'clerk' },
  guest: { role: 'guest' },
  nobody: {},
  root: { admin: true },
};

defineHostSuite('Namespaces', (host) => {
  const options = {
    typeDefs,
    resolvers: { Own: { secret: () => 'kept' } },
    beforeRequest: () => {
      world.forget();
      actions.calls.length = 0;
      rated.length = 0;
    },
  };
  const { query } = startForSuite(host, () => ({
    ...options,
    typeDefs: typeDefs.replace(/@permission\([^)]*\)/g, ''),
    sources: { ...world.sources(), actions: action({ url: actions.url }) },
  }));
  const governed = startForSuite(host, () => ({
    ...options,
    sources: { ...world.sources(), actions: action({ url: actions.url }) },
    options: { session: async ({ headers }) => sessions[headers['x-who'] ?? 'nobody'] ?? {} },
  }));
  const ask = (who: string, source: string): Promise<HostAnswer> =>
    governed.query(source, {}, { headers: { 'x-who': who } });

  test('hold root fields of every kind, which are joined as anywhere', async () => {
    const source = `{
      shop { orders(limit: 2) { id customer { name } product { name } } order(id: 3) { id } ordersAggregate { count } }
    }`;
    deepEqual(await query(source), {
      data: {
        shop: {
          orders: [
            { id: 1, customer: { name: 'Ada' }, product: { name: 'The pen' } },
            { id: 2, customer: { name: 'Bob' }, product: { name: 'The cup' } },
          ],
          order: { id: 3 },
          ordersAggregate: { count: 3 },
        },
      },
    });
    deepEqual(world.counts(), { orders_db: 3, users_db: 1, catalog: 1 });
  });

  test('are no border between root fields of one remote schema: one document holds them all', async () => {
    deepEqual(await query('{ motto shop { product(sku: "cup") { name } deep { motto } } }'), {
      data: { motto: 'Write on', shop: { product: { name: 'The cup' }, deep: { motto: 'Write on' } } },
    });
    deepEqual(world.calls(), {
      catalog: [
        ['query RemoteJoins($v1_0: ID!) { _0: motto _1: product(sku: $v1_0) { name } _2: motto }', { v1_0: 'cup' }],
      ],
    });
  });

  test('are selected by alias, through fragments, skipped, and tell their type', async () => {
    const source = `query ($no: Boolean = false) {
      first: shop { __typename deep { t: __typename users { name } } }
      second: shop { ...Orders orders(limit: 1) { id } }
      shop @include(if: $no) { orders { id } }
    }
    fragment Orders on Shop { orders(limit: 1) { customer { name } } deep @skip(if: $no) { __typename } }`;
    deepEqual(await query(source), {
      data: {
        first: { __typename: 'Shop', deep: { t: 'Deep', users: [{ name: 'Ada' }, { name: 'Bob' }] } },
        second: { orders: [{ customer: { name: 'Ada' }, id: 1 }], deep: { __typename: 'Deep' } },
      },
    });
    deepEqual(world.counts(), { orders_db: 1, users_db: 2 });
  });

  test('hold fields of the host beside', async () => {
    deepEqual(await query('{ own { secret users { name } } shop { orders { id } } }'), {
      data: {
        own: { secret: 'kept', users: [{ name: 'Ada' }, { name: 'Bob' }] },
        shop: { orders: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      },
    });
    deepEqual(world.counts(), { orders_db: 1, users_db: 1 });
  });

  test('are null where a field of theirs may not be, and leave all else', async () => {
    const { data, errors } = await query('{ lab { motto broken } shop { orders(limit: 1) { id } } }');
    deepEqual(
      { data, errors: errors?.map(({ path, code }) => ({ path, code })) },
      {
        data: { lab: null, shop: { orders: [{ id: 1 }] } },
        errors: [{ path: ['lab', 'broken'], code: 'SOURCE_ERROR' }],
      },
    );
    deepEqual(world.counts(), { orders_db: 1, catalog: 3 }); // failed together, then each was asked alone
  });

  test('of mutations hold calls that are each made once', async () => {
    const source =
      'mutation { a: shop { rate(sku: "pen") { name } put(sku: "x") { sku } } b: shop { rate(sku: "cup") { sku } } }';
    const first = { rate: { name: 'The pen' }, put: { sku: 'x' } };
    deepEqual(await query(source), { data: { a: first, b: { rate: { sku: 'cup' } } } });
    deepEqual([rated, actions.calls.length, world.counts()], [['pen', 'cup'], 1, { catalog: 2 }]);
  });

  test('are there for a role that may see anything in them', async () => {
    deepEqual(await ask('root', '{ shop { orders(limit: 1) { id } deep { users { name } } } }'), {
      data: { shop: { orders: [{ id: 1 }], deep: { users: [{ name: 'Ada' }, { name: 'Bob' }] } } },
    });
    deepEqual(await ask('clerk', '{ shop { orders { id } } own { secret } }'), {
      data: { shop: { orders: [{ id: 1 }, { id: 2 }, { id: 3 }] }, own: { secret: 'kept' } },
    });
    deepEqual(await ask('clerk', 'mutation { shop { put(sku: "x") { sku } } }'), {
      data: { shop: { put: { sku: 'x' } } },
    });
    deepEqual(await ask('guest', '{ own { users { name } } shop { deep { users { name } } } }'), {
      data: {
        own: { users: [{ name: 'Ada' }, { name: 'Bob' }] },
        shop: { deep: { users: [{ name: 'Ada' }, { name: 'Bob' }] } },
      },
    });
  });

  test('are absent for a role for whom they are empty, and nothing is asked', async () => {
    for (const [who, source, message] of [
      ['nobody', '{ own { __typename } }', 'Cannot query field "own" on type "Query".'],
      ['clerk', '{ shop { order(id: 1) { id } } }', 'Cannot query field "order" on type "Shop".'],
      ['clerk', '{ own { users { name } } }', 'Cannot query field "users" on type "Own".'],
      ['guest', '{ own { secret } }', 'Cannot query field "secret" on type "Own".'],
      ['guest', 'mutation { shop { put(sku: "x") { sku } } }', 'Cannot query field "put" on type "ShopMutation".'],
    ] as const) {
      const { errors } = await ask(who, source);
      deepEqual([...new Set(errors?.map((error) => error.message))], [message], source);
      deepEqual([world.counts(), actions.calls.length], [{}, 0]);
    }
  });
});
