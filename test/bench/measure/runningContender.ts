import { type Contender, contenderFiles } from '../contenders.js';
import { startChild } from './child.js';
import type { MeasuredQuery } from './measuredQueries.js';

export interface RunningContender {
  readonly name: string;
  readonly url: string;
  /** The bodies to send for a query, one for each set of variables. */
  bodiesOf(query: MeasuredQuery): readonly string[];
  /** Milliseconds of CPU that its process used so far: all its threads, in user and system mode. */
  readCpu(): Promise<number>;
  stop(): Promise<void>;
}

const program = new URL('contenderProcess.mjs', import.meta.url);

/** @param file of those that are no contenders of the others */
export async function startContender(
  name: string,
  env: Readonly<Record<string, string>>,
  file = contenderFiles.get(name),
): Promise<RunningContender> {
  if (file === undefined) throw new Error(`There is no contender "${name}".`);
  const child = await startChild(program, [name, file.href], {
    execArgv: [],
    env: { ...process.env, ...env, NODE_ENV: 'production' },
  });
  const { url, queries } = child.ready as { url: string; queries: Contender['harness']['queries'] };
  return {
    name,
    url,
    bodiesOf: ({ id, variableSets }) =>
      variableSets.map((variables) => JSON.stringify({ query: queries[id], variables })),
    async readCpu() {
      const { user, system } = (await child.ask('cpu')) as NodeJS.CpuUsage;
      return (user + system) / 1000;
    },
    stop: child.stop,
  };
}
