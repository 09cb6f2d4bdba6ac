import { type DefinitionNode, Kind, type NameNode, parse, print, visit } from 'graphql';

/**
 * Whether two texts define one type alike, whatever describes it, and in whatever order: what another Hasura has for
 * conditions and orders is what this one has, but for that, and pages of lists look alike everywhere.
 */
export function isSameType(text: string, other: string): boolean {
  return text === other || toCanonical(text) === toCanonical(other);
}

function toCanonical(text: string): string {
  const { definitions } = parse(text, { noLocation: true });
  return definitions.map((definition) => print(sort(withoutDescriptions(definition)))).join('\n');
}

function withoutDescriptions(definition: DefinitionNode): DefinitionNode {
  return visit(definition, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
}

function sort(definition: DefinitionNode): DefinitionNode {
  switch (definition.kind) {
    case Kind.ENUM_TYPE_DEFINITION:
      return { ...definition, values: byName(definition.values) };
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return { ...definition, fields: byName(definition.fields) };
    case Kind.OBJECT_TYPE_DEFINITION:
      return { ...definition, fields: byName(definition.fields) };
    case Kind.INTERFACE_TYPE_DEFINITION:
      return { ...definition, fields: byName(definition.fields) };
    case Kind.UNION_TYPE_DEFINITION:
      return { ...definition, types: byName(definition.types) };
    default:
      return definition;
  }
}

function byName<T extends { readonly name: NameNode }>(nodes: readonly T[] = []): readonly T[] {
  return [...nodes].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
}
