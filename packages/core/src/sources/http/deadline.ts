import { remember } from '../../model/remember.js';
import type { CancelSignal } from '../../source.js';

/** The time limit of the calls to one endpoint. */
export interface Deadline {
  /**
   * Calls `stop` when a call has taken too long, or its request is cancelled.
   * @param signal not aborted yet
   * @returns ends the watch
   */
  start(signal: CancelSignal | undefined, stop: (why: 'timeout' | 'cancelled') => void): () => void;
}

interface Watched {
  /** On the clock of `performance.now()`. */
  readonly due: number;
  /**
   * Removed when the call has ended: a set that grows leaves its old table behind, which keeps all it held, and with it
   * whole answers, until the next major collection.
   */
  stop?: ((why: 'timeout' | 'cancelled') => void) | undefined;
}

/** One timer serves all calls, since all may take equally long: it waits for the oldest, and is not set anew for each. */
export function createDeadline(timeoutMs: number): Deadline {
  /** Oldest first. */
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;

  const expire = (): void => {
    timer = undefined;
    const now = performance.now();
    for (const call of watched) {
      if (call.due > now) {
        timer = setTimeout(expire, Math.ceil(call.due - now));
        return;
      }
      watched.delete(call);
      call.stop?.('timeout');
    }
  };

  return {
    start(signal, stop) {
      const call: Watched = { due: performance.now() + timeoutMs, stop };
      watched.add(call);
      // Without calls the timer keeps no process alive.
      if (timer === undefined) timer = setTimeout(expire, timeoutMs);
      else if (watched.size === 1) timer.ref();
      const unwatch = signal && watch(signal, () => stop('cancelled'));
      return () => {
        unwatch?.();
        call.stop = undefined;
        if (watched.delete(call) && watched.size === 0) timer?.unref();
      };
    },
  };
}

/** Calls back when a request is cancelled, until told to stop. */
function watch(signal: CancelSignal, callback: () => void): () => void {
  if (signal instanceof AbortSignal) return watchTarget(signal, callback);
  signal.addEventListener('abort', callback);
  return () => signal.removeEventListener('abort', callback);
}

const watchers = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * One listener serves all calls of a request: a signal with more than ten makes Node warn of a leak, and one that outlives
 * thousands of calls must not keep a trace of each (which is why it is not `AbortSignal.any`).
 */
function watchTarget(signal: AbortSignal, callback: () => void): () => void {
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
