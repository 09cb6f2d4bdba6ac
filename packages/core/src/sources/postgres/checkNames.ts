import type { ArgumentReader } from './argumentReader.js';

/**
 * Refuses an input object with a field that the role does not have, by its name alone: a host that validated against the
 * role's schema let none through.
 */
export function checkNames(
  { typeName }: { readonly typeName: string },
  given: object,
  fields: ReadonlyMap<string, unknown>,
  reader: ArgumentReader,
): void {
  const unknown = Object.keys(given).find((name) => !fields.has(name));
  if (unknown !== undefined) throw reader.unknownField(typeName, unknown);
}
