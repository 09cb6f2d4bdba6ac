import type { HasuraInheritedRole } from './hasuraMetadata.js';
import { type Read, readMembers } from './members.js';
import { ITSELF, objectsOf, textIn } from './objects.js';
import { nameOf } from './objectsOfMetadata.js';
import { filled, readName, setOf } from './values.js';

/** Roles that may what others may. */
export const inheritedRoles: Read<readonly HasuraInheritedRole[]> = objectsOf({
  type: 'inherited_role',
  nameOf: (node) => textIn(node, 'role_name'),
  named: nameOf.inheritedRole,
  read: (scope, node) => {
    const members = readMembers(scope, node, ITSELF, { known: ['role_name', 'role_set'], ignored: ['comment'] });
    const role = members?.required('role_name', readName);
    const roleSet = members?.required('role_set', filled(setOf(readName)));
    return role === undefined || roleSet === undefined ? undefined : { node, role, roleSet };
  },
});
