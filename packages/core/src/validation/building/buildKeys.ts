import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  GraphQLString,
  getNamedType,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { KeyPart } from '../../model/relationship.js';
import type { Column } from '../../model/table.js';
import { type KeySide, sideOfArray, sideOfColumn, sideOfType } from '../keyTypes.js';
import type { KeyFault, Place } from '../visits.js';
import { nameTable } from '../words.js';
import { type Builder, columnNames, findKeyColumn, isServed, upstreamName, useValueNames } from './builder.js';
import { fieldOf } from './buildRemoteTypes.js';

/** Where a part of a join key is read, from each kind of parent its type may be; the form is the target's to say. */
export interface KeySource extends Omit<KeyPart, 'form'> {
  readonly sides: readonly KeySide[];
  readonly nullable: boolean;
}

export interface KeyRequest extends Place {
  /** As the author wrote it: a parent field, or the name of a variable. */
  readonly name: string;
  readonly path: readonly string[];
  readonly typeName: string;
  readonly role: 'fieldMapping' | 'variable' | 'path';
  /** Whether a list of values can be the key, since a list is what the target takes. */
  readonly takesList: boolean;
}

/** Finds a key part in the parent; what is wrong is shown, and nothing returned then. */
export function findKey(builder: Builder, request: KeyRequest): KeySource | undefined {
  const { name, path } = request;
  const readings = readParents(builder, request);
  const fault = readings.find(isFault);
  builder.show('keyField', { ...request, name: path.join('.'), fault });
  if (fault !== undefined) return undefined;
  const found = readings.filter((reading): reading is Reading => !isFault(reading));
  const common = {
    name,
    upstreamPaths: new Map(found.map(({ upstream }) => upstream).filter(isPresent)),
    hostPath: path,
    sides: found.map((reading) => reading.side),
    nullable: found.some((reading) => reading.nullable),
  };
  const column = found.find((reading) => reading.column !== undefined)?.column;
  return column === undefined ? common : { ...common, column };
}

/** A key part in one kind of parent. */
interface Reading {
  readonly side: KeySide;
  readonly nullable: boolean;
  readonly column?: Column;
  /** Source name, and the path of upstream field names. */
  readonly upstream?: readonly [string, readonly string[]];
}

function isFault(reading: Reading | KeyFault): reading is KeyFault {
  return 'kind' in reading;
}

/** A type's objects may come from its table, from remote schemas, or else from the host. */
function readParents(builder: Builder, request: KeyRequest): (Reading | KeyFault)[] {
  const { typeName } = request;
  const occurrences = [...(builder.occurrences.get(typeName) ?? [])];
  if (builder.definitions.tables.has(typeName)) return [readColumn(builder, request)].filter(isPresent);
  if (builder.definitions.unreadable.has(typeName)) return [];
  if (occurrences.length > 0) {
    return occurrences
      .map(([source, upstream]) =>
        upstream === 'json'
          ? readDeclared(builder, request, source)
          : readUpstream(builder, request, source, upstream.type),
      )
      .filter(isPresent);
  }
  const reading = readDeclared(builder, request);
  return isFault(reading) && builder.lost.has(typeName) ? [] : [reading];
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** Nothing where the table itself is unknown: that is told already. */
function readColumn(builder: Builder, { typeName, path, takesList }: KeyRequest): Reading | KeyFault | undefined {
  const linked = builder.tables.get(typeName);
  if (linked === undefined) return undefined;
  const [name = '', nested] = path;
  if (nested !== undefined) return unfit('is a path, but a column has no fields');
  const column = findKeyColumn(builder, linked, name);
  if (column === undefined) {
    const coordinate = `${typeName}.${name}`;
    const field = linked.type.getFields()[name];
    const where = `neither a field of "${typeName}" nor a column of ${nameTable(linked.table)}`;
    if (field === undefined) return { kind: 'unknown', name, where, names: columnNames(builder, linked) };
    if (builder.hostResolved(coordinate) === true) return unfit("is resolved by the host, not by the table's database");
    if (builder.computed.has(coordinate)) return unfit('is computed from arguments');
    return isServed(builder, coordinate) ? unfit('is joined itself') : undefined;
  }
  const side = takesList && column.type.kind === 'array' ? sideOfArray(column) : sideOfColumn(column);
  if (side === undefined) return unfit(`is of type ${column.type.sql}`);
  return { side, column, nullable: !column.notNull };
}

/** Follows SDL field names where the SDL alone tells the types: of the host's objects, or of what an action answers. */
function readDeclared(
  builder: Builder,
  { typeName, path, takesList }: KeyRequest,
  source?: string,
): Reading | KeyFault {
  let type: GraphQLNamedType | undefined = builder.schema.getType(typeName);
  let leaf: GraphQLOutputType = GraphQLString;
  let nullable = false;
  const names: string[] = [];
  for (const [index, name] of path.entries()) {
    const field: GraphQLField<unknown, unknown> | undefined = type && fieldOf(type, name);
    if (type === undefined || field === undefined) {
      const where = `not a field of "${type?.name ?? typeName}"`;
      return { kind: 'unknown', name, where, names: fieldNames(builder, type) };
    }
    const coordinate = `${type.name}.${name}`;
    if (isServed(builder, coordinate)) return unfit('is joined itself');
    if (source !== undefined && builder.hostResolved(coordinate) === true) {
      return unfit(`is resolved by the host, not by action source "${source}"`);
    }
    const fault = faultOf(field, index === path.length - 1, takesList);
    if (fault !== undefined) return fault;
    if (source !== undefined) names.push(upstreamName(builder, coordinate, name));
    nullable ||= !isNonNullType(field.type);
    leaf = field.type;
    type = getNamedType(field.type);
  }
  if (source === undefined) return { side: sideOfLeaf(leaf), nullable };
  const named = getNamedType(leaf);
  const labels = isEnumType(named) ? useValueNames(builder, named, builder.definitions.upstream) : undefined;
  return { side: sideOfLeaf(leaf, labels), nullable, upstream: [source, names] };
}

/**
 * Follows SDL field names, which may be renamed; a name that the SDL does not have is a field upstream, so that a key
 * need not be exposed. Nothing where a field of the SDL is not there upstream: that is told already.
 */
function readUpstream(
  builder: Builder,
  { typeName, path, takesList }: KeyRequest,
  source: string,
  upstream: GraphQLNamedType,
): Reading | KeyFault | undefined {
  let [here, there]: [GraphQLNamedType | undefined, GraphQLNamedType] = [builder.schema.getType(typeName), upstream];
  let leaf: GraphQLOutputType = GraphQLString;
  let nullable = false;
  const names: string[] = [];
  for (const [index, name] of path.entries()) {
    const coordinate = `${here?.name}.${name}`;
    const field: GraphQLField<unknown, unknown> | undefined = here && fieldOf(here, name);
    if (field !== undefined && isServed(builder, coordinate)) return unfit('is joined itself');
    if (field !== undefined && builder.hostResolved(coordinate) === true) {
      return unfit(`is resolved by the host, not by remote schema "${source}"`);
    }
    const upstreamField = field === undefined ? name : upstreamName(builder, coordinate, name);
    const found = fieldOf(there, upstreamField);
    if (found === undefined && field !== undefined) return undefined;
    if (found === undefined) {
      const where = `neither a field of "${here?.name ?? there.name}" nor one of "${there.name}" in remote schema "${source}"`;
      const names = [...fieldNames(builder, here), ...fieldNames(builder, there)];
      return { kind: 'unknown', name, where, names };
    }
    const fault = faultOf(found, index === path.length - 1, takesList);
    if (fault !== undefined) return fault;
    names.push(upstreamField);
    nullable ||= !isNonNullType(found.type);
    leaf = found.type;
    here = field && getNamedType(field.type);
    there = getNamedType(found.type);
  }
  return { side: sideOfLeaf(leaf), nullable, upstream: [source, names] };
}

function sideOfLeaf(type: GraphQLOutputType, labels?: ReadonlyMap<string, string>): KeySide {
  const side = sideOfType(type, labels);
  return isListType(getNullableType(type)) ? { ...side, isList: true } : side;
}

function unfit(why: string): KeyFault {
  return { kind: 'unfit', why };
}

function faultOf(field: GraphQLField<unknown, unknown>, last: boolean, takesList: boolean): KeyFault | undefined {
  const required = field.args.find(isRequiredArgument);
  if (required !== undefined) return unfit(`needs its argument "${required.name}"`);
  const type = getNullableType(field.type);
  const isTaken = takesList && last && isListType(type) && isLeafType(getNullableType(type.ofType));
  if (isListType(type) && !isTaken) return unfit(`is a list (${field.type})`);
  const leaf = isLeafType(getNamedType(field.type));
  if (last && !leaf) return unfit(`is an object (${field.type})`);
  return last || !leaf ? undefined : unfit(`has no fields, but is followed by one (it is ${field.type})`);
}

/** Fields that an author could have meant: not those that are joined themselves. */
function fieldNames(builder: Builder, type: GraphQLNamedType | undefined): readonly string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.keys(type.getFields()).filter((name) => !isServed(builder, `${type.name}.${name}`));
}
