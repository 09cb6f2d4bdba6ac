import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { isFetchedType } from '../model/isFetchedType.js';
import type { Model } from '../model/model.js';
import { objectTypesOf } from '../model/objectTypes.js';
import { isJoinedByKey } from '../model/relationship.js';

/**
 * Names of the object types whose objects may come from the host: what its own fields answer, and what hangs on those
 * objects without being joined. Trees that are fetched here never hold them.
 */
export function findHeldTypes(schema: GraphQLSchema, model: Model): ReadonlySet<string> {
  const held = new Set<string>();
  const hold = (types: readonly GraphQLObjectType[]): void => {
    for (const type of types) {
      if (held.has(type.name)) continue;
      held.add(type.name);
      holdFields(type, isJoined);
    }
  };
  const holdFields = (type: GraphQLObjectType, isLeftOut: (coordinate: string) => boolean): void => {
    for (const field of Object.values(type.getFields())) {
      if (!isLeftOut(`${type.name}.${field.name}`)) hold(objectTypesOf(schema, getNamedType(field.type)));
    }
  };
  const isJoined = (coordinate: string): boolean =>
    model.rootFields.has(coordinate) || isJoinedByKey(model.relationships.get(coordinate));

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isFetched = isFetchedType(model, type.name);
    holdFields(type, (coordinate) => isJoined(coordinate) || (isFetched && !model.hostFields.has(coordinate)));
  }
  return held;
}
