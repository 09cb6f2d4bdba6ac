import { didYouMean, listNames } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Sources that are named are among the options. */
export const UnknownSourceRule: Rule = (context) => ({
  source: ({ coordinate, node, name, found }) => {
    if (found !== undefined) return;
    context.report({
      code: 'UNKNOWN_SOURCE',
      coordinate,
      node,
      message: `There is no source "${name}".${didYouMean(name, context.sources.keys())}`,
      remedy: `Add it to the option "sources", which has ${listNames(context.sources.keys())}.`,
    });
  },
});
