import type { ASTNode } from 'graphql';
import type { Rule } from '../visits.js';

/** Directives that give a field its value, or a type its place, exclude each other. */
export const ConflictingDirectivesRule: Rule = (context) => {
  const conflict = (coordinate: string, first: string, second: string, node: ASTNode) =>
    context.report({
      code: 'CONFLICTING_DIRECTIVES',
      coordinate,
      node,
      message: `${first} and ${second} exclude each other.`,
      remedy: 'Keep one of them.',
    });
  return {
    start: () => {
      const {
        selects,
        aggregates,
        remoteFields,
        actions,
        namespaces,
        computed,
        relationships,
        columns,
        tables,
        upstream,
      } = context.definitions;
      const values = [
        ['@select', selects],
        ['@aggregate', aggregates],
        ['@remoteField', remoteFields],
        ['@action', actions],
        ['@namespace', namespaces],
        ['@computed', computed],
        ['@remoteRelationship', relationships],
        ['@column', columns],
        ['@upstream', upstream],
      ] as const;
      for (const [index, [first, holders]] of values.slice(0, 7).entries()) {
        for (const coordinate of holders.keys()) {
          for (const [second, others] of values.slice(index + 1)) {
            // The arguments, not the name, of a joined field tell where its value comes from.
            const node = others.get(coordinate)?.node;
            if (node !== undefined) conflict(coordinate, first, second, node);
          }
        }
      }
      for (const [typeName, { node }] of tables) {
        if (upstream.has(typeName)) conflict(typeName, '@table', '@upstream', node);
      }
    },
  };
};
