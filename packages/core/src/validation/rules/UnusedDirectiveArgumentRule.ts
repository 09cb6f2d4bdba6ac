import type { ASTNode } from 'graphql';
import type { Rule } from '../visits.js';

/** Every argument of @remoteRelationship means something for its target. */
export const UnusedDirectiveArgumentRule: Rule = (context) => {
  const tell = (coordinate: string, node: ASTNode | undefined, name: string, why: string, remedy = 'Remove it.') =>
    context.report({
      code: 'UNUSED_DIRECTIVE_ARGUMENT',
      coordinate,
      node,
      message: `@remoteRelationship(${name}:) is used by nothing: ${why}.`,
      remedy,
    });
  return {
    relationship: ({ definition, target }) => {
      if (target === undefined) return;
      const { coordinate } = definition;
      const foreign = target === 'table' ? (['variables', 'matchBy'] as const) : (['fieldMapping'] as const);
      for (const name of foreign) {
        const node = definition[name]?.node;
        if (node !== undefined)
          tell(
            coordinate,
            node,
            name,
            `a relationship to ${target === 'table' ? 'a table' : 'a remote field'} has none`,
          );
      }
    },
    unusedArgument: ({ coordinate, node, name, why, remedy }) => tell(coordinate, node, name, why, remedy),
  };
};
