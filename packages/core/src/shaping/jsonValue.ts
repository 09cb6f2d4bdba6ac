import { isJsonObject } from '../model/json.js';

/** An object of a remote schema's answer, read and never changed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The part compiled for the object type of a value: of an abstract place by its `__typename`, else the only one.
 * Absent where the value is no object, or of a type that was not asked for.
 */
export function createBranchFinder<Part>(
  isAbstract: boolean,
  parts: ReadonlyMap<string, Part>,
): (value: unknown) => Part | undefined {
  const [only] = parts.values();
  if (!isAbstract) return (value) => (isJsonObject(value) ? only : undefined);
  return (value) => {
    const typeName = isJsonObject(value) ? value.__typename : undefined;
    return typeof typeName === 'string' ? parts.get(typeName) : undefined;
  };
}

/** Reads a member of the answer's own: one that the source left out is null, whatever its name is. */
export function memberReader(alias: string): (object: JsonObject) => unknown {
  if (alias in Object.prototype) return (object) => (Object.hasOwn(object, alias) ? object[alias] : null);
  return (object) => object[alias] ?? null;
}

export function pathReader(aliases: readonly string[]): (object: JsonObject) => unknown {
  const steps = aliases.map(memberReader);
  const [only, second] = steps;
  if (only !== undefined && second === undefined) {
    return (object) => {
      const value = only(object);
      return typeof value === 'object' && value instanceof Error ? null : value;
    };
  }
  return (object) => {
    let value: unknown = object;
    for (const step of steps) value = isJsonObject(value) ? step(value) : null;
    return value instanceof Error ? null : value;
  };
}
