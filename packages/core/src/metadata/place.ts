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

/** Its path in the whole: keys and indexes. */
export function stepsOf(place: Place): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) steps.push(at.step);
  return steps.reverse();
}

/** A JSON pointer as the fragment of its document: `metadata#/sources/0/tables/2`. */
export function printPlace(place: Place): string {
  let root = place;
  while (root.parent !== undefined) root = root.parent;
  const steps = stepsOf(place).map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return `${root.step}#${steps.join('')}`;
}
