import type { Answer, FetchContext, FetchRequest, Source } from '../../packages/core/src/source.js';

export interface FakeSource extends Source {
  /** The requests of each call, in the order of the calls. */
  readonly calls: (readonly FetchRequest[])[];
  readonly contexts: FetchContext[];
}

/** A source that answers from memory and keeps what it was asked. */
export function createFakeSource(
  answer: (request: FetchRequest) => Answer | Error | Promise<Answer | Error>,
  kind: Source['kind'] = 'postgres',
): FakeSource {
  const calls: (readonly FetchRequest[])[] = [];
  const contexts: FetchContext[] = [];
  return {
    kind,
    calls,
    contexts,
    introspect: () => Promise.reject(new Error('not asked in these tests')),
    fetch(requests, context) {
      calls.push(requests);
      contexts.push(context);
      return Promise.all(requests.map(answer));
    },
    close: () => Promise.resolve(),
  };
}
