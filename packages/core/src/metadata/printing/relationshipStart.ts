import type { ScopeObject } from '../scopeObject.js';

/** The side that a relationship starts from. */
export interface RelationshipStart {
  readonly owner: ScopeObject;
  /** Its source's name in the metadata. */
  readonly source: string;
  /** As names of input types have it that are made for the relationship. */
  readonly label: string;
  /** The field here, by the name of the column or field that the metadata has. */
  readonly fieldOf: (name: string) => string;
  /** Why it cannot be a key, by the same name; nothing where it can. */
  readonly faultOf: (name: string) => string | undefined;
}
