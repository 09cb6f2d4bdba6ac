import type { Rule } from '../visits.js';

/** An aggregate says whose rows it is made of, and its type only what can be made of them. */
export const InvalidAggregateRule: Rule = (context) => ({
  aggregate: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_AGGREGATE', coordinate, node, message: fault, remedy });
  },
});
