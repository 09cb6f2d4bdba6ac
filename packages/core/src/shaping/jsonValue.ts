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

/** Reads what is at the end of a path from a value; an Error there is null, as is what the source left out. */
export function pathReader(aliases: readonly string[]): (value: unknown) => unknown {
  if (aliases.length === 0) return withoutError;
  return (start) => {
    let value = start;
    for (const alias of aliases) {
      value = isJsonObject(value) && Object.hasOwn(value, alias) ? value[alias] : null;
    }
    return withoutError(value);
  };
}

function withoutError(value: unknown): unknown {
  return typeof value === 'object' && value instanceof Error ? null : value;
}
