import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { argumentMember, type UsedParts } from './usedParts.js';

/** Everything of a remote schema that a query or a mutation can reach. */
export function findAllParts(schema: GraphQLSchema): UsedParts {
  const parts = new Map<string, ReadonlySet<string>>();
  const open: GraphQLNamedType[] = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => root ?? []);
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    if (parts.has(type.name)) continue;
    parts.set(type.name, new Set(membersOf(type)));
    open.push(...typesBelow(type, schema));
  }
  return parts;
}

function membersOf(type: GraphQLNamedType): readonly string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (isUnionType(type)) return type.getTypes().map(({ name }) => name);
  if (isInputObjectType(type)) return Object.keys(type.getFields());
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, args }) => [
    name,
    ...args.map((argument) => argumentMember(name, argument.name)),
  ]);
}

function typesBelow(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLNamedType[] {
  if (isUnionType(type)) return type.getTypes();
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => getNamedType(field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  return [
    ...type.getInterfaces(),
    ...(isInterfaceType(type) ? schema.getPossibleTypes(type) : []),
    ...fields.flatMap((field) => [field, ...field.args].map((each) => getNamedType(each.type))),
  ];
}
