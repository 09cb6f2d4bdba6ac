import type { Rule } from '../visits.js';

/** A field that a directive serves has no resolver of the host: ours never overwrites one. */
export const HostResolverRule: Rule = (context) => ({
  servedField: ({ coordinate, node, directive, host }) => {
    if (host !== true) return;
    context.report({
      code: 'HOST_RESOLVER',
      coordinate,
      node,
      message: `The field has ${directive}, but also a resolver of the host's.`,
      remedy: `Remove the resolver, or ${directive}.`,
    });
  },
});
