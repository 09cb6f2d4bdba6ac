import { invariant } from '../../error/invariant.js';
import { keyText, toKey } from '../../model/keyForm.js';
import type { RemotePlan } from '../../planning/fetchPlan.js';
import type { KeySet } from '../../source.js';
import { isJsonObject } from './json.js';
import { matchAliases } from './printPlan.js';
import type { PlaceErrors } from './readPlace.js';

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
  const fields = (plan.target.matchBy ?? []).map(({ part }) => {
    const form = plan.key[part]?.form;
    invariant(form, 'a matchBy field without a key part');
    return { part, form };
  });
  const aliases = matchAliases(plan);
  const ids = new Map<string, number>();
  for (let id = 0; id < keys.count; id++) {
    ids.set(identity(fields.map(({ part }) => keyText(keys.columns[part]?.[id] ?? ''))), id);
  }
  const matches = Array.from({ length: keys.count }, (): unknown[] => []);
  let lost: Error | undefined;
  for (const item of items) {
    if (item instanceof Error) lost ??= item;
    if (!isJsonObject(item) || item instanceof Error) continue;
    if (!aliases.every((alias) => Object.hasOwn(item, alias))) {
      lost ??= errors.invalid;
      continue;
    }
    const texts: string[] = [];
    for (const [index, { form }] of fields.entries()) {
      const value = toKey(form, item[aliases[index] ?? '']);
      if (value !== undefined) texts.push(keyText(value));
    }
    const id = texts.length === fields.length ? ids.get(identity(texts)) : undefined;
    if (id !== undefined) matches[id]?.push(item);
  }
  return matches.map((found) => {
    if (found.length === 0 && lost !== undefined) return lost;
    return plan.list ? found : found[0];
  });
}

/** One text per composite key; no two keys share one, whatever their parts hold. */
function identity(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts);
}
