import type { Rule } from '../visits.js';

/** A join key is a plain value of its parent: a leaf without required arguments. */
export const InvalidKeyFieldRule: Rule = (context) => ({
  keyField: ({ coordinate, node, name, typeName, fault }) => {
    if (fault?.kind !== 'unfit') return;
    context.report({
      code: 'INVALID_KEY_FIELD',
      coordinate,
      node,
      message: `"${name}" of "${typeName}" cannot be a join key: it ${fault.why}.`,
      remedy: 'Join by a field that is one plain value of the parent itself.',
    });
  },
});
