import type { Child } from './child.js';
import type { Load, LoadResult } from './loadProcess.js';
import type { MeasuredQuery } from './measuredQueries.js';
import type { RunningContender } from './runningContender.js';

/** What one contender did with one query in one round. */
export interface Sample extends LoadResult {
  readonly query: MeasuredQuery;
  readonly contender: RunningContender;
  readonly round: number;
  /** Milliseconds of the contender's own CPU per request. */
  readonly cpu: number;
}

export interface MeasureOptions {
  readonly queries: readonly MeasuredQuery[];
  readonly contenders: readonly RunningContender[];
  readonly rounds: number;
  readonly seconds: number;
  readonly load: Child;
  tell(progress: string): void;
}

const CONNECTIONS = 16;

/** Gives every query to all contenders in turn, round after round. A round to warm up goes first and is not counted. */
export async function measure(options: MeasureOptions): Promise<readonly Sample[]> {
  const { queries, contenders, rounds, tell } = options;
  const samples: Sample[] = [];
  for (let round = 0; round <= rounds; round++) {
    tell(round === 0 ? 'Warming up' : `Round ${round} of ${rounds}, in milliseconds of own CPU per request`);
    for (const query of queries) {
      const figures: string[] = [];
      for (const contender of contenders) {
        const sample = await measureOne(options, query, contender, round);
        if (round > 0) samples.push(sample);
        figures.push(`${contender.name} ${sample.cpu.toFixed(2)}`);
      }
      if (round > 0) tell(`  ${query.name}: ${figures.join(', ')}`);
    }
  }
  return samples;
}

async function measureOne(
  { load, seconds }: MeasureOptions,
  query: MeasuredQuery,
  contender: RunningContender,
  round: number,
): Promise<Sample> {
  const order: Load = { url: contender.url, bodies: contender.bodiesOf(query), connections: CONNECTIONS, seconds };
  const before = await contender.readCpu();
  const result = (await load.ask(order)) as LoadResult;
  const after = await contender.readCpu();
  return { query, contender, round, cpu: (after - before) / result.requests, ...result };
}
