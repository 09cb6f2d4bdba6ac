import type { Rule } from '../visits.js';

/** Databases are used as databases, remote schemas as remote schemas, handlers of actions as such. */
export const WrongSourceKindRule: Rule = (context) => ({
  source: ({ coordinate, node, name, wanted, found }) => {
    if (found === undefined || found instanceof Error || found.kind === wanted) return;
    const kinds = { tables: 'database', schema: 'remote schema', action: 'handler of actions' } as const;
    context.report({
      code: 'WRONG_SOURCE_KIND',
      coordinate,
      node,
      message: `The source "${name}" is a ${kinds[found.kind]}, but a ${kinds[wanted]} is needed.`,
      remedy: `Name a ${kinds[wanted]}.`,
    });
  },
});
