import type { Problem } from '../error/problem.js';
import { type Place, printPlace } from './place.js';

/** A problem with the place it stands at. An error unless it says otherwise. */
export interface MetadataFinding {
  readonly code: Problem['code'] & `METADATA_${string}`;
  readonly severity?: Problem['severity'];
  readonly place: Place;
  readonly message: string;
  readonly remedy: string;
}

export type MetadataReport = (finding: MetadataFinding) => void;

export function toProblem({ code, severity = 'error', place, message, remedy }: MetadataFinding): Problem {
  const problem = { code, severity, coordinate: printPlace(place), message, remedy };
  return place.location === undefined ? problem : { ...problem, location: place.location };
}
