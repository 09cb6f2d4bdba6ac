import type { Rule } from '../visits.js';

/** A list of the template stands where the argument takes a list. */
export const ListMismatchRule: Rule = (context) => ({
  list: ({ coordinate, node, name, type }) => {
    context.report({
      code: 'LIST_MISMATCH',
      coordinate,
      node,
      message: `"${name}" is given a list, but its type is ${type}.`,
      remedy: 'Give the value without brackets.',
    });
  },
});
