import { type ASTNode, type GraphQLNamedType, isInterfaceType } from 'graphql';
import { findRootTypes } from '../rootTypes.js';
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
      const roots = findRootTypes(schema, definitions);
      const isRoot = (type: GraphQLNamedType): boolean => roots.has(type.name) || type === schema.getSubscriptionType();
      for (const { coordinate, parent, node } of definitions.selects.values()) {
        if (roots.get(parent.name) !== 'query') refuse(coordinate, node, '@select', 'a field of the query type');
      }
      for (const { coordinate, parent, node } of definitions.aggregates.values()) {
        if (isInterfaceType(parent) || (roots.get(parent.name) !== 'query' && isRoot(parent)))
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
        ['@namespace', definitions.namespaces],
      ] as const) {
        for (const { coordinate, parent, node } of fields.values()) {
          if (!roots.has(parent.name)) refuse(coordinate, node, directive, 'a field of the query or mutation type');
        }
      }
      for (const { coordinate, parent, node } of definitions.computed.values()) {
        if (roots.get(parent.name) === 'query' || definitions.tables.has(parent.name)) continue;
        if (!definitions.unreadable.has(parent.name))
          refuse(coordinate, node, '@computed', 'a field of a type with @table, or of the query type');
      }
      for (const { coordinate, parent, node } of definitions.relationships.values()) {
        if (isInterfaceType(parent) || isRoot(parent)) {
          refuse(coordinate, node, '@remoteRelationship', 'a field of an object type that is no root type');
        }
      }
      const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
      for (const [typeName, { node }] of definitions.tables) {
        if (rootTypes.some((type) => type?.name === typeName))
          refuse(typeName, node, '@table', 'an object type that is no root type');
      }
    },
  };
};
