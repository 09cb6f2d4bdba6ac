import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import { remember } from '../../model/remember.js';
import type { AskedField, RemotePlan, RemoteSelection } from '../../planning/fetchPlan.js';

/** What was asked of one place of an answer, laid out for reading it. */
export interface Place {
  /** How many lists are around the value. */
  readonly lists: number;
  /** Absent where the value is a leaf. */
  readonly object?: ObjectPlace;
}

export type ObjectPlace =
  | { readonly kind: 'one'; readonly fields: readonly FieldPlace[] }
  /** By upstream type name. */
  | { readonly kind: 'several'; readonly types: ReadonlyMap<string, readonly FieldPlace[]> };

export interface FieldPlace {
  readonly alias: string;
  /** Whether every object has a member of this name, asked for or not. */
  readonly isInherited: boolean;
  /** Whether a member that is no object or list may still be wrong. */
  readonly isSpecial: boolean;
  readonly place: Place;
}

const kept = new WeakMap<RemotePlan, Place>();

/** The place that a plan's path ends at. */
export function placeOf(plan: RemotePlan): Place {
  return remember(kept, plan, () => {
    const { selection, target, type } = plan;
    // With `matchBy`, `type` is what one key gets; the call itself answers a list of objects.
    const lists = target.matchBy ? 1 : countLists(type);
    return { lists, ...(selection && { object: toObject(selection) }) };
  });
}

function toObject({ abstract, branches }: RemoteSelection, phantoms: readonly AskedField[] = []): ObjectPlace {
  const fieldsOf = (asked: readonly AskedField[] = []): readonly FieldPlace[] => [...asked, ...phantoms].map(toField);
  if (!abstract) return { kind: 'one', fields: fieldsOf(branches[0]?.asked) };
  return {
    kind: 'several',
    types: new Map(branches.map(({ upstreamName, asked }) => [upstreamName, fieldsOf(asked)])),
  };
}

function toField({ alias, field, selection, phantoms }: AskedField): FieldPlace {
  const lists = field === undefined ? 0 : countLists(field.type);
  const isInherited = alias in Object.prototype;
  const object: ObjectPlace | undefined = selection
    ? toObject(selection, phantoms)
    : phantoms && { kind: 'one', fields: phantoms.map(toField) };
  const isSpecial = isInherited || lists > 0 || object !== undefined;
  return { alias, isInherited, isSpecial, place: { lists, ...(object && { object }) } };
}

function countLists(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return countLists(type.ofType);
  return isListType(type) ? 1 + countLists(type.ofType) : 0;
}
