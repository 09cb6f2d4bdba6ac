import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  getVariableValues,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  specifiedScalarTypes,
  typeFromAST,
} from 'graphql';
import { remember } from '../model/remember.js';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The variables of an operation, coerced as GraphQL does (spec section 6.1.2); undefined where the executor will refuse
 * them. graphql-js is asked only where coercion might change a value: numbers, texts and booleans of the built-in scalars
 * come out as they went in.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables,
): Record<string, unknown> | undefined {
  const same = takeSame(readDefinitions(schema, operation), given);
  return same ?? getVariableValues(schema, operation.variableDefinitions ?? [], { ...given }).coerced;
}

interface Definition {
  readonly name: string;
  readonly mayBeAbsent: boolean;
  readonly isSame: IsSame;
}

const definitions = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, readonly Definition[]>>();

function readDefinitions(schema: GraphQLSchema, operation: OperationDefinitionNode): readonly Definition[] {
  const ofSchema = remember(definitions, schema, () => new WeakMap());
  return remember(ofSchema, operation, () =>
    (operation.variableDefinitions ?? []).map(({ variable, type: node, defaultValue }) => {
      const type = typeFromAST(schema, node);
      const input = isInputType(type) ? type : undefined;
      const mayBeAbsent = input !== undefined && !isNonNullType(input) && defaultValue === undefined;
      return { name: variable.name.value, mayBeAbsent, isSame: input ? createTest(input) : never };
    }),
  );
}

/** All variables as they were given, or undefined where one of them is not certain to stay what it is. */
function takeSame(variables: readonly Definition[], given: Variables): Record<string, unknown> | undefined {
  const same: Record<string, unknown> = {};
  for (const { name, mayBeAbsent, isSame } of variables) {
    if (!Object.hasOwn(given, name)) {
      if (!mayBeAbsent) return undefined;
      continue;
    }
    const value = given[name];
    if (!isSame(value)) return undefined;
    same[name] = value;
  }
  return same;
}

/** Whether coercion gives back the very value. */
type IsSame = (value: unknown) => boolean;

const never: IsSame = () => false;

/** Tests of a value that is not null, by the name of a built-in scalar. */
const SCALARS: Readonly<Record<string, IsSame>> = {
  Int: (value) => typeof value === 'number' && (value | 0) === value,
  Float: Number.isFinite,
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
};

function createTest(type: GraphQLInputType): IsSame {
  const nullable = getNullableType(type);
  const isSame = createNullableTest(nullable);
  return isNonNullType(type) ? isSame : (value) => value === null || isSame(value);
}

function createNullableTest(type: GraphQLInputType): IsSame {
  if (isListType(type)) {
    const isSame = createTest(type.ofType);
    return (value) => Array.isArray(value) && value.every(isSame);
  }
  const scalar = specifiedScalarTypes.find((each) => each === type);
  return (scalar && SCALARS[scalar.name]) ?? never;
}
