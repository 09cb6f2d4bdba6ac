import type { ProblemLocation } from '../error/problem.js';

/** Where a value stands in the metadata: its path in the whole, whichever file that is spread over. */
export interface Place {
  /** Where the object or list stands that holds it; absent for the whole. */
  readonly parent?: Place;
  /** Its key or index there; of the whole, the name of the document. */
  readonly step: string | number;
  /** File, line and column; absent for JSON. */
  readonly location?: ProblemLocation;
}

/** The place of the whole: `metadata`, or the name of a JSON file. */
export function rootPlace(document: string): Place {
  return { step: document };
}

export function placeIn(parent: Place, step: string | number, location?: ProblemLocation): Place {
  return location === undefined ? { parent, step } : { parent, step, location };
}

/** A JSON pointer as the fragment of its document: `metadata#/sources/0/tables/2`. */
export function printPlace(place: Place): string {
  const steps: string[] = [];
  let at = place;
  while (at.parent !== undefined) {
    steps.push(`/${String(at.step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
    at = at.parent;
  }
  return `${at.step}#${steps.reverse().join('')}`;
}
