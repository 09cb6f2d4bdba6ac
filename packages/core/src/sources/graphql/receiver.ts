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
 * promises of its friendlier methods cost more than small bodies do.
 *
 * @param done called once, with what came or with why nothing did
 */
export function createReceiver(limit: number, done: (outcome: Received | Failure) => void): Receiver {
  let connection: Dispatcher.DispatchController | undefined;
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
    connection?.abort(STOPPED);
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      connection = controller;
      if (isDone) controller.abort(STOPPED);
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      const encoding = String(headers['content-encoding'] ?? '');
      head = { status, encoding };
      if (status >= 300 && status < 400) stop({ kind: 'redirect', status });
      else if (!isReadable(encoding)) stop(atStatus(status, { kind: 'invalid', what: 'encoding' }));
    },
    onResponseData(_controller, chunk) {
      size += chunk.length;
      if (size > limit) stop(atStatus(head?.status, { kind: 'tooLarge' }));
      else if (!isDone) chunks.push(chunk);
    },
    onResponseEnd() {
      const [first] = chunks;
      const body = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size);
      if (head !== undefined) end({ kind: 'received', ...head, body });
    },
    onResponseError(_controller, error) {
      end(toFailure(error));
    },
  };
  return { handler, stop, isDone: () => isDone };
}
