import type { Rule } from '../visits.js';

/** Sources could say what they hold. */
export const UnreachableSourceRule: Rule = (context) => ({
  start: () => {
    for (const [name, found] of context.sources) {
      if (!(found instanceof Error)) continue;
      context.report({
        code: 'UNREACHABLE_SOURCE',
        coordinate: `sources.${name}`,
        node: undefined,
        message: `The source could not say what it holds: ${found.message}`,
        remedy: 'Make it reachable, and start again; what depends on it is not checked yet.',
      });
    }
  },
});
