import { didYouMean } from '../schema/suggest.js';

/** Longer than any name, and short enough to compare. */
const MAX_LENGTH = 100;
const MAX_NAMES = 500;

/** ` Did you mean "a"?`, or nothing where no name is near; of what is too long or too much to compare, nothing. */
export function nearNames(written: string, names: Iterable<string>): string {
  if (written.length > MAX_LENGTH) return '';
  const comparable = [...names].filter(({ length }) => length > 0 && length <= MAX_LENGTH);
  return comparable.length > MAX_NAMES ? '' : didYouMean(written, comparable);
}

/** A name from the metadata as messages quote it. */
export function quote(name: string): string {
  return `"${name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH - 1)}…` : name}"`;
}
