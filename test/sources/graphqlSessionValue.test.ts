import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildSchema, type GraphQLInputType, parseType, typeFromAST } from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { NO_SESSION } from '../../packages/core/src/model/session.js';
import { printTextList, readTextList } from '../../packages/core/src/model/textList.js';
import { readSessionValue } from '../../packages/core/src/sources/graphql/sessionValue.js';

const schema = buildSchema('type Query { a: Int, b: Float, c: ID } enum Color { RED BLUE } scalar JSON');

/** The value for a variable "x" of the session; the code of the error where there is none. */
function read(type: string, variables: Readonly<Record<string, string | readonly string[]>>): unknown {
  const inputType = typeFromAST(schema, parseType(type) as never) as unknown as GraphQLInputType;
  const session = { ...NO_SESSION, variables: new Map(Object.entries(variables)) };
  try {
    return { value: readSessionValue({ kind: 'session', name: 'x', type: inputType }, session) };
  } catch (error) {
    ok(error instanceof RemoteJoinsError);
    ok(!error.message.includes('CNRY'));
    return `${error.code}: ${error.message}`;
  }
}

const values: Readonly<Record<string, readonly (readonly [variable: string | readonly string[], value: unknown])[]>> = {
  String: [
    ['a', 'a'],
    ['', ''],
    ['null', 'null'],
    ['{a}', '{a}'],
  ],
  'ID!': [['007', '007']],
  Int: [
    ['5', 5],
    ['-2147483648', -2147483648],
    ['2147483647', 2147483647],
    ['0', 0],
  ],
  'Float!': [
    ['5', 5],
    ['-1.5e2', -150],
  ],
  Boolean: [
    ['true', true],
    ['false', false],
  ],
  'Color!': [['BLUE', 'BLUE']],
  JSON: [
    ['{"a":1}', '{"a":1}'],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ],
  '[Int!]': [
    [
      ['1', '2'],
      [1, 2],
    ],
    ['{1, 2}', [1, 2]],
    ['[1,"2"]', [1, 2]],
    ['{}', []],
    [' { } ', []],
    ['[]', []],
    [[], []],
  ],
  '[String]!': [
    [
      ['{a}', 'null'],
      ['{a}', 'null'],
    ],
    ['{a b , "c,\\"d\\\\", NULL, null, "NULL", ""}', ['a b', 'c,"d\\', null, null, 'NULL', '']],
    ['["a", null, 5, true, 1.5]', ['a', null, '5', 'true', '1.5']],
  ],
  '[Color!]': [['{RED,BLUE}', ['RED', 'BLUE']]],
  '[Boolean]': [['[true,"false"]', [true, false]]],
};

const wrong: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  Int: ['', ' 5', '+5', '05', '1.0', '1e3', '2147483648', '99999999999', 'CNRY', '0x1', 'true', ['1']],
  Float: ['', '.5', '1.', 'NaN', 'Infinity', '1e400', 'CNRY', '1 ', ['1']],
  Boolean: ['True', 'TRUE', '1', '0', '', 't', 'CNRY', ['true']],
  Color: ['red', 'GREEN', '', 'constructor', '__proto__', ['RED']],
  String: [['CNRY']],
  'ID!': [['CNRY']],
  '[Int!]': ['1', '1,2', '{1', '1}', '{1,}', '{,1}', '{1}}', '{{1}}', '{1,NULL}', '[1', '[1,null]', '[[1]]', '[{}]'],
  '[ID!]!': ['[9007199254740993]', '{a"b"}', '{"a"b}', '{"a}', '{a\\}', 'CNRY', '', '["a"', '{"a":1}'],
};

test('A session variable is read from its text as a value of the type', () => {
  for (const [type, cases] of Object.entries(values)) {
    for (const [variable, value] of cases) deepEqual(read(type, { x: variable }), { value }, `${type} ${variable}`);
  }
});

test('A variable that is no value of the type is refused, and the value is not told', () => {
  for (const [type, cases] of Object.entries(wrong)) {
    for (const variable of cases) {
      equal(
        read(type, { x: variable }),
        `BAD_USER_INPUT: The session variable "x" is not a value of type ${type}.`,
        `${type} ${JSON.stringify(variable)}`,
      );
    }
  }
});

test('A variable that the session lacks is never left out, whatever the type', () => {
  for (const type of ['String', 'String!', '[Int]', 'JSON', 'Color']) {
    for (const variables of [{}, { X: 'a' }, { y: 'CNRY' }] as Record<string, string>[]) {
      equal(read(type, variables), 'FORBIDDEN: The session has no variable "x".');
    }
  }
});

test('Any list of texts comes back from its array literal', () => {
  const character = fc.constantFrom('a', 'N', 'u', 'l', 'L', ' ', ',', '"', '\\', '{', '}', '\n', 'é', '[');
  const item = fc.oneof(fc.string({ unit: character, maxLength: 6 }), fc.string(), fc.constantFrom('null', 'NULL', ''));
  fc.assert(
    fc.property(fc.array(item), (items) => {
      deepEqual(readTextList(printTextList(items)), items);
    }),
    { numRuns: 2_000 },
  );
});

test('Any text is read, or refused, in time that grows with its length', () => {
  for (const part of ['{', '}', '{,', '{a ', '{"a" ', '{"', '\\', '{\\', '[', '[1,', ' ']) {
    const started = performance.now();
    for (const text of [part.repeat(20_000), `{${part.repeat(20_000)}}`]) readTextList(text);
    ok(performance.now() - started < 500, part);
  }
});
