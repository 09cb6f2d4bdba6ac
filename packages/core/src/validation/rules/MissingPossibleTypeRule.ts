import type { Rule } from '../visits.js';

/** The SDL has all object types that an interface or union may answer. */
export const MissingPossibleTypeRule: Rule = (context) => ({
  possibleType: ({ coordinate, node, source, abstract, upstreamName, missing }) => {
    if (missing === 'upstream') return;
    context.report({
      code: 'MISSING_POSSIBLE_TYPE',
      severity: 'warning',
      coordinate,
      node,
      message: `"${abstract}" of remote schema "${source}" may answer "${upstreamName}", which is no possible type here: such an object becomes an error.`,
      remedy: `Add an object type for "${upstreamName}", renamed with @upstream where need be.`,
    });
  },
});
