import { type Read, readMembers } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { textIn } from './objects.js';
import { readName } from './values.js';

/** The role of a permission that says nothing else: `{role}`. */
export const roleOf: Read<string> = (scope, node, what) =>
  readMembers(scope, node, what, { known: ['role'], ignored: ['comment'] })?.required('role', readName);

/** Every role that a permission names: of selecting, of inserting, of functions, actions and remote schemas. */
export function rolesIn(tree: MetadataNode): ReadonlySet<string> {
  const roles = new Set<string>();
  collectRoles(tree, roles);
  return roles;
}

function collectRoles(node: MetadataNode, roles: Set<string>): void {
  if (node.kind === 'list') for (const item of node.items) collectRoles(item, roles);
  if (node.kind !== 'object') return;
  for (const [key, { value }] of node.entries) {
    if (value.kind === 'list' && /(?:^|_)permissions$/.test(key)) {
      for (const item of value.items) {
        const role = textIn(item, 'role');
        if (role !== undefined) roles.add(role);
      }
    } else {
      collectRoles(value, roles);
    }
  }
}
