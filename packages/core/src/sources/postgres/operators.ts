import type { Operator } from '../../model/tableArguments.js';

/** Operators that take an operand. */
export type Comparison = Exclude<Operator, '_is_null'>;

const likes: ReadonlySet<Comparison> = new Set(['_like', '_nlike', '_ilike', '_nilike']);
const expressions: ReadonlySet<Comparison> = new Set(['_similar', '_regex', '_iregex']);

/** Whether the operand is a pattern: a text, whatever the column is. */
export function isPattern(operator: Comparison): boolean {
  return isLike(operator) || isExpression(operator);
}

/** `%` and `_`, where a backslash takes their meaning. */
export function isLike(operator: Comparison): boolean {
  return likes.has(operator);
}

/** A regular expression, which the database refuses when it first compares it. */
export function isExpression(operator: Comparison): boolean {
  return expressions.has(operator);
}
