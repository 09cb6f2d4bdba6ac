import { remember } from '../../model/remember.js';

/**
 * Calls `stop` when a call has taken too long, or its request is cancelled.
 * @param signal not aborted yet
 * @returns ends the watch
 */
export function startDeadline(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  stop: (why: 'timeout' | 'cancelled') => void,
): () => void {
  const timer = setTimeout(stop, timeoutMs, 'timeout');
  const unwatch = signal && watch(signal, () => stop('cancelled'));
  return () => {
    clearTimeout(timer);
    unwatch?.();
  };
}

const watchers = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a request is cancelled, until told to stop. One listener serves all calls of a request: a signal with
 * more than ten makes Node warn of a leak, and one that outlives thousands of calls must not keep a trace of each (which
 * is why it is not `AbortSignal.any`).
 */
function watch(signal: AbortSignal, callback: () => void): () => void {
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
