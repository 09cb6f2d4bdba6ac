import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { createRowsScene, type RowsScene } from '../support/rowsSource.js';

interface Case {
  readonly column: string;
  /** Values as SQL writes them. */
  readonly values: readonly string[];
  /** SDL type → what the answer holds. */
  readonly leaves: Readonly<Record<string, readonly unknown[]>>;
  /** What a join reads. */
  readonly key: readonly unknown[];
}

const INT8 = ['-9223372036854775808', '9007199254740993', '0'];
const NUMERIC = ['100000000000000000000.10', '-0.000', '1.50', 'NaN'];

const cases: readonly Case[] = [
  {
    column: 'int2',
    values: ['-32768', '32767'],
    leaves: { Int: [-32768, 32767], Float: [-32768, 32767], String: ['-32768', '32767'], ID: ['-32768', '32767'], Any: [-32768, 32767] },
    key: [-32768, 32767],
  },
  {
    column: 'int4',
    values: ['-2147483648', '2147483647'],
    leaves: { Int: [-2147483648, 2147483647], String: ['-2147483648', '2147483647'], Any: [-2147483648, 2147483647] },
    key: [-2147483648, 2147483647],
  },
  {
    column: 'int8',
    values: INT8,
    leaves: { Int: [-(2 ** 63), 2 ** 53, 0], BigInt: INT8, String: INT8, ID: INT8 },
    key: INT8,
  },
  {
    column: 'numeric',
    values: NUMERIC.map((value) => `'${value}'`),
    leaves: {
      Float: [1e20, 0, 1.5, 'NaN'],
      Any: ['100000000000000000000.10', '0.000', '1.50', 'NaN'],
      String: ['100000000000000000000.10', '0.000', '1.50', 'NaN'],
    },
    key: ['100000000000000000000.1', '0', '1.5', 'NaN'],
  },
  {
    column: 'money',
    values: ["'-1234.56'", "'0'"],
    leaves: { Any: ['-$1,234.56', '$0.00'], Float: [-1234.56, 0] },
    key: ['-$1,234.56', '$0.00'],
  },
  {
    column: 'float4',
    values: ['1.5', "'Infinity'", "'NaN'"],
    leaves: { Float: [1.5, 'Infinity', 'NaN'], String: ['1.5', 'Infinity', 'NaN'] },
    key: [1.5, 'Infinity', 'NaN'],
  },
  {
    column: 'float8',
    values: ['0.1', '1e308', "'-Infinity'"],
    leaves: { Float: [0.1, 1e308, '-Infinity'], Any: [0.1, 1e308, '-Infinity'], String: ['0.1', '1e+308', '-Infinity'] },
    key: [0.1, 1e308, '-Infinity'],
  },
  { column: 'bool', values: ['true', 'false'], leaves: { Boolean: [true, false], String: ['true', 'false'] }, key: [true, false] },
  {
    column: 'text',
    values: [`''`, `E'a"\\\\\\n\\u2028\\U0001F642'`, `'null'`],
    leaves: { String: ['', 'a"\\\n\u2028🙂', 'null'], Any: ['', 'a"\\\n\u2028🙂', 'null'] },
    key: ['', 'a"\\\n\u2028🙂', 'null'],
  },
  { column: 'varchar(3)', values: [`'ab '`], leaves: { String: ['ab '] }, key: ['ab '] },
  { column: 'char(4)', values: [`'ab'`], leaves: { String: ['ab  '] }, key: ['ab'] },
  {
    column: 'uuid',
    values: [`'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'`],
    leaves: { ID: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'] },
    key: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  },
  { column: 'mood', values: [`'it''s "so"'`], leaves: { String: ['it\'s "so"'], Any: ['it\'s "so"'] }, key: ['it\'s "so"'] },
  { column: 'bytea', values: [`'\\x00ff'`, `''`], leaves: { String: ['\\x00ff', '\\x'], Any: ['\\x00ff', '\\x'] }, key: ['\\x00ff', '\\x'] },
  {
    column: 'date',
    values: [`'2024-02-29'`, `'infinity'`, `'0044-03-15 BC'`, `'5874897-12-31'`],
    leaves: { String: ['2024-02-29', 'infinity', '0044-03-15 BC', '5874897-12-31'] },
    key: ['2024-02-29', 'infinity', '0044-03-15 BC', '5874897-12-31'],
  },
  { column: 'time', values: [`'24:00'`, `'01:02:03.000004'`], leaves: { String: ['24:00:00', '01:02:03.000004'] }, key: ['24:00:00', '01:02:03.000004'] },
  { column: 'timetz', values: [`'01:02:03+05:30'`], leaves: { String: ['01:02:03+05:30'] }, key: ['01:02:03+05:30'] },
  {
    column: 'timestamp',
    values: [`'2024-02-29 23:59:59.5'`, `'-infinity'`, `'0044-03-15 12:00 BC'`],
    leaves: { Timestamp: ['2024-02-29T23:59:59.5', '-infinity', '0044-03-15T12:00:00 BC'] },
    key: ['2024-02-29T23:59:59.5', '-infinity', '0044-03-15T12:00:00 BC'],
  },
  {
    column: 'timestamptz',
    values: [`'2024-02-29 23:59:59.123456-12'`, `'infinity'`, `'-infinity'`, `'0044-03-15 12:00+00 BC'`, `'294276-12-31 23:59:59.999999Z'`, `'4714-11-24 00:00Z BC'`],
    leaves: {
      Timestamp: ['2024-03-01T11:59:59.123456+00:00', 'infinity', '-infinity', '0044-03-15T12:00:00+00:00 BC', '294276-12-31T23:59:59.999999+00:00', '4714-11-24T00:00:00+00:00 BC'],
    },
    key: ['2024-03-01T11:59:59.123456+00:00', 'infinity', '-infinity', '0044-03-15T12:00:00+00:00 BC', '294276-12-31T23:59:59.999999+00:00', '4714-11-24T00:00:00+00:00 BC'],
  },
  {
    column: 'json',
    values: [`'{"b": 1.0, "a":[null]}'`, `'null'`],
    leaves: { JSON: [{ b: 1, a: [null] }, null], String: ['{"b": 1.0, "a":[null]}', 'null'] },
    key: ['{"b": 1.0, "a":[null]}', null],
  },
  {
    column: 'jsonb',
    values: [`'{"b": 1.0, "a":[null]}'`, `'"t"'`],
    leaves: { JSON: [{ b: 1, a: [null] }, 't'], String: ['{"a": [null], "b": 1.0}', '"t"'] },
    key: ['{"a": [null], "b": 1.0}', 't'],
  },
  { column: 'int4[]', values: [`'{1,null}'`, `'{}'`, `'{{1},{2}}'`], leaves: { '[Int]': [[1, null], [], [[1], [2]]], '[ID]': [['1', null], [], [['1'], ['2']]], String: ['{1,NULL}', '{}', '{{1},{2}}'] }, key: [[1, null], [], [[1], [2]]] },
  { column: 'int8[]', values: [`'{9007199254740993}'`], leaves: { '[BigInt!]': [['9007199254740993']], '[Float!]': [[2 ** 53]], Any: [['9007199254740993']] }, key: [['9007199254740993']] },
  { column: 'text[]', values: [`'{"a,b",null}'`], leaves: { '[String]': [['a,b', null]] }, key: [['a,b', null]] },
  { column: 'money[]', values: [`'{1.5}'`], leaves: { '[Float]': [[1.5]], '[Any]': [['$1.50']] }, key: [['$1.50']] },
  { column: 'bytea[]', values: [`array['\\x00'::bytea, null]`, `'{}'`], leaves: { '[String]': [['\\x00', null], []] }, key: [] },
  { column: 'timestamptz[]', values: [`'{2024-01-01 12:00Z,null,infinity}'`, `'{}'`], leaves: { '[Timestamp]': [['2024-01-01T12:00:00+00:00', null, 'infinity'], []] }, key: [] },
  { column: 'jsonb[]', values: [`array['{"a":1}'::jsonb, null]`], leaves: { '[JSON]': [[{ a: 1 }, null]] }, key: [[{ a: 1 }, null]] },
  { column: 'positive', values: ['7'], leaves: { BigInt: ['7'], Int: [7] }, key: ['7'] },
  { column: 'int4range', values: [`'[1,5)'`], leaves: { String: ['[1,5)'], Any: ['[1,5)'] }, key: ['[1,5)'] },
  { column: 'inet', values: [`'10.0.0.1/8'`], leaves: { String: ['10.0.0.1/8'], Any: ['10.0.0.1/8'] }, key: ['10.0.0.1/8'] },
  { column: 'pair', values: [`row(1, 'x')`], leaves: { Any: [{ a: 1, b: 'x' }], String: ['(1,x)'] }, key: ['(1,x)'] },
  { column: 'name', values: [`'n'`], leaves: { String: ['n'] }, key: ['n'] },
]; // biome-ignore format: a table

const ddl = [
  `create type mood as enum ('it''s "so"'); create domain positive as int8 check (value > 0); create type pair as (a int, b text);`,
  ...cases.flatMap(({ column, values }, index) => [
    `create table t${index} (id serial primary key, v ${column});`,
    `insert into t${index} (v) values ${[...values, 'null'].map((value) => `(${value})`).join(', ')};`,
  ]),
].join('\n');

const sessions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'as it comes': {},
  'with every setting turned around': {
    TimeZone: 'Pacific/Kiritimati',
    DateStyle: 'German, DMY',
    bytea_output: 'escape',
    search_path: 'pg_temp',
    IntervalStyle: 'sql_standard',
  },
};

// All scenes before the first test: `node:test` may end the file's scope in a pause between two tests.
const scenes = await Promise.all(
  Object.entries(sessions).map(async ([name, session]) => ({
    name,
    scene: await createRowsScene(test, { ddl, session }),
  })),
);

for (const { name, scene } of scenes) {
  for (const [index, { column, leaves, key }] of cases.entries()) {
    test(`${column} has its text forms in a session ${name}`, async () => {
      for (const [type, values] of Object.entries(leaves)) {
        deepEqual(await readValues(scene, { table: `t${index}`, leaves: { v: type } }), [...values, null], type);
      }
      if (key.length > 0)
        deepEqual(await readValues(scene, { table: `t${index}`, keys: ['v'] }), [...key, null], 'key');
    });
  }
}

async function readValues(scene: RowsScene, plan: Parameters<RowsScene['read']>[0]): Promise<unknown> {
  const sets = await scene.read(plan);
  return Array.isArray(sets) ? sets[0]?.[0] : sets;
}
