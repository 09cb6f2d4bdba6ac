import type { Rule } from '../visits.js';

/** What the design has, but this version does not do yet. */
export const NotYetSupportedRule: Rule = (context) => ({
  notYetSupported: ({ coordinate, node, message, remedy }) => {
    context.report({ code: 'NOT_YET_SUPPORTED', coordinate, node, message, remedy });
  },
});
