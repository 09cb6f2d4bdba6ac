import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** An argument that `variables` read is one of the relationship field. */
export const UnknownArgumentRule: Rule = (context) => ({
  ownArgument: ({ coordinate, node, name, found, names }) => {
    if (found) return;
    context.report({
      code: 'UNKNOWN_ARGUMENT',
      coordinate,
      node,
      message: `The field has no argument "${name}".${didYouMean(name, names)}`,
      remedy: `Declare the argument: ${coordinate.split('.')[1]}(${name}: …).`,
    });
  },
});
