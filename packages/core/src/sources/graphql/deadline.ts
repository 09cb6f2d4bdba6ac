/** How long one call may take. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Why the call has to end, once it has to. */
  passed(): 'timeout' | 'cancelled' | undefined;
  /** Waits for what cannot be aborted, but not beyond the deadline. */
  race<T>(promise: Promise<T>): Promise<T>;
  end(): void;
}

/**
 * One signal for the time limit and the request's own. By hand, not `AbortSignal.any`: a request's signal may outlive
 * thousands of calls, and must not keep a trace of each.
 */
export function createDeadline(timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let passed: 'timeout' | 'cancelled' | undefined;
  const stop = (why: 'timeout' | 'cancelled'): void => {
    passed ??= why;
    controller.abort();
  };
  const cancel = (): void => stop('cancelled');
  const timer = setTimeout(stop, timeoutMs, 'timeout');
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    passed: () => passed,
    race: (promise) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => reject(new Error('The deadline has passed.'));
        if (passed !== undefined) giveUp();
        controller.signal.addEventListener('abort', giveUp, { once: true });
        promise.then(resolve, reject);
      }),
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    },
  };
}
