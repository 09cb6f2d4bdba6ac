import type { Choose } from '../randomQuery.js';

/** Chooses at random, and the same again for the same seed. */
export function seededChoose(seed: number): Choose {
  let state = seed >>> 0;
  return (values) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const fraction = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return values[Math.floor(fraction * values.length)] as (typeof values)[number];
  };
}

/** True so many times of a hundred. */
export function chance(choose: Choose, percent: number): boolean {
  return choose(hundred) < percent;
}

export function shuffle<T>(choose: Choose, values: readonly T[]): T[] {
  const left = [...values];
  return values.map(() => left.splice(left.indexOf(choose(left)), 1)[0] as T);
}

const hundred = Array.from({ length: 100 }, (_, number) => number);
