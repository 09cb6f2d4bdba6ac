import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { type KeyForm, keyText, toKey } from '../../packages/core/src/model/keyForm.js';

/** Parent value → canonical form; `undefined` where it can match nothing. */
type Cases = readonly (readonly [value: unknown, key: unknown])[];

const INT4: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };

/** Asserts every case at once, so that a failure shows all that differ. */
function check(form: KeyForm, cases: Cases): void {
  deepEqual(
    cases.map(([value]) => [value, toKey(form, value)]),
    cases.map(([value, key]) => [value, key]),
  );
}

const allForms: readonly KeyForm[] = [
  INT4,
  { kind: 'bigint' },
  { kind: 'numeric' },
  { kind: 'float' },
  { kind: 'text' },
  { kind: 'uuid' },
  { kind: 'boolean' },
  { kind: 'enum', labels: new Set(['undefined', 'null']) },
  { kind: 'date' },
  { kind: 'time' },
  { kind: 'timestamp' },
  { kind: 'timestamptz' },
  { kind: 'bytes' },
  { kind: 'json', shape: 'any' },
];

test('Null, missing, a function and a symbol are no key of any form', () => {
  for (const form of allForms) {
    check(form, [
      [null, undefined],
      [undefined, undefined],
      [() => 1, undefined],
      [Symbol('x'), undefined],
    ]);
  }
});

test('0, "" and false are real keys', () => {
  check(INT4, [[0, 0]]);
  check({ kind: 'text' }, [['', '']]);
  check({ kind: 'boolean' }, [[false, false]]);
  check({ kind: 'json', shape: 'any' }, [
    [0, 0],
    ['', ''],
    [false, false],
  ]);
});

test('A list is a key where each of its items is one, in the form of items', () => {
  const list = (nullItems: boolean): KeyForm => ({ kind: 'list', item: INT4, nullItems });
  check(list(false), [
    [
      ['7', 8],
      [7, 8],
    ],
    [[], []],
    [[null], undefined],
    [['x', 7], undefined],
    [7, undefined],
  ]);
  check(list(true), [
    [
      [null, '7'],
      [null, 7],
    ],
  ]);
});

test('A key for int2 or int4 is an integer of its range, in whatever type it comes, and in its one spelling', () => {
  check(INT4, [
    [7, 7], ['7', 7], [7n, 7], ['-7', -7], ['7.00', 7], ['-7.0', -7],
    [-0, 0], ['-0', 0], ['0.0', 0],
    [2_147_483_647, 2_147_483_647], ['-2147483648', -2_147_483_648],
    [2_147_483_648, undefined], ['-2147483649', undefined], [99_999_999_999, undefined], [2n ** 64n, undefined],
    ['05', undefined], ['00', undefined], ['1e1', undefined], ['+1', undefined], [' 1', undefined], ['1\n', undefined],
    ['', undefined], ['x', undefined], ['0x1', undefined], ['1.', undefined], ['.5', undefined], ['١', undefined],
    [1.5, undefined], ['1.5', undefined], [Number.NaN, undefined], [Number.POSITIVE_INFINITY, undefined],
    [true, undefined], [[1], undefined], [{}, undefined],
  ]); // biome-ignore format: a table of cases
  check({ kind: 'integer', min: -(2 ** 15), max: 2 ** 15 - 1 }, [
    [32_767, 32_767],
    [32_768, undefined],
    ['-32768', -32_768],
    ['-32769', undefined],
  ]);
});

test('No key is minus zero, which would be sent as another text', () => {
  ok(Object.is(toKey({ kind: 'float' }, -0), 0));
  ok(Object.is(toKey({ kind: 'json', shape: 'any' }, -0), 0));
  ok(Object.is(toKey(INT4, -0), 0));
});

test('A key for int8 keeps every digit, as text, to the ends of its range', () => {
  check({ kind: 'bigint' }, [
    [7, '7'], ['7', '7'], ['7.000', '7'], [-0, '0'],
    ['9007199254740993', '9007199254740993'], [9_007_199_254_740_992, '9007199254740992'],
    [9007199254740993n, '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'], ['-9223372036854775808', '-9223372036854775808'],
    ['9223372036854775808', undefined], ['-9223372036854775809', undefined], [2 ** 63, undefined],
    ['10000000000000000000000', undefined], ['05', undefined], ['1e3', undefined], [0.5, undefined],
  ]); // biome-ignore format: a table of cases
});

test('A key for numeric has no zeros at its end and no exponent, whether it came as a number or as text', () => {
  check({ kind: 'numeric' }, [
    [1, '1'], ['1.00', '1'], ['1.10', '1.1'], ['100', '100'], ['100.0', '100'], ['0.10', '0.1'], ['-0.00', '0'],
    [0.1, '0.1'], [1e21, '1000000000000000000000'], [1e-7, '0.0000001'], [-1.25e-9, '-0.00000000125'],
    [5e-324, `0.${'0'.repeat(323)}5`], [12n, '12'],
    ['123456789012345678901234567890.10', '123456789012345678901234567890.1'],
    ['1e1', undefined], ['01', undefined], ['+1', undefined], ['1.', undefined], ['.1', undefined], ['NaN', undefined],
    ['Infinity', undefined], [Number.NaN, undefined], [Number.NEGATIVE_INFINITY, undefined],
    ['9'.repeat(131_072), '9'.repeat(131_072)], ['9'.repeat(131_073), undefined],
    [`0.${'1'.repeat(16_383)}`, `0.${'1'.repeat(16_383)}`], [`0.${'1'.repeat(16_384)}`, undefined],
  ]); // biome-ignore format: a table of cases
});

test('A key for float is a finite number', () => {
  check({ kind: 'float' }, [
    [1.5, 1.5], ['1.50', 1.5], [3, 3], [3n, 3], [1e300, 1e300],
    ['NaN', undefined], [Number.NaN, undefined], [Number.POSITIVE_INFINITY, undefined], ['1e1', undefined],
    ['9'.repeat(400), undefined],
  ]); // biome-ignore format: a table of cases
});

test('A key for text is what text can hold: no NUL, no half of a surrogate pair', () => {
  check({ kind: 'text' }, [
    ['a', 'a'], [' A ', ' A '], ['😀', '😀'], ['\u{fffd}', '\u{fffd}'],
    [7, '7'], [1.5, '1.5'], [-0, '0'], [1e21, '1000000000000000000000'], [1e-7, '0.0000001'], [7n, '7'],
    [true, 'true'], [false, 'false'],
    ['a\0', undefined], ['\ud83d', undefined], ['\ude00\ud83d', undefined], [Number.NaN, undefined],
    [{}, undefined], [['a'], undefined], [new Date(0), undefined],
  ]); // biome-ignore format: a table of cases
});

test('A key for uuid is a uuid in lower case', () => {
  const uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
  check({ kind: 'uuid' }, [
    [uuid, uuid],
    [uuid.toUpperCase(), uuid],
    [`{${uuid}}`, undefined],
    [uuid.replaceAll('-', ''), undefined],
    [`${uuid}\n`, undefined],
    ['', undefined],
    [7, undefined],
  ]);
});

test('Keys for boolean, enum and bytea are their own values only', () => {
  check({ kind: 'boolean' }, [[true, true], ['true', true], ['false', false], ['t', undefined], [1, undefined]]); // biome-ignore format: a row
  check({ kind: 'enum', labels: new Set(['new']) }, [['new', 'new'], ['NEW', undefined], ['', undefined], [{ toString: () => 'new' }, undefined]]); // biome-ignore format: a row
  check({ kind: 'bytes' }, [['\\xDEad', '\\xdead'], ['\\x', '\\x'], ['\\xabc', undefined], ['dead', undefined], [1, undefined]]); // biome-ignore format: a row
});

test('Keys for date, time and timestamp are days and times that exist', () => {
  check({ kind: 'date' }, [
    ['2024-02-29', '2024-02-29'], ['2000-02-29', '2000-02-29'], ['0001-01-01', '0001-01-01'], ['9999-12-31', '9999-12-31'],
    ['2023-02-29', undefined], ['1900-02-29', undefined], ['2024-04-31', undefined], ['2024-13-01', undefined],
    ['2024-00-10', undefined], ['0000-01-01', undefined], ['24-02-29', undefined], ['2024-2-9', undefined],
    ['2024-02-29T00:00:00', undefined], ['infinity', undefined], [new Date(0), undefined], [20240229, undefined],
  ]); // biome-ignore format: a table of cases
  check({ kind: 'time' }, [
    ['23:59:59.999999', '23:59:59.999999'], ['10:00:00.500', '10:00:00.5'], ['10:00:00.000', '10:00:00'],
    ['10:20:30', '10:20:30'],
    ['24:00:00', undefined], ['10:60:00', undefined], ['10:00:60', undefined], ['10:00', undefined],
    ['10:00:00.1234567', undefined], ['10:00:00Z', undefined],
  ]); // biome-ignore format: a table of cases
  check({ kind: 'timestamp' }, [
    ['2024-02-29T10:00:00', '2024-02-29T10:00:00'], ['2024-02-29 10:00:00.120', '2024-02-29T10:00:00.12'],
    ['2023-02-29T10:00:00', undefined], ['2024-02-29T25:00:00', undefined], ['2024-02-29', undefined],
    ['2024-02-29T10:00:00Z', undefined], [new Date(0), undefined],
  ]); // biome-ignore format: a table of cases
});

test('A key for timestamptz is one instant in UTC, with its microseconds, whatever offset it was written in', () => {
  check({ kind: 'timestamptz' }, [
    ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00+00:00'],
    ['2024-03-01T00:30:00.123456+01:00', '2024-02-29T23:30:00.123456+00:00'],
    ['2023-12-31 23:30:00.5-0130', '2024-01-01T01:00:00.5+00:00'],
    ['2024-02-29T10:00:00+05', '2024-02-29T05:00:00+00:00'],
    [new Date(Date.UTC(2024, 1, 29, 10, 0, 0, 500)), '2024-02-29T10:00:00.5+00:00'],
    [new Date(Number.NaN), undefined],
    ['2024-02-29T10:00:00', undefined],
    ['2024-02-30T10:00:00Z', undefined],
    ['2024-02-29T10:00:00+99:99', undefined],
    ['2024-02-29T10:00:00+25:00', undefined],
    ['0001-01-01T00:00:00+01:00', undefined],
    ['9999-12-31T23:30:00-01:00', undefined],
    ['infinity', undefined],
    [1_709_200_800_000, undefined],
  ]);
});

test('A key of any JSON is what JSON can say: no NaN, nothing that holds itself, nothing that is written as null', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  check({ kind: 'json', shape: 'any' }, [
    ['05', '05'], [7, 7], [7n, '7'], [[1, null], [1, null]], [{ a: { b: 'x\0' } }, { a: { b: 'x\0' } }],
    [Number.NaN, undefined], [Number.POSITIVE_INFINITY, undefined], [circular, undefined], [{ a: 1n }, undefined],
    [new Date(Number.NaN), undefined], [{ toJSON: () => undefined }, undefined],
  ]); // biome-ignore format: a table of cases
});

test('A key for an input object is an object, and for a list of them a list of objects or one of them', () => {
  const others = [7, 'a', true, [[{}]], [{}, 7]] as const;
  const none = others.map((value) => [value, undefined] as const);
  const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  check({ kind: 'json', shape: 'any' }, [
    [nest(64), nest(64)],
    [nest(65), undefined],
    [nest(50_000), undefined],
  ]);
  check({ kind: 'json', shape: 'object' }, [[{ a: 1 }, { a: 1 }], [[{ a: 1 }], undefined], [[], undefined], ...none]);
  check({ kind: 'json', shape: 'objects' }, [[{ a: 1 }, { a: 1 }], [[{ a: 1 }], [{ a: 1 }]], [[], []], ...none]);
});

test('JSON that is no list stands for a list of it, where it is an item', () => {
  check({ kind: 'list', item: INT4, nullItems: false, orItem: true }, [
    [7, 7],
    [
      [7, 8],
      [7, 8],
    ],
    ['x', undefined],
    [['x'], undefined],
    [{ a: 7 }, undefined],
  ]);
});

test('Equal JSON has one text, in whatever order its members stand, and different JSON never shares one', () => {
  const same = [
    [
      { a: 1, b: [{ c: 2, d: 3 }] },
      { b: [{ d: 3, c: 2 }], a: 1 },
    ],
    [{ ['__proto__']: 1, a: 2 }, JSON.parse('{"a":2,"__proto__":1}')],
    [[-0], [0]],
  ] as const;
  for (const [a, b] of same) equal(keyText(a), keyText(b));
  const different = [1, '1', true, 'true', '"1', '"', '', [], {}, '[]', '{}', [1], ['1'], [[1]], { a: 1 }, '{"a":1}',
    { a: '1' }, { a: { b: 1 } }, { 'a":{"b': 1 }, ['a', 'b'], ['a,b'], ['a","b']]; // biome-ignore format: a table of cases
  deepEqual(different.length, new Set(different.map(keyText)).size);
});

test('A text of a million characters is judged at once, in every form', () => {
  const hostile = ['1'.repeat(1e6), `${'1'.repeat(1e6)}x`, `1.${'0'.repeat(16_380)}1`, `\\x${'ab'.repeat(1e6)}g`,
    '-'.repeat(1e6), `2024-02-29T10:00:00${'0'.repeat(1e6)}`, `10:00:00.${'0'.repeat(1e6)}x`]; // biome-ignore format: a table of cases
  const started = performance.now();
  for (let round = 0; round < 5; round++) for (const form of allForms) for (const text of hostile) toKey(form, text);
  ok(performance.now() - started < 1500, `${performance.now() - started} ms`);
});
