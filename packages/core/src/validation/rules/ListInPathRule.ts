import { getNullableType, isListType } from 'graphql';
import type { Rule } from '../visits.js';

/** Only the last field of a path may be a list; others lead on to fields. */
export const ListInPathRule: Rule = (context) => ({
  pathStep: ({ coordinate, node, source, name, type }) => {
    if (!isListType(getNullableType(type))) return;
    context.report({
      code: 'LIST_IN_PATH',
      coordinate,
      node,
      message: `"${name}" of remote schema "${source}" is a list (${type}), but not the last field of the path.`,
      remedy: 'End the path there, or take a path of single objects.',
    });
  },
});
