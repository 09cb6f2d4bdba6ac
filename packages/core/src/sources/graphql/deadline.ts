import { EventEmitter } from 'node:events';
import { remember } from '../../model/remember.js';

/** How long one call may take. */
export interface Deadline {
  /** Emits `abort`. An emitter, since one AbortController per call costs more than the rest of the call's book-keeping. */
  readonly signal: EventEmitter;
  /** Why the call has to end, once it has to. */
  passed(): 'timeout' | 'cancelled' | undefined;
  /** Waits for what cannot be aborted, but not beyond the deadline. */
  race<T>(promise: Promise<T>): Promise<T>;
  end(): void;
}

/** One signal for the time limit and the request's own. */
export function createDeadline(timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const emitter = new EventEmitter();
  let passed: 'timeout' | 'cancelled' | undefined;
  const stop = (why: 'timeout' | 'cancelled'): void => {
    passed ??= why;
    emitter.emit('abort');
  };
  const cancel = (): void => stop('cancelled');
  const timer = setTimeout(stop, timeoutMs, 'timeout');
  const unwatch = signal && watch(signal, cancel);
  return {
    signal: emitter,
    passed: () => passed,
    race: (promise) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => reject(new Error('The deadline has passed.'));
        if (passed !== undefined) giveUp();
        emitter.once('abort', giveUp);
        promise.then(resolve, reject);
      }),
    end() {
      clearTimeout(timer);
      unwatch?.();
    },
  };
}

const watchers = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a request is cancelled, until told to stop. One listener serves all calls of a request: a signal with
 * more than ten makes Node warn of a leak, and one that outlives thousands of calls must not keep a trace of each (which
 * is why it is not `AbortSignal.any`).
 */
function watch(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) callback();
  const callbacks = remember(watchers, signal, () => {
    const created = new Set<() => void>();
    const callAll = (): void => {
      for (const each of created) each();
    };
    signal.addEventListener('abort', callAll, { once: true });
    return created;
  });
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}
