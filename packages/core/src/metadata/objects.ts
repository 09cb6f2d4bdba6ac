import { type Read, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { quote } from './nearNames.js';
import { printPlace } from './place.js';
import type { Scope } from './scope.js';

/** How messages call an object as a whole. */
export const ITSELF = 'The definition';

/** Objects of one kind that stand in one list, each by its own name. */
export interface ObjectKind<T> {
  /** Hasura's word for the kind: `select_permission`. */
  readonly type: string;
  readonly nameOf: (node: MetadataNode) => string | undefined;
  /** Its name in the whole, from its own: `user in table orders in source default`. Default: its own. */
  readonly fullName?: (name: string) => string;
  readonly read: (scope: Scope, node: MetadataNode) => T | undefined;
}

/** Reads each object in a scope of its own: those that are sound. Of several with one name none is meant more than the others. */
export function objectsOf<T>({ type, nameOf, fullName = (name) => name, read }: ObjectKind<T>): Read<readonly T[]> {
  return (scope, node, what) => {
    if (node.kind !== 'list') return refuse(scope, node, what, 'a list');
    const counts = new Map<string, number>();
    for (const item of node.items) {
      const name = nameOf(item);
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const objects: T[] = [];
    for (const item of node.items) {
      const name = nameOf(item);
      const object = { type, name: fullName(name ?? `at ${printPlace(item.place)}`), node: item };
      const made = scope.within(object, (inner) => {
        if (name !== undefined && (counts.get(name) ?? 0) > 1) reportDuplicate(inner, item, name, what);
        return read(inner, item);
      });
      if (made !== undefined) objects.push(made);
    }
    return objects;
  };
}

function reportDuplicate(scope: Scope, node: MetadataNode, name: string, what: string): void {
  scope.report({
    code: 'METADATA_DUPLICATE',
    place: node.place,
    message: `${quote(name)} stands more than once in ${what}: none of them is used.`,
    remedy: 'Keep one of them.',
  });
}

/** The text of a member, where there is one. */
export function textIn(node: MetadataNode, key: string): string | undefined {
  const value = node.kind === 'object' ? node.entries.get(key)?.value : undefined;
  return value?.kind === 'text' ? value.value : undefined;
}

/** The table or function that a member names, as messages print it. */
export function qualifiedIn(node: MetadataNode, key: string): string | undefined {
  const value = node.kind === 'object' ? node.entries.get(key)?.value : undefined;
  if (value === undefined) return undefined;
  const name = value.kind === 'text' ? value.value : textIn(value, 'name');
  const schema = textIn(value, 'schema') ?? 'public';
  return name === undefined ? undefined : schema === 'public' ? name : `${schema}.${name}`;
}
