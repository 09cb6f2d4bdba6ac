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
  readonly warmup: number;
  readonly load: Child;
  tell(progress: string): void;
}

const CONNECTIONS = 16;

/**
 * Gives every query to all contenders in turn, round after round. Before that each works for a while uncounted: compilers
 * need thousands of requests to get through with a server, and the more the more code it has.
 */
export async function measure(options: MeasureOptions): Promise<readonly Sample[]> {
  const { queries, rounds, seconds, warmup, tell } = options;
  tell('Warming up');
  for (const query of queries) await measureQuery(options, query, 0, warmup / queries.length);
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    tell(`Round ${round} of ${rounds}, in milliseconds of own CPU per request`);
    for (const query of queries) {
      const ofQuery = await measureQuery(options, query, round, seconds);
      tell(`  ${query.name}: ${ofQuery.map(({ contender, cpu }) => `${contender.name} ${cpu.toFixed(2)}`).join(', ')}`);
      samples.push(...ofQuery);
    }
  }
  return samples;
}

async function measureQuery(
  { contenders, load }: MeasureOptions,
  query: MeasuredQuery,
  round: number,
  seconds: number,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const contender of contenders) {
    const order: Load = { url: contender.url, bodies: contender.bodiesOf(query), connections: CONNECTIONS, seconds };
    const before = await contender.readCpu();
    const result = (await load.ask(order)) as LoadResult;
    const cpu = ((await contender.readCpu()) - before) / result.requests;
    samples.push({ query, contender, round, cpu, ...result });
  }
  return samples;
}
