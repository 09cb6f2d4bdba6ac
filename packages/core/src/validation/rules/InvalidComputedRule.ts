import type { Rule } from '../visits.js';

/** A computed field has the form of what its function answers, and its function can be called with what there is. */
export const InvalidComputedRule: Rule = (context) => ({
  computed: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_COMPUTED', coordinate, node, message: fault, remedy });
  },
});
