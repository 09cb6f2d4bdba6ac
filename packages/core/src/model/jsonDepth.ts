import { isJsonObject } from './json.js';

/** A custom scalar may hold any JSON; beyond this depth it would break the server that writes the response. */
export const MAX_JSON_DEPTH = 64;

/** A table is its owner's, and may hold deeper documents: what no host runs out of stack with, whatever it stands in. */
export const MAX_COLUMN_DEPTH = 500;

/** Looks at every part of a value, in loops that make nothing. */
export function isDeeper(value: unknown, depth: number): boolean {
  if (Array.isArray(value)) {
    if (depth === 0) return true;
    for (let i = 0; i < value.length; i++) if (isDeeper(value[i], depth - 1)) return true;
    return false;
  }
  if (!isJsonObject(value)) return false;
  if (depth === 0) return true;
  for (const name in value) if (isDeeper(value[name], depth - 1)) return true;
  return false;
}
