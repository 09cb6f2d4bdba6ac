import { setImmediate } from 'node:timers/promises';
import pg from 'pg';

/** Bytes that are reachable: the heap after a forced collection, and what is held outside of it. */
export interface LiveMemory {
  /** Before the operation, when everything was loaded and warm. */
  readonly idle: number;
  /** The most that was found at any look during the operation. */
  readonly peak: number;
  /** When the answer was complete and nothing but it was needed any more. */
  readonly complete: number;
}

/** Answers the operation to measure; calls `look` at every moment at which much may be held. */
export type Operation = (limit: number, look: () => void) => Promise<unknown>;

/** Runs the operation small and whole before it measures it. Needs `node --expose-gc`. */
export async function measureLiveMemory(operation: Operation, limit: number): Promise<LiveMemory> {
  for (const warm of [10, 10, limit]) await forget(operation(warm, () => {}));
  const idle = await readLater();
  let peak = 0;
  const held: unknown[] = [];
  await operation(limit, () => {
    peak = Math.max(peak, readLive());
  }).then((answer) => held.push(answer));
  const complete = await readLater();
  if (held.pop() === undefined) throw new Error('There is no answer.'); // it was held until here
  return { idle, peak: Math.max(peak, complete), complete };
}

/** Waits without keeping what was waited for in a register of the caller's. */
async function forget(promise: Promise<unknown>): Promise<void> {
  await promise;
}

async function readLater(): Promise<number> {
  await setImmediate();
  return readLive();
}

function readLive(): number {
  if (globalThis.gc === undefined) throw new Error('Run node with --expose-gc.');
  for (let i = 0; i < 2; i++) globalThis.gc(); // what a buffer held is only counted off by the second
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A pool that tells when an answer has come and is still the text that the database sent. */
export function openWatchedPool(connectionString: string | undefined, onAnswer: () => void): pg.Pool {
  class WatchedClient extends pg.Client {
    // The overloads of `query` are pg's; those that answer a promise are watched.
    override query = ((...args: Parameters<pg.Client['query']>) => {
      const sent: unknown = super.query(...args);
      if (!(sent instanceof Promise)) return sent;
      return sent.then((result) => {
        onAnswer();
        return result;
      });
    }) as pg.Client['query'];
  }
  return new pg.Pool({ connectionString, Client: WatchedClient as typeof pg.Client });
}

/** Tells the parent process, which forked this one. */
export function report(memory: LiveMemory): void {
  process.send?.(memory, () => process.exit());
}
