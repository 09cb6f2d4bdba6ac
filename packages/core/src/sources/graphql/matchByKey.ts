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
  const parts = matchPartsOf(plan);
  const ids = new Map<KeyValue, number>();
  for (let id = 0; id < keys.count; id++) {
    const key = identity(parts, ({ part }) => keys.columns[part]?.[id]);
    if (key !== undefined) ids.set(key, id);
  }
  const matches = Array<unknown>(keys.count).fill(undefined);
  let lost: Error | undefined;
  for (const item of items) {
    if (item instanceof Error) lost ??= item;
    if (!isJsonObject(item) || item instanceof Error) continue;
    if (!hasAll(item, parts)) {
      lost ??= errors.invalid;
      continue;
    }
    const key = identity(parts, ({ form, alias }) => toKey(form, item[alias]));
    const id = key === undefined ? undefined : ids.get(key);
    if (id === undefined) continue;
    const match = matches[id];
    if (!plan.list) matches[id] ??= item;
    else if (Array.isArray(match)) match.push(item);
    else matches[id] = [item];
  }
  return matches.map((match) => match ?? lost ?? (plan.list ? [] : undefined));
}

function matchPartsOf(plan: RemotePlan): readonly MatchPart[] {
  return remember(kept, plan, () => {
    const members = matchMembers(plan);
    return (plan.target.matchBy ?? []).map(({ part }, index) => {
      const [form, alias] = [plan.key[part]?.form, members[index]?.alias];
      invariant(form && alias, 'a matchBy field without a key part');
      return { part, form, alias };
    });
  });
}

function hasAll(item: JsonObject, parts: readonly MatchPart[]): boolean {
  for (const { alias } of parts) if (!Object.hasOwn(item, alias)) return false;
  return true;
}

/** One value per key: the only part, or one text for all of them. No two keys share one; what is no key has none. */
function identity(parts: readonly MatchPart[], read: (part: MatchPart) => KeyValue | undefined): KeyValue | undefined {
  const [first, second] = parts;
  if (first !== undefined && second === undefined) {
    const value = read(first);
    return typeof value === 'object' ? keyText(value) : value;
  }
  const texts: string[] = [];
  for (const part of parts) {
    const value = read(part);
    if (value === undefined) return undefined;
    texts.push(keyText(value));
  }
  return JSON.stringify(texts);
}
