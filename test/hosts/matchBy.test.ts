import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

/** The stock of `(sku, site)`; upstream answers in its own order, leaves out what it does not know, and adds more. */
const stock = [
  { item: 'pad', site: 1, count: 5 },
  { item: 'pen', site: 2, count: 8 },
  { item: 'pen', site: 1, count: 3 },
  { item: 'cap', site: 1, count: 0 },
];
let waitFor = 1;

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table items (id int primary key, sku text, site int);
      insert into items values (1, 'pen', 1), (2, 'pad', 1), (3, 'pen', 2), (4, 'gone', 1), (5, null, 1), (6, 'pen', 1);
      create table many (id int primary key);
      insert into many select generate_series(0, 999);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query {
          products(skus: [ID!]!, lang: String): [Product]
          reviews(of: [ID!]!, least: Int): [Review!]!
          stock(at: [Place!]!, unit: String!): [Stock!]!
          depot(name: String!): Depot
          slow(ids: [Int!]!): [Slow!]!
          slowOne(id: Int!): Slow
        }
        input Place { sku: ID! site: Int! exact: Boolean }
        type Product { code: ID! name: String! }
        type Review { sku: ID! stars: Int! }
        type Stock { item: ID! site: Int! count: Int! }
        type Depot { shelves(skus: [ID!]!): [Shelf!]! }
        type Shelf { sku: ID! row: Int! }
        type Slow { id: Int! square: Int! }`,
      resolvers: {
        Query: {
          products: (_: unknown, { skus, lang }: { skus: string[]; lang?: string }) => [
            { code: 'extra', name: 'nobody asked' },
            ...skus
              .toReversed()
              .map((code) => (code === 'gone' ? null : { code, name: `${code} ${lang ?? ''}`.trim() })),
          ],
          reviews: (_: unknown, { least = 0 }: { least?: number }) =>
            [
              { sku: 'pen', stars: 2 },
              { sku: 'pad', stars: 5 },
              { sku: 'pen', stars: 4 },
              { sku: 'pen', stars: 2 },
            ].filter(({ stars }) => stars >= least),
          stock: () => stock,
          depot: () => ({
            shelves: ({ skus }: { skus: string[] }) => skus.toReversed().map((sku, i) => ({ sku, row: i })),
          }),
          slow: (_: unknown, { ids }: { ids: number[] }) => answerTogether(ids.map(toSlow)),
          slowOne: (_: unknown, { id }: { id: number }) => answerTogether(toSlow(id)),
        },
      },
    },
  },
});

function toSlow(id: number) {
  return { id, square: id * id };
}

/** Answers when as many requests as are waited for have come; should they never, the answer is an error. */
async function answerTogether<T>(value: T): Promise<T> {
  for (const start = Date.now(); (world.counts().catalog ?? 0) < waitFor; await setImmediate()) {
    if (Date.now() - start > 2000) throw new Error('The other requests did not come.');
  }
  return value;
}

const typeDefs = `
  type Query {
    items: [Item!]! @select
    many(limit: Int): [Many!]! @select
  }
  type Item @table(source: "orders_db", name: "items") {
    id: Int!
    product(lang: String): Product
      @remoteRelationship(schema: "catalog", field: "products(skus: [$sku])", matchBy: {sku: "code"})
    reviews(least: Int): [Review!]!
      @remoteRelationship(schema: "catalog", field: "reviews(of: [$sku])", matchBy: {sku: "sku"})
    stock: Stock
      @remoteRelationship(
        schema: "catalog"
        field: "stock(at: [{sku: $sku, site: $site, exact: true}], unit: \\"piece\\")"
        matchBy: {sku: "item", site: "site"}
      )
    shelf: Shelf
      @remoteRelationship(schema: "catalog", field: "depot(name: \\"north\\") { shelves(skus: [$sku]) }", matchBy: {sku: "sku"})
  }
  type Many @table(source: "orders_db", name: "many") {
    id: Int!
    slow: Slow
      @remoteRelationship(schema: "catalog", field: "slow(ids: [$id])", matchBy: {id: "id"}, batchSize: 300)
    slowOne: Slow @remoteRelationship(schema: "catalog", field: "slowOne(id: $id)", batchSize: 500)
    next: Many @remoteRelationship(fieldMapping: {id: "id"})
  }
  type Product { name: String! }
  type Review { stars: Int! }
  type Stock { count: Int! }
  type Shelf { row: Int! }
  type Slow { square: Int! }`;

defineHostSuite('A list argument that takes all keys', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('the answer is matched by key, whatever its order, gaps and extras', async () => {
    deepEqual(await query('{ items { id product(lang: "nl") { name } } }'), {
      data: {
        items: [
          { id: 1, product: { name: 'pen nl' } },
          { id: 2, product: { name: 'pad nl' } },
          { id: 3, product: { name: 'pen nl' } },
          { id: 4, product: null },
          { id: 5, product: null },
          { id: 6, product: { name: 'pen nl' } },
        ],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0: [ID!]!, $v0_1: String) {
            _0: products(skus: $v0_0, lang: $v0_1) {
              _m0: code name } }`,
        { v0_0: ['pen', 'pad', 'gone'], v0_1: 'nl' },
      ],
    ]);
  });

  test('a list holds all its matches in the order of the answer, repeats included', async () => {
    const pen = { reviews: [{ stars: 2 }, { stars: 4 }, { stars: 2 }] };
    const pad = { reviews: [{ stars: 5 }] };
    const none = { reviews: [] };
    deepEqual(await query('{ items { reviews { stars } } }'), { data: { items: [pen, pad, pen, none, none, pen] } });
    deepEqual(world.calls().catalog, [
      [
        'query RemoteJoins($v0_0: [ID!]!) { _0: reviews(of: $v0_0) { _m0: sku stars } }',
        { v0_0: ['pen', 'pad', 'gone'] },
      ],
    ]);
  });

  test('a composite key grows in a list of input objects, constants repeated', async () => {
    deepEqual(await query('{ items { stock { count } } }'), {
      data: {
        items: [
          { stock: { count: 3 } },
          { stock: { count: 5 } },
          { stock: { count: 8 } },
          { stock: null },
          { stock: null },
          { stock: { count: 3 } },
        ],
      },
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0: [Place!]!, $v0_1: String!) {
            _0: stock(at: $v0_0, unit: $v0_1) {
              _m0: item _m1: site count } }`,
        {
          v0_0: [
            { sku: 'pen', site: 1, exact: true },
            { sku: 'pad', site: 1, exact: true },
            { sku: 'pen', site: 2, exact: true },
            { sku: 'gone', site: 1, exact: true },
          ],
          v0_1: 'piece',
        },
      ],
    ]);
  });

  test('the list may stand below a root field', async () => {
    const { data } = await query('{ items { shelf { row } } }');
    deepEqual(data, {
      items: [
        { shelf: { row: 2 } },
        { shelf: { row: 1 } },
        { shelf: { row: 2 } },
        { shelf: { row: 0 } },
        { shelf: null },
        { shelf: { row: 2 } },
      ],
    });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0: String!, $v0_1: [ID!]!) {
            _0: depot(name: $v0_0) { shelves(skus: $v0_1) {
                _m0: sku row } } }`,
        { v0_0: 'north', v0_1: ['pen', 'pad', 'gone'] },
      ],
    ]);
  });

  test('the same relationship twice, with other arguments, is right for each and one document', async () => {
    const source = '{ items { all: reviews { stars } good: reviews(least: 4) { stars } } }';
    const pen = { all: [{ stars: 2 }, { stars: 4 }, { stars: 2 }], good: [{ stars: 4 }] };
    const pad = { all: [{ stars: 5 }], good: [{ stars: 5 }] };
    const none = { all: [], good: [] };
    deepEqual(await query(source), { data: { items: [pen, pad, pen, none, none, pen] } });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0: [ID!]!, $v1_0: [ID!]!, $v1_1: Int) {
            _0: reviews(of: $v0_0) {
              _m0: sku stars }
            _1: reviews(of: $v1_0, least: $v1_1) {
              _m0: sku stars } }`,
        { v0_0: ['pen', 'pad', 'gone'], v1_0: ['pen', 'pad', 'gone'], v1_1: 4 },
      ],
    ]);
  });

  for (const [field, size, chunks] of [
    ['slow', 'batchSize 300', [300, 300, 300, 100]],
    ['slowOne', 'batchSize 500', [500, 500]],
  ] as const) {
    test(`chunks of ${size} are all sent before the first is answered (${field})`, async () => {
      waitFor = chunks.length;
      const { data } = await query(`{ many { ${field} { square } } }`);
      deepEqual(data, { many: Array.from({ length: 1000 }, (_, id) => ({ [field]: { square: id * id } })) });
      const keys = world.calls().catalog?.map(([, variables]) => Object.values(variables).flat().length);
      deepEqual(keys, [...chunks]);
      waitFor = 1;
    });
  }

  test('a thousand parents take the calls that one takes, in the same text', async () => {
    const source = 'query ($n: Int) { many(limit: $n) { next { id } slow: slow { square } } }';
    deepEqual((await query(source, { n: 1 })).data, { many: [{ next: { id: 0 }, slow: { square: 0 } }] });
    const one = world.calls();
    deepEqual(world.counts(), { orders_db: 1, catalog: 1 });
    await query(source, { n: 300 });
    const many = world.calls();
    deepEqual(many.orders_db?.[0]?.[0], one.orders_db?.[0]?.[0]);
    deepEqual(many.catalog?.[0]?.[0], one.catalog?.[0]?.[0]);
    deepEqual(world.counts(), { orders_db: 1, catalog: 1 });
  });
});
