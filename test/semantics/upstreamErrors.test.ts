/** Errors of a remote schema stand where the client asked for what failed; everything else stays. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { GraphQLError } from 'graphql';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const fail = (): never => {
  throw new GraphQLError('CNRY-upstream sku=pen', {
    extensions: { code: 'CNRY_CODE', http: { status: 418 }, stacktrace: ['CNRY-stack'] },
  });
};

const world = await startWorld(test, {
  databases: {
    db: `
      create table items (id int primary key, sku text not null);
      insert into items values (1, 'pen'), (2, 'bad'), (3, 'pad');
      create table prices (sku text primary key, cents int not null);
      insert into prices values ('pen', 100), ('pad', 300);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product strict(sku: ID!): Product! products(skus: [ID!]!): [Product] shop: Shop list: [Product!] }
        type Mutation { rename(sku: ID!): Product }
        type Product { sku: ID! name: String label: String! maker: Maker tags: [String] parts: [Part] strictParts: [Part!] }
        type Part { name: String! weight: Int }
        type Maker { name: String! boss: Maker }
        type Shop { product(sku: ID!): Product }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => (sku === 'bad' ? fail() : product(sku)),
          strict: (_: unknown, { sku }: { sku: string }) => (sku === 'bad' ? fail() : product(sku)),
          products: (_: unknown, { skus }: { skus: string[] }) =>
            skus.map((sku) => (sku === 'bad' ? new GraphQLError('CNRY-item') : product(sku))),
          shop: () => ({ product: ({ sku }: { sku: string }) => (sku === 'bad' ? fail() : product(sku)) }),
          list: () => [product('pen'), product('pad')],
        },
        Mutation: { rename: (_: unknown, { sku }: { sku: string }) => product(sku) },
      },
    },
  },
});

function product(sku: string) {
  return {
    sku,
    name: () => (sku === 'pad' ? fail() : sku.toUpperCase()),
    label: () => (sku === 'pad' ? fail() : `the ${sku}`),
    maker: { name: 'Acme', boss: { name: () => fail(), boss: null } },
    tags: ['a', new GraphQLError('CNRY-tag'), 'c'],
    parts: [{ name: 'tip', weight: () => fail() }, { name: () => fail(), weight: 1 }, null],
    strictParts: [{ name: 'tip' }, { name: () => fail() }],
  };
}

const typeDefs = `
  type Query {
    items(id: Int): [Item!]! @select
    product(sku: ID!): Product @remoteField(schema: "catalog")
    list: [Product!] @remoteField(schema: "catalog")
    strict(sku: ID!): Product! @remoteField(schema: "catalog")
  }
  type Item @table(source: "db", name: "items") {
    id: Int!
    sku: String!
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    strict: Product @remoteRelationship(schema: "catalog", field: "strict(sku: $sku)")
    inBulk: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$sku])", matchBy: {sku: "sku"})
    ofShop: Product @remoteRelationship(schema: "catalog", field: "shop { product(sku: $sku) }")
    price: Price @remoteRelationship(source: "db", table: "prices", fieldMapping: {sku: "sku"})
  }
  type Price @table(source: "db", name: "prices") { cents: Int! }
  type Product {
    sku: ID! name: String label: String! maker: Maker tags: [String] parts: [Part] strictParts: [Part!]
    price: Price @remoteRelationship(fieldMapping: {sku: "sku"})
  }
  type Part { name: String! weight: Int }
  type Maker { name: String! boss: Maker }`;

defineHostSuite('Errors of a remote schema', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  /** The data, and path and code of each error, sorted by path. Nothing that upstream said may be in any message. */
  async function ask(source: string): Promise<readonly [data: unknown, errors: readonly string[]]> {
    const answer = await query(source);
    equal(JSON.stringify(answer).includes('CNRY'), false, JSON.stringify(answer));
    const errors = (answer.errors ?? []).map(({ path, code }) => `${path?.join('.')} ${code}`).sort();
    return [answer.data, errors];
  }

  test('a key that fails is null at its parents, the others have theirs', async () => {
    deepEqual(await ask('{ items { id product { sku } price { cents } } }'), [
      {
        items: [
          { id: 1, product: { sku: 'pen' }, price: { cents: 100 } },
          { id: 2, product: null, price: null },
          { id: 3, product: { sku: 'pad' }, price: { cents: 300 } },
        ],
      },
      ['items.1.product SOURCE_ERROR'],
    ]);
    deepEqual(world.counts(), { db: 1, catalog: 1 });
  });

  test('a field that fails is null at its own position, under its alias', async () => {
    deepEqual(await ask('{ items { it: product { sku n: name } } }'), [
      { items: [{ it: { sku: 'pen', n: 'PEN' } }, { it: null }, { it: { sku: 'pad', n: null } }] },
      ['items.1.it SOURCE_ERROR', 'items.2.it.n SOURCE_ERROR'],
    ]);
  });

  test('a non-null field that fails makes the nearest nullable object null', async () => {
    deepEqual(await ask('{ items(id: 3) { id product { sku label } } }'), [
      { items: [{ id: 3, product: null }] },
      ['items.0.product SOURCE_ERROR'],
    ]);
    deepEqual(await ask('{ product(sku: "pen") { maker { name boss { name } } } }'), [
      { product: { maker: { name: 'Acme', boss: null } } },
      ['product.maker.boss SOURCE_ERROR'],
    ]);
  });

  test('items of lists fail alone', async () => {
    deepEqual(await ask('{ product(sku: "pen") { tags parts { name weight } } }'), [
      { product: { tags: ['a', null, 'c'], parts: [{ name: 'tip', weight: null }, null, null] } },
      ['product.parts.0.weight SOURCE_ERROR', 'product.parts.1 SOURCE_ERROR', 'product.tags.1 SOURCE_ERROR'],
    ]);
    deepEqual(await ask('{ product(sku: "pen") { strictParts { name } } }'), [
      { product: { strictParts: null } },
      ['product.strictParts SOURCE_ERROR'],
    ]);
    deepEqual(await ask('{ list { sku name } }'), [
      {
        list: [
          { sku: 'pen', name: 'PEN' },
          { sku: 'pad', name: null },
        ],
      },
      ['list.1.name SOURCE_ERROR'],
    ]);
  });

  test('joins below an object that is partly there', async () => {
    deepEqual(await ask('{ list { name price { cents } } }'), [
      {
        list: [
          { name: 'PEN', price: { cents: 100 } },
          { name: null, price: { cents: 300 } },
        ],
      },
      ['list.1.name SOURCE_ERROR'],
    ]);
    deepEqual(world.counts(), { db: 1, catalog: 1 });
  });

  test('a path that fails in its middle fails its own key', async () => {
    deepEqual(await ask('{ items { ofShop { sku } } }'), [
      { items: [{ ofShop: { sku: 'pen' } }, { ofShop: null }, { ofShop: { sku: 'pad' } }] },
      ['items.1.ofShop SOURCE_ERROR'],
    ]);
  });

  test('a non-null root that fails for one key fails every row of that plan, and no other plan', async () => {
    deepEqual(await ask('{ items { id strict { sku } product { sku } } }'), [
      {
        items: [
          { id: 1, strict: null, product: { sku: 'pen' } },
          { id: 2, strict: null, product: null },
          { id: 3, strict: null, product: { sku: 'pad' } },
        ],
      },
      [
        'items.0.strict SOURCE_ERROR',
        'items.1.product SOURCE_ERROR',
        'items.1.strict SOURCE_ERROR',
        'items.2.strict SOURCE_ERROR',
      ],
    ]);
    deepEqual(world.counts(), { db: 1, catalog: 3 }); // once together, once each alone
    deepEqual(await ask('{ strict(sku: "bad") { sku } product(sku: "pen") { sku } }'), [null, ['strict SOURCE_ERROR']]);
  });

  test('an error on an item of matchBy that tells no key stands at every position without a match', async () => {
    deepEqual(await ask('{ items { id inBulk { sku } } }'), [
      {
        items: [
          { id: 1, inBulk: { sku: 'pen' } },
          { id: 2, inBulk: null },
          { id: 3, inBulk: { sku: 'pad' } },
        ],
      },
      ['items.1.inBulk SOURCE_ERROR'],
    ]);
    deepEqual(await ask('{ items { inBulk { sku name } } }'), [
      { items: [{ inBulk: { sku: 'pen', name: 'PEN' } }, { inBulk: null }, { inBulk: { sku: 'pad', name: null } }] },
      ['items.1.inBulk SOURCE_ERROR', 'items.2.inBulk.name SOURCE_ERROR'],
    ]);
  });

  test('the message names the field and what to know of it, never what upstream said', async () => {
    const { errors } = await query('{ items(id: 2) { product { sku } } }');
    deepEqual(errors, [
      {
        message: 'Field "Item.product" has no value: The remote schema answered with an error for this field.',
        path: ['items', 0, 'product'],
        code: 'SOURCE_ERROR',
      },
    ]);
  });
});
