/** A finished tree as plain objects, for `deepEqual`: ours have a prototype that marks them. Errors stay what they are. */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]));
}
