import type { ArgumentReader } from './argumentReader.js';

/**
 * Refuses an input object with a field that the role does not have, by its name alone: a host that validated against the
 * role's schema let none through.
 */
export function checkNames(
  { typeName, hidden }: { readonly typeName: string; readonly hidden?: ReadonlySet<string> },
  given: object,
  reader: ArgumentReader,
): void {
  if (hidden === undefined) return;
  const name = Object.keys(given).find((each) => hidden.has(each));
  if (name !== undefined) throw reader.unknownField(typeName, name);
}
