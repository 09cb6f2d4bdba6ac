import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** A function that is named is one of the database. */
export const UnknownFunctionRule: Rule = (context) => ({
  function: ({ coordinate, node, name, source, wanted, found, names }) => {
    if (found) return;
    context.report({
      code: 'UNKNOWN_FUNCTION',
      coordinate,
      node,
      message: `Database "${source}" has no function "${name}" that ${wanted}.${didYouMean(name, names)}`,
      remedy: 'Name one whose arguments are all plain ones, with its schema where that is not the default.',
    });
  },
});
