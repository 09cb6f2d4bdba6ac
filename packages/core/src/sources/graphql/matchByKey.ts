import { invariant } from '../../error/invariant.js';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import { type KeyForm, type KeyValue, keyText, toKey } from '../../model/keyForm.js';
import { remember } from '../../model/remember.js';
import type { RemotePlan } from '../../planning/fetchPlan.js';
import type { KeySet } from '../../source.js';
import { matchMembers } from './printPlan.js';
import type { PlaceErrors } from './readPlace.js';

/** One result field that is matched with one part of the key. */
interface MatchPart {
  readonly part: number;
  readonly form: KeyForm;
  readonly alias: string;
  /** Whether every object has a member of this name, asked for or not. */
  readonly isInherited: boolean;
}

const kept = new WeakMap<RemotePlan, readonly MatchPart[]>();

/**
 * Gives each key the items of a list that carry it, in the list's order: by key, never by position, so that an upstream
 * that leaves out, adds or moves items is right all the same. Items of no key, and nulls, are nobody's.
 *
 * Where an item failed so that it cannot be told whose it is, every key without a match may be the one: each gets the
 * error.
 *
 * @param items the call's list, already checked
 */
export function matchByKey(items: readonly unknown[], plan: RemotePlan, keys: KeySet, errors: PlaceErrors): unknown[] {
  const idOf = createIdReader(matchPartsOf(plan), keys);
  const matches = Array<unknown>(keys.count).fill(undefined);
  let lost: Error | undefined;
  for (let position = 0; position < items.length; position++) {
    const item = items[position];
    if (item === null) continue;
    const id = isJsonObject(item) && !(item instanceof Error) ? idOf(item, position) : undefined;
    if (id === undefined) lost ??= item instanceof Error ? item : errors.invalid;
    else if (id < 0) continue;
    else if (!plan.list) matches[id] ??= item;
    else {
      const match = matches[id];
      if (Array.isArray(match)) match.push(item);
      else matches[id] = [item];
    }
  }
  return matches.map((match) => match ?? lost ?? (plan.list ? [] : undefined));
}

/** The id of the key that an item carries: -1 where none of the keys is, undefined where the item does not tell. */
type IdReader = (item: JsonObject, position: number) => number | undefined;

function createIdReader(parts: readonly MatchPart[], keys: KeySet): IdReader {
  const [only, second] = parts;
  if (only !== undefined && second === undefined && only.form.kind !== 'json' && only.form.kind !== 'list')
    return createSingleReader(only, keys);
  const ids = new Map<string, number>();
  for (let id = 0; id < keys.count; id++) {
    const key = identity(parts, ({ part }) => keys.columns[part]?.[id]);
    if (key !== undefined) ids.set(key, id);
  }
  return (item) => {
    for (const { alias } of parts) if (!Object.hasOwn(item, alias)) return undefined;
    const key = identity(parts, ({ form, alias }) => toKey(form, item[alias]));
    return (key === undefined ? undefined : ids.get(key)) ?? -1;
  };
}

/** Most servers answer in the order they were asked in: the key at the item's own place is looked at first. */
function createSingleReader({ part, form, alias, isInherited }: MatchPart, keys: KeySet): IdReader {
  const column = keys.columns[part] ?? [];
  let ids: Map<KeyValue, number> | undefined;
  return (item, position) => {
    const value = isInherited && !Object.hasOwn(item, alias) ? undefined : item[alias];
    if (value === undefined) return undefined;
    // What equals a canonical value is canonical itself.
    if (value !== null && value === column[position]) return position;
    const key = toKey(form, value);
    if (key === undefined) return -1;
    ids ??= new Map(column.map((known, id) => [known, id]));
    return ids.get(key) ?? -1;
  };
}

function matchPartsOf(plan: RemotePlan): readonly MatchPart[] {
  return remember(kept, plan, () => {
    const members = matchMembers(plan);
    return (plan.target.matchBy ?? []).map(({ part }, index) => {
      const [form, alias] = [plan.key[part]?.form, members[index]?.alias];
      invariant(form && alias, 'a matchBy field without a key part');
      return { part, form, alias, isInherited: alias in Object.prototype };
    });
  });
}

/** One text for all parts. No two keys share one; what is no key has none. */
function identity(parts: readonly MatchPart[], read: (part: MatchPart) => KeyValue | undefined): string | undefined {
  const texts: string[] = [];
  for (const part of parts) {
    const value = read(part);
    if (value === undefined) return undefined;
    texts.push(keyText(value));
  }
  return JSON.stringify(texts);
}
