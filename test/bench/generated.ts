/**
 * What generated SDL costs at run time: own CPU of requests to servers whose SDL was made of the database, or of Hasura's
 * metadata, beside that of the same requests where it was written by hand: without roles, and, since metadata brings a session
 * and roles, with them:
 *
 *     npm run bench:generated -- --rounds 9 --seconds 0.5 --warmup 3
 *
 * Rounds are interleaved and short, since what else the machine does hits all alike then.
 */
import { deepEqual } from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { startCountingSources } from './countingSources.js';
import { describeMachine, formatNumber, toTable } from './growth/markdown.js';
import { type Child, startChild, typescript } from './measure/child.js';
import { median } from './measure/figures.js';
import { generateContents } from './measure/generatedContents.js';
import type { Load, LoadResult } from './measure/loadProcess.js';
import { type MeasuredQuery, measuredQueries } from './measure/measuredQueries.js';
import { type RunningContender, startContender } from './measure/runningContender.js';
import { startRemoteProcess } from './measure/startRemoteProcess.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '0.5' },
    warmup: { type: 'string', default: '3' },
  },
});
const [rounds, seconds, warmup] = [Number(values.rounds), Number(values.seconds), Number(values.warmup)];
const QUERIES = measuredQueries.filter(({ name }) => ['Q1/1000', 'Q2/100', 'Q6/100'].includes(name));
/** Each pair: by hand, generated. */
const WAYS = ['hand', 'database', 'roles', 'metadata'] as const;
const CONNECTIONS = 16;

const stops: (() => Promise<void>)[] = [];
function started<Started extends { stop(): Promise<void> }>(one: Started): Started {
  stops.push(one.stop);
  return one;
}

try {
  const contents = generateContents();
  const sources = started(await startCountingSources({ contents, startRemote: (name) => startRemoteProcess(name, 0) }));
  const file = new URL('generated/server.mjs', import.meta.url);
  const servers: RunningContender[] = [];
  for (const way of WAYS) servers.push(started(await startContender(way, { ...sources.env, SDL: way }, file)));
  const load = started(await startChild(new URL('measure/loadProcess.ts', import.meta.url), [], typescript));

  const rows: string[][] = [];
  for (const query of QUERIES) {
    const [hand, ...generated] = await Promise.all(servers.map((server) => ask(server, query)));
    for (const answer of generated) deepEqual(answer, hand);
    for (const server of servers) await measure(load, server, query, warmup);
    const costs: number[][] = [];
    for (let round = 0; round < rounds; round++) {
      const round: number[] = [];
      for (const server of servers) round.push(await measure(load, server, query, seconds));
      costs.push(round);
    }
    rows.push([query.name, ...toCells(costs, 0, 1), ...toCells(costs, 2, 3)]);
  }
  console.log(`${describeMachine()}\n`);
  console.log(
    toTable(
      ['own CPU, ms', 'by hand', 'of a database', 'ratio', 'by hand, with roles', "of Hasura's metadata", 'ratio'],
      rows,
    ),
  );
} finally {
  for (const stop of stops.reverse()) await stop();
}

/** The medians of both, and that of the ratios within a round. */
function toCells(costs: readonly (readonly number[])[], hand: number, generated: number): readonly string[] {
  const of = (index: number): number => median(costs.map((round) => round[index] ?? 0));
  const ratio = median(costs.map((round) => (round[generated] ?? 0) / (round[hand] ?? 1)));
  return [of(hand), of(generated), ratio].map((figure) => formatNumber(figure, 2));
}

async function ask({ url, bodiesOf }: RunningContender, query: MeasuredQuery): Promise<unknown> {
  const [body = ''] = bodiesOf(query);
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.json();
}

/** Milliseconds of own CPU per request. */
async function measure(load: Child, server: RunningContender, query: MeasuredQuery, time: number): Promise<number> {
  const order: Load = {
    url: server.url,
    bodies: server.bodiesOf(query),
    headers: [],
    connections: CONNECTIONS,
    seconds: time,
  };
  const before = await server.readCpu();
  const { requests } = (await load.ask(order)) as LoadResult;
  return ((await server.readCpu()) - before) / requests;
}
