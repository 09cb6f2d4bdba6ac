import type { Rule } from '../visits.js';

/** A root field of a table's type is served by something. (A root value of the host's could hold it, so this is a warning.) */
export const MissingSelectRule: Rule = (context) => ({
  unservedRoot: ({ coordinate, node, field }) =>
    context.report({
      severity: 'warning',
      code: 'MISSING_SELECT',
      coordinate,
      node,
      message: `The field has the type ${field.type} of a table, but neither a directive that serves it nor a resolver.`,
      remedy: 'Add @select, or a resolver.',
    }),
});
