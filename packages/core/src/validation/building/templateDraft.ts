import type { ListValueNode } from 'graphql';
import type { KeyPart } from '../../model/relationship.js';
import type { RelationshipDefinition } from '../../schema/definitions.js';
import type { Place } from '../visits.js';
import type { Builder } from './builder.js';

/** What is gathered while the values of one template are read. */
export interface TemplateDraft {
  readonly builder: Builder;
  readonly definition: RelationshipDefinition;
  readonly place: Place;
  readonly key: KeyPart[];
  /** Names of key parts that may be null. */
  readonly nullable: Set<string>;
  /** Own arguments that the template uses, so that they are not passed on besides. */
  readonly usedArguments: Set<string>;
  /** For each `$x` that is a key: the lists around it, outermost first. */
  readonly keyUses: { readonly name: string; readonly lists: readonly ListValueNode[] }[];
}
