import type { Choose } from '../randomQuery.js';
import { chance, shuffle } from './seededChoose.js';
import { codes, ids, numbers, type Row, texts } from './tables.js';

export function drawRows(choose: Choose): Row[] {
  const ranks = shuffle(
    choose,
    Array.from({ length: 20 }, (_, index) => index + 10),
  );
  return Array.from({ length: choose([5, 6, 7, 8]) }, (_, index) => drawRow(choose, index + 1, ranks[index] ?? 0));
}

export function drawRow(choose: Choose, id: number, rank: number): Row {
  const maybe = <T>(values: readonly T[]): T | null => (chance(choose, 15) ? null : choose(values));
  return {
    id,
    rank,
    n: maybe(numbers),
    t: maybe(texts),
    s: maybe([...texts, 'open']),
    a: maybe(ids),
    b: maybe(ids),
    k: maybe(codes),
  };
}
