import {
  type DefinitionNode,
  type GraphQLEnumType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isIntrospectionType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  type Source,
} from 'graphql';

/**
 * Gives scalars and enums their definitions back where a host lost them, in place. Mercurius copies every member of a
 * resolver over its type, also the `astNode` that it does not have, and our directives are gone with it. The text is
 * still known to the nodes of other types.
 */
export function restoreNodes(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap());
  const lost = types.filter((type) => (isOwnEnum(type) || isOwnScalar(type)) && !type.astNode);
  if (lost.length === 0) return;
  const definitions = [...findTexts(types)].flatMap((source) => parse(source).definitions);
  for (const type of lost) {
    const own = definitions.filter((node) => 'name' in node && node.name?.value === type.name);
    restoreType(type, own);
    if (isEnumType(type)) restoreValues(type);
  }
}

function isOwnEnum(type: GraphQLNamedType): boolean {
  return isEnumType(type) && !isIntrospectionType(type);
}

function isOwnScalar(type: GraphQLNamedType): boolean {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}

function restoreType(type: GraphQLNamedType, nodes: readonly DefinitionNode[]): void {
  if (isScalarType(type)) {
    type.astNode = nodes.find((node) => node.kind === Kind.SCALAR_TYPE_DEFINITION);
    type.extensionASTNodes = nodes.filter((node) => node.kind === Kind.SCALAR_TYPE_EXTENSION);
  } else if (isEnumType(type)) {
    type.astNode = nodes.find((node) => node.kind === Kind.ENUM_TYPE_DEFINITION);
    type.extensionASTNodes = nodes.filter((node) => node.kind === Kind.ENUM_TYPE_EXTENSION);
  }
}

function restoreValues(type: GraphQLEnumType): void {
  const nodes = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.values ?? []);
  for (const value of type.getValues()) value.astNode ??= nodes.find((node) => node.name.value === value.name);
}

function findTexts(types: readonly GraphQLNamedType[]): ReadonlySet<Source> {
  const nodes = types.flatMap((type) => [type.astNode, ...type.extensionASTNodes]);
  return new Set(nodes.flatMap((node) => node?.loc?.source ?? []));
}
