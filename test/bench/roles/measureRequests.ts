import { deepEqual } from 'node:assert/strict';
import { startCountingSources } from '../countingSources.js';
import { formatNumber, toTable } from '../growth/markdown.js';
import { type Child, startChild, typescript } from '../measure/child.js';
import { median } from '../measure/figures.js';
import { generateContents } from '../measure/generatedContents.js';
import type { Load, LoadResult } from '../measure/loadProcess.js';
import { type MeasuredQuery, measuredQueries } from '../measure/measuredQueries.js';
import { type RunningContender, startContender } from '../measure/runningContender.js';
import { startRemoteProcess } from '../measure/startRemoteProcess.js';

export interface Effort {
  readonly rounds: number;
  /** How long one server gets one query in one round. */
  readonly seconds: number;
  /** How long each server gets each query before the first round. */
  readonly warmup: number;
}

const HOSTS = ['apollo', 'mercurius'] as const;
const QUERIES = measuredQueries.filter(({ name }) => name === 'Q1/1000' || name === 'Q4/20');
const CONNECTIONS = 16;
const ROLES = 20;
/** Roles are called so in `workload.mjs`. */
const headers = Array.from({ length: ROLES }, (_, index) => ({ 'x-role': `role${index}` }));

/** A server without roles, and the same with: they are asked the same by the same clients, whose role only one knows of. */
interface Pair {
  readonly host: string;
  readonly open: RunningContender;
  readonly governed: RunningContender;
}

/** Own CPU of requests in twenty roles, which ask in turn, beside that of the same requests where nothing is governed. */
export async function measureRequests({ rounds, seconds, warmup }: Effort): Promise<string> {
  const stops: (() => Promise<void>)[] = [];
  const started = <Started extends { stop(): Promise<void> }>(one: Started): Started => {
    stops.push(one.stop);
    return one;
  };
  try {
    const contents = generateContents();
    const sources = started(
      await startCountingSources({ contents, startRemote: (name) => startRemoteProcess(name, 0) }),
    );
    const start = async (host: string, roles: number): Promise<RunningContender> => {
      const file = new URL(`roles-${host}.mjs`, import.meta.url);
      return started(await startContender(`roles-${host}`, { ...sources.env, ROLES: String(roles) }, file));
    };
    const pairs: Pair[] = [];
    for (const host of HOSTS) pairs.push({ host, open: await start(host, 0), governed: await start(host, ROLES) });
    const load = started(await startChild(new URL('../measure/loadProcess.ts', import.meta.url), [], typescript));

    const rows: string[][] = [];
    for (const query of QUERIES) {
      for (const pair of pairs) {
        await compareAnswers(query, pair);
        for (const server of [pair.open, pair.governed]) await measure(load, server, query, warmup);
        const costs: (readonly [open: number, governed: number])[] = [];
        for (let round = 0; round < rounds; round++) {
          const open = await measure(load, pair.open, query, seconds);
          costs.push([open, await measure(load, pair.governed, query, seconds)]);
        }
        rows.push(toRow(`${query.name}, ${pair.host}`, costs));
      }
    }
    return toTable(['', 'own CPU ms', `with ${ROLES} roles`, 'ratio, median', 'lowest', 'highest'], rows);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function toRow(name: string, costs: readonly (readonly [open: number, governed: number])[]): string[] {
  const ratios = costs.map(([open, governed]) => governed / open);
  const figures = [
    median(costs.map(([open]) => open)),
    median(costs.map(([, governed]) => governed)),
    median(ratios),
    Math.min(...ratios),
    Math.max(...ratios),
  ];
  return [name, ...figures.map((figure) => formatNumber(figure, 2))];
}

/** Milliseconds of own CPU per request. */
async function measure(load: Child, server: RunningContender, query: MeasuredQuery, seconds: number): Promise<number> {
  const order: Load = { url: server.url, bodies: server.bodiesOf(query), headers, connections: CONNECTIONS, seconds };
  const before = await server.readCpu();
  const { requests } = (await load.ask(order)) as LoadResult;
  return ((await server.readCpu()) - before) / requests;
}

/** In every role, since each has plans of its own. */
async function compareAnswers(query: MeasuredQuery, { open, governed }: Pair): Promise<void> {
  const [body = ''] = open.bodiesOf(query);
  const ask = async ({ url }: RunningContender, role: Readonly<Record<string, string>>): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...role },
      body,
    });
    return response.json();
  };
  const expected = await ask(open, {});
  for (const role of headers) deepEqual(await ask(governed, role), expected);
}
