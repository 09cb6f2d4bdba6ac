import type { Rule } from '../visits.js';

/** matchBy says how each result of a list is told to its key. */
export const InvalidMatchByRule: Rule = (context) => ({
  matchBy: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_MATCH_BY', coordinate, node, message: `matchBy cannot work. ${fault}`, remedy });
  },
});
