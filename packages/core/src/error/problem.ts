import type { ProblemCode } from './codes.js';

/** Where in the author's text a problem sits. Lines and columns count from 1. */
export interface ProblemLocation {
  readonly line: number;
  readonly column: number;
  /** Which text, where the author gave several: a file name, or `typeDefs[1]`. */
  readonly text?: string;
}

/** A fault found when the schema is checked against its sources, before any request. */
export interface Problem {
  readonly code: ProblemCode;
  /** Errors stop the start, warnings do not. */
  readonly severity: 'error' | 'warning';
  /** Schema coordinate (`Type.field`, `Type.field(argument:)`), option path (`sources.users_db`) or directive (`@table`). */
  readonly coordinate: string;
  /** What is wrong and what was found: whole sentences, with "Did you mean" where a near name exists. */
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly remedy: string;
  readonly location?: ProblemLocation;
}

/** One line for a list of problems: `Order.customer (4:3) UNKNOWN_COLUMN: message remedy`. */
export function printProblem({ code, coordinate, message, remedy, location }: Problem): string {
  const text = location?.text === undefined ? '' : `${location.text}:`;
  const place = location === undefined ? '' : ` (${text}${location.line}:${location.column})`;
  return `${coordinate}${place} ${code}: ${message} ${remedy}`;
}
