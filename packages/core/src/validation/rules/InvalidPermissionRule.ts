import type { Rule } from '../visits.js';

/** A permission says only what its type can have. */
export const InvalidPermissionRule: Rule = (context) => ({
  permission: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_PERMISSION', coordinate, node, message: fault, remedy });
  },
});
