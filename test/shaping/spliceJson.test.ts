import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { JoinPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { isSpliced } from '../../packages/core/src/shaping/shaper.js';
import { spliceOf } from '../../packages/core/src/shaping/spliceOf.js';
import { joinsOf, planOf } from '../support/handModel.js';
import { toPlain } from '../support/plain.js';
import { failed, INVALID, model, splice } from '../support/spliceJson.js';

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
