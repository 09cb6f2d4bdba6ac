import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pen: { en: 'Pen', de: 'Stift' },
  ink: { en: 'Ink', de: 'Tinte' },
};

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, customer_id int not null, seller_id int, country text not null,
        site int not null, sku text not null);
      insert into orders values (1, 11, 13, 'NL', 1, 'pen'), (2, 12, 11, 'NL', 2, 'ink'), (3, 11, null, 'FR', 1, 'pen');`,
    users_db: `
      create table users (id int primary key, name text not null, email text not null);
      insert into users values (11, 'Ada', 'ada@a.test'), (12, 'Bob', 'bob@b.test'), (13, 'Cy', 'cy@c.test');
      create table addresses (id int primary key, user_id int not null, kind text not null, city text not null);
      insert into addresses values (1, 11, 'home', 'Delft'), (2, 11, 'work', 'Leiden'), (3, 12, 'home', 'Jena'),
        (4, 11, 'home', 'Breda');`,
    stock_db: `
      create table warehouses (country text, site int, city text not null, primary key (country, site));
      insert into warehouses values ('NL', 1, 'Gouda'), ('NL', 2, 'Edam');
      create table doors (country text, site int, door text, primary key (country, site, door));
      insert into doors values ('NL', 1, 'west'), ('NL', 1, 'east'), ('NL', 2, 'north');
      create table stock (sku text primary key, pieces int not null);
      insert into stock values ('pen', 40), ('ink', 7);
      create table moves (id int primary key, sku text not null, pieces int not null);
      insert into moves values (1, 'pen', 50), (2, 'ink', 9), (3, 'pen', -4), (4, 'pen', -6), (5, 'ink', -2);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query {
          products(skus: [ID!]!, lang: String!): [Product!]!
          product(sku: ID!): Product
          price(sku: ID!, currency: String!): Price
        }
        type Product { sku: ID! name: String! weight: Int! }
        type Price { amount: Int! currency: String! }`,
      resolvers: {
        Query: {
          products: (_: unknown, { skus, lang }: { skus: string[]; lang: string }) =>
            skus.map((sku) => ({ sku, name: names[sku]?.[lang] })).toReversed(),
          product: (_: unknown, { sku }: { sku: string }) => ({ weight: sku.charCodeAt(0) }),
          price: (_: unknown, { sku, currency }: { sku: string; currency: string }) =>
            sku === 'pen' ? { amount: currency === 'EUR' ? 300 : 350, currency } : null,
        },
      },
    },
  },
});

const typeDefs = `
  type Query { orders: [Order!]! @select }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    customer: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    seller: User @remoteRelationship(fieldMapping: {seller_id: "id"})
    addresses(kind: String, limit: Int, order_by: AddressOrder): [Address!]!
      @remoteRelationship(fieldMapping: {customer_id: "user_id"})
    warehouse: Warehouse @remoteRelationship(fieldMapping: {country: "country", site: "site"})
    doors: [Door!]! @remoteRelationship(fieldMapping: {country: "country", site: "site"})
    stock: Stock @remoteRelationship(fieldMapping: {sku: "sku"})
    moves(limit: Int, order_by: MoveOrder): [Move!]! @remoteRelationship(fieldMapping: {sku: "sku"})
    named(lang: String!): Product
      @remoteRelationship(schema: "catalog", field: "products(skus: [$sku])", matchBy: {sku: "sku"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    price(currency: String!): Price @remoteRelationship(schema: "catalog", field: "price(sku: $sku)")
  }
  type User @table(source: "users_db", name: "users") { name: String! email: String! }
  type Address @table(source: "users_db", name: "addresses") { city: String! }
  type Warehouse @table(source: "stock_db", name: "warehouses") { city: String! }
  type Door @table(source: "stock_db", name: "doors") { door: String! }
  type Stock @table(source: "stock_db", name: "stock") { pieces: Int! }
  type Move @table(source: "stock_db", name: "moves") { id: Int! pieces: Int! }
  type Product { name: String! weight: Int! }
  type Price { amount: Int! currency: String! }
  input AddressOrder { id: Direction }
  input MoveOrder { pieces: Direction }
  enum Direction { asc desc }`;

/** Twelve relationships: four to each of three sources. */
const source = `query ($most: Int!) {
  orders {
    id
    customer { name }
    seller { email }
    homes: addresses(kind: "home") { city }
    latest: addresses(limit: 1, order_by: {id: desc}) { city }
    warehouse { city }
    doors { door }
    stock { pieces }
    moves(limit: $most, order_by: {pieces: desc}) { id pieces }
    english: named(lang: "en") { name }
    german: named(lang: "de") { name }
    product { weight }
    price(currency: "EUR") { amount currency }
  }
}`;

/** The answer of a statement: a JSON array per column. */
const columns = (...forms: string[]) =>
  `to_json(array[${forms.map((form) => `to_json(coalesce(array_agg(${form}), '{}'))`).join(', ')}])`;

/** Statements that go as one: each is a column of its one row. */
const merged = (...statements: string[]) => `select ${statements.map((statement) => `(${statement})`).join(', ')}`;

defineHostSuite('Twelve relationships of one level', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('come with one call to each of their three sources', async () => {
    deepEqual(await query(source, { most: 2 }), {
      data: {
        orders: [
          {
            id: 1,
            customer: { name: 'Ada' },
            seller: { email: 'cy@c.test' },
            homes: [{ city: 'Delft' }, { city: 'Breda' }],
            latest: [{ city: 'Breda' }],
            warehouse: { city: 'Gouda' },
            doors: [{ door: 'east' }, { door: 'west' }],
            stock: { pieces: 40 },
            moves: [
              { id: 1, pieces: 50 },
              { id: 3, pieces: -4 },
            ],
            english: { name: 'Pen' },
            german: { name: 'Stift' },
            product: { weight: 112 },
            price: { amount: 300, currency: 'EUR' },
          },
          {
            id: 2,
            customer: { name: 'Bob' },
            seller: { email: 'ada@a.test' },
            homes: [{ city: 'Jena' }],
            latest: [{ city: 'Jena' }],
            warehouse: { city: 'Edam' },
            doors: [{ door: 'north' }],
            stock: { pieces: 7 },
            moves: [
              { id: 2, pieces: 9 },
              { id: 5, pieces: -2 },
            ],
            english: { name: 'Ink' },
            german: { name: 'Tinte' },
            product: { weight: 105 },
            price: null,
          },
          {
            id: 3,
            customer: { name: 'Ada' },
            seller: null,
            homes: [{ city: 'Delft' }, { city: 'Breda' }],
            latest: [{ city: 'Breda' }],
            warehouse: null,
            doors: [],
            stock: { pieces: 40 },
            moves: [
              { id: 1, pieces: 50 },
              { id: 3, pieces: -4 },
            ],
            english: { name: 'Pen' },
            german: { name: 'Stift' },
            product: { weight: 112 },
            price: { amount: 300, currency: 'EUR' },
          },
        ],
      },
    });
    deepEqual(world.counts(), { orders_db: 1, users_db: 1, stock_db: 1, catalog: 1 });
    deepEqual(world.calls(), {
      orders_db: [
        [
          `select ${columns('s0.c0', 's0.c1', 's0.c2', 's0.c3', 's0.c4', 's0.c5')}::text ${oneLine`
          from (select t0."id" as c0, t0."customer_id" as c1, t0."seller_id" as c2, t0."country" as c3, t0."site" as c4, t0."sku" as c5
            from "public"."orders" t0
            order by t0."id") s0`}`,
          [],
        ],
      ],
      users_db: [
        [
          merged(
            `select ${columns('s0.c0', 's0.c1')}::text ${oneLine`
            from (select t0."id" as c0, t0."name" as c1
              from "public"."users" t0
              where t0."id" = any($1::int4[])) s0`}`,
            `select ${columns('s0.c0', 's0.c1')}::text ${oneLine`
            from (select t0."id" as c0, t0."email" as c1
              from "public"."users" t0
              where t0."id" = any($2::int4[])) s0`}`,
            `select ${columns('s0.c0 - 1', 's0.c1')}::text ${oneLine`
            from (select k.n as c0, t0."city" as c1
              from unnest($1::int4[]) with ordinality k(k0, n)
              join "public"."addresses" t0 on t0."user_id" = k.k0
              where t0."kind" = $3::text
              order by k.n, t0."id") s0`}`,
            `select ${columns('s0.c0 - 1', 's0.c1')}::text ${oneLine`
            from (select k.n as c0, t0."city" as c1
              from unnest($1::int4[]) with ordinality k(k0, n)
              cross join lateral (select t0."city", t0."id"
                from "public"."addresses" t0
                where t0."user_id" = k.k0
                order by t0."id" desc
                limit $4::int8) t0
              order by k.n, t0."id" desc) s0`}`,
          ),
          ['{11,12}', '{13,11}', 'home', 1],
        ],
      ],
      stock_db: [
        [
          merged(
            `select ${columns('s0.c0 - 1', 's0.c1')}::text ${oneLine`
            from (select k.n as c0, t0."city" as c1
              from unnest($1::text[], $2::int4[]) with ordinality k(k0, k1, n)
              join "public"."warehouses" t0 on t0."country" = k.k0 and t0."site" = k.k1
              order by k.n) s0`}`,
            `select ${columns('s0.c0 - 1', 's0.c1')}::text ${oneLine`
            from (select k.n as c0, t0."door" as c1
              from unnest($1::text[], $2::int4[]) with ordinality k(k0, k1, n)
              join "public"."doors" t0 on t0."country" = k.k0 and t0."site" = k.k1
              order by k.n, t0."door") s0`}`,
            `select ${columns('s0.c0', 's0.c1')}::text ${oneLine`
            from (select t0."sku" as c0, t0."pieces" as c1
              from "public"."stock" t0
              where t0."sku" = any($3::text[])) s0`}`,
            `select ${columns('s0.c0 - 1', 's0.c1', 's0.c2')}::text ${oneLine`
            from (select k.n as c0, t0."id" as c1, t0."pieces" as c2
              from unnest($3::text[]) with ordinality k(k0, n)
              cross join lateral (select t0."id", t0."pieces"
                from "public"."moves" t0
                where t0."sku" = k.k0
                order by t0."pieces" desc, t0."id"
                limit $4::int8) t0
              order by k.n, t0."pieces" desc, t0."id") s0`}`,
          ),
          ['{"NL","NL","FR"}', '{1,2,1}', '{"pen","ink"}', 2],
        ],
      ],
      catalog: [
        [
          oneLine`
          query RemoteJoins($v0_0: [ID!]!, $v0_1: String!, $v1_0: [ID!]!, $v1_1: String!, $v2_0_0: ID!, $v2_0_1: ID!, $v3_1: String!, $v3_0_0: ID!, $v3_0_1: ID!) {
            _0: products(skus: $v0_0, lang: $v0_1) { _m0: sku name }
            _1: products(skus: $v1_0, lang: $v1_1) { _m0: sku name }
            _2_0: product(sku: $v2_0_0) { ...F2 }
            _2_1: product(sku: $v2_0_1) { ...F2 }
            _3_0: price(sku: $v3_0_0, currency: $v3_1) { ...F3 }
            _3_1: price(sku: $v3_0_1, currency: $v3_1) { ...F3 }
          }
          fragment F2 on Product { weight }
          fragment F3 on Price { amount currency }`,
          {
            v0_0: ['pen', 'ink'],
            v0_1: 'en',
            v1_0: ['pen', 'ink'],
            v1_1: 'de',
            v2_0_0: 'pen',
            v2_0_1: 'ink',
            v3_0_0: 'pen',
            v3_0_1: 'ink',
            v3_1: 'EUR',
          },
        ],
      ],
    });
  });
});
