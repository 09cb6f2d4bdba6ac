import type { Rule } from '../visits.js';

/** Where anything has a permission, it is told who asks: without a role, nobody would see any of it. */
export const MissingSessionRule: Rule = (context) => ({
  governed: ({ coordinate, node, session }) => {
    if (session) return;
    context.report({
      code: 'MISSING_SESSION',
      coordinate,
      node,
      message: 'There are permissions, but nothing tells who asks.',
      remedy: 'Give the option session, a function from { context, headers } to { role, variables }.',
    });
  },
});
