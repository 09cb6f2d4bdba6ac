import type { Rule } from '../visits.js';

/** Where an inherited role sees a field in some rows only, the field can be null in the others. */
export const InheritedFieldRule: Rule = (context) => ({
  inheritedField: ({ coordinate, node, role, fault }) => {
    context.report({
      code: 'INHERITED_FIELD',
      coordinate,
      node,
      message: `Role "${role}" inherits the field from roles that see some of its rows only, but ${fault}.`,
      remedy: `Make the field nullable and a column, or give "${role}" a @permission of its own here.`,
    });
  },
});
