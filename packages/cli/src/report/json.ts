import { countOf, type Finding } from './finding.js';

/** For programs: the findings as they are, and how many of each severity. */
export function printJson(findings: readonly Finding[]): string {
  const [errors, warnings, notes] = (['error', 'warning', 'note'] as const).map((each) => countOf(findings, each));
  return JSON.stringify({ errors, warnings, notes, findings }, null, 2);
}
