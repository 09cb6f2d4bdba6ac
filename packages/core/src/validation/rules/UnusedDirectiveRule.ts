import type { Rule } from '../visits.js';

/** @column and @upstream name something of a source. */
export const UnusedDirectiveRule: Rule = (context) => ({
  unusedDirective: ({ coordinate, node, directive }) => {
    context.report({
      code: 'UNUSED_DIRECTIVE',
      severity: 'warning',
      coordinate,
      node,
      message: `${directive} does nothing here: no ${directive === '@column' ? 'table' : 'remote schema'} is behind it.`,
      remedy: `Remove ${directive}.`,
    });
  },
});
