import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, customer_id int, sku text);
      insert into orders values (1, 11, 'pen'), (2, 12, 'ink'), (3, null, null);
      create table items (id int primary key, order_id int not null, sku text not null);
      insert into items values (1, 1, 'pen'), (2, 1, 'pad');`,
    users_db: `
      create table users (id int primary key, name text not null, email text not null);
      insert into users values (11, 'Ada', 'ada@x'), (12, 'Grace', 'grace@x');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product search(word: String!): [Thing!]! }
        interface Thing { sku: ID! }
        type Product implements Thing { sku: ID! name(lang: String): String! makerId: Int parts: [Product!]! }
        type Service implements Thing { sku: ID! hours: Int! makerId: Int }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => product(sku),
          search: (_: unknown, { word }: { word: string }) => [
            { __typename: 'Product', ...product(word) },
            { __typename: 'Service', sku: `fix ${word}`, hours: 2, makerId: 12 },
          ],
        },
      },
    },
  },
});

function product(sku: string): object {
  return {
    sku,
    name: ({ lang = 'en' }) => `${sku} (${lang})`,
    makerId: 11,
    parts: () => (sku === 'cap' ? [] : [product('cap')]),
  };
}

const typeDefs = `
  type Query {
    orders: [Order!]! @select
    search(word: String!): [Thing!]! @remoteField(schema: "catalog")
    desk: Desk
  }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    customer: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    items(sku: String, limit: Int): [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    found(word: String!): [Thing!] @remoteRelationship(schema: "catalog", field: "search")
  }
  type Item @table(source: "orders_db", name: "items") {
    sku: String!
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String!
    email: String!
    orders: [Order!]! @remoteRelationship(fieldMapping: {id: "customer_id"})
  }
  interface Thing { sku: ID! maker: User }
  type Product implements Thing {
    sku: ID!
    name(lang: String): String!
    parts: [Product!]!
    maker: User @remoteRelationship(fieldMapping: {makerId: "id"})
  }
  type Service implements Thing {
    sku: ID!
    hours: Int!
    maker: User @remoteRelationship(fieldMapping: {makerId: "id"})
  }
  type Desk {
    userId: Int
    user: User @remoteRelationship(fieldMapping: {userId: "id"})
  }`;

const resolvers = { Query: { desk: () => ({ userId: 12 }) } };

defineHostSuite('Selections', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest: world.forget,
  }));

  test('aliases: the same relationship twice, with other selections and arguments', async () => {
    const source = `{
      orders {
        buyer: customer { called: name }
        customer { email }
        pens: items(sku: "pen") { sku }
        items(limit: 1) { what: sku }
        all: items { sku }
        product { en: name de: name(lang: "de") }
        again: product { name }
      }
    }`;
    deepEqual(await query(source), {
      data: {
        orders: [
          {
            buyer: { called: 'Ada' },
            customer: { email: 'ada@x' },
            pens: [{ sku: 'pen' }],
            items: [{ what: 'pen' }],
            all: [{ sku: 'pen' }, { sku: 'pad' }],
            product: { en: 'pen (en)', de: 'pen (de)' },
            again: { name: 'pen (en)' },
          },
          {
            buyer: { called: 'Grace' },
            customer: { email: 'grace@x' },
            pens: [],
            items: [],
            all: [],
            product: { en: 'ink (en)', de: 'ink (de)' },
            again: { name: 'ink (en)' },
          },
          { buyer: null, customer: null, pens: [], items: [], all: [], product: null, again: null },
        ],
      },
    });
    deepEqual(world.counts(), { orders_db: 1, users_db: 1, catalog: 1 });
  });

  test('an alias that is another field’s name means what it aliases', async () => {
    const source =
      '{ orders { id: __typename customer: product { sku: name } product: customer { email: name name: id } } }';
    deepEqual((await query(source)).data, {
      orders: [
        { id: 'Order', customer: { sku: 'pen (en)' }, product: { email: 'Ada', name: 11 } },
        { id: 'Order', customer: { sku: 'ink (en)' }, product: { email: 'Grace', name: 12 } },
        { id: 'Order', customer: null, product: null },
      ],
    });
  });

  test('the same field in several places is one field, whatever each of them selects', async () => {
    const source = `
      query { orders { ...A customer { name } ...B ... { customer { orders { id } } } } }
      fragment A on Order { customer { email } items { sku } }
      fragment B on Order { ...A id items { product { sku } } }`;
    deepEqual(await query(source), {
      data: {
        orders: [
          {
            customer: { email: 'ada@x', name: 'Ada', orders: [{ id: 1 }] },
            items: [
              { sku: 'pen', product: { sku: 'pen' } },
              { sku: 'pad', product: { sku: 'pad' } },
            ],
            id: 1,
          },
          { customer: { email: 'grace@x', name: 'Grace', orders: [{ id: 2 }] }, items: [], id: 2 },
          { customer: null, items: [], id: 3 },
        ],
      },
    });
    deepEqual(world.counts(), { orders_db: 2, users_db: 1, catalog: 1 });
  });

  test('one document answers for both values of @skip and @include, asking for no more than is selected', async () => {
    const source = `
      query ($on: Boolean!, $off: Boolean = false) {
        orders @skip(if: $off) {
          id
          customer @include(if: $on) { name email @skip(if: $on) }
          product @skip(if: $on) { sku }
          ...Items @include(if: $on)
          ... on Order @skip(if: $on) { items { product { sku } } }
        }
        desk @include(if: $on) { user @skip(if: $off) { name } }
      }
      fragment Items on Order { items { sku } }`;
    const on = {
      data: {
        orders: [
          { id: 1, customer: { name: 'Ada' }, items: [{ sku: 'pen' }, { sku: 'pad' }] },
          { id: 2, customer: { name: 'Grace' }, items: [] },
          { id: 3, customer: null, items: [] },
        ],
        desk: { user: { name: 'Grace' } },
      },
    };
    const off = {
      data: {
        orders: [
          { id: 1, product: { sku: 'pen' }, items: [{ product: { sku: 'pen' } }, { product: { sku: 'pad' } }] },
          { id: 2, product: { sku: 'ink' }, items: [] },
          { id: 3, product: null, items: [] },
        ],
      },
    };
    deepEqual(await query(source, { on: true }), on);
    deepEqual(world.counts(), { orders_db: 1, users_db: 2 });
    deepEqual(await query(source, { on: false }), off);
    deepEqual(world.counts(), { orders_db: 1, catalog: 1 });
    deepEqual(await query(source, { on: true }), on);
    deepEqual(world.counts(), { orders_db: 1, users_db: 2 });
    deepEqual(await query(source, { on: false, off: true }), { data: {} });
    deepEqual(world.counts(), {});
  });

  test('interfaces: fields of the interface, of a type, and joins in both', async () => {
    const source = `query ($word: String!, $more: Boolean!) {
      search(word: $word) {
        ...Made
        ... on Product { name(lang: "nl") parts { name parts { sku maker { name } } } }
        ... on Service @include(if: $more) { hours maker { email orders { id } } }
      }
    }
    fragment Made on Thing { __typename sku maker { name } }`;
    const pen = {
      __typename: 'Product',
      sku: 'pen',
      maker: { name: 'Ada' },
      name: 'pen (nl)',
      parts: [{ name: 'cap (en)', parts: [] }],
    };
    const fix = { __typename: 'Service', sku: 'fix pen' };
    deepEqual(await query(source, { word: 'pen', more: true }), {
      data: {
        search: [pen, { ...fix, maker: { name: 'Grace', email: 'grace@x', orders: [{ id: 2 }] }, hours: 2 }],
      },
    });
    deepEqual(world.counts(), { catalog: 1, users_db: 1, orders_db: 1 });
    deepEqual(await query(source, { word: 'pen', more: false }), {
      data: { search: [pen, { ...fix, maker: { name: 'Grace' } }] },
    });
    deepEqual(world.counts(), { catalog: 1, users_db: 1 });
  });

  test('a selection of __typename alone keeps rows and matches apart from misses', async () => {
    deepEqual(
      await query('{ orders { __typename customer { __typename } items { __typename } product { __typename } } }'),
      {
        data: {
          orders: [
            {
              __typename: 'Order',
              customer: { __typename: 'User' },
              items: [{ __typename: 'Item' }, { __typename: 'Item' }],
              product: { __typename: 'Product' },
            },
            { __typename: 'Order', customer: { __typename: 'User' }, items: [], product: { __typename: 'Product' } },
            { __typename: 'Order', customer: null, items: [], product: null },
          ],
        },
      },
    );
  });

  test('an argument of the caller’s alone reaches a relationship that reads no key', async () => {
    const source = 'query ($w: String!) { orders { id found(word: $w) { sku maker { name } } } }';
    const found = [
      { sku: 'pad', maker: { name: 'Ada' } },
      { sku: 'fix pad', maker: { name: 'Grace' } },
    ];
    deepEqual(await query(source, { w: 'pad' }), { data: { orders: [1, 2, 3].map((id) => ({ id, found })) } });
    deepEqual(world.counts(), { orders_db: 1, catalog: 1, users_db: 1 });
  });

  test('database, remote schema, database, database, remote schema: one call per step', async () => {
    const source = `{ desk { user { orders { product { maker { orders { items { product { maker { name } } } } } } } } } }`;
    const parts = [{ product: { maker: { name: 'Ada' } } }, { product: { maker: { name: 'Ada' } } }];
    deepEqual(await query(source), {
      data: { desk: { user: { orders: [{ product: { maker: { orders: [{ items: parts }] } } }] } } },
    });
    deepEqual(world.counts(), { users_db: 3, orders_db: 2, catalog: 2 });
  });
});
