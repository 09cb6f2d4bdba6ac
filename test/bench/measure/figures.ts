import type { Sample } from './measure.js';
import type { MeasuredQuery } from './measuredQueries.js';
import type { RunningContender } from './runningContender.js';

/** What is reported of one contender and one query: medians of its rounds. */
export interface Figures {
  readonly cpu: number;
  /** Own CPU as a multiple of the floor's in the same round. */
  readonly ratio: { readonly median: number; readonly min: number; readonly max: number };
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export function toFigures(
  samples: readonly Sample[],
  query: MeasuredQuery,
  contender: RunningContender,
  floor: RunningContender,
): Figures {
  const samplesOf = (one: RunningContender) =>
    samples.filter((sample) => sample.query === query && sample.contender === one);
  const rounds = samplesOf(contender);
  const floorByRound = new Map(samplesOf(floor).map(({ round, cpu }) => [round, cpu]));
  const ratios = rounds.map(({ round, cpu }) => cpu / (floorByRound.get(round) ?? Number.NaN));
  return {
    cpu: median(rounds.map(({ cpu }) => cpu)),
    ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
    requestsPerSecond: median(rounds.map(({ requests, seconds }) => requests / seconds)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
