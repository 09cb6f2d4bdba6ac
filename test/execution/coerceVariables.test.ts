import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, type GraphQLScalarType, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { coerceVariables } from '../../packages/core/src/execution/coerceVariables.js';

const schema = buildSchema(
  'type Query { a: Int f: Float s: String i: ID b: Boolean } input Where { min: Int = 3 } enum Color { RED } scalar Day',
);
(schema.getType('Day') as GraphQLScalarType).parseValue = (value) => ({ day: value });

const types = [
  ['Int', 'Int!', 'Float', 'String', 'ID', 'ID!', 'Boolean', 'Where', 'Where!', 'Color', 'Day', 'Missing', 'Query'],
  ['[Int]', '[Int!]!', '[[ID!]]', '[Day]', '[String!]', 'Int = 5', 'String! = "x"', '[Int] = [1]'],
].flat();
const values = [
  [
    null,
    0,
    -0,
    7,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 31,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    10n,
    '',
    'x',
    '7',
    true,
  ],
  ['RED', [], [1], [1, null], ['a'], [['a']], [[1]], {}, { min: 1 }, { other: 1 }, undefined, [undefined], new Date(0)],
].flat();

for (const type of types) {
  test(`A variable of type ${type} comes out as graphql-js coerces it, or not at all`, () => {
    const operation = parse(`query ($v: ${type}, $w: Int) { a }`).definitions[0] as OperationDefinitionNode;
    const coerce = (given: Readonly<Record<string, unknown>>): unknown =>
      getVariableValues(schema, operation.variableDefinitions ?? [], { ...given }).coerced;
    for (const given of [
      {},
      { w: 1 },
      { unknown: 1 },
      ...values.map((v) => ({ v })),
      ...values.map((v) => ({ v, w: 2 })),
    ]) {
      deepEqual(coerceVariables(schema, operation, given), coerce(given));
    }
  });
}
