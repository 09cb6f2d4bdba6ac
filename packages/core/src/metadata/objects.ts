import { type Read, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { quote } from './nearNames.js';
import type { ObjectName } from './objectsOfMetadata.js';
import { printPlace } from './place.js';
import type { Scope } from './scope.js';
import type { ScopeObject } from './scopeObject.js';

/** How messages call an object as a whole. */
export const ITSELF = 'The definition';

/** Objects of one kind that stand in one list, each by its own name. */
export interface ObjectKind<T> {
  /** Hasura's word for the kind: `select_permission`. */
  readonly type: string;
  readonly nameOf: (node: MetadataNode) => string | undefined;
  /** Its name in the whole, from its own: `user in table orders in source default`. Default: its own. */
  readonly named?: (name: string) => ObjectName;
  readonly read: (scope: Scope, node: MetadataNode) => T | undefined;
}

/** Reads each object in a scope of its own: those that are sound. Of several with one name none is meant more than the others. */
export function objectsOf<T>({ type, nameOf, named = (name) => ({ name }), read }: ObjectKind<T>): Read<readonly T[]> {
  return (scope, node, what) => {
    if (node.kind !== 'list') return refuse(scope, node, what, 'a list');
    const twins = new Map<string, ScopeObject[]>();
    const objects = node.items.map((item): ScopeObject => {
      const name = nameOf(item);
      const object = { type, ...named(name ?? `at ${printPlace(item.place)}`), node: item };
      if (name !== undefined) pushTo(twins, name, object);
      return object;
    });
    const left = new Set<ScopeObject>();
    for (const [name, [first, ...others]] of twins) {
      if (first === undefined || others.length === 0) continue;
      leaveOutTwins(scope, [first, ...others], name, what);
      for (const object of [first, ...others]) left.add(object);
    }
    return objects.flatMap((object) => {
      const made = left.has(object) ? undefined : scope.within(object, (inner) => read(inner, object.node));
      return made === undefined ? [] : [made];
    });
  };
}

function leaveOutTwins(
  scope: Scope,
  objects: readonly [ScopeObject, ...ScopeObject[]],
  name: string,
  what: string,
): void {
  const message = `${quote(name)} stands more than once in ${what}: none of them is used.`;
  scope.leaveOut(
    { kind: 'duplicates', objects },
    objects.map(({ node }) => ({
      code: 'METADATA_DUPLICATE',
      place: node.place,
      message,
      remedy: 'Keep one of them.',
    })),
  );
}

export function pushTo<T>(groups: Map<string, T[]>, name: string, item: T): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [item]);
  else group.push(item);
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
