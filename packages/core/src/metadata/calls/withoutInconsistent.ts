import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../../model/json.js';
import { type LeftOut, objectsLeftOut } from '../leftOut.js';
import { toJson } from '../metadataNode.js';
import { stepsOf } from '../place.js';
import { type JsonObject, own } from './jsonTree.js';

/** Metadata without the objects that were left out of it, each by its place: another table may hold the same words. */
export function withoutInconsistent(metadata: JsonObject, leftOut: readonly LeftOut[]): JsonObject {
  const definitions = new Map<string, unknown>();
  for (const { node } of leftOut.flatMap(objectsLeftOut)) {
    const steps = stepsOf(node.place);
    // `export_metadata` of version 2 answers `{resource_version, metadata}`.
    const isWrapped = steps[0] === 'metadata' && own(metadata, 'metadata') === undefined;
    definitions.set(keyOf(isWrapped ? steps.slice(1) : steps), toJson(node));
  }
  // What stands in its place by now is something else.
  const isLeftOut = (key: string, value: unknown): boolean =>
    definitions.has(key) && isDeepStrictEqual(definitions.get(key), value);
  const clean = (value: unknown, steps: Steps): unknown => {
    if (Array.isArray(value)) return value.flatMap((item, index) => keep(item, [...steps, index]));
    return isJsonObject(value) ? cleanMembers(value, steps) : value;
  };
  const cleanMembers = (object: JsonObject, steps: Steps): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, member]) => {
        const kept = keep(member, [...steps, key]);
        const isEmptied = isEmptyList(kept[0]) && !isEmptyList(member) && !REQUIRED.includes(key);
        return isEmptied ? [] : kept.map((value) => [key, value]);
      }),
    );
  const keep = (value: unknown, steps: Steps): readonly unknown[] =>
    isLeftOut(keyOf(steps), value) ? [] : [clean(value, steps)];
  return cleanMembers(metadata, []);
}

/** Lists that are there, be they empty. */
const REQUIRED: readonly string[] = ['sources', 'tables', 'relationships'];

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

type Steps = readonly (string | number)[];

function keyOf(steps: Steps): string {
  return JSON.stringify(steps);
}
