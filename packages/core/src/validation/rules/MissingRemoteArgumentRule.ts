import type { Rule } from '../visits.js';

/** What the remote schema requires is given: by the template, or by an argument of the field. */
export const MissingRemoteArgumentRule: Rule = (context) => ({
  requiredInput: ({ coordinate, node, input, of, given }) => {
    if (given) return;
    context.report({
      code: 'MISSING_REMOTE_ARGUMENT',
      coordinate,
      node,
      message: `${of[0]?.toUpperCase()}${of.slice(1)} requires "${input.name}" (${input.type}), which nothing gives.`,
      remedy: `Give "${input.name}" a value, or declare it here with the type ${input.type}.`,
    });
  },
});
