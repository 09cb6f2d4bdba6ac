import { isDeepStrictEqual } from 'node:util';
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
import { isDeeper, MAX_COLUMN_DEPTH } from '../model/jsonDepth.js';
import type { ColumnKind } from '../model/table.js';

/** Turns a wire value into what the field's type expects to serialise; an Error where it is no value of the type. */
export type LeafReader = (value: unknown) => unknown;

/** What an answer of a remote schema or a handler is measured by where it comes in. */
const MAY_BE_DEEP: ReadonlySet<ColumnKind> = new Set(['json', 'jsonb', 'array', 'other']);

const INT_MAX = 2 ** 31 - 1;
const identity = new GraphQLScalarType({ name: 'Identity' }).serialize;

/**
 * The reader of a leaf field, or `undefined` where wire values can be trusted as they are: a built-in scalar over a
 * column whose type cannot hold anything else, and a custom scalar that serialises without looking, unless values may be
 * deeper than can be written.
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
    const read = createLeafReader(type.ofType, names, column);
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
  // Postgres does not tell arrays of arrays from arrays, so their items are looked at.
  const isTrusted = column !== undefined && column !== 'array';
  switch (type.name) {
    case GraphQLInt.name:
      if (column === 'int2' || column === 'int4') return undefined;
      return (value) => (Number.isInteger(value) && Math.abs(Number(value) + 0.5) <= INT_MAX + 0.5 ? value : error);
    case GraphQLFloat.name:
      if (column === 'int2' || column === 'int4') return undefined;
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : error);
    case GraphQLString.name:
      return isTrusted ? undefined : (value) => (typeof value === 'string' ? value : error);
    case GraphQLBoolean.name:
      return isTrusted ? undefined : (value) => (typeof value === 'boolean' ? value : error);
    case GraphQLID.name:
      if (isTrusted) return undefined;
      return (value) => (typeof value === 'string' || Number.isInteger(value) ? value : error);
    default: {
      const isIdentity = type.serialize === identity;
      const read = (value: unknown): unknown => readCustomScalar(type, value, column === undefined) ?? error;
      if (column === undefined || !MAY_BE_DEEP.has(column)) return isIdentity ? undefined : read;
      return (value) => (isDeeper(value, MAX_COLUMN_DEPTH) ? tooDeep : isIdentity ? value : read(value));
    }
  }
}

/**
 * A source answers with the serialised form. Most scalars serialise that form to itself; one whose internal form is
 * something else (a `Date`) refuses it, and then gets what it makes of the serialised form.
 *
 * @param isSerialized whether the value is the scalar's serialised form for certain, so that one that would serialise it
 * to something else (an encoding) must get its internal form too; a column's value may be either
 */
function readCustomScalar(type: GraphQLScalarType, value: unknown, isSerialized: boolean): unknown {
  const again = attempt(() => type.serialize(value));
  const isRefused = again === undefined || again === null;
  if (again === value || (!isRefused && !isSerialized)) return value;
  const internal = attempt(() => type.parseValue(value));
  if (isRefused) return internal;
  return isDeepStrictEqual(
    attempt(() => type.serialize(internal)),
    value,
  )
    ? internal
    : value;
}

function attempt(convert: () => unknown): unknown {
  try {
    return convert();
  } catch {
    return undefined;
  }
}

const tooDeep = new RemoteJoinsError(
  'SOURCE_INVALID_RESPONSE',
  `The source answered with JSON that is nested deeper than ${MAX_COLUMN_DEPTH} levels.`,
);

function invalid(typeName: string): RemoteJoinsError {
  return new RemoteJoinsError('SOURCE_INVALID_RESPONSE', `The source answered with a value that is no "${typeName}".`);
}
