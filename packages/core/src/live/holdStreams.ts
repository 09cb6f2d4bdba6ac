import type { GraphQLSchema } from 'graphql';
import type { Hold } from './holds.js';

/**
 * Lets each subscription of a schema hold it until its stream is over. Whoever subscribes stays on the schema that they
 * subscribed on.
 *
 * @returns what ends all streams, so that clients subscribe anew
 */
export function holdStreams(schema: GraphQLSchema, hold: () => Hold | undefined): () => void {
  const ends = new Set<() => void>();
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribe } = field;
    if (subscribe === undefined) continue;
    field.subscribe = async (...call) => {
      const held = hold();
      try {
        const stream: unknown = await subscribe(...call);
        if (isStream(stream)) return holdStream(stream, ends, () => held?.release());
        held?.release();
        return stream;
      } catch (error) {
        held?.release();
        throw error;
      }
    };
  }
  return () => {
    for (const end of [...ends]) end();
  };
}

type Result = IteratorResult<unknown, undefined>;

const DONE: Result = { done: true, value: undefined };

function holdStream(
  stream: AsyncIterable<unknown>,
  ends: Set<() => void>,
  release: () => void,
): AsyncIterableIterator<unknown> {
  const iterator = stream[Symbol.asyncIterator]();
  /** Who waits for an event is told when there will be none. */
  const waiting = new Set<(result: Result) => void>();
  const leave = (): void => {
    ends.delete(end);
    release();
  };
  const end = (): void => {
    leave();
    for (const tell of waiting) tell(DONE);
    // What it is asked for last may wait for it.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
  ends.add(end);

  return {
    async next() {
      let tell: (result: Result) => void = () => {};
      try {
        const result = await new Promise<Result>((resolve, reject) => {
          tell = resolve;
          waiting.add(tell);
          iterator.next().then(resolve, reject);
        });
        if (result.done) leave();
        return result;
      } catch (error) {
        leave();
        throw error;
      } finally {
        waiting.delete(tell);
      }
    },
    async return() {
      leave();
      return (await iterator.return?.()) ?? DONE;
    },
    async throw(error) {
      leave();
      if (iterator.throw === undefined) throw error;
      return iterator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
