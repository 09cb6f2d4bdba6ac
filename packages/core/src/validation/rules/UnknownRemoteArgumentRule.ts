import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Arguments and input fields that are passed on exist in the remote schema. */
export const UnknownRemoteArgumentRule: Rule = (context) => ({
  remoteArgument: ({ coordinate, node, name, of, found, names }) => {
    if (found !== undefined) return;
    context.report({
      code: 'UNKNOWN_REMOTE_ARGUMENT',
      coordinate,
      node,
      message: `The remote schema's ${of} has no "${name}".${didYouMean(name, names)}`,
      remedy: 'Remove it, or use its upstream name (in the SDL with @upstream).',
    });
  },
});
