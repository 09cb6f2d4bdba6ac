import { compareInput } from '../remoteTypes.js';
import type { Rule } from '../visits.js';
import { printLike, remedyFor } from '../words.js';

/** Arguments that are passed on have types that the remote schema takes. */
export const RemoteArgumentMismatchRule: Rule = (context) => ({
  remoteInput: ({ coordinate, node, type, upstreamName, upstream, upstreamDefault, hasDefault }) => {
    const difference = compareInput(type, upstream, upstreamName, !hasDefault && !upstreamDefault);
    if (difference === undefined) return;
    const nullable = difference === 'null';
    context.report({
      code: 'REMOTE_ARGUMENT_MISMATCH',
      coordinate,
      node,
      message: `The type is ${type}, but upstream it is ${upstream}${nullable ? ', which takes no null' : ''}.`,
      remedy: nullable ? `Use ${printLike(upstream, type)}.` : remedyFor(upstream),
    });
  },
});
