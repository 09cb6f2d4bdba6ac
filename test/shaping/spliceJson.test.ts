import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { JoinPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { parentShape, responseShape, type Shape } from '../../packages/core/src/shaping/shape.js';
import { isSpliced } from '../../packages/core/src/shaping/shaper.js';
import { type ParentKeys, spliceOf } from '../../packages/core/src/shaping/splice.js';
import { createModel, joinsOf, planOf } from '../support/handModel.js';
import { toPlain } from '../support/plain.js';

const model = createModel(
  `type Query { product: Product, feed: [Media], grid: [[Product!]]!, found: Found, odd: Odd, version: JSON, color: Color, sure: Product! }
   type Product { sku: String, name: String!, color: Color, tags: [String!], maker: Maker, related: [Product!]!, owner: User, sure: User!, data: JSON }
   type Maker { name: String, home: Home, owner: User }
   type Home { city: String }
   interface Media { id: ID! }
   type Image implements Media { id: ID!, url: String, owner: User, product: Product }
   type Video implements Media { id: ID!, length: Int, owner: User, similar: [Video] }
   union Found = Product | Image
   type Odd { constructor: String, toString: String, valueOf: Odd, hasOwnProperty: Int }
   type User { id: Int! }
   scalar JSON
   enum Color { RED GREEN }`,
  {
    tables: { User: { source: 'db', columns: 'id int4!' } },
    remotes: { catalog: ['Product', 'Maker', 'Home', 'Media', 'Image', 'Video', 'Found', 'Odd'] },
    roots: Object.fromEntries(
      ['product', 'feed', 'grid', 'found', 'odd', 'version', 'color', 'sure'].map((name) => [
        `Query.${name}`,
        'catalog',
      ]),
    ),
    relationships: {
      'Product.owner': { key: { sku: 'id', 'maker.home.city': 'id' } },
      'Product.sure': { key: { sku: 'id' } },
      'Image.owner': { key: { url: 'id' } },
      'Video.owner': { key: { id: 'id' } },
      'Maker.owner': { key: { name: 'id' } },
    },
    names: { upstream: new Map([['Color.RED', 'rouge']]) },
    upstream: (name) => (name.startsWith('__') || /^[a-z]/.test(name) ? name : `Up${name}`),
  },
);

interface Spliced {
  readonly value: unknown;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly clean: boolean;
}

/** An Error of ours by its code and the type it names, any other by its message. */
function nameErrors(value: unknown): unknown {
  if (value instanceof Error)
    return 'code' in value ? `${value.code}${/ "(\w+)"/.exec(value.message)?.[1] ?? ''}` : value.message;
  if (Array.isArray(value)) return value.map(nameErrors);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, nameErrors(member)]));
}
const INVALID = 'SOURCE_INVALID_RESPONSE';

/** What a join ends in, by parent: its key, or null where the key is null. */
function finishJoin({ parents, columns }: ParentKeys): unknown[] {
  return Array.from({ length: parents }, (_, parent) => columns.map((column) => column[parent]).join() || null);
}

/** Splices one value of a root field; a join ends in the key it has read. */
function splice(query: string, path: string, value: unknown, shape: Shape = parentShape): Spliced {
  const plan = planOf(model, query, path);
  const { readKeys, build } = spliceOf(plan, model.names, shape);
  const answer = { kind: 'json', values: [value] } as const;
  const read = readKeys(answer);
  const joined = new Map([...read].map(([join, each]): [JoinPlan, unknown[]] => [join, finishJoin(each)]));
  const finish = { clean: true };
  const [built] = build(answer, joined, undefined, finish);
  return {
    value: nameErrors(toPlain(built)),
    keys: Object.fromEntries([...read].map(([join, each]) => [join.relationship.coordinate, each])),
    clean: finish.clean,
  };
}

const failed = new Error('failed upstream');

interface Case {
  readonly promise: string;
  readonly query: string;
  readonly path: string;
  readonly answer: unknown;
  readonly value: unknown;
  readonly keys?: Readonly<Record<string, unknown>>;
}

const cases: readonly Case[] = [
  {
    promise: 'Objects are rebuilt with what was selected; what the source adds is dropped, what it leaves out is null',
    query: '{ product { sku n: name tags maker { name } color } }',
    path: 'product',
    answer: { sku: 'a', name: 'A', secret: 1, maker: { name: 'M', secret: 2 }, color: 'rouge' },
    value: { sku: 'a', name: 'A', tags: null, maker: { name: 'M' }, color: 'RED' },
  },
  {
    promise:
      'Values that do not fit are Errors in their places: a scalar for an object, an object for a list, a wrong leaf',
    query: '{ product { sku tags color maker { name } related { sku } } }',
    path: 'product',
    answer: { sku: {}, tags: ['a', 1], color: 'RED', maker: 'M', related: { sku: 'a' } },
    value: {
      sku: `${INVALID}String`,
      tags: ['a', `${INVALID}String`],
      color: `${INVALID}Color`,
      maker: `${INVALID}Maker`,
      related: INVALID,
    },
  },
  {
    promise: 'Errors that the source puts in a place stay there, and nothing beside them is lost',
    query: '{ product { sku name tags maker { name } related { sku data } } }',
    path: 'product',
    answer: {
      sku: failed,
      name: 'A',
      tags: [failed, 'b'],
      maker: failed,
      related: [failed, { sku: 'c', data: failed }],
    },
    value: {
      sku: failed.message,
      name: 'A',
      tags: [failed.message, 'b'],
      maker: failed.message,
      related: [failed.message, { sku: 'c', data: failed.message }],
    },
  },
  {
    promise: 'An abstract place takes the branch of the type that its object says it has, under the name of the SDL',
    query: '{ feed { id ... on Image { url } ... on Video { length } } }',
    path: 'feed',
    answer: [
      { __typename: 'UpVideo', id: 'no', _1_id: 'v', length: 3, url: 'no' },
      { __typename: 'UpImage', id: 'i', _1_id: 'no', url: 'u' },
      null,
    ],
    value: [{ __typename: 'Video', id: 'v', length: 3 }, { __typename: 'Image', id: 'i', url: 'u' }, null],
  },
  {
    promise: 'An object of a type that was not asked for, or of none, is an Error in its place',
    query: '{ feed { id } }',
    path: 'feed',
    answer: [
      { __typename: 'Image' },
      {},
      { __typename: { toString: 1 } },
      [],
      7,
      { __typename: '__proto__' },
      { __typename: 'UpImage', id: 'i' },
    ],
    value: [...Array(6).fill(`${INVALID}Media`), { __typename: 'Image', id: 'i' }],
  },
  {
    promise: 'Lists of lists keep their nulls and Errors',
    query: '{ grid { sku } }',
    path: 'grid',
    answer: [[{ sku: 'a' }, { sku: 'b' }], null, [], failed, 'x', [failed, null]],
    value: [[{ sku: 'a' }, { sku: 'b' }], null, [], failed.message, INVALID, [failed.message, null]],
  },
  {
    promise: 'Members named like those of every object are read only where the source has them',
    query: '{ odd { constructor toString hasOwnProperty valueOf { toString constructor } } }',
    path: 'odd',
    answer: { toString: 'a', valueOf: { constructor: 'b' } },
    value: {
      constructor: null,
      toString: 'a',
      hasOwnProperty: null,
      valueOf: { toString: null, constructor: 'b' },
    },
  },
  {
    promise: 'A key is read from its path, null where the path ends in null, an Error, a list or a leaf',
    query: '{ grid { owner { id } } }',
    path: 'grid',
    answer: [
      [
        { sku: 'a', maker: { home: { city: 'x' } } },
        { sku: 'b', maker: { home: null } },
        { sku: failed, maker: failed },
        { maker: [{ home: { city: 'x' } }] },
        { sku: 'e', maker: 'M' },
        { sku: 'f', maker: { home: { city: failed } } },
      ],
    ],
    value: [['a,x', 'b,', ',', ',', 'e,', 'f,'].map((owner) => ({ owner }))],
    keys: {
      'Product.owner': {
        parents: 6,
        columns: [
          ['a', 'b', null, null, 'e', 'f'],
          ['x', null, null, null, null, null],
        ],
      },
    },
  },
  {
    promise: 'Keys are read and objects rebuilt in one order, past nulls, Errors and values that are no objects',
    query: '{ product { related { related { owner { id } } owner { id } maker { owner { id } } } owner { id } } }',
    path: 'product',
    answer: {
      sku: 'root',
      related: [
        { sku: 'a', related: [{ sku: 'a1' }, failed, 7, { sku: 'a2' }], _1_maker: { name: 'ma' } },
        'no object',
        { sku: 'b', related: {}, _1_maker: failed },
        { sku: 'c', related: [{ sku: 'c1' }], _1_maker: { name: 'mc' } },
      ],
    },
    value: {
      owner: 'root,',
      related: [
        {
          owner: 'a,',
          maker: { owner: 'ma' },
          related: [{ owner: 'a1,' }, failed.message, `${INVALID}Product`, { owner: 'a2,' }],
        },
        `${INVALID}Product`,
        { owner: 'b,', maker: failed.message, related: INVALID },
        { owner: 'c,', maker: { owner: 'mc' }, related: [{ owner: 'c1,' }] },
      ],
    },
  },
  {
    promise: 'Each branch of an abstract place reads its own keys and numbers its own parents',
    query: '{ feed { ... on Image { owner { id } } ... on Video { owner { id } similar { owner { id } } } } }',
    path: 'feed',
    answer: [
      { __typename: 'UpVideo', id: 'v1', similar: [{ id: 's1' }, null, { id: 's2' }] },
      { __typename: 'UpImage', url: 'i1' },
      { __typename: 'Nothing', id: 'no', url: 'no' },
      { __typename: 'UpVideo', id: 'v2', similar: null },
      { __typename: 'UpImage', url: null },
    ],
    value: [
      { __typename: 'Video', owner: 'v1', similar: [{ owner: 's1' }, null, { owner: 's2' }] },
      { __typename: 'Image', owner: 'i1' },
      `${INVALID}Media`,
      { __typename: 'Video', owner: 'v2', similar: null },
      { __typename: 'Image', owner: null },
    ],
  },
  { promise: 'A leaf is read as its type says', query: '{ color }', path: 'color', answer: 'rouge', value: 'RED' },
  {
    promise: 'A leaf that a source left undefined is null',
    query: '{ version }',
    path: 'version',
    answer: undefined,
    value: null,
  },
  {
    promise: 'A read leaf that a source left undefined is null',
    query: '{ color }',
    path: 'color',
    answer: undefined,
    value: null,
  },
];
for (const { promise, query, path, answer, value, keys } of cases) {
  test(promise, () => {
    const spliced = splice(query, path, answer);
    deepEqual(spliced.value, value);
    if (keys !== undefined) deepEqual(spliced.keys, keys);
  });
}

test('Joins of one source and different branches are told apart, with their parents in the order of the answer', () => {
  const query = '{ feed { ... on Image { owner { id } } ... on Video { owner { id } } } }';
  const { keys } = splice(query, 'feed', [{ __typename: 'UpVideo', id: 'v' }, { __typename: 'UpImage', url: 'i' }]); // biome-ignore format: one line
  deepEqual(keys, {
    'Image.owner': { parents: 1, columns: [['i']] },
    'Video.owner': { parents: 1, columns: [['v']] },
  });
});

test('One plan splices many answers, and an answer is left as it was', () => {
  const plan = planOf(model, '{ product { sku owner { id } } }', 'product');
  const { readKeys, build } = spliceOf(plan, model.names);
  const answer = { kind: 'json', values: [{ sku: 'a', extra: [1] }] } as const;
  const joined = new Map([[joinsOf(plan)['Product.owner'] as JoinPlan, [{ id: 1 }]]]);
  for (let round = 0; round < 2; round++) {
    deepEqual(
      [...readKeys(answer).values()].map(({ parents }) => parents),
      [1],
    );
    const [product] = build(answer, joined);
    deepEqual([toPlain(product), isSpliced(product)], [{ sku: 'a', owner: { id: 1 } }, true]);
  }
  deepEqual(answer.values, [{ sku: 'a', extra: [1] }]);
  throws(() => build({ kind: 'rows', sets: [] }, joined), /of another kind/);
});

test('An answer for a response holds the response keys, serialised, and no mark of ours', () => {
  const query = '{ feed { kind: __typename ... on Image { link: url product { c: color __typename } } } }';
  const answer = [{ __typename: 'UpImage', url: 'u', product: { color: 'rouge' } }];
  const { value, clean } = splice(query, 'feed', answer, responseShape);
  deepEqual([value, clean], [[{ kind: 'Image', link: 'u', product: { c: 'RED', __typename: 'Product' } }], true]);
  const plan = planOf(model, '{ product { sku } }', 'product');
  const [built] = spliceOf(plan, model.names, responseShape).build({ kind: 'json', values: [{}] }, new Map());
  equal(isSpliced(built), false);
});

const unclean: readonly (readonly [what: string, query: string, path: string, answer: unknown])[] = [
  ['a leaf that does not fit', '{ product { sku } }', 'product', { sku: 1 }],
  ['an item that does not fit', '{ product { tags } }', 'product', { tags: ['a', 1] }],
  ['null where the leaf is non-null', '{ product { name } }', 'product', { name: null }],
  ['null where an item is non-null', '{ product { tags } }', 'product', { tags: [null] }],
  ['null where an object is non-null', '{ grid { sku } }', 'grid', [[null]]],
  ['null where a list is non-null', '{ product { related { sku } } }', 'product', {}],
  ['null where the root is non-null', '{ sure { sku } }', 'sure', null],
  ['an Error in the place of an object', '{ product { maker { name } } }', 'product', { maker: failed }],
  ['an Error in the place of a leaf', '{ product { sku } }', 'product', { sku: failed }],
  ['an Error in the place of a leaf that takes any value', '{ product { data } }', 'product', { data: failed }],
  ['an Error in the place of a root leaf that takes any value', '{ version }', 'version', failed],
  ['an Error in the place of the root', '{ product { sku } }', 'product', failed],
  ['a scalar where an object is due', '{ product { sku } }', 'product', 'x'],
  ['no list where one is due', '{ feed { id } }', 'feed', {}],
  ['null where a joined object is non-null', '{ product { sure { id } } }', 'product', { sku: null }],
  ['an unknown type', '{ feed { id } }', 'feed', [{ __typename: 'Nothing' }]],
]; // biome-ignore format: a table of cases
for (const [what, query, path, answer] of unclean) {
  test(`An answer for a response is not clean with ${what}`, () => {
    equal(splice(query, path, answer, responseShape).clean, false);
  });
}

test('An answer for a response is clean with nulls where they may be, and with empty lists', () => {
  const query = '{ product { sku name tags data maker { name } related { sku } } }';
  const answer = { sku: null, name: 'A', tags: [], data: { any: [null] }, maker: null, related: [] };
  deepEqual(splice(query, 'product', answer, responseShape), { value: answer, keys: {}, clean: true });
  deepEqual(splice('{ product { sku } }', 'product', null, responseShape), { value: null, keys: {}, clean: true });
});
