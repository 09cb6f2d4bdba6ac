import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { remember } from '../model/remember.js';
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
  return new Calls(sources, context);
}

/** A class, since one is made for every request: its methods are not made anew. */
class Calls implements CallScheduler {
  private readonly sources: ReadonlyMap<string, Source>;
  private readonly context: FetchContext;
  private waiting: Map<string, Waiting[]> | undefined;

  constructor(sources: ReadonlyMap<string, Source>, context: FetchContext) {
    this.sources = sources;
    this.context = context;
  }

  async fetch(name: string, request: FetchRequest, alone: boolean): Promise<Answer> {
    if (!alone) return this.wait(name, request);
    const [answer = unanswered()] = await this.fetchAll(name, [request]);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  private wait(name: string, request: FetchRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.waiting === undefined) {
        this.waiting = new Map();
        afterMicrotasks(() => this.flush());
      }
      remember(this.waiting, name, (): Waiting[] => []).push({ request, resolve, reject });
    });
  }

  private flush(): void {
    const batches = this.waiting ?? new Map<string, Waiting[]>();
    this.waiting = undefined;
    for (const [name, batch] of batches) for (const call of splitChunks(batch)) void this.send(name, call);
  }

  private async send(name: string, batch: readonly Waiting[]): Promise<void> {
    const answers = await this.fetchAll(
      name,
      batch.map(({ request }) => request),
    );
    for (const [i, { resolve, reject }] of batch.entries()) {
      const answer = answers[i] ?? unanswered();
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    }
  }

  /** `fetch` of a source never rejects; a fault of ours in it must not be lost either. */
  private async fetchAll(name: string, requests: readonly FetchRequest[]): Promise<readonly (Answer | Error)[]> {
    const { context, sources } = this;
    if (context.signal?.aborted) {
      return requests.map(() => new RemoteJoinsError('REQUEST_CANCELLED', 'The client went away.'));
    }
    try {
      const source = sources.get(name);
      invariant(source, 'a plan for a source that is not there');
      const answers: unknown = await source.fetch(requests, context);
      invariant(Array.isArray(answers), 'a source that answers with no list');
      return answers;
    } catch (cause) {
      if (cause instanceof RemoteJoinsError) return requests.map(() => cause);
      const error = { name: cause instanceof Error ? cause.name : typeof cause };
      const failed = new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'A call could not be made.', { cause: error });
      return requests.map(() => failed);
    }
  }
}

function unanswered(): RemoteJoinsError {
  return new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'A call was not answered.');
}

/** Chunks of one plan's keys are calls of their own, side by side: merged, they would be as long as before the cut. */
function splitChunks(batch: readonly Waiting[]): readonly (readonly Waiting[])[] {
  if (batch.length === 1) return [batch];
  const calls: Waiting[][] = [];
  const chunks = new Map<FetchRequest['plan'], number>();
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

/**
 * Runs when everything that is ready to run has run: resolvers called in one pass, and the continuations of answers that
 * arrived together. (DataLoader waits the same way: a tick queued by a microtask runs after all microtasks.)
 */
function afterMicrotasks(run: () => void): void {
  void Promise.resolve().then(() => process.nextTick(run));
}
