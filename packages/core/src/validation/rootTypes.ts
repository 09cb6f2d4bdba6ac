import { type GraphQLObjectType, type GraphQLSchema, getNullableType, isObjectType } from 'graphql';
import type { Definitions } from '../schema/definitions.js';

/**
 * The types whose fields are root fields, by name, and of which operation: the query and the mutation type, and those that a
 * `@namespace` field of either groups them by.
 */
export type RootTypes = ReadonlyMap<string, 'query' | 'mutation'>;

export function findRootTypes(schema: GraphQLSchema, { namespaces }: Definitions): RootTypes {
  const found = new Map<string, 'query' | 'mutation'>();
  const add = (type: GraphQLObjectType, operation: 'query' | 'mutation'): void => {
    if (found.has(type.name)) return;
    found.set(type.name, operation);
    for (const field of Object.values(type.getFields())) {
      const grouped = getNullableType(field.type);
      if (namespaces.has(`${type.name}.${field.name}`) && isObjectType(grouped)) add(grouped, operation);
    }
  };
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query) add(query, 'query');
  if (mutation) add(mutation, 'mutation');
  return found;
}
