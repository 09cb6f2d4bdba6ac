import type { Remote } from '../remote.js';
import { startChild, typescript } from './child.js';

const program = new URL('remoteProcess.ts', import.meta.url);

/** Starts one of the two GraphQL servers in a process of its own. */
export async function startRemoteProcess(name: 'catalog' | 'profiles', latency: number): Promise<Remote> {
  const child = await startChild(program, [name, String(latency)], typescript);
  return {
    url: String(child.ready),
    requests: async () => Number(await child.ask('requests')),
    stop: child.stop,
  };
}
