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

/** Far longer than any message of names that a database or GraphQL takes; but a name may be written that is a file's length. */
const MAX_LENGTH = 1_000;

export function toProblem({ code, severity = 'error', place, message, remedy }: MetadataFinding): Problem {
  const clipped = message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH)} ….` : message;
  const problem = { code, severity, coordinate: printPlace(place), message: clipped, remedy };
  return place.location === undefined ? problem : { ...problem, location: place.location };
}
