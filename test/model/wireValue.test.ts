import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { serializeLeaf, toWireValue } from '../../packages/core/src/model/wireValue.js';

/** Internal value: a Date. Serialised: a day. */
const Day = new GraphQLScalarType({ name: 'Day', serialize: (value) => (value as Date).toISOString().slice(0, 10) });
/** A scalar that serialises without looking, as `scalar X` in an SDL does. */
const Anything = new GraphQLScalarType({ name: 'Anything' });
const Color = new GraphQLEnumType({
  name: 'Color',
  values: { RED: { value: 0 }, GREEN: { value: { rgb: 'f0f' } }, BLUE: {} },
});
const Filter: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: 'Filter',
  fields: () => ({
    since: { type: Day },
    colors: { type: new GraphQLList(Color) },
    minPrice: { type: GraphQLInt },
    and: { type: new GraphQLList(new GraphQLNonNull(Filter)) },
    constructor: { type: GraphQLString },
    ['__proto__']: { type: GraphQLString },
  }),
});

const names = new Map([
  ['Color.RED', 'red'],
  ['Filter.minPrice', 'min_price'],
]);
const green = Color.getValue('GREEN')?.value;
const day = new Date(Date.UTC(2024, 1, 29, 23, 59));

const cases: readonly (readonly [what: string, type: GraphQLInputType, value: unknown, wire: unknown])[] = [
  ['a scalar as it serialises', Day, day, '2024-02-29'],
  ['a Date that its scalar leaves as it is, in UTC', Anything, day, '2024-02-29T23:59:00.000Z'],
  ['any JSON of a scalar that looks at nothing', Anything, { a: [1] }, { a: [1] }],
  ['an enum value as its name', Color, 'BLUE', 'BLUE'],
  ['an enum value as its name at the source, found by its internal value', Color, 0, 'red'],
  ['an enum value whose internal value is an object', Color, green, 'GREEN'],
  ['null', new GraphQLList(Color), null, null],
  ['what was left out', Color, undefined, undefined],
  [
    'a list, item by item, with its nulls',
    new GraphQLList(new GraphQLList(Color)),
    [[0, null], null],
    [['red', null], null],
  ],
  ['one value where a list is due', new GraphQLNonNull(new GraphQLList(Color)), 0, ['red']],
  [
    'an input object under the names of the source, as deep as it goes',
    Filter,
    { and: [{ minPrice: 0, colors: [] }, { minPrice: null }], since: undefined },
    { and: [{ min_price: 0, colors: [] }, { min_price: null }] },
  ],
  ['a field that the type does not have: never', Filter, { minPrice: 1, other: 2 }, { min_price: 1 }],
  ['a field named like a member of every object: only where it was given', Filter, {}, {}],
];
for (const [what, type, value, wire] of cases) {
  test(`Leaves the server: ${what}`, () => deepEqual(toWireValue(type, value, names), wire));
}

test('Members named like those of every object are members of the wire value like any other', () => {
  const value = Object.assign(Object.create(null), { constructor: 'a', since: undefined });
  Object.defineProperty(value, '__proto__', { value: 'b', enumerable: true });
  deepEqual(Object.entries(toWireValue(Filter, value, new Map()) as object), [
    ['constructor', 'a'],
    ['__proto__', 'b'],
  ]);
});

test('A value that its type refuses is thrown at the caller, never sent as it is', () => {
  throws(() => toWireValue(GraphQLInt, 1.5, names));
  throws(() => toWireValue(Color, 'RED', names));
  throws(() => serializeLeaf(Anything, new Date(Number.NaN), names), RangeError);
});
