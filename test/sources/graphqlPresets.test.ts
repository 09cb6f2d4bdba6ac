/** What a role's permission presets, in the documents and variables that leave for the remote schema. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { buildSchema, parse, validate } from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import type { KeyValue } from '../../packages/core/src/model/keyForm.js';
import { NO_SESSION, type SessionVariable } from '../../packages/core/src/model/session.js';
import { remoteSchema } from '../../packages/core/src/sources/graphql/index.js';
import { planOf } from '../support/handModel.js';
import { contextOf, keysOf } from '../support/remotePlan.js';
import { checkRemoteRole, deriveModel } from '../support/remoteRole.js';
import { startRemoteServer } from '../support/remoteServer.js';

const upstream = `
  type Query {
    product(sku: ID!, tenant: ID!, lang: String): Product
    products(keys: [Key!]!): [Product!]!
    search(filter: Filter, tags: [String!], first: Int): [Product!]!
    shop(kind: Kind!, options: Options): Shop
    version(tenant: ID): String
  }
  type Mutation { rename(sku: ID!, name: String!, by: Int!): Product }
  enum Kind { RETAIL OUTLET SECRET }
  input Key { sku: ID!, tenant: ID! }
  input Filter { tenant: ID!, text: String, near: Place, and: [Filter!], kind: Kind }
  input Place { city: String!, country: String!, radius: Int }
  input Options { tenant: ID, lang: String }
  type Product { sku: ID!, name(lang: String, tenant: ID): String, brand(style: String): String, shop(tenant: ID, open: Boolean): Shop }
  type Shop { name: String!, products(filter: Filter, first: Int): [Product!]!, seller(sku: ID!, lang: String): Seller }
  type Seller { name: String! }`;

const TENANT = '@preset(value: "X-Hasura-Tenant")';

const permission = `
  type Query {
    product(sku: ID!, tenant: ID! ${TENANT}, lang: String @preset(value: "en")): Product
    products(keys: [Key!]!): [Product!]!
    search(filter: Filter, tags: [String!] @preset(value: "x-hasura-tags"), first: Int): [Product!]!
    shop(kind: Kind!, options: Options): Shop
    version(tenant: ID @preset(value: "x-hasura-tenant", static: true)): String
  }
  type Mutation { rename(sku: ID!, name: String!, by: Int! @preset(value: "x-hasura-user-id")): Product }
  enum Kind { RETAIL OUTLET }
  input Key { sku: ID!, tenant: ID! ${TENANT} }
  input Filter { tenant: ID! ${TENANT}, text: String, near: Place, and: [Filter!], kind: Kind @preset(value: OUTLET) }
  input Place { city: String!, country: String! @preset(value: "NL"), radius: Int }
  input Options { tenant: ID ${TENANT}, lang: String }
  type Product { sku: ID!, name(lang: String, tenant: ID ${TENANT}): String, brand(style: String @preset(value: "short")): String, shop(tenant: ID ${TENANT}): Shop }
  type Shop { name: String!, products(filter: Filter, first: Int): [Product!]!, seller(sku: ID!, lang: String @preset(value: "de")): Seller }
  type Seller { name: String! }`;

const sdl = `
  type Query {
    product(code: ID! @upstream(name: "sku"), tenant: ID!, lang: String): Product @remoteField(schema: "catalog")
    search(where: Where @upstream(name: "filter"), tags: [String!], first: Int): [Product!]! @remoteField(schema: "catalog")
    all: [Product!]! @remoteField(schema: "catalog", field: "search")
    version: String @remoteField(schema: "catalog")
    carts: [Cart!]!
  }
  type Mutation { rename(sku: ID!, name: String!, by: Int!): Product @remoteField(schema: "catalog") }
  input Where @upstream(name: "Filter") { owner: ID! @upstream(name: "tenant"), text: String, near: Area, and: [Where!] }
  input More @upstream(name: "Filter") { owner: ID! @upstream(name: "tenant"), and: [Where!], near: Wide }
  input Wide @upstream(name: "Place") { radius: Int }
  input Area @upstream(name: "Place") { town: String! @upstream(name: "city"), country: String! }
  type Product {
    sku: ID!
    name(lang: String): String
    brand: String
    shop: Shop
    note: String
    alike: [Product!] @remoteRelationship(schema: "catalog", field: "search(filter: {text: $brand, tenant: \\"0\\"})")
  }
  type Shop { name: String!, products(filter: Where, first: Int): [Product!]! }
  type Cart {
    sku: ID!
    product(lang: String): Product
      @remoteRelationship(schema: "catalog", field: "product(sku: $sku, tenant: \\"own\\")")
    asked(tenant: ID!, lang: String): Product
      @remoteRelationship(schema: "catalog", field: "product(sku: $sku, tenant: $t)", variables: {t: {argument: "tenant"}})
    inBulk: Product
      @remoteRelationship(schema: "catalog", field: "products(keys: [{sku: $sku, tenant: $t}])", variables: {t: {value: "own"}}, matchBy: {sku: "sku"})
    found(filter: More): [Product!]
      @remoteRelationship(schema: "catalog", field: "search(filter: {text: $sku, near: {city: \\"Delft\\", country: \\"BE\\"}})")
    seller(lang: String): Seller
      @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL) { seller(sku: $sku) }")
  }
  type Seller { name: String! }`;

const { model, permission: permitted } = checkRemoteRole({
  sdl,
  upstream,
  permission,
  hostFields: ['Query.carts', 'Product.note'],
});
const roleModel = deriveModel(model, permitted);

const product = (sku: string) => ({
  sku,
  name: () => `name of ${sku}`,
  brand: ({ style }: { style?: string }) => style ?? 'Acme',
});
const resolvers = {
  Query: {
    product: (_: unknown, { sku }: { sku: string }) => product(sku),
    products: (_: unknown, { keys }: { keys: readonly { sku: string }[] }) => keys.map(({ sku }) => product(sku)),
    search: () => [product('found')],
    shop: () => ({ name: 'Shop', seller: { name: 'Ann' } }),
    version: (_: unknown, { tenant }: { tenant?: string }) => `${tenant}`,
  },
  Mutation: { rename: (_: unknown, { name }: { name: string }) => product(name) },
  Product: { shop: () => ({ name: 'Shop', products: [product('sold')] }) },
};

interface Asked {
  readonly query: string;
  /** Response path of the plan in the query, `search` or `carts.product`. */
  readonly path: string;
  readonly variables?: Record<string, unknown>;
  readonly keys?: readonly KeyValue[];
  readonly session?: Readonly<Record<string, SessionVariable>>;
}

const known = { 'x-hasura-tenant': '7', 'x-hasura-tags': '{a,b}', 'x-hasura-user-id': '5' };

/** What a real server is asked, which is valid for it, and what the source makes of its answer. */
async function ask(t: TestContext, { query, path, variables = {}, keys, session = known }: Asked) {
  const server = await startRemoteServer(t, { typeDefs: upstream, resolvers });
  const source = remoteSchema({ url: server.url, schema: upstream });
  t.after(source.close);
  const plan = planOf(roleModel, query, path, variables);
  const context = contextOf({
    variables,
    names: model.names,
    session: { ...NO_SESSION, variables: new Map(Object.entries(session)) },
  });
  const [answer] = await source.fetch([{ plan, ...(keys && { keys: keysOf(...keys) }) }], context);
  for (const request of server.requests) deepEqual(validate(buildSchema(upstream), parse(request.query)), []);
  ok(server.requests.length === 0 || !(answer instanceof Error));
  return { sent: server.requests.map((request) => [request.query, request.variables]), answer };
}

test('Arguments that are preset are sent in the place of what a caller gives', async (t) => {
  const query = '{ product(code: "pen", tenant: "CNRY", lang: "CNRY") { sku } }';
  deepEqual((await ask(t, { query, path: 'product' })).sent, [
    [
      'query RemoteJoins($v0_0: ID!, $v0_1: ID!, $v0_2: String) { _0: product(sku: $v0_0, tenant: $v0_1, lang: $v0_2) { sku } }',
      { v0_0: 'pen', v0_1: '7', v0_2: 'en' },
    ],
  ]);
});

test('Presets are sent also where the field has no arguments here; one that is static is a text', async (t) => {
  const { sent, answer } = await ask(t, { query: '{ version }', path: 'version' });
  deepEqual(sent, [['query RemoteJoins($v0_0: ID) { _0: version(tenant: $v0_0) }', { v0_0: 'x-hasura-tenant' }]]);
  deepEqual(answer, { kind: 'json', values: ['x-hasura-tenant'] });
});

test('Presets of mutations are read as values of their types', async (t) => {
  const query = 'mutation { rename(sku: "pen", name: "quill", by: 1) { sku } }';
  deepEqual((await ask(t, { query, path: 'rename' })).sent, [
    [
      'mutation RemoteJoins($v0_0: ID!, $v0_1: String!, $v0_2: Int!) { _0: rename(sku: $v0_0, name: $v0_1, by: $v0_2) { sku } }',
      { v0_0: 'pen', v0_1: 'quill', v0_2: 5 },
    ],
  ]);
});

test('Every input object that a caller passes holds its presets, nested and in lists, whatever the caller gives there', async (t) => {
  const query = 'query ($where: Where) { search(where: $where, tags: ["CNRY"], first: 2) { sku } }';
  const near = { town: 'Delft', country: 'CNRY' };
  const where = {
    owner: 'CNRY',
    text: 'a',
    near,
    and: [
      { owner: 'CNRY', near },
      { owner: 'CNRY', and: [{ owner: 'CNRY' }] },
    ],
  };
  const filled = { tenant: '7', kind: 'OUTLET' };
  const { sent } = await ask(t, { query, path: 'search', variables: { where } });
  const [[document, values] = []] = sent;
  equal(
    document,
    'query RemoteJoins($v0_0: Int, $v0_1: Filter, $v0_2: [String!]) { _0: search(first: $v0_0, filter: $v0_1, tags: $v0_2) { sku } }',
  );
  deepEqual(values, {
    v0_0: 2,
    v0_1: {
      ...filled,
      text: 'a',
      near: { city: 'Delft', country: 'NL' },
      and: [
        { ...filled, near: { city: 'Delft', country: 'NL' } },
        { ...filled, and: [filled] },
      ],
    },
    v0_2: ['a', 'b'],
  });
});

test('An argument whose input object has presets is sent with them, even if its caller leaves it out, gives null or cannot give it', async (t) => {
  const filled = { v0_1: { tenant: '7', kind: 'OUTLET' }, v0_2: ['a', 'b'] };
  for (const query of ['{ search(first: 2) { sku } }', '{ search(first: 2, where: null) { sku } }']) {
    const { sent } = await ask(t, { query, path: 'search' });
    deepEqual(
      sent.map(([, values]) => values),
      [{ v0_0: 2, ...filled }],
    );
  }
  deepEqual((await ask(t, { query: '{ all { sku } }', path: 'all' })).sent, [
    [
      'query RemoteJoins($v0_0: Filter, $v0_1: [String!]) { _0: search(filter: $v0_0, tags: $v0_1) { sku } }',
      { v0_0: { tenant: '7', kind: 'OUTLET' }, v0_1: ['a', 'b'] },
    ],
  ]);
});

test('Fields below have their presets, with and without arguments of the caller', async (t) => {
  const query = `query ($first: Int) {
    product(code: "pen", tenant: "1") {
      name en: name(lang: "en") brand b: brand
      shop { products(first: $first, filter: {owner: "CNRY", text: "a"}) { sku } some: products { sku } }
    }
  }`;
  deepEqual((await ask(t, { query, path: 'product', variables: { first: 1 } })).sent, [
    [
      'query RemoteJoins($v0_0: ID!, $v0_1: ID!, $v0_2: String, $v0_4: ID, $v0_5: String, $v0_6: ID, $v0_7: String, $v0_8: ID,' +
        ' $v0_9: Int, $v0_10: Filter, $v0_12: Filter) {' +
        ' _0: product(sku: $v0_0, tenant: $v0_1, lang: $v0_2) {' +
        ' name(tenant: $v0_4) _1_name: name(lang: $v0_5, tenant: $v0_6) brand(style: $v0_7)' +
        ' shop(tenant: $v0_8) { products(first: $v0_9, filter: $v0_10) { sku } _1_products: products(filter: $v0_12) { sku } } } }',
      {
        v0_0: 'pen',
        v0_1: '7',
        v0_2: 'en',
        v0_4: '7',
        v0_5: 'en',
        v0_6: '7',
        v0_7: 'short',
        v0_8: '7',
        v0_9: 1,
        v0_10: { tenant: '7', kind: 'OUTLET', text: 'a' },
        v0_12: { tenant: '7', kind: 'OUTLET' },
      },
    ],
  ]);
});

test("A join key is read without the role's presets, apart from the same field that the client asks for", async (t) => {
  for (const [selected, asked] of [
    ['alike { sku } brand', 'brand _1_brand: brand(style: $v0_3)'],
    ['brand alike { sku }', 'brand(style: $v0_3) _1_brand: brand'],
  ]) {
    const { sent } = await ask(t, { query: `{ product(code: "pen", tenant: "1") { ${selected} } }`, path: 'product' });
    deepEqual(
      sent.map(([document]) => document),
      [
        'query RemoteJoins($v0_0: ID!, $v0_1: ID!, $v0_2: String, $v0_3: String) {' +
          ` _0: product(sku: $v0_0, tenant: $v0_1, lang: $v0_2) { ${asked} } }`,
      ],
    );
  }
});

test('A relationship keeps what it fills in itself, and the role presets the rest', async (t) => {
  const query = '{ carts { product(lang: "CNRY") { sku } } }';
  deepEqual((await ask(t, { query, path: 'carts.product', keys: ['pen', 'cup'] })).sent, [
    [
      'query RemoteJoins($v0_1: ID!, $v0_2: String, $v0_0_0: ID!, $v0_0_1: ID!) {' +
        ' _0_0: product(sku: $v0_0_0, tenant: $v0_1, lang: $v0_2) { ...F0 }' +
        ' _0_1: product(sku: $v0_0_1, tenant: $v0_1, lang: $v0_2) { ...F0 } } fragment F0 on Product { sku }',
      { v0_1: 'own', v0_2: 'en', v0_0_0: 'pen', v0_0_1: 'cup' },
    ],
  ]);
});

test('A preset wins over what a relationship takes from its caller', async (t) => {
  const query = '{ carts { asked(tenant: "CNRY", lang: "CNRY") { sku } } }';
  deepEqual((await ask(t, { query, path: 'carts.asked', keys: ['pen'] })).sent, [
    [
      'query RemoteJoins($v0_1: ID!, $v0_2: String, $v0_0_0: ID!) {' +
        ' _0_0: product(sku: $v0_0_0, tenant: $v0_1, lang: $v0_2) { sku } }',
      { v0_1: '7', v0_2: 'en', v0_0_0: 'pen' },
    ],
  ]);
});

test('Objects of a template hold presets beside what it fills in, also where a caller adds to them', async (t) => {
  const query = '{ carts { found(filter: {owner: "CNRY", and: [{owner: "CNRY"}], near: {radius: 5}}) { sku } } }';
  const { sent } = await ask(t, { query, path: 'carts.found', keys: ['pen'] });
  deepEqual(
    sent.map(([, values]) => values),
    [
      {
        v0_0_0: {
          text: 'pen',
          near: { city: 'Delft', country: 'BE', radius: 5 },
          tenant: '7',
          kind: 'OUTLET',
          and: [{ tenant: '7', kind: 'OUTLET' }],
        },
        v0_1: ['a', 'b'],
      },
    ],
  );
});

test('Objects of keys in one list hold presets as well, and answers are matched by key', async (t) => {
  const query = '{ carts { inBulk { sku } } }';
  const { sent, answer } = await ask(t, { query, path: 'carts.inBulk', keys: ['pen', 'cup'] });
  deepEqual(sent, [
    [
      'query RemoteJoins($v0_0: [Key!]!) { _0: products(keys: $v0_0) { sku } }',
      {
        v0_0: [
          { sku: 'pen', tenant: 'own' },
          { sku: 'cup', tenant: 'own' },
        ],
      },
    ],
  ]);
  deepEqual(JSON.parse(JSON.stringify(answer)), { kind: 'json', values: [{ sku: 'pen' }, { sku: 'cup' }] });
});

test("A host's resolver gets the fields that have neither arguments nor presets", async (t) => {
  const { sent } = await ask(t, { query: '{ product(code: "pen", tenant: "1") { note } }', path: 'product' });
  deepEqual(
    sent.map(([document]) => document),
    [
      'query RemoteJoins($v0_0: ID!, $v0_1: ID!, $v0_2: String) {' +
        ' _0: product(sku: $v0_0, tenant: $v0_1, lang: $v0_2) { sku } }',
    ],
  );
});

test('Every step of a path has its presets', async (t) => {
  const query = '{ carts { seller(lang: "CNRY") { name } } }';
  deepEqual((await ask(t, { query, path: 'carts.seller', keys: ['pen'] })).sent, [
    [
      'query RemoteJoins($v0_0: Kind!, $v0_1: Options, $v0_3: String, $v0_2_0: ID!) {' +
        ' _0_0: shop(kind: $v0_0, options: $v0_1) { seller(sku: $v0_2_0, lang: $v0_3) { name } } }',
      { v0_0: 'RETAIL', v0_1: { tenant: '7' }, v0_3: 'de', v0_2_0: 'pen' },
    ],
  ]);
});

test('Without the session variable of a preset nothing is asked', async (t) => {
  const cases: Asked[] = [
    { query: '{ product(code: "pen", tenant: "1") { sku } }', path: 'product' },
    { query: '{ all { sku } }', path: 'all', session: { 'x-hasura-tags': '{a}' } },
    { query: '{ search(where: {owner: "1"}) { sku } }', path: 'search', session: { 'x-hasura-tags': '{a}' } },
    { query: '{ carts { seller { name } } }', path: 'carts.seller', keys: ['pen'] },
  ];
  for (const asked of cases) {
    const { sent, answer } = await ask(t, { session: {}, ...asked });
    deepEqual(sent, []);
    ok(answer instanceof RemoteJoinsError);
    deepEqual([answer.code, answer.message], ['FORBIDDEN', 'The session has no variable "x-hasura-tenant".']);
  }
});

test('A session variable that is no value of its type is refused, and not told', async (t) => {
  const query = 'mutation { rename(sku: "pen", name: "quill", by: 1) { sku } }';
  const { sent, answer } = await ask(t, { query, path: 'rename', session: { 'x-hasura-user-id': 'CNRY' } });
  deepEqual(sent, []);
  ok(answer instanceof RemoteJoinsError);
  deepEqual(
    [answer.code, answer.message],
    ['BAD_USER_INPUT', 'The session variable "x-hasura-user-id" is not a value of type Int!.'],
  );
});
