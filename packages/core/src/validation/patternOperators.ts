import type { Operator } from '../model/tableArguments.js';

/** Operators whose operand is a pattern: for texts only. */
export const patternOperators: ReadonlySet<string> = new Set([
  '_like',
  '_nlike',
  '_ilike',
  '_nilike',
  '_similar',
  '_regex',
  '_iregex',
] satisfies Operator[]);
