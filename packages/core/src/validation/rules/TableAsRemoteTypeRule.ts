import type { Rule } from '../visits.js';

/** A type of a remote schema, or of what an action answers, is not a table as well. */
export const TableAsRemoteTypeRule: Rule = (context) => ({
  tableAsRemote: ({ coordinate, node, typeName, source, isAction }) => {
    const server = `${isAction ? 'action source' : 'remote schema'} "${source}"`;
    context.report({
      code: 'TABLE_AS_REMOTE_TYPE',
      coordinate,
      node,
      message: `${server[0]?.toUpperCase()}${server.slice(1)} answers with "${typeName}", but that type has @table.`,
      remedy: `Use a type of its own for ${server}.`,
    });
  },
});
