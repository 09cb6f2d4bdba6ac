import type { Dispatcher } from 'undici';
import { atStatus, type Failure, toFailure } from './failure.js';
import { isReadable } from './readBody.js';

/** A response whose body was read whole. */
export interface Received {
  readonly kind: 'received';
  readonly status: number;
  /** Of the header `content-encoding`; empty where there is none. */
  readonly encoding: string;
  readonly body: Buffer;
}

/** Takes one response as it comes in. */
export interface Receiver {
  readonly handler: Dispatcher.DispatchHandler;
  /** Ends with this failure, unless it has ended already, and closes the connection that the rest would come over. */
  stop(failure: Failure): void;
  isDone(): boolean;
}

/** What a request is aborted with; nobody gets to see it. */
const STOPPED = new Error('Stopped.');

/**
 * Reads a response to its end and no further than `limit` bytes. It is a handler of undici's, since the stream and the
 * promises of its friendlier methods cost more than small bodies do; and one of the older kind, which undici calls with
 * headers as they came, since making an object of them is a quarter of what a small call costs.
 *
 * @param done called once, with what came or with why nothing did
 */
export function createReceiver(limit: number, done: (outcome: Received | Failure) => void): Receiver {
  let abort: ((reason: Error) => void) | undefined;
  let head: Pick<Received, 'status' | 'encoding'> | undefined;
  let isDone = false;
  let size = 0;
  const chunks: Buffer[] = [];

  const end = (outcome: Received | Failure): void => {
    if (isDone) return;
    isDone = true;
    done(outcome);
  };
  const stop = (failure: Failure): void => {
    end(failure);
    abort?.(STOPPED);
  };

  const handler: Dispatcher.DispatchHandler = {
    onConnect(abortRequest) {
      abort = abortRequest;
      if (isDone) abort(STOPPED);
    },
    onHeaders(status, headers) {
      if (status < 200) return true;
      const encoding = readEncoding(headers);
      head = { status, encoding };
      if (status >= 300 && status < 400) stop({ kind: 'redirect', status });
      else if (!isReadable(encoding)) stop(atStatus(status, { kind: 'invalid', what: 'encoding' }));
      return true;
    },
    onData(chunk) {
      size += chunk.length;
      if (size > limit) stop(atStatus(head?.status, { kind: 'tooLarge' }));
      else if (!isDone) chunks.push(chunk);
      return true;
    },
    onComplete() {
      const [first] = chunks;
      const body = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size);
      if (head !== undefined) end({ kind: 'received', ...head, body });
    },
    onError(error) {
      end(toFailure(error));
    },
  };
  return { handler, stop, isDone: () => isDone };
}

const ENCODING = 'content-encoding';

/** @param headers names and values by turns */
function readEncoding(headers: readonly Buffer[]): string {
  const encodings: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]?.length !== ENCODING.length) continue;
    if (headers[i]?.toString('latin1').toLowerCase() === ENCODING) encodings.push(String(headers[i + 1]));
  }
  return encodings.join(',');
}
