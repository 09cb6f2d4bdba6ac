import type { ASTNode } from 'graphql';
import type { Problem } from '../error/problem.js';
import type { Locate } from './locations.js';

/** A problem with the node it stands at. An error unless it says otherwise. */
export interface Finding {
  readonly code: Problem['code'];
  readonly severity?: Problem['severity'];
  readonly coordinate: string;
  readonly node: ASTNode | undefined;
  readonly message: string;
  readonly remedy: string;
}

export type Report = (finding: Finding) => void;

/** Turns findings into problems, each told once. */
export function createReport(locate: Locate, problems: Problem[]): Report {
  const told = new Set<string>();
  return ({ code, severity = 'error', coordinate, node, message, remedy }) => {
    const location = locate(node);
    const identity = JSON.stringify([code, coordinate, message, location]);
    if (told.has(identity)) return;
    told.add(identity);
    const problem = { code, severity, coordinate, message, remedy };
    problems.push(location === undefined ? problem : { ...problem, location });
  };
}

/** Sorts by text, line and column; what has no place comes first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.location?.text ?? '', b.location?.text ?? '') ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
      compare(a.coordinate, b.coordinate) ||
      compare(a.code, b.code),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
