import { type KeyForm, type KeyValue, keyText, toKey } from '../model/keyForm.js';
import type { KeySet } from '../source.js';
import type { KeyColumn } from './splice.js';

/** Distinct keys, and for each parent the number of its key: the argument id, or one below zero where nothing is asked for it. */
export interface NumberedKeys {
  readonly keys: KeySet;
  readonly ids: readonly number[];
}

/** A part of the key is null or missing. */
export const NO_KEY = -1;
/** A part of the key is no value of the target's type. */
export const NO_MATCH = -2;

/**
 * Numbers the distinct join keys of parents. A key with a part that is null, missing, or no value of the target's type
 * is not among them. No parts at all (a template of constants) are one key for every parent.
 */
export function numberKeys(forms: readonly KeyForm[], columns: readonly KeyColumn[], parents: number): NumberedKeys {
  const [form, second] = forms;
  if (form === undefined) return { keys: { count: Math.min(parents, 1), columns: [] }, ids: Array(parents).fill(0) };
  if (second === undefined) return numberSingle(form, columns[0] ?? [], parents);

  const distinct: KeyValue[][] = forms.map(() => []);
  const known = new Map<string, number>();
  const ids = Array<number>(parents);
  for (let row = 0; row < parents; row++) {
    const parts = forms.map((each, part) => toKey(each, columns[part]?.[row]));
    if (!parts.every((part) => part !== undefined)) {
      ids[row] = columns.every((column) => isGiven(column[row])) ? NO_MATCH : NO_KEY;
      continue;
    }
    const text = parts.map((part) => JSON.stringify(keyText(part))).join();
    let id = known.get(text);
    if (id === undefined) {
      id = known.size;
      known.set(text, id);
      for (const [part, value] of parts.entries()) distinct[part]?.push(value);
    }
    ids[row] = id;
  }
  return { keys: { count: known.size, columns: distinct }, ids };
}

function numberSingle(form: KeyForm, column: KeyColumn, parents: number): NumberedKeys {
  const distinct: KeyValue[] = [];
  const known = new Map<KeyValue, number>();
  const ids = Array<number>(parents);
  const isJson = form.kind === 'json' || form.kind === 'list';
  for (let row = 0; row < parents; row++) {
    const value = toKey(form, column[row]);
    if (value === undefined) {
      ids[row] = isGiven(column[row]) ? NO_MATCH : NO_KEY;
      continue;
    }
    const identity = isJson ? keyText(value) : value;
    let id = known.get(identity);
    if (id === undefined) {
      id = distinct.length;
      known.set(identity, id);
      distinct.push(value);
    }
    ids[row] = id;
  }
  return { keys: { count: distinct.length, columns: [distinct] }, ids };
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Chunks of at most `size` keys; the set itself where one chunk holds all. */
export function chunkKeys(keys: KeySet, size: number): readonly KeySet[] {
  if (keys.count <= size) return [keys];
  return Array.from({ length: Math.ceil(keys.count / size) }, (_, i) => ({
    count: Math.min(size, keys.count - i * size),
    columns: keys.columns.map((column) => column.slice(i * size, (i + 1) * size)),
  }));
}
