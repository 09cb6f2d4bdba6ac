import { canMatch } from '../keyTypes.js';
import type { Rule } from '../visits.js';

/** The two sides of a join key have types with values in common. */
export const KeyTypeMismatchRule: Rule = (context) => ({
  keyPair: ({ coordinate, node, name, sides, target, form }) => {
    if (form === undefined) return;
    for (const side of sides) {
      if (canMatch(side, form)) continue;
      context.report({
        code: 'KEY_TYPE_MISMATCH',
        coordinate,
        node,
        message: `"${name}" is of type ${side.name}, and can never match ${target}.`,
        remedy: 'Join fields whose types have values in common.',
      });
    }
  },
});
