/** Asks a server as fast as it answers, over connections that stay open, and tells how long that took. */
import { performance } from 'node:perf_hooks';
import { Client } from 'undici';

export interface Load {
  readonly url: string;
  /** Sent in turn. */
  readonly bodies: readonly string[];
  /** Sent in turn beside the content type. Default: none. */
  readonly headers?: readonly Readonly<Record<string, string>>[];
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly requests: number;
  /** Until the last answer was there. */
  readonly seconds: number;
  /** Of the requests, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const contentType = { 'content-type': 'application/json' };

async function run({ url, bodies, headers: given = [{}], connections, seconds }: Load): Promise<LoadResult> {
  const { origin, pathname: path } = new URL(url);
  const clients = Array.from({ length: connections }, () => new Client(origin));
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const end = start + seconds * 1000;

  async function keepAsking(client: Client): Promise<void> {
    for (let sent = performance.now(); sent < end; sent = performance.now()) {
      const body = bodies[next % bodies.length] ?? '';
      const headers = { ...contentType, ...given[next % given.length] };
      next++;
      const answer = await client.request({ path, method: 'POST', headers, body });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      times.push(performance.now() - sent);
      if (answer.statusCode !== 200 || bytes.includes('"errors"'))
        throw new Error(`${url} answered ${body} with ${answer.statusCode}: ${bytes.subarray(0, 500)}`);
    }
  }

  await Promise.all(clients.map(keepAsking));
  const took = (performance.now() - start) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  times.sort((a, b) => a - b);
  const percentile = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
  return { requests: times.length, seconds: took, p50: percentile(0.5), p99: percentile(0.99) };
}

process.on('message', async (load) => process.send?.(await run(load as Load)));
process.once('disconnect', () => process.exit());
process.send?.('ready');
