import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLString,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { ColumnKind } from '../model/table.js';

/** Turns a wire value into what the field's type expects to serialise; an Error where it is no value of the type. */
export type LeafReader = (value: unknown) => unknown;

const INT_MAX = 2 ** 31 - 1;
const identity = new GraphQLScalarType({ name: 'Identity' }).serialize;

/**
 * The reader of a leaf field, or `undefined` where wire values can be trusted as they are: a built-in scalar over a
 * column whose type cannot hold anything else, and a custom scalar that serialises without looking.
 *
 * @param names what the source calls enum values, by coordinate (`Color.RED`)
 * @param column the kind of the column the values come from; absent for values of a remote schema
 */
export function createLeafReader(
  type: GraphQLOutputType,
  names: ReadonlyMap<string, string>,
  column?: ColumnKind,
): LeafReader | undefined {
  if (isNonNullType(type)) return createLeafReader(type.ofType, names, column);
  if (isListType(type)) {
    const read = createLeafReader(type.ofType, names, column === 'array' ? undefined : column);
    const notList = invalid(String(type));
    return (value) => {
      if (value === null || value === undefined || value instanceof Error) return value;
      if (!Array.isArray(value)) return notList;
      return read === undefined ? value : value.map(read);
    };
  }
  invariant(isLeafType(type), `"${String(type)}" is no leaf type`);
  const accept = createAccept(type, names, column);
  if (accept === undefined) return undefined;
  return (value) => (value === null || value === undefined || value instanceof Error ? value : accept(value));
}

function createAccept(
  type: GraphQLLeafType,
  names: ReadonlyMap<string, string>,
  column: ColumnKind | undefined,
): LeafReader | undefined {
  const error = invalid(type.name);
  if (isEnumType(type)) {
    const internal = new Map<unknown, unknown>();
    for (const { name, value } of type.getValues()) internal.set(names.get(`${type.name}.${name}`) ?? name, value);
    return (value) => (internal.has(value) ? internal.get(value) : error);
  }
  switch (type.name) {
    case GraphQLInt.name:
      if (column === 'int2' || column === 'int4') return undefined;
      return (value) => (Number.isInteger(value) && Math.abs(Number(value) + 0.5) <= INT_MAX + 0.5 ? value : error);
    case GraphQLFloat.name:
      if (column === 'int2' || column === 'int4') return undefined;
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : error);
    case GraphQLString.name:
      return column === undefined ? (value) => (typeof value === 'string' ? value : error) : undefined;
    case GraphQLBoolean.name:
      return column === undefined ? (value) => (typeof value === 'boolean' ? value : error) : undefined;
    case GraphQLID.name:
      if (column !== undefined) return undefined;
      return (value) => (typeof value === 'string' || Number.isInteger(value) ? value : error);
    default:
      return type.serialize === identity ? undefined : (value) => readCustomScalar(type, value) ?? error;
  }
}

/**
 * A source answers with the serialised form. Most scalars serialise that form to itself; one whose internal form is
 * something else (a `Date`) refuses it, and then gets what it makes of the serialised form.
 */
function readCustomScalar(type: GraphQLLeafType, value: unknown): unknown {
  try {
    const serialized = type.serialize(value);
    if (serialized !== undefined && serialized !== null) return value;
  } catch {
    // Not a form it serialises: parsed below.
  }
  try {
    return type.parseValue(value);
  } catch {
    return undefined;
  }
}

function invalid(typeName: string): RemoteJoinsError {
  return new RemoteJoinsError('SOURCE_INVALID_RESPONSE', `The source answered with a value that is no "${typeName}".`);
}
