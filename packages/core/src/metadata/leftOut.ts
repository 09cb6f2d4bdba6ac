import type { InconsistentObject, ListedObject } from './hasuraMetadata.js';
import { toJson } from './metadataNode.js';
import { fullNameOf, type ScopeObject } from './scopeObject.js';

/** What was left out of the metadata, and why. */
export type LeftOut =
  | { readonly kind: 'object'; readonly object: ScopeObject; readonly reason: string }
  /** Objects that exclude each other. */
  | { readonly kind: 'conflict'; readonly objects: readonly ScopeObject[]; readonly reason: string }
  /** Objects of one kind and name; never empty. */
  | { readonly kind: 'duplicates'; readonly objects: readonly [ScopeObject, ...ScopeObject[]] }
  /** What a role would inherit of a remote schema. No object is at fault, and the role stays. */
  | { readonly kind: 'inheritance'; readonly role: string; readonly remoteSchema: string };

/** The objects that are not there. */
export function objectsLeftOut(leftOut: LeftOut): readonly ScopeObject[] {
  switch (leftOut.kind) {
    case 'object':
      return [leftOut.object];
    case 'conflict':
    case 'duplicates':
      return leftOut.objects;
    case 'inheritance':
      return [];
    default:
      return leftOut satisfies never;
  }
}

/** What is left out now and has an object that was not before. */
export function newlyLeftOut(before: readonly LeftOut[], now: readonly LeftOut[]): readonly LeftOut[] {
  const known = new Set(before.flatMap(objectsLeftOut).map(fullNameOf));
  return now.filter((entry) => objectsLeftOut(entry).some((object) => !known.has(fullNameOf(object))));
}

/** As Hasura's `get_inconsistent_metadata` lists it. */
export function toInconsistentObject(leftOut: LeftOut): InconsistentObject {
  switch (leftOut.kind) {
    case 'object': {
      const { object, reason } = leftOut;
      return { ...toListed(object), reason: `Inconsistent object: ${object.context ?? ''}${reason}` };
    }
    case 'conflict':
      return { objects: leftOut.objects.map(toListed), reason: `Conflicting objects: ${leftOut.reason}` };
    case 'duplicates': {
      const { objects } = leftOut;
      const { type, name } = toListed(objects[0]);
      const definitions = objects.map(({ node }) => toJson(node));
      return { type, definitions, reason: `Multiple definitions for: ${name}` };
    }
    case 'inheritance': {
      const { role, remoteSchema } = leftOut;
      return {
        type: 'inherited role permission inconsistency',
        name: role,
        entity: { remote_schema: remoteSchema },
        reason: `Could not inherit permission for the role '${role}' for the entity: 'remote schema: '${remoteSchema}''`,
      };
    }
    default:
      return leftOut satisfies never;
  }
}

function toListed(object: ScopeObject): ListedObject {
  const { type, listedAs = fullNameOf(object), node } = object;
  return { type, name: listedAs, definition: toJson(node) };
}
