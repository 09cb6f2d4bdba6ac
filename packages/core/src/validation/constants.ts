import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { didYouMean } from '../schema/suggest.js';
import { isCustomScalar } from './remoteTypes.js';

/** What keeps a constant from being a value of an input type, as the end of a sentence; nothing where it is one. */
export function faultOfConstant(value: ValueNode, type: GraphQLInputType, what?: 'text'): string | undefined {
  if (value.kind === Kind.NULL) return isNonNullType(type) ? `not a value of ${type}` : undefined;
  const nullable = getNullableType(type);
  // One value stands for a list of it: GraphQL's list coercion.
  if (isListType(nullable)) return faultOfConstant(value, nullable.ofType, what);
  const named = getNamedType(type);
  if (isCustomScalar(named)) return undefined;
  const fault = `not a value of ${type}`;
  if (isEnumType(named)) {
    if (what === 'text') return undefined;
    if (value.kind === Kind.STRING) return `${fault}: enum values are written without quotes`;
    if (value.kind !== Kind.ENUM) return fault;
    const names = named.getValues().map(({ name }) => name);
    return names.includes(value.value) ? undefined : `${fault}.${didYouMean(value.value, names)}`.replace(/\.$/, '');
  }
  if (isInputObjectType(named)) return fault;
  switch (named.name) {
    case 'Int':
      return value.kind === Kind.INT && Number(value.value) === (Number(value.value) | 0) ? undefined : fault;
    case 'Float':
      return value.kind === Kind.INT || value.kind === Kind.FLOAT ? undefined : fault;
    case 'Boolean':
      return value.kind === Kind.BOOLEAN ? undefined : fault;
    case 'ID':
      return value.kind === Kind.STRING || value.kind === Kind.INT ? undefined : fault;
    default:
      return value.kind === Kind.STRING ? undefined : fault;
  }
}

/** The JSON value that stands for a constant in the variables of a call. */
export function toConstant(value: ValueNode, type: GraphQLInputType): unknown {
  const id = getNamedType(type).name === 'ID' && value.kind === Kind.INT;
  return id ? value.value : valueFromASTUntyped(value);
}
