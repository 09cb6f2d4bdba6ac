/**
 * The text of a Postgres array: `{1,2}`, `{"a","b\"c",null}`. We write it ourselves so that what is sent does not depend on
 * the driver, and because a join of numbers is far cheaper than a driver's walk over them.
 */
export function toArrayLiteral(items: readonly unknown[]): string {
  return `{${items.every(isNumber) ? items.join() : items.map(toElement).join()}}`;
}

function isNumber(item: unknown): boolean {
  return typeof item === 'number';
}

function toElement(item: unknown): string {
  switch (typeof item) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(item);
    case 'string':
      return quote(item);
    default:
      if (item === null || item === undefined) return 'null';
      return Array.isArray(item) ? toArrayLiteral(item) : quote(JSON.stringify(item));
  }
}

const SPECIAL = /["\\]/;

function quote(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
