import type { Rule } from '../visits.js';

/** Sources could say what they hold, or may do so later. */
export const UnreachableSourceRule: Rule = (context) => ({
  start: () => {
    for (const [name, found] of context.sources) {
      if (!(found instanceof Error)) continue;
      const isDeferred = context.deferred.has(name);
      context.report({
        code: 'UNREACHABLE_SOURCE',
        severity: isDeferred ? 'warning' : 'error',
        coordinate: `sources.${name}`,
        node: undefined,
        message: `The source could not say what it holds: ${found.message}`,
        remedy: isDeferred
          ? 'Make it reachable: it is asked again and again. What depends on it is checked, and answered, then.'
          : 'Make it reachable, and start again; what depends on it is not checked yet.',
      });
    }
  },
});
