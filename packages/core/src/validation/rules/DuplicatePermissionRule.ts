import type { Rule } from '../visits.js';

/** A type has one permission per role: of two, neither could be meant. */
export const DuplicatePermissionRule: Rule = (context) => ({
  start: () => {
    for (const [typeName, permissions] of context.definitions.permissions) {
      const roles = new Set<string>();
      for (const { role } of permissions) {
        if (roles.has(role.value)) {
          context.report({
            code: 'DUPLICATE_PERMISSION',
            coordinate: typeName,
            node: role.node,
            message: `Role "${role.value}" has two permissions here.`,
            remedy: 'Keep one of them; conditions of both go into one filter, with _or.',
          });
        }
        roles.add(role.value);
      }
    }
  },
});
