import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { AskedField, RemotePlan, RemoteSelection } from '../../packages/core/src/planning/fetchPlan.js';
import { type Described, describePlan, describeResponse } from '../support/describePlan.js';
import { createModel, planOf } from '../support/handModel.js';

const model = createModel(
  `type Query { product(sku: String): Product, feed: [Media!]!, search(q: String): [Found], version: String, host: Int }
   type Mutation { rename(sku: String): Product }
   type Product {
     sku: String!, name: String, price(currency: String): Int, maker: Maker, parent: Product, media(first: Int): [Media]
     stock: Stock, owner: User, payer: User, label: String
   }
   type Maker { name: String }
   interface Media { id: ID!, title: String }
   type Image implements Media { id: ID!, title: String, url: String, owner: User }
   type Video implements Media { id: ID!, title: String, url: Int, length: Int, owner: User }
   union Found = Product | Image
   type User { id: Int!, name: String }
   type Stock { left: Int }`,
  {
    tables: { User: { source: 'db', columns: 'id int4!, name text' } },
    remotes: { catalog: ['Product', 'Maker', 'Media', 'Image', 'Video', 'Found'], stocks: ['Stock'] },
    roots: {
      'Query.product': 'catalog',
      'Query.feed': 'catalog',
      'Query.search': 'catalog',
      'Query.version': 'catalog',
      'Mutation.rename': 'catalog',
    },
    relationships: {
      'Product.stock': { key: ['sku', 'maker.name'], remote: 'stocks' },
      'Product.owner': { key: { ownerId: 'id' } },
      'Product.payer': { key: { price: 'id' } },
      'Image.owner': { key: { ownerId: 'id' } },
      'Video.owner': { key: { id: 'id' } },
    },
    hostFields: ['Product.label', 'Query.host'],
  },
);

function describe(query: string, path: string, variables?: Record<string, unknown>): Described {
  const { asked, object } = describePlan(planOf(model, query, path, variables));
  return { asked, object };
}

/** The call for users: of a table in another database, by one key. */
const users = (coordinate: string, column: string): Described => ({
  rows: 'db',
  for: coordinate,
  match: 'key',
  // The key itself is read from the column that rows are found by.
  sets: [
    column === 'id'
      ? { columns: ['link'], object: { id: 0 } }
      : { columns: ['link', `t0.${column}`], object: { [column]: 1 } },
  ],
});

interface Case {
  readonly promise: string;
  readonly query: string;
  readonly path?: string;
  readonly variables?: Record<string, unknown>;
  readonly asked: string;
  readonly object: Described;
}

const cases: readonly Case[] = [
  {
    promise: 'A leaf without arguments is asked once under its own name upstream, and stands under its name here',
    query: '{ product { title: name name n: name } }',
    asked: '_name',
    object: { name: '_name' },
  },
  {
    promise: 'A leaf with arguments is asked once per response key, under an alias of its own',
    query: '{ product { price usd: price(currency: "USD") eur: price(currency: "EUR") } }',
    asked: '_price _1__price: _price(currency: "USD") _2__price: _price(currency: "EUR")',
    object: { price: '_price', 'price usd': '_1__price', 'price eur': '_2__price' },
  },
  {
    promise: 'A composite field is its own object per alias; only the plain one stands under the plain name',
    query: '{ product { maker { name } made: maker { n: name } media(first: 2) { id } } }',
    asked:
      '_maker { _name } _1__maker: _maker { _name } _media(first: 2) { __typename ... on _Image { _id } ... on _Video { _1__id: _id } }',
    object: {
      maker: { of: '_maker', name: '_name' },
      'maker made': { of: '_1__maker', name: '_name' },
      'media media': { of: '_media', Image: { id: '_id' }, Video: { id: '_1__id' } },
    },
  },
  {
    promise: 'Fields of different types at one place never share an alias, since their types may not merge',
    query: '{ feed { title ... on Image { url } ... on Video { url length } } }',
    path: 'feed',
    asked: '__typename ... on _Image { _title _url } ... on _Video { _1__title: _title _1__url: _url _length }',
    object: {
      Image: { title: '_title', url: '_url' },
      Video: { title: '_1__title', url: '_1__url', length: '_length' },
    },
  },
  {
    promise: 'A type of which nothing is selected asks for its name only, so that its objects are still there',
    query: '{ search { ... on Product { maker { __typename } } } }',
    path: 'search',
    asked: '__typename ... on _Product { _maker { __typename } } ... on _Image { __typename }',
    object: { Product: { maker: { of: '_maker' } }, Image: {} },
  },
  {
    promise: 'A key that nobody selected is asked for and stands in no object',
    query: '{ product { owner { name } } }',
    asked: '_ownerId',
    object: { owner: { by: ['_ownerId'], ...users('Product.owner', 'name') } },
  },
  {
    promise: 'A key that is selected too is asked for once, one with a path beside what is selected there',
    query: '{ product { sku stock { left } maker { name } } }',
    asked: '_sku _maker { _name } _1__maker: _maker { _name }',
    object: {
      sku: '_sku',
      stock: {
        by: ['_sku', '_maker._name'],
        remote: 'stocks',
        for: 'Product.stock',
        asked: '_left',
        object: { left: '_left' },
      },
      maker: { of: '_1__maker', name: '_name' },
    },
  },
  {
    promise: 'One relationship under two aliases is two joins that read the same key',
    query: '{ product { a: owner { id } b: owner { name } } }',
    asked: '_ownerId',
    object: {
      'owner a': { by: ['_ownerId'], ...users('Product.owner', 'id') },
      'owner b': { by: ['_ownerId'], ...users('Product.owner', 'name') },
    },
  },
  {
    promise: 'A key is asked for without arguments, beside the same field with some',
    query: '{ product { usd: price(currency: "USD") payer { id } } }',
    asked: '_price(currency: "USD") _1__price: _price',
    object: { 'price usd': '_price', payer: { by: ['_1__price'], ...users('Product.payer', 'id') } },
  },
  {
    promise: 'Each type of an abstract place joins in its own way',
    query: '{ feed { ... on Image { owner { id } } ... on Video { owner { name } } } }',
    path: 'feed',
    asked: '__typename ... on _Image { _ownerId } ... on _Video { _id }',
    object: {
      Image: { owner: { by: ['_ownerId'], ...users('Image.owner', 'id') } },
      Video: { owner: { by: ['_id'], ...users('Video.owner', 'name') } },
    },
  },
  {
    promise:
      'A field that the host resolves gets every plain leaf of its parent, and those that need more are left out',
    query: '{ product { label price(currency: "USD") } }',
    asked: '_sku _name _price(currency: "USD")',
    object: { sku: '_sku', name: '_name', 'price price': '_price' },
  },
  {
    promise: 'What @include leaves out is not asked for, neither is its key',
    query: 'query ($on: Boolean!) { product { name owner @include(if: $on) { id } ... @include(if: $on) { sku } } }',
    variables: { on: false },
    asked: '_name',
    object: { name: '_name' },
  },
];
for (const { promise, query, path = 'product', variables, asked, object } of cases) {
  test(promise, () => deepEqual(describe(query, path, variables), { asked, object }));
}

test('The response has each response key in the order of the selection, without the fields of the host', () => {
  const query = '{ product { n: name label made: maker { name } kind: __typename maker { name } sku } }';
  const [branch] = (planOf(model, query, 'product') as RemotePlan).selection?.branches ?? [];
  deepEqual(Object.entries(describeResponse(branch?.response ?? [])), [
    ['n', 'name'],
    ['made', 'maker made'],
    ['kind', null],
    ['maker', 'maker'],
    ['sku', 'sku'],
  ]);
});

test('Joins are listed depth first', () => {
  const { joins } = planOf(model, '{ product { parent { owner { id } stock { left } } owner { id } } }', 'product');
  deepEqual(
    joins.map(({ relationship, fetch }) => [relationship.coordinate, fetch.source]),
    [
      ['Product.owner', 'db'],
      ['Product.stock', 'stocks'],
      ['Product.owner', 'db'],
    ],
  );
});

test('A root field passes its arguments on by their upstream names, and a mutation is one', () => {
  const plan = planOf(model, 'mutation { rename(sku: "a") { name } }', 'rename') as RemotePlan;
  deepEqual(
    [plan.source, plan.operation, plan.coordinate, plan.list, plan.key],
    ['catalog', 'mutation', 'Mutation.rename', false, []],
  );
  deepEqual(
    plan.target.path.map(({ field, args }) => [field, args.map(({ name, type }) => [name, type])]),
    [['_rename', [['_sku', 'String']]]],
  );
  equal(plan.args?.node.name.value, 'rename');
});

test('A leaf is a plan without a selection', () => {
  const plan = planOf(model, '{ version }', 'version') as RemotePlan;
  deepEqual([plan.selection, plan.joins, plan.args], [undefined, [], undefined]);
});

function aliasesOf(selection: RemoteSelection): readonly string[] {
  return selection.branches.flatMap(({ asked }) => asked.map(({ alias }: AskedField) => alias));
}

test('Aliases of one place are different, whatever upstream fields are called', () => {
  const twisted = createModel('type Query { a: A } type A { x(n: Int): Int, _1_x: Int, _2_x(n: Int): Int }', {
    remotes: { catalog: ['A'] },
    roots: { 'Query.a': 'catalog' },
    upstream: (name) => name,
  });
  const query = '{ a { p: x(n: 1) q: x(n: 2) _1_x _2_x r: _2_x(n: 1) s: x(n: 3) } }';
  const { selection } = planOf(twisted, query, 'a') as RemotePlan;
  ok(selection);
  deepEqual(aliasesOf(selection), ['x', '_1_x', '_1__1_x', '_2_x', '_1__2_x', '_3_x']);
});

test('Fragments that double at every level are planned in linear time', () => {
  const depth = 100;
  const chain = Array.from({ length: depth }, (_, i) => {
    const next = `...F${i + 1} ...F${i + 1}`;
    return `fragment F${i} on Product { parent { ${next} } parent { ${next} } }`;
  });
  const query = `{ product { ...F0 ...F0 } } ${chain.join(' ')} fragment F${depth} on Product { sku }`;
  const started = performance.now();
  let { selection } = planOf(model, query, 'product') as RemotePlan;
  ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
  let levels = 0;
  for (; selection?.branches[0]?.asked[0]?.selection; levels++) selection = selection.branches[0].asked[0].selection;
  deepEqual([levels, selection && aliasesOf(selection)], [depth, ['_sku']]);
});
