import {
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
} from 'graphql';
import type { HasuraRemoteSchema } from '../hasuraMetadata.js';
import { affix } from './tableType.js';

/** The names that a remote schema's types and fields have here. */
export interface RemoteNames {
  readonly typeName: (type: GraphQLNamedType) => string;
  readonly fieldName: (type: GraphQLNamedType, field: string) => string;
  readonly isRoot: (type: GraphQLNamedType) => boolean;
}

/** As Hasura customizes them: a mapping wins over prefix and suffix, which spare root types and built-in scalars. */
export function createRemoteNames({ customization }: HasuraRemoteSchema, schema: GraphQLSchema): RemoteNames {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const isRoot = (type: GraphQLNamedType): boolean => roots.some((root) => root === type);
  const { typeNames, fieldNames } = customization;
  const byParent = new Map(fieldNames.map((names) => [names.parentType, names]));
  return {
    isRoot,
    typeName: (type) =>
      isSpecifiedScalarType(type) ? type.name : (typeNames.mapping.get(type.name) ?? affix(typeNames, type.name)),
    fieldName(type, field) {
      const names = byParent.get(type.name);
      return names === undefined ? field : (names.mapping.get(field) ?? affix(names, field));
    },
  };
}

export function printOutputType(names: RemoteNames, type: GraphQLType): string {
  if (isNonNullType(type)) return `${printOutputType(names, type.ofType)}!`;
  if (isListType(type)) return `[${printOutputType(names, type.ofType)}]`;
  return names.typeName(type);
}

/** ` @upstream(name: "…")` where the name here is another. */
export function upstreamIf(name: string, upstream: string): string {
  return name === upstream ? '' : ` @upstream(name: ${JSON.stringify(upstream)})`;
}
