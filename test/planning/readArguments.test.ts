import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, type GraphQLScalarType } from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { argumentsOf } from '../../packages/core/src/planning/planContext.js';
import { readArguments } from '../../packages/core/src/planning/readArguments.js';
import { selectFields } from '../../packages/core/src/planning/selectedFields.js';
import { infoOf } from '../support/handModel.js';

const schema = buildSchema(`
  type Query { field(first: Int = 10, name: String, where: Where, color: Color, day: Day, need: Int! = 1): Int, plain: Int }
  input Where { min: Int = 0, max: Int }
  enum Color { RED }
  scalar Day
`);
(schema.getType('Day') as GraphQLScalarType).parseLiteral = () => {
  throw new TypeError('no day: 98765');
};

function read(call: string, variables: Record<string, unknown> = {}): Readonly<Record<string, unknown>> {
  const operation = infoOf(schema, `query ($v: Int, $w: String) { ${call} }`);
  const [field] = selectFields({ ...operation, variables }).root.values();
  return readArguments(field && argumentsOf(field), variables);
}

const cases: readonly (readonly [call: string, variables: Record<string, unknown>, args: Record<string, unknown>])[] = [
  ['field', {}, { first: 10, need: 1 }],
  ['field(first: null, name: "a", color: RED)', {}, { first: null, name: 'a', color: 'RED', need: 1 }],
  ['field(first: $v, name: $w)', { v: 3 }, { first: 3, need: 1 }],
  ['field(first: $v, name: $w)', { w: null }, { first: 10, name: null, need: 1 }],
  ['field(where: {max: $v})', { v: 5 }, { first: 10, where: { min: 0, max: 5 }, need: 1 }],
  ['field(where: {max: $v, min: null})', {}, { first: 10, where: { min: null }, need: 1 }],
  ['plain', {}, {}],
];
test('Arguments are coerced as GraphQL does: defaults applied, what was left out absent, null kept', () => {
  for (const [call, variables, args] of cases) {
    // Input objects have no prototype.
    deepEqual(JSON.parse(JSON.stringify(read(call, variables))), args, call);
  }
});

for (const call of ['field(name: 98765)', 'field(where: {max: "98765"})', 'field(day: "98765")', 'field(need: null)']) {
  test(`An argument that cannot be used is refused with its field's name, and its value never told: ${call}`, () => {
    throws(
      () => read(call),
      (error: unknown) =>
        error instanceof RemoteJoinsError &&
        error.code === 'BAD_USER_INPUT' &&
        error.message.includes('"Query.field"') &&
        !`${error.message} ${JSON.stringify(error.cause)}`.includes('98765'),
    );
  });
}
