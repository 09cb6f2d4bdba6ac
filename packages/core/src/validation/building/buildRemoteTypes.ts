import {
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { RemoteField, RemoteType } from '../../model/remoteType.js';
import { compareOutput } from '../remoteTypes.js';
import type { Place } from '../visits.js';
import { type Builder, isServed, loseTypes, upstreamName, useValueNames } from './builder.js';
import { buildRemoteArguments } from './buildRemoteInput.js';

/** A type of the SDL where a remote schema answers with it. */
export interface RemoteOccurrence {
  readonly source: string;
  readonly schema: GraphQLSchema;
  readonly type: GraphQLNamedType;
  readonly upstream: GraphQLNamedType;
}

/** All types below the given ones, each source's apart; a type of several sources occurs in each. */
export function buildRemoteTypes(
  builder: Builder,
  starts: readonly RemoteOccurrence[],
): Map<string, Map<string, RemoteType>> {
  const sources = new Map<string, Map<string, RemoteType>>();
  const queue = [...starts];
  for (const occurrence of queue) {
    const { source, schema, type, upstream } = occurrence;
    const types = sources.get(source) ?? new Map<string, RemoteType>();
    sources.set(source, types);
    if (types.has(type.name)) continue;
    const places = builder.occurrences.get(type.name) ?? new Map();
    builder.occurrences.set(type.name, places.set(source, { schema, type: upstream }));
    types.set(
      type.name,
      buildRemoteType(builder, occurrence, (next) => queue.push(next)),
    );
  }
  return sources;
}

/**
 * Shows the type of a field here and upstream.
 *
 * @returns the object, interface or union to go on with, if there is one and both sides agree on it
 */
export function meetRemoteType(
  builder: Builder,
  place: Place,
  { source, schema }: Pick<RemoteOccurrence, 'source' | 'schema'>,
  type: GraphQLOutputType,
  upstream: GraphQLOutputType,
  options: { readonly upstreamField: string; readonly outer: boolean; readonly batched?: boolean },
): RemoteOccurrence | undefined {
  const [here, there] = [getNamedType(type), getNamedType(upstream)];
  const name = upstreamName(builder, here.name, here.name);
  const renamed = builder.definitions.upstream.get(here.name);
  const { upstreamField, outer, batched = false } = options;
  builder.show('remoteType', {
    ...place,
    source,
    schema,
    type,
    upstream,
    upstreamField,
    outer,
    upstreamName: name,
    renamed,
    batched,
  });
  const difference = compareOutput(type, upstream, name, outer);
  if (difference === 'type' || difference === 'list') return undefined;
  if (isEnumType(here) && isEnumType(there)) {
    const names = useValueNames(builder, here, builder.definitions.upstream);
    const known = there.getValues().map((value) => value.name);
    builder.show('enum', {
      ...place,
      type: here,
      known,
      names,
      owner: `enum "${there.name}" upstream`,
      read: true,
    });
  }
  if (!isCompositeType(here)) return undefined;
  if (!builder.definitions.tables.has(here.name)) return { source, schema, type: here, upstream: there };
  builder.show('tableAsRemote', { ...place, typeName: here.name, source });
  return undefined;
}

/** The field upstream that stands behind an SDL field, its arguments included; `go` gets the type below it. */
export function buildRemoteField(
  builder: Builder,
  place: Place & { readonly field: GraphQLField<unknown, unknown>; readonly name: string; readonly explicit: boolean },
  parent: RemoteOccurrence,
  go: (next: RemoteOccurrence) => void,
): RemoteField | undefined {
  const { coordinate, field, name, explicit } = place;
  const { source, upstream } = parent;
  const found = 'getFields' in upstream ? fieldOf(upstream, name) : undefined;
  const host = builder.hostResolved(coordinate);
  builder.show('remoteField', {
    coordinate,
    node: place.node,
    source,
    parent: upstream,
    name,
    field: found,
    host,
    explicit,
  });
  if (found === undefined) {
    loseTypes(builder, getNamedType(field.type));
    return undefined;
  }
  const at = { coordinate, node: field.astNode ?? undefined };
  const upstreamField = `${upstream.name}.${name}`;
  const next = meetRemoteType(builder, at, parent, field.type, found.type, { upstreamField, outer: true });
  if (next === undefined) loseTypes(builder, getNamedType(field.type));
  else go(next);
  const args = buildRemoteArguments(builder, coordinate, field, found, upstreamField);
  return { fieldName: field.name, upstreamName: name, type: field.type, args };
}

/** A field of an upstream object or interface. */
export function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const fields = type.getFields();
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function buildRemoteType(
  builder: Builder,
  occurrence: RemoteOccurrence,
  go: (next: RemoteOccurrence) => void,
): RemoteType {
  const { source, type, upstream } = occurrence;
  const common = { kind: 'remote', source, typeName: type.name, upstreamName: upstream.name } as const;
  const fields = new Map<string, RemoteField>();
  if (isAbstractType(type) && isAbstractType(upstream)) {
    const possibleTypes = buildPossibleTypes(builder, occurrence, type, upstream, go);
    return { ...common, possibleTypes, fields };
  }
  if (!isObjectType(type)) return { ...common, fields };
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    if (isServed(builder, coordinate)) continue;
    if (builder.hostResolved(coordinate) === true) {
      builder.hostFields.add(coordinate);
      continue;
    }
    const written = builder.definitions.upstream.get(coordinate);
    const name = upstreamName(builder, coordinate, field.name);
    const place = {
      coordinate,
      node: written?.node ?? field.astNode ?? undefined,
      field,
      name,
      explicit: written !== undefined,
    };
    const built = buildRemoteField(builder, place, occurrence, go);
    if (built !== undefined) fields.set(field.name, built);
  }
  return { ...common, fields };
}

/** Which SDL type each object type upstream is. Fields of an interface are looked at in these alone. */
function buildPossibleTypes(
  builder: Builder,
  { source, schema }: RemoteOccurrence,
  type: GraphQLAbstractType,
  upstream: GraphQLAbstractType,
  go: (next: RemoteOccurrence) => void,
): Map<string, string> {
  const possible = new Map<string, string>();
  const tables = new Set<string>();
  const known = new Map(schema.getPossibleTypes(upstream).map((candidate) => [candidate.name, candidate]));
  if (isInterfaceType(type)) {
    for (const { name } of Object.values(type.getFields())) upstreamName(builder, `${type.name}.${name}`, name);
  }
  for (const object of builder.schema.getPossibleTypes(type)) {
    const name = upstreamName(builder, object.name, object.name);
    const found = known.get(name);
    // Types of other sources, and the host's own, may implement an interface too; a union lists its members.
    const foreign = isInterfaceType(type) && !builder.definitions.upstream.has(object.name);
    if (found === undefined && (foreign || builder.definitions.tables.has(object.name))) continue;
    const place = {
      coordinate: object.name,
      node: builder.definitions.upstream.get(object.name)?.node ?? object.astNode ?? undefined,
    };
    if (found === undefined) {
      builder.show('possibleType', {
        ...place,
        source,
        schema,
        abstract: upstream.name,
        upstreamName: name,
        missing: 'upstream',
      });
    } else if (builder.definitions.tables.has(object.name)) {
      tables.add(name);
      builder.show('tableAsRemote', { ...place, typeName: object.name, source });
    } else {
      possible.set(name, object.name);
      go({ source, schema, type: object, upstream: found });
    }
  }
  for (const name of known.keys()) {
    if (possible.has(name) || tables.has(name)) continue;
    const place = { coordinate: type.name, node: type.astNode ?? undefined };
    builder.show('possibleType', {
      ...place,
      source,
      schema,
      abstract: upstream.name,
      upstreamName: name,
      missing: 'here',
    });
  }
  return possible;
}
