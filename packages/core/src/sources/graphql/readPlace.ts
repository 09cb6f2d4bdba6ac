import { isJsonObject, type JsonObject } from '../../model/json.js';
import { isDeeper, MAX_JSON_DEPTH } from '../../model/jsonDepth.js';
import type { ErrorNode } from './errorTree.js';
import type { FieldPlace, ObjectPlace, Place } from './places.js';

/** The two errors a position may hold: one of each for all positions of an answer. */
export interface PlaceErrors {
  /** The remote schema said that the field failed. */
  readonly upstream: Error;
  /** What it answered does not fit what was asked. */
  readonly invalid: Error;
}

/**
 * Checks the value of one place against what was asked, and sets errors in: at the position an upstream error names, or
 * the nearest above it that the answer has; at the position whose value does not fit. Lists and objects are changed in
 * place; members that were not asked for stay, and are for nobody to read.
 *
 * @param value `undefined` where the answer has none
 */
export function readPlace(value: unknown, place: Place, node: ErrorNode | undefined, errors: PlaceErrors): unknown {
  if (node === undefined && isWhole(value, place.lists, place.object)) return value;
  return readLists(value, place.lists, place.object, node, errors);
}

/**
 * Whether a value fits what was asked throughout: the common case, told without touching anything. (Loops by index, since
 * this runs for every member of every answer.)
 */
function isWhole(value: unknown, lists: number, object: ObjectPlace | undefined): boolean {
  if (value === null) return true;
  if (value === undefined) return false;
  if (lists > 0) return Array.isArray(value) && isWholeList(value, lists - 1, object);
  if (object === undefined) return typeof value !== 'object' || !isDeeper(value, MAX_JSON_DEPTH);
  if (!isJsonObject(value)) return false;
  const fields = fieldsOf(value, object);
  if (fields === undefined) return false;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as FieldPlace;
    const member = value[field.alias];
    // Most members are plain leaves, which are told here.
    if (typeof member === 'object' || field.isSpecial) {
      if (!isWhole(member, field.place.lists, field.place.object)) return false;
      if (field.isInherited && !Object.hasOwn(value, field.alias)) return false;
    } else if (member === undefined) return false;
  }
  return true;
}

function isWholeList(items: readonly unknown[], lists: number, object: ObjectPlace | undefined): boolean {
  for (let i = 0; i < items.length; i++) if (!isWhole(items[i], lists, object)) return false;
  return true;
}

function readLists(
  value: unknown,
  lists: number,
  object: ObjectPlace | undefined,
  node: ErrorNode | undefined,
  errors: PlaceErrors,
): unknown {
  if (value === null || value === undefined || node?.failed) {
    return node !== undefined ? errors.upstream : value === null ? null : errors.invalid;
  }
  if (lists === 0)
    return object === undefined ? readLeaf(value, node, errors) : readObject(value, object, node, errors);
  if (!Array.isArray(value)) return errors.invalid;
  if (hasStrayMember(node, (member) => Object.hasOwn(value, member) && member !== 'length')) return errors.upstream;
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index];
    const below = node?.below.get(String(index));
    // Mostly one item is wrong of many.
    if (below === undefined && isWhole(item, lists - 1, object)) continue;
    value[index] = readLists(item, lists - 1, object, below, errors);
  }
  return value;
}

function readLeaf(value: unknown, node: ErrorNode | undefined, errors: PlaceErrors): unknown {
  if (node !== undefined) return errors.upstream;
  return isDeeper(value, MAX_JSON_DEPTH) ? errors.invalid : value;
}

function readObject(value: unknown, object: ObjectPlace, node: ErrorNode | undefined, errors: PlaceErrors): unknown {
  const fields = isJsonObject(value) ? fieldsOf(value, object) : undefined;
  if (!isJsonObject(value) || fields === undefined) return errors.invalid;
  if (hasStrayMember(node, (member) => fields.some(({ alias }) => alias === member))) return errors.upstream;
  for (const { alias, place } of fields) {
    const before = Object.hasOwn(value, alias) ? value[alias] : undefined;
    const after = readPlace(before, place, node?.below.get(alias), errors);
    if (after !== before) setMember(value, alias, after);
  }
  return value;
}

/** What was asked of an object of its type; undefined where it says to be of a type that cannot be here. */
function fieldsOf(value: JsonObject, object: ObjectPlace): readonly FieldPlace[] | undefined {
  if (object.kind === 'one') return object.fields;
  const typeName = Object.hasOwn(value, '__typename') ? value.__typename : undefined;
  return typeof typeName === 'string' ? object.types.get(typeName) : undefined;
}

/** Defines, not assigns: the member that is missing may be called `__proto__`. */
function setMember(object: JsonObject, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
}

/** Whether an upstream error lies below a position in something that is not there. */
function hasStrayMember(node: ErrorNode | undefined, isThere: (member: string) => boolean): boolean {
  return node !== undefined && [...node.below.keys()].some((member) => !isThere(member));
}
