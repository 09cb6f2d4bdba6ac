import type { Rule } from '../visits.js';

/** A batch holds at least one key. */
export const InvalidBatchSizeRule: Rule = (context) => ({
  relationship: ({ definition: { coordinate, batchSize } }) => {
    if (batchSize === undefined || batchSize.value > 0) return;
    context.report({
      code: 'INVALID_BATCH_SIZE',
      coordinate,
      node: batchSize.node,
      message: `batchSize must be at least 1, but is ${batchSize.value}.`,
      remedy: 'Use a positive number, or leave batchSize out.',
    });
  },
});
