import type { Rule } from '../visits.js';

/** The filter of a permission has the form its meaning asks for. */
export const InvalidFilterRule: Rule = (context) => ({
  filter: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_FILTER', coordinate, node, message: fault, remedy });
  },
});
