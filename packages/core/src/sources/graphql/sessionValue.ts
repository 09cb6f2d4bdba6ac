import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { TemplateValue } from '../../model/relationship.js';
import type { RequestSession, SessionVariable } from '../../model/session.js';
import { isExactNumber, readTextList } from '../../model/textList.js';

/**
 * A session variable as a value of an upstream type. Session variables are texts: numbers, booleans and enum values are
 * read from their spelling in GraphQL, lists from a list or its text.
 *
 * @throws RemoteJoinsError `FORBIDDEN` where there is no such variable: what depends on who asks must never be asked
 * without it; `BAD_USER_INPUT` where it is no value of the type
 */
export function readSessionValue(
  { name, type }: Extract<TemplateValue, { kind: 'session' }>,
  { variables }: RequestSession,
): unknown {
  const variable = variables.get(name);
  if (variable === undefined) {
    throw new RemoteJoinsError('FORBIDDEN', `The session has no variable "${name}".`);
  }
  const read = readVariable(type, variable);
  if (read === undefined) {
    throw new RemoteJoinsError('BAD_USER_INPUT', `The session variable "${name}" is not a value of type ${type}.`);
  }
  return read.value;
}

/** Nothing where it is no value of the type. */
type Read = { readonly value: unknown } | undefined;

function readVariable(type: GraphQLInputType, variable: SessionVariable): Read {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items = typeof variable === 'string' ? readTextList(variable) : variable;
    const read = items?.map((item) => readItem(nullable.ofType, item));
    return read?.every((item) => item !== undefined) ? { value: read.map(({ value }) => value) } : undefined;
  }
  if (typeof variable === 'string') return readText(nullable, variable);
  return isCustomScalar(nullable) ? { value: variable } : undefined;
}

/** A list in JSON may hold numbers and booleans; those that a double holds exactly are as good as their text. */
function readItem(type: GraphQLInputType, item: unknown): Read {
  if (item === null) return isNonNullType(type) ? undefined : { value: null };
  const isExact = typeof item === 'boolean' || (typeof item === 'number' && isExactNumber(item));
  if (typeof item === 'string' || isExact) return readText(getNullableType(type), String(item));
  return undefined;
}

function readText(type: GraphQLInputType, text: string): Read {
  if (isEnumType(type)) return type.getValue(text) ? { value: text } : undefined;
  if (isListType(type) || isInputObjectType(type)) return undefined;
  if (isCustomScalar(type)) return { value: text };
  switch (String(type)) {
    case 'Int':
      return INT.test(text) && Number(text) === (Number(text) | 0) ? { value: Number(text) | 0 } : undefined;
    case 'Float':
      return FLOAT.test(text) && Number.isFinite(Number(text)) ? { value: Number(text) } : undefined;
    case 'Boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : undefined;
    default:
      return { value: text };
  }
}

const INT = /^-?(?:0|[1-9]\d{0,9})$/;
const FLOAT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isCustomScalar(type: GraphQLInputType): boolean {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}
