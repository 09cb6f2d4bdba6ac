import {
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';

/**
 * Whether a variable stands inside of a scalar's own literal, as in `meta: {tags: [$tag]}` of a JSON scalar: what the
 * scalar makes of the literal may then depend on the variable's value.
 */
export function hasVariableInLeaf(node: ValueNode, type: GraphQLInputType | undefined): boolean {
  const named = type && getNullableType(type);
  if (isListType(named)) {
    const items = node.kind === Kind.LIST ? node.values : [node];
    return items.some((item) => hasVariableInLeaf(item, named.ofType));
  }
  if (isInputObjectType(named)) {
    if (node.kind !== Kind.OBJECT) return false;
    return node.fields.some(({ name, value }) => hasVariableInLeaf(value, named.getFields()[name.value]?.type));
  }
  return isLeafType(named) && hasVariableBelow(node);
}

function hasVariableBelow(node: ValueNode): boolean {
  const below =
    node.kind === Kind.LIST ? node.values : node.kind === Kind.OBJECT ? node.fields.map(({ value }) => value) : [];
  return below.some((value) => value.kind === Kind.VARIABLE || hasVariableBelow(value));
}
