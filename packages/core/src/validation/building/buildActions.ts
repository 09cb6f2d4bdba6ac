import {
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { ActionRoot } from '../../model/model.js';
import type { RemoteArgument, RemoteField, RemoteType } from '../../model/remoteType.js';
import { type Builder, isActionSource, isServed, loseTypes, upstreamName, useValueNames } from './builder.js';

/** A type of the SDL where an action answers with it. */
export interface ActionOccurrence {
  readonly source: string;
  readonly type: GraphQLNamedType;
}

type Go = (next: ActionOccurrence) => void;

/**
 * Every `@action` field; `go` gets the types below. What a handler takes and answers is the SDL's word alone, and its
 * answers are held to it.
 */
export function buildActionRoots(builder: Builder, go: Go): ActionRoot[] {
  const roots: ActionRoot[] = [];
  for (const definition of builder.definitions.actions.values()) {
    const { coordinate, field, parent } = definition;
    builder.show('servedField', { ...definition, directive: '@action', host: builder.hostResolved(coordinate) });
    const { value: source, node } = definition.source;
    if (!isActionSource(builder, { coordinate, node }, source)) {
      loseTypes(builder, getNamedType(field.type));
      continue;
    }
    meetType(builder, coordinate, field, source, go);
    const args = new Map(field.args.map((argument) => [argument.name, buildArgument(builder, coordinate, argument)]));
    roots.push({
      kind: 'action',
      coordinate,
      source,
      operation: builder.rootTypes.get(parent.name) ?? 'query',
      field: { fieldName: field.name, upstreamName: definition.name?.value ?? field.name, type: field.type, args },
    });
  }
  return roots;
}

function buildArgument(
  builder: Builder,
  fieldCoordinate: string,
  { name, type }: { readonly name: string; readonly type: GraphQLInputType },
): RemoteArgument {
  useInputNames(builder, type);
  const upstream = upstreamName(builder, `${fieldCoordinate}(${name}:)`, name);
  return { name, upstreamName: upstream, type, upstreamType: String(type) };
}

/** Marks the names that input objects and enums of an argument have for the handler. */
function useInputNames(builder: Builder, type: GraphQLInputType, seen: Set<GraphQLNamedType> = new Set()): void {
  const named = getNamedType(type);
  if (seen.has(named)) return;
  seen.add(named);
  if (isEnumType(named)) useValueNames(builder, named, builder.definitions.upstream);
  if (!isInputObjectType(named)) return;
  for (const field of Object.values(named.getFields())) {
    upstreamName(builder, `${named.name}.${field.name}`, field.name);
    useInputNames(builder, field.type, seen);
  }
}

/** All types below the given ones, each source's apart. */
export function buildActionTypes(
  builder: Builder,
  starts: readonly ActionOccurrence[],
): Map<string, Map<string, RemoteType>> {
  const sources = new Map<string, Map<string, RemoteType>>();
  const queue = [...starts];
  for (const { source, type } of queue) {
    const types = sources.get(source) ?? new Map<string, RemoteType>();
    sources.set(source, types);
    if (types.has(type.name)) continue;
    const places = builder.occurrences.get(type.name) ?? new Map();
    builder.occurrences.set(type.name, places.set(source, 'json'));
    types.set(
      type.name,
      buildType(builder, { source, type }, (next) => queue.push(next)),
    );
  }
  return sources;
}

/** Goes on with the type of a field, if it has fields and is no table's. */
function meetType(
  builder: Builder,
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  source: string,
  go: Go,
): void {
  const type = getNamedType(field.type);
  if (isEnumType(type)) useValueNames(builder, type, builder.definitions.upstream);
  if (!isCompositeType(type)) return;
  const place = { coordinate, node: field.astNode ?? undefined };
  if (!builder.definitions.tables.has(type.name)) go({ source, type });
  else builder.show('tableAsRemote', { ...place, typeName: type.name, source, isAction: true });
}

function buildType(builder: Builder, { source, type }: ActionOccurrence, go: Go): RemoteType {
  const upstream = builder.definitions.upstream.get(type.name)?.value ?? type.name;
  const common = { kind: 'remote', source, typeName: type.name, upstreamName: upstream } as const;
  const fields = new Map<string, RemoteField>();
  if (isAbstractType(type)) return { ...common, possibleTypes: buildPossibleTypes(builder, source, type, go), fields };
  for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
    const coordinate = `${type.name}.${field.name}`;
    if (isServed(builder, coordinate)) continue;
    const host = builder.hostResolved(coordinate);
    if (host === true) {
      builder.hostFields.add(coordinate);
      continue;
    }
    builder.show('actionField', { coordinate, node: field.astNode ?? undefined, field, host });
    meetType(builder, coordinate, field, source, go);
    const name = upstreamName(builder, coordinate, field.name);
    fields.set(field.name, { fieldName: field.name, upstreamName: name, type: field.type, args: new Map() });
  }
  return { ...common, fields };
}

/** Which SDL type each `__typename` is. Tables may implement an interface too; a union lists its members. */
function buildPossibleTypes(
  builder: Builder,
  source: string,
  type: GraphQLAbstractType,
  go: Go,
): ReadonlyMap<string, string> {
  const possible = new Map<string, string>();
  if (isInterfaceType(type)) {
    for (const { name } of Object.values(type.getFields())) upstreamName(builder, `${type.name}.${name}`, name);
  }
  for (const object of builder.schema.getPossibleTypes(type)) {
    if (builder.definitions.tables.has(object.name)) {
      if (isInterfaceType(type)) continue;
      const place = { coordinate: object.name, node: object.astNode ?? undefined };
      builder.show('tableAsRemote', { ...place, typeName: object.name, source, isAction: true });
      continue;
    }
    possible.set(upstreamName(builder, object.name, object.name), object.name);
    go({ source, type: object });
  }
  return possible;
}
