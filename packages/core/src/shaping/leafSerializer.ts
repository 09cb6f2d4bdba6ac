import { GraphQLID, type GraphQLOutputType, isListType, isNonNullType, specifiedScalarTypes } from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Column } from '../model/table.js';
import { createLeafReader, type LeafReader } from './leafValue.js';

/** Stands in a response where there is nothing and the schema says non-null. */
export const missing: Error = new RemoteJoinsError(
  'SOURCE_INVALID_RESPONSE',
  'The source answered with null where a value is due.',
);

/**
 * Turns a wire value into what stands in the response: serialised, and held to the type's non-null wrappers. An Error
 * where graphql-js would report one. `undefined` where wire values are that already.
 *
 * @param column where the values come from; absent for values of a remote schema
 */
export function createLeafSerializer(
  type: GraphQLOutputType,
  names: ReadonlyMap<string, string>,
  column?: Column,
): LeafReader | undefined {
  if (isNonNullType(type)) {
    const serialize = createLeafSerializer(type.ofType, names, column);
    if (serialize === undefined && column !== undefined && isNeverNull(column)) return undefined;
    if (serialize === undefined) return (value) => value ?? missing;
    return (value) => serialize(value) ?? missing;
  }
  if (isListType(type)) {
    const read = createLeafReader(type, names, column?.type.kind);
    const serialize = createLeafSerializer(type.ofType, names, column && { ...column, notNull: false });
    return (value) => {
      const list = read === undefined ? value : read(value);
      if (!Array.isArray(list)) return list;
      const items: unknown[] = serialize === undefined ? list : list.map((_, i) => serialize((value as unknown[])[i]));
      return items.find((item) => item instanceof Error) ?? items;
    };
  }
  return serializeAfter(createLeafReader(type, names, column?.type.kind), type, column === undefined);
}

/** A value that is no NULL may still be the JSON null, or an array of them. */
function isNeverNull({ notNull, type: { kind } }: Column): boolean {
  return notNull && !['json', 'jsonb', 'array', 'other'].includes(kind);
}

function serializeAfter(
  read: LeafReader | undefined,
  type: GraphQLOutputType,
  isRemote: boolean,
): LeafReader | undefined {
  if (!('serialize' in type)) return read;
  if (type.name === GraphQLID.name) {
    if (!isRemote && read === undefined) return undefined;
    return (value) => {
      const id = read === undefined ? value : read(value);
      return typeof id === 'number' ? String(id) : id;
    };
  }
  if (read === undefined || specifiedScalarTypes.some(({ name }) => name === type.name)) return read;
  const refused = new RemoteJoinsError(
    'SOURCE_INVALID_RESPONSE',
    `The source answered with a value that is no "${type.name}".`,
  );
  return (value) => {
    const internal = read(value);
    if (internal === null || internal === undefined || internal instanceof Error) return internal;
    try {
      return type.serialize(internal) ?? refused;
    } catch {
      return refused;
    }
  };
}
