import { isDeepStrictEqual } from 'node:util';
import type { InconsistentObject } from '../hasuraMetadata.js';
import { isObject, type JsonObject } from './jsonTree.js';

/** Metadata without the objects that are inconsistent, wherever they stand. */
export function withoutInconsistent(metadata: JsonObject, objects: readonly InconsistentObject[]): JsonObject {
  const definitions = objects.map(({ definition }) => definition);
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.filter((item) => !definitions.some((one) => isDeepStrictEqual(one, item))).map(clean);
    }
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member)]))
      : value;
  };
  return Object.fromEntries(Object.entries(metadata).map(([key, member]) => [key, clean(member)]));
}
