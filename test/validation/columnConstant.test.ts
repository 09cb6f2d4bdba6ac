import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConstValue } from 'graphql';
import type { ColumnType } from '../../packages/core/src/model/table.js';
import { readColumnConstant } from '../../packages/core/src/validation/columnConstant.js';
import { table } from '../support/catalogs.js';

const typeOf = (word: string): ColumnType => {
  const type = table('db', 't', { it: word }).columns.get('it')?.type;
  assert.ok(type);
  return type;
};

/** The column's type, constants in GraphQL's syntax, and what each is. */
const cases: readonly (readonly [type: string, values: Readonly<Record<string, unknown>>])[] = [
  ['int2', { 5: 5, '"-7"': -7, 40000: undefined, 1.5: undefined, true: undefined, '[1]': undefined }],
  ['int4', { 2147483647: 2147483647, 2147483648: undefined, '"x"': undefined, '{a: 1}': undefined, null: undefined }],
  ['int8', { '9223372036854775807': '9223372036854775807', '9223372036854775808': undefined }],
  ['numeric', { '1.50': '1.5', '1e3': '1000', '12345678901234567890.1': '12345678901234567890.1', '"NaN"': undefined }],
  ['float8', { 1: 1, '1e-7': 1e-7, '"Infinity"': undefined }],
  ['text', { '"a"': 'a', 5: '5', '"\\u0000"': undefined, RED: 'rot' }],
  ['bool', { true: true, '"false"': false, 1: undefined }],
  ['uuid', { '"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"': 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '"x"': undefined }],
  ['mood(rot|blau)', { '"rot"': 'rot', RED: 'rot', '"RED"': undefined, GREEN: undefined, 5: undefined }],
  ['date', { '"2020-02-29"': '2020-02-29', '"2021-02-29"': undefined, '"today"': undefined }],
  ['timestamptz', { '"2020-01-01T00:00:00+01:00"': '2019-12-31T23:00:00+00:00', '"2020-01-01T00:00:00"': undefined }],
  ['interval', { '"1 day"': '1 day', '[1]': undefined }],
  ['other', { '"(1,2)"': '(1,2)', '{x: 1}': undefined }],
  ['jsonb', { '[1, null]': [1, null], 5: 5, true: true, null: undefined }],
  ['int4[]', { '[]': [], '[1, 2]': [1, 2], '[[1], [2]]': [[1], [2]], '[1, "x"]': undefined, '[null]': undefined, 1: undefined }],
]; // biome-ignore format: a table of cases

describe('A constant is a JSON value of its column, or none:', () => {
  for (const [word, values] of cases) {
    test(word, () => {
      const labelOf = (value: string) => (value === 'RED' ? 'rot' : undefined);
      const read = Object.keys(values).map((text) => [
        text,
        readColumnConstant(parseConstValue(text), typeOf(word), labelOf),
      ]);
      assert.deepEqual(Object.fromEntries(read), values);
    });
  }

  test('a pattern', () => {
    const read = (text: string) => readColumnConstant(parseConstValue(text), 'text', () => 'rot');
    assert.deepEqual(['"a%"', '5', 'RED', '["a"]'].map(read), ['a%', undefined, undefined, undefined]);
  });
});
