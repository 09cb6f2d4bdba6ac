import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  buildSchema,
  GraphQLEnumType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  parseType,
  typeFromAST,
} from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import type { ColumnKind } from '../../packages/core/src/model/table.js';
import { createLeafReader } from '../../packages/core/src/shaping/leafValue.js';

const schema = buildSchema('type Query { a: Int, b: Float, c: ID } scalar Day scalar Code scalar Loud scalar Anything');

/** Internal form a Date; refuses its serialised form. */
const Day = schema.getType('Day') as GraphQLScalarType;
Day.serialize = (value) => {
  if (!(value instanceof Date)) throw new TypeError('no Date');
  return value.toISOString().slice(0, 10);
};
Day.parseValue = (value) => {
  if (!/^\d{4}-\d\d-\d\d$/.test(String(value))) throw new TypeError('no day');
  return new Date(`${value}T00:00:00Z`);
};
/** Internal form a text, serialised in base64: its serialised form is a text too. */
const Code = schema.getType('Code') as GraphQLScalarType;
Code.serialize = (value) => Buffer.from(String(value), 'utf8').toString('base64');
Code.parseValue = (value) => Buffer.from(String(value), 'base64').toString('utf8');
/** Serialises to upper case, and parses nothing. */
const Loud = schema.getType('Loud') as GraphQLScalarType;
Loud.serialize = (value) => String(value).toUpperCase();
Loud.parseValue = () => {
  throw new TypeError('an output only');
};

const green = { rgb: '0f0' };
const Color = new GraphQLEnumType({ name: 'Color', values: { RED: { value: 0 }, GREEN: { value: green }, BLUE: {} } });

const typeOf = (text: string): GraphQLOutputType => typeFromAST(schema, parseType(text) as never) as never;
const noNames: ReadonlyMap<string, string> = new Map();
const failed = new RemoteJoinsError('SOURCE_ERROR', 'It failed upstream.');

/** Values read, each Error of ours written as the name of its type. */
function read(type: GraphQLOutputType, values: readonly unknown[], names = noNames, column?: ColumnKind): unknown[] {
  const reader = createLeafReader(type, names, column);
  return values.map((value) => withoutErrors(reader === undefined ? value : reader(value)));
}

function withoutErrors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutErrors);
  return value instanceof RemoteJoinsError && value !== failed
    ? `${value.code} ${/"(.*)"/.exec(value.message)?.[1]}`
    : value;
}
const no = (type: string): string => `SOURCE_INVALID_RESPONSE ${type}`;

interface Case {
  readonly promise: string;
  readonly type: GraphQLOutputType;
  readonly column?: ColumnKind;
  readonly names?: ReadonlyMap<string, string>;
  readonly values: readonly unknown[];
  readonly read: readonly unknown[];
}

const cases: readonly Case[] = [
  {
    promise: 'An Int is a whole number of 32 bits, else an Error in its place',
    type: typeOf('Int!'),
    values: [0, -0, 2_147_483_647, -2_147_483_648, 2_147_483_648, -2_147_483_649, 1.5, '1', true, null, {}],
    read: [
      0,
      -0,
      2_147_483_647,
      -2_147_483_648,
      no('Int'),
      no('Int'),
      no('Int'),
      no('Int'),
      no('Int'),
      null,
      no('Int'),
    ],
  },
  {
    promise: 'An Int over a column that may hold more is checked',
    type: typeOf('Int'),
    column: 'numeric',
    values: [1, 1.5, 2 ** 31],
    read: [1, no('Int'), no('Int')],
  },
  {
    promise: 'A Float is a finite number: what Postgres writes as "NaN" is an Error in its place',
    type: typeOf('Float'),
    column: 'float8',
    values: [1.5, 'NaN', 'Infinity', JSON.parse('1e999'), null],
    read: [1.5, no('Float'), no('Float'), no('Float'), null],
  },
  {
    promise: 'String, Boolean and ID of a remote schema are taken only as what they are',
    type: typeOf('String'),
    values: ['', 1, true, {}, []],
    read: ['', no('String'), no('String'), no('String'), no('String')],
  },
  {
    promise: 'A Boolean is no number and no text',
    type: typeOf('Boolean'),
    values: [false, 0, 'true'],
    read: [false, no('Boolean'), no('Boolean')],
  },
  {
    promise: 'An ID is a text or a whole number',
    type: typeOf('ID'),
    values: ['a', 7, 1.5, true],
    read: ['a', 7, no('ID'), no('ID')],
  },
  {
    promise: 'An enum value becomes its internal value, found by the name the source gives it and by no other',
    type: Color,
    names: new Map([['Color.RED', 'rouge']]),
    values: ['rouge', 'RED', 'GREEN', 'BLUE', 'constructor', 0, null],
    read: [0, no('Color'), green, 'BLUE', no('Color'), no('Color'), null],
  },
  {
    promise: 'A scalar that refuses its serialised form gets its internal form, and an Error where it has none',
    type: Day,
    values: ['2024-02-29', 'x', null],
    read: [new Date(Date.UTC(2024, 1, 29)), no('Day'), null],
  },
  {
    promise: 'A scalar that would serialise a serialised value of a remote schema once more gets its internal form',
    type: Code,
    values: ['aGk='],
    read: ['hi'],
  },
  {
    promise: 'A scalar over a column is given what the column holds',
    type: Code,
    column: 'text',
    values: ['aGk='],
    read: ['aGk='],
  },
  {
    promise: 'A scalar over items of an array column is given the items',
    type: typeOf('[Code]'),
    column: 'array',
    values: [['aGk=']],
    read: [['aGk=']],
  },
  {
    promise: 'A scalar that only serialises is given the value to serialise',
    type: Loud,
    values: ['a', 'A'],
    read: ['a', 'A'],
  },
  {
    promise: 'Lists of lists keep nulls and Errors in their places, and a place that is no list is an Error',
    type: typeOf('[[Int!]]!'),
    values: [[[1, null], null, [failed, 'x'], failed, 7], null, failed, 'abc'],
    read: [[[1, null], null, [failed, no('Int')], failed, no('[Int!]')], null, failed, no('[[Int!]]')],
  },
  {
    promise: 'Items of an array column are looked at: it may hold arrays of arrays',
    type: typeOf('[String]'),
    column: 'array',
    values: [['a', ['b']]],
    read: [['a', no('String')]],
  },
];
for (const { promise, type, column, names, values, read: expected } of cases) {
  test(promise, () => deepEqual(read(type, values, names, column), expected));
}

test('What cannot be anything else is not looked at: a plain column, and a scalar that takes all', () => {
  const trusted = [['Int', 'int4'], ['Int!', 'int2'], ['Float', 'int4'], ['String', 'text'], ['ID', 'int8'], ['Boolean', 'bool'],
    ['Anything', 'text'], ['Anything', undefined]] as const; // biome-ignore format: a table of cases
  for (const [type, column] of trusted)
    equal(createLeafReader(typeOf(type), noNames, column), undefined, `${type} ${column}`);
});

test('JSON of a column that no host could write is an error in its place, and all other JSON the value itself', () => {
  const read = createLeafReader(typeOf('Anything'), noNames, 'jsonb');
  for (const value of [nest(500), { a: nest(499) }, 'a', [], null]) equal(read?.(value), value);
  for (const value of [nest(501), { a: nest(500) }, nest(50_000)]) {
    const { code, message } = (read?.(value) ?? {}) as RemoteJoinsError;
    const told = 'The source answered with JSON that is nested deeper than 500 levels.';
    deepEqual([code, message], ['SOURCE_INVALID_RESPONSE', told]);
  }
});

function nest(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}
