import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import { chunkKeys, NO_KEY, NO_MATCH, numberKeys } from '../../packages/core/src/shaping/numberKeys.js';
import type { KeySet } from '../../packages/core/src/source.js';

const INT: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
const TEXT: KeyForm = { kind: 'text' };
const JSON_FORM: KeyForm = { kind: 'json', shape: 'any' };

interface Case {
  readonly promise: string;
  readonly forms: readonly KeyForm[];
  readonly columns: readonly (readonly unknown[])[];
  readonly parents: number;
  readonly ids: readonly number[];
  readonly keys: KeySet;
}

const cases: readonly Case[] = [
  {
    promise: 'Equal keys are one key, numbered in the order they are first met',
    forms: [INT],
    columns: [[7, 3, '7', 7.0, 3n]],
    parents: 5,
    ids: [0, 1, 0, 0, 1],
    keys: { count: 2, columns: [[7, 3]] },
  },
  {
    promise: 'A null or missing key is no key, an impossible one matches nothing, and neither changes anybody else',
    forms: [INT],
    columns: [[null, 1, undefined, 'x', 99_999_999_999, 0, Number.NaN]],
    parents: 8,
    ids: [NO_KEY, 0, NO_KEY, NO_MATCH, NO_MATCH, 1, NO_MATCH, NO_KEY],
    keys: { count: 2, columns: [[1, 0]] },
  },
  {
    promise: 'Where no parent has a key there is none to send',
    forms: [TEXT],
    columns: [[null, 'a\0']],
    parents: 2,
    ids: [NO_KEY, NO_MATCH],
    keys: { count: 0, columns: [[]] },
  },
  {
    promise: 'A composite key with any part null is no key, and one with an impossible part matches nothing',
    forms: [INT, TEXT],
    columns: [
      [1, null, 1, 'x', 1, null, 'x'],
      ['a', 'a', null, 'a', 'a', null, null],
    ],
    parents: 7,
    ids: [0, NO_KEY, NO_KEY, NO_MATCH, 0, NO_KEY, NO_KEY],
    keys: { count: 1, columns: [[1], ['a']] },
  },
  {
    promise: 'Composite keys whose parts read the same when joined are different keys',
    forms: [TEXT, TEXT],
    columns: [
      ['a', 'a,b', 'a"', 'a', '', 'ab', 'a,"b', 'a'],
      ['b,c', 'c', ',"b', '",b', 'ab', '', 'c', 'b,"c'],
    ],
    parents: 8,
    ids: [0, 1, 2, 3, 4, 5, 6, 7],
    keys: {
      count: 8,
      columns: [
        ['a', 'a,b', 'a"', 'a', '', 'ab', 'a,"b', 'a'],
        ['b,c', 'c', ',"b', '",b', 'ab', '', 'c', 'b,"c'],
      ],
    },
  },
  {
    promise: 'JSON keys are told apart by type and value, not by spelling',
    forms: [JSON_FORM],
    columns: [[1, '1', { a: 1, b: 2 }, { b: 2, a: 1 }, '{"a":1,"b":2}', [1], true, 'true', Number.NaN]],
    parents: 9,
    ids: [0, 1, 2, 2, 3, 4, 5, 6, NO_MATCH],
    keys: { count: 7, columns: [[1, '1', { a: 1, b: 2 }, '{"a":1,"b":2}', [1], true, 'true']] },
  },
  {
    promise: 'JSON parts of composite keys are told apart by type and value too',
    forms: [JSON_FORM, INT],
    columns: [
      [1, '1', { a: 1 }, '{"a":1}'],
      [1, 1, 1, 1],
    ],
    parents: 4,
    ids: [0, 1, 2, 3],
    keys: {
      count: 4,
      columns: [
        [1, '1', { a: 1 }, '{"a":1}'],
        [1, 1, 1, 1],
      ],
    },
  },
  {
    promise: 'Without key parts, one key serves every parent',
    forms: [],
    columns: [],
    parents: 3,
    ids: [0, 0, 0],
    keys: { count: 1, columns: [] },
  },
  {
    promise: 'Without key parts and without parents, nothing is asked',
    forms: [],
    columns: [],
    parents: 0,
    ids: [],
    keys: { count: 0, columns: [] },
  },
];
for (const { promise, forms, columns, parents, ids, keys } of cases) {
  test(promise, () => deepEqual(numberKeys(forms, columns, parents), { keys, ids }));
}

test('Names of members that every object has are keys like any other', () => {
  const values = ['__proto__', 'constructor', 'toString', '__proto__'];
  deepEqual(numberKeys([TEXT], [values], 4).ids, [0, 1, 2, 0]);
  deepEqual(numberKeys([TEXT, TEXT], [values, values], 4).ids, [0, 1, 2, 0]);
});

test('A chunk holds at most the given number of keys, all parts cut alike, none lost or repeated', () => {
  const keys: KeySet = {
    count: 5,
    columns: [
      [1, 2, 3, 4, 5],
      ['a', 'b', 'c', 'd', 'e'],
    ],
  };
  deepEqual(chunkKeys(keys, 2), [
    { count: 2, columns: [[1, 2], ['a', 'b']] },
    { count: 2, columns: [[3, 4], ['c', 'd']] },
    { count: 1, columns: [[5], ['e']] },
  ]); // biome-ignore format: a chunk a line
});

test('Keys that fit into one chunk are that chunk, the same object', () => {
  const keys: KeySet = { count: 2, columns: [[1, 2]] };
  equal(chunkKeys(keys, 2)[0], keys);
  equal(chunkKeys(keys, 2).length, 1);
  deepEqual(chunkKeys({ count: 1, columns: [] }, 1), [{ count: 1, columns: [] }]);
});
