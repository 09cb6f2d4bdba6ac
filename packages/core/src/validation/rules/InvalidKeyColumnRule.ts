import type { Rule } from '../visits.js';

/** A join key is compared with a column whose values can be keys. */
export const InvalidKeyColumnRule: Rule = (context) => ({
  keyPair: ({ coordinate, node, target, form }) => {
    if (form !== undefined) return;
    context.report({
      code: 'INVALID_KEY_COLUMN',
      coordinate,
      node,
      message: `The target ${target} cannot be a join key.`,
      remedy: 'Join by a column of a number, text, uuid, boolean, enum, date, time, timestamp or bytea type.',
    });
  },
});
