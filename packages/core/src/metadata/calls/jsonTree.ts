import { isJsonObject } from '../../model/json.js';
import type { LeftOut } from '../leftOut.js';
import { Refusal } from './refusal.js';

/** An object of the metadata, or of a call, in JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Does a call to the metadata: the whole as it is afterwards. What it is given stays as it is. */
export type Edit = (
  metadata: JsonObject,
  args: JsonObject,
  findLeftOut: FindLeftOut,
) => JsonObject | Promise<JsonObject>;

/** What has to be left out of some metadata, by what the sources hold now. */
export type FindLeftOut = (metadata: JsonObject) => Promise<readonly LeftOut[]>;

/** The objects of a list; what else is in there is no object of the metadata. */
export function listIn(object: JsonObject, key: string): readonly JsonObject[] {
  const value = own(object, key);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The text that a call must have. */
export function textOf(args: JsonObject, key: string): string {
  const value = own(args, key);
  if (typeof value === 'string' && value !== '') return value;
  throw value === undefined ? missing(key) : malformed(key, 'a text');
}

/** Whether something is said to be so. Default: no. */
export function booleanOf(args: JsonObject, key: string): boolean {
  const value = own(args, key) ?? false;
  if (typeof value === 'boolean') return value;
  throw malformed(key, 'true or false');
}

export function objectOf(args: JsonObject, key: string): JsonObject {
  const value = own(args, key);
  if (isJsonObject(value)) return value;
  throw value === undefined ? missing(key) : malformed(key, 'an object');
}

function missing(key: string): Refusal {
  return new Refusal('parse-failed', `key "${key}" not found`);
}

function malformed(key: string, wanted: string): Refusal {
  return new Refusal('parse-failed', `"${key}" must be ${wanted}`, { path: `$.args.${key}` });
}

/** Refuses keys that a call does not have: a misspelt one must not be taken for one that was left out. */
export function onlyKeys(args: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(args).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new Refusal('parse-failed', `unexpected key "${unknown}". The keys are ${known.join(', ')}`);
}

/** An object with a member in place of another; without it where there is none. */
export function withMember(object: JsonObject, key: string, value: unknown): JsonObject {
  if (value !== undefined) return { ...object, [key]: value };
  const { [key]: _, ...rest } = object;
  return rest;
}

/** The members of a call that stand in the metadata as they are. */
export function pick(args: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => own(args, key) !== undefined).map((key) => [key, args[key]]));
}

/** One list of the metadata, whose objects have a name each. */
export interface NamedList {
  readonly key: string;
  readonly is: (item: JsonObject) => boolean;
  /** How messages call the object: `remote schema with name "a"`. */
  readonly what: string;
  /** Hasura's code where it is there already. Default: `already-exists`. */
  readonly known?: string;
  /** Whether the list must be there, be it empty. */
  readonly isRequired?: true;
}

/** @throws Refusal where there is one already */
export function addTo(holder: JsonObject, { key, is, what, known = 'already-exists' }: NamedList, item: JsonObject) {
  const items = listIn(holder, key);
  if (items.some(is)) throw new Refusal(known, `${what} already exists`);
  return { ...holder, [key]: [...items, item] };
}

/**
 * @param edit what to put in its place; nothing takes it away
 * @throws Refusal where there is none
 */
export function editIn(
  holder: JsonObject,
  { key, is, what, isRequired }: NamedList,
  edit: (item: JsonObject) => JsonObject | undefined,
): JsonObject {
  const items = listIn(holder, key);
  if (!items.some(is)) throw new Refusal('not-exists', `${what} does not exist`);
  const left = items.flatMap((item) => {
    const edited = is(item) ? edit(item) : item;
    return edited === undefined ? [] : [edited];
  });
  return withMember(holder, key, left.length === 0 && !isRequired ? undefined : left);
}

export const remove = (): undefined => undefined;
