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
import type { Column, ColumnKind } from '../../packages/core/src/model/table.js';
import type { JoinPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { hasError } from '../../packages/core/src/shaping/completeClean.js';
import { createLeafSerializer } from '../../packages/core/src/shaping/leafSerializer.js';
import { responseShape } from '../../packages/core/src/shaping/shape.js';
import { isSpliced } from '../../packages/core/src/shaping/shaper.js';
import { spliceOf } from '../../packages/core/src/shaping/spliceOf.js';
import { createModel, joinsOf, planOf } from '../support/handModel.js';

const model = createModel(
  `type Query { orders: [Order!]!, order: Order }
   type Order { id: Int!, total: Int, ref: String!, customer: User!, backer: User, items: [Item!], city: City, sure: City! }
   type User { id: Int!, name: String!, best: User! }
   type Item { sku: String! }
   type City { name: String }`,
  {
    tables: {
      Order: {
        source: 'db',
        columns: 'id int4!, total numeric, ref text, customer_id int4, backer_id int4, city_id int4',
      },
      User: { source: 'db', columns: 'id int4!, name text, best_id int4' },
      Item: { source: 'db', columns: 'id int4!, sku text, order_ref text' },
      City: { source: 'cities', columns: 'id int4!, name text' },
    },
    relationships: {
      'Order.customer': { key: { customer_id: 'id' } },
      'Order.backer': { key: { backer_id: 'id' } },
      'User.best': { key: { best_id: 'id' } },
      'Order.items': { key: { ref: 'order_ref' }, unique: false },
      'Order.city': { key: { city_id: 'id' } },
      'Order.sure': { key: { city_id: 'id' } },
    },
  },
);

type Sets = readonly (readonly (readonly unknown[])[])[];

function splice(query: string, sets: Sets, joined: Readonly<Record<string, readonly unknown[]>> = {}) {
  const plan = planOf(model, query, query.includes('orders') ? 'orders' : 'order');
  const finish = { clean: true };
  const joins = Object.entries(joinsOf(plan)).map(([at, join]): [JoinPlan, readonly unknown[]] => [
    join,
    joined[at] ?? [],
  ]);
  const [value] = spliceOf(plan, model.names, responseShape).build(
    { kind: 'rows', sets },
    new Map(joins),
    undefined,
    finish,
  );
  return { value, clean: finish.clean };
}

test('Rows for a response hold the response keys in the order of the selection, and no mark of ours', () => {
  const query =
    '{ orders { kind: __typename nr: id who: customer { n: name again: name } items { sku } id city { name } } }';
  const sets = [[[1], [true], ['Ann'], ['a'], [5]], [[0], ['x']]]; // biome-ignore format: by column
  const { value, clean } = splice(query, sets, { 'Order.city': [{ name: 'Ulm' }] });
  const order = {
    kind: 'Order',
    nr: 1,
    who: { n: 'Ann', again: 'Ann' },
    items: [{ sku: 'x' }],
    id: 1,
    city: { name: 'Ulm' },
  };
  deepEqual([value, clean], [[order], true]);
  deepEqual(JSON.stringify(value), JSON.stringify([order]));
  equal((value as unknown[]).some(isSpliced), false);
});

const answers: readonly (readonly [what: string, clean: boolean, query: string, sets: Sets, joined?: Record<string, readonly unknown[]>])[] = [
  ['null in a nullable leaf', true, '{ orders { total } }', [[[null]]]],
  ['null in a non-null leaf', false, '{ orders { ref } }', [[['a', null]]]],
  ['a leaf that does not fit', false, '{ orders { total } }', [[[1.5]]]],
  ['a nullable object that is absent', true, '{ orders { backer { name } } }', [[[false], [null]]]],
  ['a non-null object that is absent', false, '{ orders { customer { name } } }', [[[true, null], ['Ann', null]]]],
  ['a non-null object absent below one that is present', false, '{ orders { backer { best { id } } } }', [[[true], [false], [null]]]],
  ['a non-null object absent below one that is absent', true, '{ orders { backer { best { id } } } }', [[[false], [false], [null]]]],
  ['null in a non-null leaf of an object that is present', false, '{ orders { backer { name } } }', [[[true], [null]]]],
  ['null in a nullable join', true, '{ orders { city { name } } }', [[[5]]], { 'Order.city': [null] }],
  ['null in a non-null join', false, '{ orders { sure { name } } }', [[[5]]], { 'Order.sure': [null] }],
  ['a list that is null for want of a key', true, '{ orders { items { sku } } }', [[[null]], [[], []]]],
  ['null in a non-null leaf of a list', false, '{ orders { items { sku } } }', [[['a']], [[0], [null]]]],
  ['no rows at all', true, '{ orders { ref customer { name } } }', [[[], [], []]]],
  ['no row where one was asked for', true, '{ order { ref } }', [[[]]]],
]; // biome-ignore format: a table of cases
for (const [what, clean, query, sets, joined] of answers) {
  test(`Rows for a response are ${clean ? 'clean' : 'not clean, and hold an Error,'} with ${what}`, () => {
    const made = splice(query, sets, joined);
    equal(made.clean, clean);
    equal(hasError(made.value), !clean);
  });
}

const schema = buildSchema('type Query { a: Int, b: Float, c: ID } scalar Day scalar JSON');
const Day = schema.getType('Day') as GraphQLScalarType;
Day.serialize = (value) => {
  if (!(value instanceof Date)) throw new TypeError('no Date');
  return value.toISOString().slice(0, 10);
};
Day.parseValue = (value) => new Date(`${value}T00:00:00Z`);
const Color = new GraphQLEnumType({ name: 'Color', values: { RED: { value: 0 }, GREEN: {} } });
const names = new Map([['Color.RED', 'rouge']]);
const typeOf = (text: string): GraphQLOutputType => typeFromAST(schema, parseType(text) as never) as never;
const columnOf = (kind: ColumnKind, notNull = false): Column => ({
  name: 'c',
  type: { kind, sql: kind },
  notNull,
  deterministic: true,
});

/** Values as they stand in the response; ERROR where the executor has to report one. */
const ERROR = 'ERROR';
const leaves: readonly (readonly [type: GraphQLOutputType, column: Column | undefined, wire: readonly unknown[], response: readonly unknown[]])[] = [
  [typeOf('Int'), undefined, [1, null, 'x'], [1, null, ERROR]],
  [typeOf('Int!'), undefined, [1, null, undefined], [1, ERROR, ERROR]],
  [typeOf('String!'), columnOf('text'), ['a', null], ['a', ERROR]],
  [typeOf('ID'), undefined, ['a', 7, 1.5], ['a', '7', ERROR]],
  [Color, undefined, ['rouge', 'GREEN', 'RED', null], ['RED', 'GREEN', ERROR, null]],
  [Day, undefined, ['2024-02-29', 'x', null], ['2024-02-29', ERROR, null]],
  [typeOf('[Int!]'), undefined, [[1], [], [null], null, 'x', [1, 'x']], [[1], [], ERROR, null, ERROR, ERROR]],
  [typeOf('[[ID]!]!'), undefined, [[[1, null]], [null], null], [[['1', null]], ERROR, ERROR]],
  [typeOf('[String!]!'), columnOf('array', true), [['a'], [null]], [['a'], ERROR]],
]; // biome-ignore format: a table of cases
test('A leaf of a response is serialised and held to its type', () => {
  for (const [type, column, wire, response] of leaves) {
    const serialize = createLeafSerializer(type, names, column);
    const values = wire.map((value) => (serialize === undefined ? value : serialize(value)));
    deepEqual(
      values.map((value) => (value instanceof Error ? ERROR : value)),
      response,
      String(type),
    );
  }
});

test('A leaf that can be nothing else is not looked at', () => {
  const trusted = [['Int!', columnOf('int4', true)], ['String!', columnOf('text', true)], ['ID', columnOf('int8')], ['JSON', undefined]] as const; // biome-ignore format: a row
  for (const [type, column] of trusted) equal(createLeafSerializer(typeOf(type), names, column), undefined, type);
});
