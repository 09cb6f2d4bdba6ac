import { existsSync } from 'node:fs';
import { type Problem, type ProblemCode, type ProblemLocation, problemCodes } from '@remote-joins/core';

/** What only the command line finds, by code. */
export const findingCodes = {
  INVALID_OPERATION: 'GraphQL refuses the operation on the schema that its role sees.',
  NO_BATCH_FORM: 'Each key of a relationship is asked for under an alias of its own, not in one list.',
  SOURCE_DRIFT: 'What joins use of a source is not what it was when it was locked.',
  TOO_MANY_CALLS: 'An operation makes more calls than it may.',
} as const;

export type FindingCode = ProblemCode | keyof typeof findingCodes;

/** The meaning of every code. */
export const meanings: Readonly<Record<FindingCode, string>> = { ...problemCodes, ...findingCodes };

/** Errors fail a run; notes are for those who want to do better. */
export type Severity = Problem['severity'] | 'note';

export interface FindingLocation {
  /** From the working directory, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a run found: a problem as core tells it, with its file, or something of the command line's own. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly coordinate: string;
  readonly message: string;
  readonly remedy: string;
  /** Absent where no file holds it. */
  readonly location?: FindingLocation;
}

/**
 * A problem as core tells it. One in a text that is no file, such as a permission that the config holds, says so behind its
 * coordinate.
 *
 * @param fileOf the file of a text by the name that core knows it by; absent where it is none
 */
export function toFinding(
  { location, ...problem }: Problem,
  fileOf: (text: string | undefined) => string | undefined = fileNamed,
): Finding {
  if (location === undefined) return problem;
  const file = fileOf(location.text);
  const { text, line, column } = location;
  if (file !== undefined) return { ...problem, location: { file, line, column } };
  const place = [...(text === undefined ? [] : [text]), line, column].join(':');
  return { ...problem, coordinate: `${problem.coordinate} (${place})` };
}

/** Where something of the SDL stands; absent where that is no file. */
export function placeOf(location: ProblemLocation | undefined): FindingLocation | undefined {
  const file = fileNamed(location?.text);
  return location && file !== undefined ? { file, line: location.line, column: location.column } : undefined;
}

/** SDL from files is named as they are. */
function fileNamed(text: string | undefined): string | undefined {
  return text !== undefined && existsSync(text) ? text : undefined;
}

/** By file, line and column; what has no place comes first. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    ({ location: a }, { location: b }) =>
      compare(a?.file ?? '', b?.file ?? '') || (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
