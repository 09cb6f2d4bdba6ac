import type { Rule } from '../visits.js';

/** Inherited roles inherit from others that there are. */
export const InvalidInheritedRoleRule: Rule = (context) => ({
  inheritedRole: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_INHERITED_ROLE', coordinate, node, message: fault, remedy });
  },
});
