import { type GraphQLSchema, isIntrospectionType } from 'graphql';
import { typesBelow } from './reachableTypes.js';

/** The types that hold one of these coordinates, themselves or below: those that a schema which differs there cannot share. */
export function findAffectedTypes(schema: GraphQLSchema, coordinates: Iterable<string>): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    for (const below of new Set(typesBelow(schema, type))) users.set(below, [...(users.get(below) ?? []), type.name]);
  }
  const affected = new Set<string>();
  const queue = [...coordinates].map((coordinate) => coordinate.split(/[.(|]/, 1)[0] ?? coordinate);
  for (const name of queue) {
    if (affected.has(name)) continue;
    affected.add(name);
    queue.push(...(users.get(name) ?? []));
  }
  return affected;
}
