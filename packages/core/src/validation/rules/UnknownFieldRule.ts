import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** A permission names fields that there are. */
export const UnknownFieldRule: Rule = (context) => ({
  permissionField: ({ coordinate, node, of, name, found, names }) => {
    if (found) return;
    context.report({
      code: 'UNKNOWN_FIELD',
      coordinate,
      node,
      message: `"${of}" has no field "${name}".${didYouMean(name, names)}`,
      remedy: `Name fields of "${of}", by their names in the SDL.`,
    });
  },
});
