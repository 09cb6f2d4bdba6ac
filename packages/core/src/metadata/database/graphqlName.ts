/**
 * A GraphQL name that tells of a database's name, the same for the same name everywhere:
 *
 *     orders → orders     unit price → unit_price     naïve → naive     1st → _1st     用户 → u7528_u6237
 *
 * Names that GraphQL, or a condition, keeps for itself get another end or beginning: `true` → `true_`, `__x` → `_x`.
 *
 * @param convert what a naming convention makes of it
 */
export function toGraphQLName(text: string, convert: (name: string) => string = (name) => name): string {
  const name = convert(VALID.test(text) ? text : toValid(text)).replace(/^__+/, '_');
  return reserved.has(name) ? `${name}_` : name;
}

const VALID = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** `distinct_on` has columns as values of an enum, which cannot be the first three; a `where` has the others beside columns. */
const reserved: ReadonlySet<string> = new Set(['true', 'false', 'null', '_and', '_or', '_not']);

function toValid(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_');
  if (/[A-Za-z0-9]/.test(words)) return /^\d/.test(words) ? `_${words}` : words;
  return Array.from(text, (character) => `u${character.codePointAt(0)?.toString(16)}`).join('_') || '_';
}
