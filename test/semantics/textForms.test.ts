/** Every scalar type of Postgres through the SDL scalars of the author's choice. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

/** column → [type, values]; a third row of each table holds nulls. */
const columns: Readonly<Record<string, readonly [type: string, first: string, second: string]>> = {
  i2: ['int2', '-32768', '32767'],
  i4: ['int4', '-2147483648', '0'],
  i8: ['int8', '9007199254740993', '-7'],
  num: ['numeric', '12345678901234567890.1200', "'NaN'"],
  fit: ['numeric(6,2)', '1', '-0.5'],
  cash: ['money', '1234.5', '-0.01'],
  f4: ['float4', '1.5', '0.1'],
  f8: ['float8', '1e-7', '123456789.125'],
  bo: ['bool', 'true', 'false'],
  tx: ['text', "e'é\\n\"😀'", "''"],
  vc: ['varchar(9)', "'v'", "' '"],
  ch: ['char(4)', "'ab'", "''"],
  ci: ['citext', "'AbC'", "''"],
  uu: ['uuid', "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'00000000-0000-0000-0000-000000000000'"],
  mood: ['mood', "'happy'", "'so so'"],
  ba: ['bytea', "'\\x00ff'", "''"],
  da: ['date', "'2024-02-29'", "'infinity'"],
  ti: ['time', "'01:02:03.4'", "'24:00'"],
  tz: ['timetz', "'01:02:03+02'", "'00:00-12:30'"],
  ts: ['timestamp', "'2024-02-29 01:02:03.456789'", "'-infinity'"],
  tstz: ['timestamptz', "'2024-02-29 01:02:03.5+02'", "'infinity'"],
  iv: ['interval', "'1 year 2 mons 3 days 04:05:06.7'", "'-00:00:01'"],
  js: ['json', `'{"b": [1, null], "a":"x"}'`, "'null'"],
  jb: ['jsonb', `'{"b": [1, null], "a":"x"}'`, `'"text"'`],
  dom: ['positive', '5', '6'],
  ip: ['inet', "'10.0.0.1/8'", "'::1'"],
  rng: ['int4range', "'[1,5)'", "'empty'"],
  i8s: ['int8[]', "'{9007199254740993,NULL}'", "'{}'"],
  nums: ['numeric[]', "'{1.50,2}'", "'{}'"],
  txs: ['text[]', `'{a,"b,c",NULL}'`, "'{}'"],
  tstzs: ['timestamptz[]', "'{2024-02-29 01:02:03+02}'", "'{}'"],
  bas: ['bytea[]', `'{"\\\\x00ff",NULL}'`, "'{}'"],
  moods: ['mood[]', "'{sad,happy}'", "'{}'"],
  jbs: ['jsonb[]', `array['{"a":1}'::jsonb, null]`, "'{}'"],
};

const names = Object.keys(columns);
const world = await startWorld(test, {
  databases: {
    db: `
      create extension citext;
      create type mood as enum ('happy', 'so so', 'sad');
      create domain positive as int check (value > 0);
      create table forms (id int primary key, ${names.map((name) => `${name} ${columns[name]?.[0]}`).join(', ')});
      insert into forms values
        (1, ${names.map((name) => columns[name]?.[1]).join(', ')}),
        (2, ${names.map((name) => columns[name]?.[2]).join(', ')}),
        (3, ${names.map(() => 'null').join(', ')});`,
  },
});

/** column, SDL type, and the answers for the first two rows. */
const cases: readonly (readonly [column: string, type: string, first: unknown, second: unknown])[] = [
  ['i2', 'Int', -32768, 32767],
  ['i2', 'Any', -32768, 32767],
  ['i2', 'String', '-32768', '32767'],
  ['i4', 'Int', -2147483648, 0],
  ['i4', 'Float', -2147483648, 0],
  ['i4', 'ID', '-2147483648', '0'],
  ['i4', 'Any', -2147483648, 0],
  ['i8', 'String', '9007199254740993', '-7'],
  ['i8', 'ID', '9007199254740993', '-7'],
  ['i8', 'Any', '9007199254740993', '-7'],
  ['num', 'String', '12345678901234567890.1200', 'NaN'],
  ['num', 'Any', '12345678901234567890.1200', 'NaN'],
  ['fit', 'Float', 1, -0.5],
  ['fit', 'String', '1.00', '-0.50'],
  ['cash', 'String', '$1,234.50', '-$0.01'],
  ['cash', 'Float', 1234.5, -0.01],
  ['f4', 'Float', 1.5, 0.1],
  ['f4', 'Any', 1.5, 0.1],
  ['f8', 'Float', 1e-7, 123456789.125],
  ['f8', 'String', '1e-07', '123456789.125'],
  ['bo', 'Boolean', true, false],
  ['bo', 'String', 'true', 'false'],
  ['bo', 'Any', true, false],
  ['tx', 'String', 'é\n"😀', ''],
  ['tx', 'Any', 'é\n"😀', ''],
  ['vc', 'ID', 'v', ' '],
  ['ch', 'String', 'ab  ', '    '],
  ['ci', 'String', 'AbC', ''],
  ['uu', 'ID', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '00000000-0000-0000-0000-000000000000'],
  ['uu', 'Any', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '00000000-0000-0000-0000-000000000000'],
  ['mood', 'Mood', 'HAPPY', 'SO_SO'],
  ['mood', 'String', 'happy', 'so so'],
  ['ba', 'String', '\\x00ff', '\\x'],
  ['da', 'String', '2024-02-29', 'infinity'],
  ['da', 'Any', '2024-02-29', 'infinity'],
  ['ti', 'String', '01:02:03.4', '24:00:00'],
  ['tz', 'String', '01:02:03+02', '00:00:00-12:30'],
  ['ts', 'String', '2024-02-29T01:02:03.456789', '-infinity'],
  ['tstz', 'String', '2024-02-28T23:02:03.5+00:00', 'infinity'],
  ['tstz', 'Any', '2024-02-28T23:02:03.5+00:00', 'infinity'],
  ['iv', 'String', '1 year 2 mons 3 days 04:05:06.7', '-00:00:01'],
  ['js', 'Any', { b: [1, null], a: 'x' }, null],
  ['js', 'String', '{"b": [1, null], "a":"x"}', 'null'],
  ['jb', 'Any', { a: 'x', b: [1, null] }, 'text'],
  ['jb', 'String', '{"a": "x", "b": [1, null]}', '"text"'],
  ['dom', 'Int', 5, 6],
  ['ip', 'String', '10.0.0.1/8', '::1/128'],
  ['rng', 'String', '[1,5)', 'empty'],
  ['i8s', '[String]', ['9007199254740993', null], []],
  ['i8s', 'Any', ['9007199254740993', null], []],
  ['nums', '[Float]', [1.5, 2], []],
  ['nums', '[String]', ['1.50', '2'], []],
  ['txs', '[String]', ['a', 'b,c', null], []],
  ['txs', 'String', '{a,"b,c",NULL}', '{}'],
  ['tstzs', '[String]', ['2024-02-28T23:02:03+00:00'], []],
  ['bas', '[String]', ['\\x00ff', null], []],
  ['moods', '[Mood]', ['SAD', 'HAPPY'], []],
  ['jbs', '[Any]', [{ a: 1 }, null], []],
];

const fieldOf = (index: number) => `f${index}`;
const typeDefs = `
  scalar Any
  type Query { forms: [Form!]! @select form(id: Int!): Form @select numbers: [Numbers!]! @select }
  enum Mood { HAPPY @column(name: "happy") SO_SO @column(name: "so so") SAD @column(name: "sad") }
  type Form @table(source: "db", name: "forms") {
    ${cases.map(([column, type], index) => `${fieldOf(index)}: ${type} @column(name: "${column}")`).join('\n')}
  }
  type Numbers @table(source: "db", name: "forms") {
    id: Int!
    big: Int @column(name: "i8")
    bigFloat: Float @column(name: "i8")
    exact: Float @column(name: "num")
  }`;

defineHostSuite('Values of Postgres', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('have one text form by column and scalar', async () => {
    const { data, errors } = await query(`{ forms { ${cases.map((_, index) => fieldOf(index)).join(' ')} } }`);
    deepEqual(errors, undefined);
    const { forms } = data as { forms: Record<string, unknown>[] };
    const told = (row: number) => cases.map(([column, type], index) => [column, type, forms[row]?.[fieldOf(index)]]);
    deepEqual(
      told(0),
      cases.map(([column, type, first]) => [column, type, first]),
    );
    deepEqual(
      told(1),
      cases.map(([column, type, , second]) => [column, type, second]),
    );
    deepEqual(
      told(2),
      cases.map(([column, type]) => [column, type, null]),
    );
    deepEqual(world.counts(), { db: 1 });
  });

  test('a number that the SDL type cannot hold is an error of its own position', async () => {
    deepEqual(await query('{ numbers { id big bigFloat exact } }'), {
      data: {
        numbers: [
          { id: 1, big: null, bigFloat: 9007199254740992, exact: Number('12345678901234567890') },
          { id: 2, big: -7, bigFloat: -7, exact: null },
          { id: 3, big: null, bigFloat: null, exact: null },
        ],
      },
      errors: [
        {
          message: 'Field "Numbers.big" has no value: The source answered with a value that is no "Int".',
          path: ['numbers', 0, 'big'],
          code: 'SOURCE_INVALID_RESPONSE',
        },
        {
          message: 'Field "Numbers.exact" has no value: The source answered with a value that is no "Float".',
          path: ['numbers', 1, 'exact'],
          code: 'SOURCE_INVALID_RESPONSE',
        },
      ],
    });
  });
});
