import { type ASTNode, isInterfaceType } from 'graphql';
import type { Rule } from '../visits.js';

/** Directives stand where they can work. */
export const MisplacedDirectiveRule: Rule = (context) => {
  const refuse = (coordinate: string, node: ASTNode, directive: string, place: string) =>
    context.report({
      code: 'MISPLACED_DIRECTIVE',
      coordinate,
      node,
      message: `${directive} cannot work here.`,
      remedy: `Use it on ${place}.`,
    });
  return {
    start: () => {
      const { definitions, schema } = context;
      const query = schema.getQueryType();
      const mutation = schema.getMutationType();
      const roots = [query, mutation, schema.getSubscriptionType()];
      for (const { coordinate, parent, node } of definitions.selects.values()) {
        if (parent !== query) refuse(coordinate, node, '@select', 'a field of the query type');
      }
      for (const { coordinate, parent, node } of definitions.aggregates.values()) {
        if (isInterfaceType(parent) || (parent !== query && roots.includes(parent)))
          refuse(
            coordinate,
            node,
            '@aggregate',
            'a field of the query type, or of an object type that is no root type',
          );
      }
      for (const [directive, fields] of [
        ['@remoteField', definitions.remoteFields],
        ['@action', definitions.actions],
      ] as const) {
        for (const { coordinate, parent, node } of fields.values()) {
          if (parent !== query && parent !== mutation) {
            refuse(coordinate, node, directive, 'a field of the query or mutation type');
          }
        }
      }
      for (const { coordinate, parent, node } of definitions.relationships.values()) {
        if (isInterfaceType(parent) || roots.includes(parent)) {
          refuse(coordinate, node, '@remoteRelationship', 'a field of an object type that is no root type');
        }
      }
      for (const [typeName, { node }] of definitions.tables) {
        if (roots.some((root) => root?.name === typeName))
          refuse(typeName, node, '@table', 'an object type that is no root type');
      }
    },
  };
};
