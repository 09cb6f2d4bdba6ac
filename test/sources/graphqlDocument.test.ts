import { deepEqual, equal, ok } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { buildSchema, parse, validate } from 'graphql';
import type { FetchContext, FetchRequest } from '../../packages/core/src/source.js';
import { remoteSchema } from '../../packages/core/src/sources/graphql/index.js';
import {
  argument,
  constant,
  contextOf,
  createPlan,
  given,
  header,
  integer,
  key,
  keysOf,
  list,
  nested,
  object,
  select,
  selectAbstract,
  step,
  text,
} from '../support/remotePlan.js';
import { startRemoteServer } from '../support/remoteServer.js';

const typeDefs = `
  type Query {
    product(sku: ID!): Product
    products(skus: [ID!]!): [Product!]!
    stock(pairs: [Pair!]!): [Stock]
    shop(kind: Kind!): Shop
    brands(first_up: Int, filter: Filter, lang: String): [Brand!]!
    pet(id: Int!): Pet
    time: String!
    broken: String!
  }
  type Mutation { rename(id: ID!, name: String!): Product }
  enum Kind { RETAIL WHOLESALE }
  input Pair { sku: ID!, region: String! }
  input Filter { lang: String, range: Range, words: [String] }
  input Range { min: Int, max: Int, unit: String }
  type Product { sku: ID!, name: String, price(currency_up: String!): Int, brand: Brand, tags: [String!] }
  type Stock { sku: ID!, region: String!, amount: Int! }
  type Shop { seller(sku: ID!, lang: String): Seller }
  type Seller { name: String! }
  type Brand { name: String! }
  interface Pet { name: String! }
  type Cat implements Pet { name: String!, lives: Int }
  type Dog implements Pet { name: String!, breed: Brand }
`;
const upstream = buildSchema(typeDefs);

const nameOf = (sku: string): string => `Product ${sku}`;
const productOf = (sku: string) => ({
  sku,
  name: nameOf(sku),
  price: ({ currency_up }: { currency_up: string }) => (currency_up === 'EUR' ? 1 : 2),
});
const resolvers = {
  Query: {
    product: (_: unknown, { sku }: { sku: string }) => (sku === 'none' ? null : productOf(sku)),
    products: (_: unknown, { skus }: { skus: string[] }) => skus.map(productOf).reverse(),
    stock: (_: unknown, { pairs }: { pairs: object[] }) => pairs.map((pair, index) => ({ ...pair, amount: index })),
    shop: (_: unknown, { kind }: { kind: string }) => ({
      seller: ({ sku }: { sku: string }) => (sku === 'none' ? null : { name: `${kind} ${sku}` }),
    }),
    brands: () => [{ name: 'Acme' }],
    pet: (_: unknown, { id }: { id: number }) =>
      id === 1
        ? { __typename: 'Cat', name: 'Tom', lives: 9 }
        : { __typename: 'Dog', name: 'Rex', breed: { name: 'Boxer' } },
    time: () => 'noon',
    broken: () => {
      throw new Error('CNRY-message');
    },
  },
  Mutation: { rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ sku: id, name }) },
};

/** Fetches from a real server, and checks that what it was sent is valid for its schema. */
async function run(t: TestContext, requests: readonly FetchRequest[], context: FetchContext = contextOf()) {
  const server = await startRemoteServer(t, { typeDefs, resolvers });
  const source = remoteSchema({ url: server.url, schema: typeDefs });
  t.after(source.close);
  const answers = await source.fetch(requests, context);
  for (const { query } of server.requests) deepEqual(validate(upstream, parse(query)), []);
  const documents = server.requests.map(({ query }) => query);
  const [{ variables } = { variables: undefined }] = server.requests;
  const values = answers.map((answer) =>
    'kind' in answer && answer.kind === 'json' ? JSON.parse(JSON.stringify(answer.values)) : answer,
  );
  return { documents, variables, answers, values };
}

const product = createPlan({
  type: 'Product',
  key: [text],
  path: [step('product', argument('sku', 'ID!', key()))],
  selection: select('Product', 'sku', 'name'),
});

test('One key is one field with its selection in place', async (t) => {
  const { documents, variables, values } = await run(t, [{ plan: product, keys: keysOf('a') }]);
  deepEqual(documents, ['query RemoteJoins($v0_0_0: ID!) { _0_0: product(sku: $v0_0_0) { sku name } }']);
  deepEqual(variables, { v0_0_0: 'a' });
  deepEqual(values, [[{ sku: 'a', name: 'Product a' }]]);
});

test('Several keys are one alias each, and share a fragment', async (t) => {
  const { documents, variables, values } = await run(t, [{ plan: product, keys: keysOf('a', 'none', 'c') }]);
  deepEqual(documents, [
    'query RemoteJoins($v0_0_0: ID!, $v0_0_1: ID!, $v0_0_2: ID!) {' +
      ' _0_0: product(sku: $v0_0_0) { ...F0 }' +
      ' _0_1: product(sku: $v0_0_1) { ...F0 }' +
      ' _0_2: product(sku: $v0_0_2) { ...F0 } }' +
      ' fragment F0 on Product { sku name }',
  ]);
  deepEqual(variables, { v0_0_0: 'a', v0_0_1: 'none', v0_0_2: 'c' });
  deepEqual(values, [[{ sku: 'a', name: 'Product a' }, null, { sku: 'c', name: 'Product c' }]]);
});

test('A path shares the arguments that do not depend on the key, and null in the middle is null', async (t) => {
  const seller = createPlan({
    type: 'Seller',
    key: [text],
    path: [
      step('shop', argument('kind', 'Kind!', constant('RETAIL'))),
      step('seller', argument('sku', 'ID!', key()), argument('lang', 'String', constant('en'))),
    ],
    selection: select('Seller', 'name'),
  });
  const { documents, variables, values } = await run(t, [{ plan: seller, keys: keysOf('a', 'none') }]);
  deepEqual(documents, [
    'query RemoteJoins($v0_0: Kind!, $v0_2: String, $v0_1_0: ID!, $v0_1_1: ID!) {' +
      ' _0_0: shop(kind: $v0_0) { seller(sku: $v0_1_0, lang: $v0_2) { ...F0 } }' +
      ' _0_1: shop(kind: $v0_0) { seller(sku: $v0_1_1, lang: $v0_2) { ...F0 } } }' +
      ' fragment F0 on Seller { name }',
  ]);
  deepEqual(variables, { v0_0: 'RETAIL', v0_2: 'en', v0_1_0: 'a', v0_1_1: 'none' });
  deepEqual(values, [[{ name: 'RETAIL a' }, null]]);
});

test('Plans of one level are one document', async (t) => {
  const time = createPlan({ type: 'String', path: [step('time')] });
  const brands = createPlan({ type: '[Brand!]!', path: [step('brands')], selection: select('Brand', 'name') });
  const { documents, values } = await run(t, [
    { plan: time },
    { plan: product, keys: keysOf('a', 'b') },
    { plan: brands },
    { plan: product, keys: keysOf() },
  ]);
  deepEqual(documents, [
    'query RemoteJoins($v1_0_0: ID!, $v1_0_1: ID!) {' +
      ' _0: time _1_0: product(sku: $v1_0_0) { ...F1 } _1_1: product(sku: $v1_0_1) { ...F1 } _2: brands { name } }' +
      ' fragment F1 on Product { sku name }',
  ]);
  deepEqual(values, [
    ['noon'],
    [
      { sku: 'a', name: 'Product a' },
      { sku: 'b', name: 'Product b' },
    ],
    [[{ name: 'Acme' }]],
    [],
  ]);
});

test('Without keys nothing is sent', async (t) => {
  const { documents, values } = await run(t, [{ plan: product, keys: keysOf() }]);
  deepEqual(documents, []);
  deepEqual(values, [[]]);
});

test('A relationship of constants alone is one call for all parents', async (t) => {
  const plan = createPlan({
    type: 'Product',
    path: [step('product', argument('sku', 'ID!', constant('x')))],
    selection: select('Product', 'sku'),
  });
  const { documents, values } = await run(t, [{ plan, keys: { count: 1, columns: [] } }]);
  deepEqual(documents, ['query RemoteJoins($v0_0: ID!) { _0_0: product(sku: $v0_0) { sku } }']);
  deepEqual(values, [[{ sku: 'x' }]]);
});

test('A leaf target has no selection, for one key as for many', async (t) => {
  const plan = createPlan({ type: 'String', path: [step('time')] });
  const { documents, values } = await run(t, [{ plan, keys: { count: 2, columns: [] } }]);
  deepEqual(documents, ['query RemoteJoins { _0_0: time _0_1: time }']);
  deepEqual(values, [['noon', 'noon']]);
});

test('A mutation leaves as a mutation', async (t) => {
  const { args, field } = given('rename(id: ID!, name: String!): Int', 'rename(id: 5, name: $name)');
  const [id, name] = [...field.args.values()];
  const plan = createPlan({
    type: 'Product',
    operation: 'mutation',
    args,
    path: [step('rename', argument('id', 'ID!', undefined, id), argument('name', 'String!', undefined, name))],
    selection: select('Product', 'sku', 'name'),
  });
  const { documents, variables, values } = await run(t, [{ plan }], contextOf({ variables: { name: 'New' } }));
  deepEqual(documents, [
    'mutation RemoteJoins($v0_0: ID!, $v0_1: String!) { _0: rename(id: $v0_0, name: $v0_1) { sku name } }',
  ]);
  deepEqual(variables, { v0_0: '5', v0_1: 'New' });
  deepEqual(values, [[{ sku: '5', name: 'New' }]]);
});

const mutation = createPlan({ type: 'String', operation: 'mutation', path: [step('rename')] });

test('A mutation is never one of several in a document', async (t) => {
  const { documents, values } = await run(t, [{ plan: mutation }, { plan: product, keys: keysOf('a') }]);
  deepEqual(documents, []);
  deepEqual(
    values.map(({ code }) => code),
    ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
  );
});

test('An abstract place asks for its type and by type', async (t) => {
  const pet = createPlan({
    type: 'Pet',
    key: [integer],
    path: [step('pet', argument('id', 'Int!', key()))],
    selection: selectAbstract('Pet', {
      Cat: ['name', 'lives'],
      Dog: [nested('breed', 'Brand', select('Brand', 'name'))],
    }),
  });
  const { documents, values } = await run(t, [{ plan: pet, keys: keysOf(1, 2) }]);
  deepEqual(documents, [
    'query RemoteJoins($v0_0_0: Int!, $v0_0_1: Int!) {' +
      ' _0_0: pet(id: $v0_0_0) { ...F0 } _0_1: pet(id: $v0_0_1) { ...F0 } }' +
      ' fragment F0 on Pet { __typename ... on Cat { name lives } ... on Dog { breed { name } } }',
  ]);
  deepEqual(values, [
    [
      { __typename: 'Cat', name: 'Tom', lives: 9 },
      { __typename: 'Dog', breed: { name: 'Boxer' } },
    ],
  ]);
});

test('Nothing asked of an object is its type name, and key paths are asked below their object', async (t) => {
  const phantom = { alias: '_1_brand', upstreamName: 'brand', phantoms: [{ alias: 'name', upstreamName: 'name' }] };
  const plan = { ...product, selection: select('Product', nested('brand', 'Brand', select('Brand')), phantom) };
  const { documents } = await run(t, [{ plan, keys: keysOf('a') }]);
  deepEqual(documents, [
    'query RemoteJoins($v0_0_0: ID!) { _0_0: product(sku: $v0_0_0) { brand { __typename } _1_brand: brand { name } } }',
  ]);
});

test("Arguments of nested fields are variables under upstream names, and the client's own text is nowhere", async (t) => {
  const dear = given('price(currency: String!): Int', 'price(currency: "EUR")');
  const cheap = given('price(currency: String!): Int', 'price(currency: $c)');
  const plan = {
    ...product,
    selection: select(
      'Product',
      { alias: 'price', upstreamName: 'price', ...dear },
      { alias: '_1_price', upstreamName: 'price', ...cheap },
    ),
  };
  const { documents, variables, values } = await run(
    t,
    [{ plan, keys: keysOf('a', 'b') }],
    contextOf({ variables: { c: 'USD' } }),
  );
  deepEqual(documents, [
    'query RemoteJoins($v0_1: String!, $v0_2: String!, $v0_0_0: ID!, $v0_0_1: ID!) {' +
      ' _0_0: product(sku: $v0_0_0) { ...F0 } _0_1: product(sku: $v0_0_1) { ...F0 } }' +
      ' fragment F0 on Product { price(currency_up: $v0_1) _1_price: price(currency_up: $v0_2) }',
  ]);
  deepEqual(variables, { v0_1: 'EUR', v0_2: 'USD', v0_0_0: 'a', v0_0_1: 'b' });
  deepEqual(values, [
    [
      { price: 1, _1_price: 2 },
      { price: 1, _1_price: 2 },
    ],
  ]);
});

test('What the caller leaves out is left out, null is passed on, and the same plan serves both', async (t) => {
  const { args, field } = given('brands(first: Int): Int', 'brands(first: $first)');
  const first = field.args.get('first');
  const plan = createPlan({
    type: '[Brand!]!',
    args,
    path: [step('brands', argument('first_up', 'Int', undefined, first))],
    selection: select('Brand', 'name'),
  });
  const absent = await run(t, [{ plan }]);
  deepEqual(absent.documents, ['query RemoteJoins { _0: brands { name } }']);
  deepEqual(absent.variables, {});
  const explicit = await run(t, [{ plan }], contextOf({ variables: { first: null } }));
  deepEqual(explicit.documents, ['query RemoteJoins($v0_0: Int) { _0: brands(first_up: $v0_0) { name } }']);
  deepEqual(explicit.variables, { v0_0: null });
  const three = await run(t, [{ plan }], contextOf({ variables: { first: 3 } }));
  deepEqual(three.documents, explicit.documents);
  deepEqual(three.variables, { v0_0: 3 });
});

test("The template's object and the caller's are merged, and the template wins", async (t) => {
  const { args, field } = given(
    'brands(filter: Filter, lang: String): Int',
    'brands(filter: {lang: "fr", range: {max: 5, min: 2}})',
    'input Filter { lang: String, range: Range } input Range { min: Int, max: Int, unit: String }',
  );
  const [filter, lang] = [...field.args.values()];
  ok(filter && lang);
  const template = object({
    lang: { kind: 'argument', argument: lang },
    range: object({ min: constant(1), unit: header('X-Unit') }),
  });
  const plan = createPlan({
    type: '[Brand!]!',
    args,
    path: [
      step('brands', argument('filter', 'Filter', template, filter), argument('lang', 'String', header('x-lang'))),
    ],
    selection: select('Brand', 'name'),
  });
  const { documents, variables } = await run(t, [{ plan }], contextOf({ headers: { 'x-unit': 'EUR' } }));
  deepEqual(documents, ['query RemoteJoins($v0_0: Filter) { _0: brands(filter: $v0_0) { name } }']);
  deepEqual(variables, { v0_0: { lang: 'fr', range: { min: 1, unit: 'EUR', max: 5 } } });
});

test("The template's null wins, too, and what it leaves out of a list is not there", async (t) => {
  const { args, field } = given('brands(first: Int): Int', 'brands(first: 3)');
  const words = list(header('x-none'), constant('a'), constant(null));
  const plan = createPlan({
    type: '[Brand!]!',
    args,
    path: [
      step(
        'brands',
        argument('first_up', 'Int', constant(null), field.args.get('first')),
        argument('filter', 'Filter', object({ words })),
      ),
    ],
    selection: select('Brand', 'name'),
  });
  const { variables } = await run(t, [{ plan }]);
  deepEqual(variables, { v0_0: null, v0_1: { words: ['a', null] } });
});

test('Arguments leave as their SDL type serialises them, under upstream names', async (t) => {
  const { args, field } = given(
    'brands(filter: Filter): Int',
    'brands(filter: {language: EN})',
    'input Filter { language: Lang } enum Lang { EN }',
  );
  const plan = createPlan({
    type: '[Brand!]!',
    args,
    path: [step('brands', argument('filter', 'Filter', undefined, field.args.get('filter')))],
    selection: select('Brand', 'name'),
  });
  const upstreamNames = new Map([
    ['Filter.language', 'lang'],
    ['Lang.EN', 'en-GB'],
  ]);
  const { variables } = await run(t, [{ plan }], contextOf({ names: { column: new Map(), upstream: upstreamNames } }));
  deepEqual(variables, { v0_0: { lang: 'en-GB' } });
});

const productsBulk = createPlan({
  type: 'Product',
  key: [text],
  path: [step('products', argument('skus', '[ID!]!', list(key())))],
  matchBy: [{ part: 0, field: 'sku' }],
  selection: select('Product', 'name'),
});

test('With matchBy all keys are one list, and the answer is matched by key whatever its order', async (t) => {
  const { documents, variables, values } = await run(t, [{ plan: productsBulk, keys: keysOf('a', 'b', 'c') }]);
  deepEqual(documents, ['query RemoteJoins($v0_0: [ID!]!) { _0: products(skus: $v0_0) { _m0: sku name } }']);
  deepEqual(variables, { v0_0: ['a', 'b', 'c'] });
  deepEqual(
    values.map((each) => each.map(({ name }: { name: string }) => name)),
    [['Product a', 'Product b', 'Product c']],
  );
});

test('With matchBy a composite key is one list of objects', async (t) => {
  const plan = createPlan({
    type: '[Stock]',
    key: [text, text],
    path: [step('stock', argument('pairs', '[Pair!]!', list(object({ sku: key(0), region: key(1) }))))],
    matchBy: [
      { part: 1, field: 'region' },
      { part: 0, field: 'sku' },
    ],
    selection: select('Stock', 'amount'),
  });
  const { documents, variables, values } = await run(t, [{ plan, keys: keysOf(['a', 'eu'], ['a', 'us']) }]);
  deepEqual(documents, [
    'query RemoteJoins($v0_0: [Pair!]!) { _0: stock(pairs: $v0_0) { _m0: region _m1: sku amount } }',
  ]);
  const pairs = [
    { sku: 'a', region: 'eu' },
    { sku: 'a', region: 'us' },
  ];
  deepEqual(variables, { v0_0: pairs });
  deepEqual(values, [[[{ _m0: 'eu', _m1: 'a', amount: 0 }], [{ _m0: 'us', _m1: 'a', amount: 1 }]]]);
});

test("The alias of a matchBy field is never one of the selection's", async (t) => {
  const plan = { ...productsBulk, selection: select('Product', { alias: '_m0', upstreamName: 'name' }) };
  const { documents, values } = await run(t, [{ plan, keys: keysOf('a') }]);
  deepEqual(documents, ['query RemoteJoins($v0_0: [ID!]!) { _0: products(skus: $v0_0) { __m0: sku _m0: name } }']);
  deepEqual(values, [[{ __m0: 'a', _m0: 'Product a' }]]);
});

test('A non-null root field that fails costs its own plan only: each plan is sent once more, alone', async (t) => {
  const broken = createPlan({ type: 'String', path: [step('broken')] });
  const { documents, answers, values } = await run(t, [{ plan: broken }, { plan: product, keys: keysOf('a') }]);
  equal(documents.length, 3);
  deepEqual(
    [...documents].slice(1).sort(),
    [
      'query RemoteJoins { _0: broken }',
      'query RemoteJoins($v0_0_0: ID!) { _0_0: product(sku: $v0_0_0) { sku name } }',
    ].sort(),
  );
  equal(values[0].code, 'SOURCE_ERROR');
  deepEqual(values[1], [{ sku: 'a', name: 'Product a' }]);
  ok(!JSON.stringify(answers).includes('CNRY'));
});

test('A plan that the remote schema refuses costs its own plan only', async (t) => {
  const gone = createPlan({ type: 'String', path: [step('gone')] });
  const server = await startRemoteServer(t, { typeDefs, resolvers });
  const source = remoteSchema({ url: server.url, schema: typeDefs });
  t.after(source.close);
  const [first, second] = await source.fetch([{ plan: gone }, { plan: product, keys: keysOf('a') }], contextOf());
  equal(first instanceof Error && 'code' in first && first.code, 'SOURCE_ERROR');
  ok(second && 'kind' in second);
  equal(server.requests.length, 3);
});

test('An argument that cannot be read fails its own request and nothing else', async (t) => {
  const { args, field } = given('brands(first: Int): Int', 'brands(first: $first)');
  const plan = createPlan({
    type: '[Brand!]!',
    args,
    path: [step('brands', argument('first_up', 'Int', undefined, field.args.get('first')))],
    selection: select('Brand', 'name'),
  });
  const context = contextOf({ variables: { first: { not: 'CNRY-value' } } });
  const { documents, values } = await run(t, [{ plan }, { plan: product, keys: keysOf('a') }], context);
  deepEqual(documents, ['query RemoteJoins($v0_0_0: ID!) { _0_0: product(sku: $v0_0_0) { sku name } }']);
  equal(values[0].code, 'BAD_USER_INPUT');
  ok(!JSON.stringify(values[0]).includes('CNRY'));
});

test('A name that is no GraphQL name never leaves', async (t) => {
  for (const name of ['x: secret', 'a b', 'a}', '#', 'é', '']) {
    const plans = [
      createPlan({ type: 'String', path: [step(name)] }),
      createPlan({
        type: 'P',
        path: [step('product')],
        selection: select('Product', { alias: name, upstreamName: 'sku' }),
      }),
      createPlan({ type: 'P', path: [step('product')], selection: select('Product', name) }),
      createPlan({
        type: 'P',
        path: [step('product', argument(name, 'ID', constant(1)))],
        selection: select('P', 'a'),
      }),
      createPlan({ type: 'P', path: [step('product', argument('a', `ID) ${name}`, constant(1)))] }),
      createPlan({ type: 'P', path: [step('pet')], selection: selectAbstract('Pet', { [name]: ['a'] }) }),
    ];
    for (const plan of plans) {
      const { documents, values } = await run(t, [{ plan }]);
      deepEqual(documents, []);
      equal(values[0].code, 'INTERNAL_SERVER_ERROR');
    }
  }
});

test('Hostile values are variables: the text of a document does not depend on them', async (t) => {
  const hostile = ['"', '") { secret }', '\\', '#', '\n', '$v0_0', '\u2028', '__proto__', '$1', '"""'];
  const texts = new Set<string>();
  for (const value of hostile) {
    const { documents, variables, values } = await run(t, [{ plan: product, keys: keysOf(value) }]);
    texts.add(documents[0] ?? '');
    deepEqual(variables, { v0_0_0: value });
    deepEqual(values, [[{ sku: value, name: nameOf(value) }]]);
  }
  equal(texts.size, 1);
});
