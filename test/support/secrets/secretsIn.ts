/** All texts of a value, whatever holds them: members that are not enumerable, causes, maps, stacks. */
export function* textsIn(value: unknown, seen: Set<unknown> = new Set()): Generator<string> {
  if (typeof value === 'string' || typeof value === 'number') yield String(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    const member = Object.getOwnPropertyDescriptor(value, key)?.value;
    // The document is the client's own.
    if (key === 'nodes' || key === 'source') continue;
    if (typeof key === 'string') yield key;
    yield* textsIn(member, seen);
  }
  if (value instanceof Map || value instanceof Set) for (const each of value) yield* textsIn(each, seen);
}
