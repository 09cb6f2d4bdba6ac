import type { Rule } from '../visits.js';

/** A type of a remote schema is not a table as well. */
export const TableAsRemoteTypeRule: Rule = (context) => ({
  tableAsRemote: ({ coordinate, node, typeName, source }) => {
    context.report({
      code: 'TABLE_AS_REMOTE_TYPE',
      coordinate,
      node,
      message: `Remote schema "${source}" answers with "${typeName}", but that type has @table.`,
      remedy: `Use a type of its own for remote schema "${source}".`,
    });
  },
});
