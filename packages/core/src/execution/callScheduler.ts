import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { FetchPlan } from '../planning/fetchPlan.js';
import type { Answer, FetchContext, FetchRequest, Source } from '../source.js';

/** Sends the requests of one operation: those for one source that become ready together leave as one call. */
export interface CallScheduler {
  /**
   * Answers one request.
   * @param alone whether it must be a call of its own: mutations, and root fields of one database (merging those would
   * make one wait for the other)
   * @throws RemoteJoinsError
   */
  fetch(sourceName: string, request: FetchRequest, alone: boolean): Promise<Answer>;
}

interface Waiting {
  readonly request: FetchRequest;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export function createCallScheduler(sources: ReadonlyMap<string, Source>, context: FetchContext): CallScheduler {
  const waiting = new Map<string, Waiting[]>();

  const flush = (): void => {
    const batches = [...waiting];
    waiting.clear();
    for (const [name, batch] of batches) for (const call of splitChunks(batch)) void send(name, call);
  };

  const send = async (name: string, batch: readonly Waiting[]): Promise<void> => {
    const answers = await fetchAll(
      sources.get(name),
      batch.map(({ request }) => request),
      context,
    );
    batch.forEach(({ resolve, reject }, i) => {
      const answer = answers[i] ?? new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'A call was not answered.');
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    });
  };

  return {
    fetch: (name, request, alone) =>
      new Promise((resolve, reject) => {
        const entry = { request, resolve, reject };
        if (alone) {
          void send(name, [entry]);
          return;
        }
        if (waiting.size === 0) afterMicrotasks(flush);
        const batch = waiting.get(name);
        if (batch === undefined) waiting.set(name, [entry]);
        else batch.push(entry);
      }),
  };
}

/** Chunks of one plan's keys are calls of their own, side by side: merged, they would be as long as before the cut. */
function splitChunks(batch: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const calls: Waiting[][] = [];
  const chunks = new Map<FetchPlan, number>();
  for (const entry of batch) {
    const { plan } = entry.request;
    const chunk = chunks.get(plan) ?? 0;
    chunks.set(plan, chunk + 1);
    const call = calls[chunk];
    if (call === undefined) calls.push([entry]);
    else call.push(entry);
  }
  return calls;
}

/** `fetch` of a source never rejects; a fault of ours in it must not be lost either. */
async function fetchAll(
  source: Source | undefined,
  requests: readonly FetchRequest[],
  context: FetchContext,
): Promise<readonly (Answer | Error)[]> {
  if (context.signal?.aborted) {
    return requests.map(() => new RemoteJoinsError('REQUEST_CANCELLED', 'The client went away.'));
  }
  try {
    invariant(source, 'a plan for a source that is not there');
    const answers: unknown = await source.fetch(requests, context);
    invariant(Array.isArray(answers), 'a source that answers with no list');
    return answers;
  } catch (cause) {
    if (cause instanceof RemoteJoinsError) return requests.map(() => cause);
    const name = cause instanceof Error ? cause.name : typeof cause;
    return requests.map(
      () => new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'A call could not be made.', { cause: { name } }),
    );
  }
}

/**
 * Runs when everything that is ready to run has run: resolvers called in one pass, and the continuations of answers that
 * arrived together. (DataLoader waits the same way: a tick queued by a microtask runs after all microtasks.)
 */
function afterMicrotasks(run: () => void): void {
  void Promise.resolve().then(() => process.nextTick(run));
}
