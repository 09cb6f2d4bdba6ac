import type { Comparison } from '../../model/operator.js';

const likes: ReadonlySet<Comparison> = new Set(['_like', '_nlike', '_ilike', '_nilike']);
const expressions: ReadonlySet<Comparison> = new Set([
  '_similar',
  '_nsimilar',
  '_regex',
  '_nregex',
  '_iregex',
  '_niregex',
]);

/** `%` and `_`, where a backslash takes their meaning. */
export function isLike(operator: Comparison): boolean {
  return likes.has(operator);
}

/** A regular expression, which the database refuses when it first compares it. */
export function isExpression(operator: Comparison): boolean {
  return expressions.has(operator);
}
