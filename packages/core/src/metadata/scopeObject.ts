import type { MetadataNode } from './metadataNode.js';

/** What is said of an object that stands or falls as a whole. */
export interface ScopeObject {
  /** Hasura's word for its kind: `remote_relationship`. */
  readonly type: string;
  /** After its kind: `user in table orders in source default`. */
  readonly name: string;
  readonly node: MetadataNode;
  /** The name that Hasura lists it by, where that is another than its kind with its name. */
  readonly listedAs?: string;
  /** What Hasura says before a reason, so that it is known where that holds: `in table "orders": in relationship "user": `. */
  readonly context?: string;
  /** What Hasura calls it where it keeps something from being dropped. Absent for what depends on nothing. */
  readonly dependentAs?: string;
}

/** With its kind, and so its name in the whole. */
export function fullNameOf({ type, name }: Pick<ScopeObject, 'type' | 'name'>): string {
  return name === '' ? type : `${type} ${name}`;
}
