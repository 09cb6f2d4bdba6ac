/** What a role sees of rows and joins, and what is asked for it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@remote-joins/core';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, user_id int not null, sku text not null, total int not null);
      insert into orders values (1, 7, 'pen', 10), (2, 7, 'cup', 20), (3, 8, 'pen', 30), (4, 9, 'cup', 40);
      create table notes (id int primary key, order_id int not null, body text not null, internal bool not null);
      insert into notes values (1, 1, 'hello', false), (2, 1, 'fraud?', true), (3, 2, 'thanks', false), (4, 3, 'late', false);`,
    users_db: `
      create table users (id int primary key, name text not null, email text not null, region text not null);
      insert into users values (7, 'Ada', 'ada@x', 'eu'), (8, 'Bob', 'bob@x', 'us'), (9, 'Cyd', 'cyd@x', 'eu');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!, tenant: String): Product secrets: [String!] }
        type Product { sku: ID! price(currency: String, tier: String): String cost: Int }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku, tenant }: Record<string, unknown>) => ({ sku, tenant, cost: 3 }),
          secrets: () => ['CNRY'],
        },
        Product: {
          price: ({ sku, tenant }: Record<string, unknown>, { currency, tier }: Record<string, unknown>) =>
            [sku, tenant, currency, tier].join(' '),
        },
      },
    },
  },
  remoteOptions: {
    catalog: {
      permissions: {
        customer: `
          type Query { product(sku: ID!, tenant: String @preset(value: "X-Hasura-Tenant")): Product }
          type Product { sku: ID! price(currency: String, tier: String @preset(value: "retail")): String }`,
      },
    },
  },
});

const typeDefs = `
  type Query {
    orders(where: OrderFilter, limit: Int): [Order!]! @select
    users: [User!]! @select
    product(sku: ID!, tenant: String): Product @remoteField(schema: "catalog")
    secrets: [String!] @remoteField(schema: "catalog")
  }
  type Order @table(source: "orders_db", name: "orders")
    @permission(role: "customer", fields: ["id", "total"], filter: {user_id: {_eq: "X-Hasura-User-Id"}}, limit: 2)
    @permission(role: "support", fields: ["*"], filter: {customer: {region: {_in: {session: "x-hasura-regions"}}}})
    @permission(role: "auditor", fields: ["id"], filter: {_exists: {_table: "notes", _where: {internal: {_eq: true}}}}) {
    id: Int!
    total: Int
    sku: String
    customer: User @remoteRelationship(fieldMapping: {user_id: "id"})
    notes(limit: Int): [Note!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Note @table(source: "orders_db", name: "notes")
    @permission(role: "customer", fields: ["body"], filter: {internal: {_eq: false}})
    @permission(role: "support", fields: ["id", "body"]) {
    id: Int!
    body: String!
  }
  type User @table(source: "users_db", name: "users")
    @permission(role: "customer", fields: ["name"], filter: {id: {_eq: {session: "X-HASURA-USER-ID"}}}, rootFields: [])
    @permission(role: "support", fields: ["name", "email"], filter: {region: {_eq: "eu"}}) {
    name: String!
    email: String
  }
  type Product { sku: ID! price(currency: String, tier: String): String cost: Int }
  input OrderFilter { total: IntIs notes: NoteFilter }
  input NoteFilter { body: TextIs }
  input IntIs { _gt: Int }
  input TextIs { _eq: String }`;

const sessions: Readonly<Record<string, Session>> = {
  ada: { role: 'customer', variables: { 'x-hasura-user-id': '7', 'x-hasura-tenant': 'acme' } },
  bob: { role: 'customer', variables: { 'X-Hasura-User-Id': '8', 'x-hasura-tenant': 'acme' } },
  nobody: { role: 'customer' },
  eve: { role: 'support', variables: { 'x-hasura-regions': ['eu'] } },
  max: { role: 'support', variables: { 'x-hasura-regions': '{eu,us}' } },
  lea: { role: 'lead', variables: { 'x-hasura-user-id': '8', 'x-hasura-regions': '["eu"]' } },
  ann: { role: 'auditor' },
  root: { admin: true },
};

defineHostSuite('Roles', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: world.sources(),
    options: {
      session: ({ headers }) => sessions[headers['x-who'] ?? ''] ?? {},
      inheritedRoles: { lead: ['customer', 'support'] },
    },
    beforeRequest: world.forget,
  }));
  const ask = (who: string, source: string, variables?: Record<string, unknown>): Promise<HostAnswer> =>
    query(source, variables, { headers: { 'x-who': who } });

  test('see the rows that their filters tell, and of each only so many', async () => {
    deepEqual(await ask('ada', '{ orders { id total } }'), {
      data: {
        orders: [
          { id: 1, total: 10 },
          { id: 2, total: 20 },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          `select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text from (select t0."id" as c0, t0."total" as c1 from "public"."orders" t0 where t0."user_id" = $1::int4 order by t0."id" limit $2::int8) s0`,
          ['7', 2],
        ],
      ],
    });
    deepEqual(await ask('bob', '{ orders { id } }'), { data: { orders: [{ id: 3 }] } });
    deepEqual(await ask('ada', '{ orders(limit: 1) { id } }'), { data: { orders: [{ id: 1 }] } });
    deepEqual(await ask('ada', '{ orders(limit: 9) { id } }'), { data: { orders: [{ id: 1 }, { id: 2 }] } });
    deepEqual(
      world.calls().orders_db?.map(([, values]) => values),
      [['7', 2]],
    );
    deepEqual(await ask('ann', '{ orders { id } }'), { data: { orders: [1, 2, 3, 4].map((id) => ({ id })) } });
    deepEqual(await ask('root', '{ orders { id } }'), { data: { orders: [1, 2, 3, 4].map((id) => ({ id })) } });
  });

  test('join by keys that they may not select, and see of what is joined only their part', async () => {
    const source = '{ orders { id customer { name } notes { body } product { sku price(currency: "EUR") } } }';
    deepEqual(await ask('ada', source), {
      data: {
        orders: [
          {
            id: 1,
            customer: { name: 'Ada' },
            notes: [{ body: 'hello' }],
            product: { sku: 'pen', price: 'pen acme EUR retail' },
          },
          {
            id: 2,
            customer: { name: 'Ada' },
            notes: [{ body: 'thanks' }],
            product: { sku: 'cup', price: 'cup acme EUR retail' },
          },
        ],
      },
    });
    deepEqual(world.counts(), { orders_db: 1, users_db: 1, catalog: 1 });
    deepEqual(await ask('max', '{ orders { id customer { name } } }'), {
      data: {
        orders: [
          { id: 1, customer: { name: 'Ada' } },
          { id: 2, customer: { name: 'Ada' } },
          { id: 3, customer: null },
          { id: 4, customer: { name: 'Cyd' } },
        ],
      },
    });
  });

  test('are filtered by rows of another database, whose keys are read first', async () => {
    deepEqual(await ask('eve', '{ orders { id sku } }'), {
      data: {
        orders: [
          { id: 1, sku: 'pen' },
          { id: 2, sku: 'cup' },
          { id: 4, sku: 'cup' },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 1, orders_db: 1 });
    deepEqual(await ask('max', '{ orders { id } }'), { data: { orders: [1, 2, 3, 4].map((id) => ({ id })) } });
  });

  test('hold the rows that conditions look for to their filters', async () => {
    const source = 'query ($where: OrderFilter) { orders(where: $where) { id } }';
    const byNote = (body: string) => ({ where: { notes: { body: { _eq: body } } } });
    deepEqual(await ask('ada', source, byNote('hello')), { data: { orders: [{ id: 1 }] } });
    deepEqual(await ask('ada', source, byNote('fraud?')), { data: { orders: [] } });
    deepEqual(await ask('max', source, byNote('fraud?')), { data: { orders: [{ id: 1 }] } });
  });

  test('are refused a field whose filter lacks a variable, and are told its name', async () => {
    const { data, errors = [] } = await ask('nobody', '{ orders { id } }');
    deepEqual(data, null);
    deepEqual(
      errors.map(({ code, path }) => [code, path]),
      [['FORBIDDEN', ['orders']]],
    );
    deepEqual(world.counts(), {});
  });

  test('that inherit see what any sees, row by row', async () => {
    deepEqual(await ask('lea', '{ orders { id total sku } }'), {
      data: {
        orders: [
          { id: 1, total: 10, sku: 'pen' },
          { id: 2, total: 20, sku: 'cup' },
          { id: 3, total: 30, sku: null },
          { id: 4, total: 40, sku: 'cup' },
        ],
      },
    });
  });

  test('send what is preset for them, whatever they send', async () => {
    deepEqual(await ask('ada', '{ product(sku: "pen") { sku price } }'), {
      data: { product: { sku: 'pen', price: 'pen acme  retail' } },
    });
    deepEqual(world.calls(), {
      catalog: [
        [
          'query RemoteJoins($v0_0: ID!, $v0_1: String, $v0_3: String) { _0: product(sku: $v0_0, tenant: $v0_1) { sku price(tier: $v0_3) } }',
          { v0_0: 'pen', v0_1: 'acme', v0_3: 'retail' },
        ],
      ],
    });
    deepEqual(await ask('root', '{ product(sku: "pen", tenant: "zen") { price(tier: "x") cost } }'), {
      data: { product: { price: 'pen zen  x', cost: 3 } },
    });
  });

  test('see nothing of what they were granted nothing of', async () => {
    const noField = (name: string, type: string) => `Cannot query field "${name}" on type "${type}".`;
    for (const [who, source, message] of [
      ['ada', '{ users { name } }', noField('users', 'Query')],
      ['ada', '{ orders { sku } }', noField('sku', 'Order')],
      ['ada', '{ orders { customer { email } } }', noField('email', 'User')],
      ['ada', '{ product(sku: "pen", tenant: "zen") { sku } }', 'Unknown argument "tenant" on field "Query.product".'],
      ['ada', '{ product(sku: "pen") { cost } }', noField('cost', 'Product')],
      ['ada', '{ secrets }', noField('secrets', 'Query')],
      ['max', '{ orders { product { sku } } }', noField('product', 'Order')],
      ['ann', '{ orders { notes { body } } }', noField('notes', 'Order')],
      ['stranger', '{ orders { id } }', noField('orders', 'Query')],
    ] as const) {
      const { data, errors = [] } = await ask(who, source);
      // A host that refuses nothing itself answers null where nothing was planned.
      const found = Object.values(data ?? {}).filter((value) => value !== null);
      deepEqual([who, source, found, errors.map((error) => error.message)], [who, source, [], [message]]);
      deepEqual(world.counts(), {});
    }
  });
});
