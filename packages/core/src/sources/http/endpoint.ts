import { Agent, type Dispatcher } from 'undici';
import type { CancelSignal } from '../../source.js';
import { createDeadline } from './deadline.js';
import { atStatus, type Failure } from './failure.js';
import { readBody } from './readBody.js';
import { createReceiver, type Received } from './receiver.js';

/** Where and with which headers a call goes. */
export interface Address {
  readonly origin: string;
  /** Path and search. */
  readonly path: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
}

export interface Call {
  /** Asked at each call, within its time limit, since a user's function may be behind it. */
  readonly address: () => Address | Promise<Address>;
  /** JSON text. */
  readonly body: string;
  readonly signal?: CancelSignal;
}

/** What servers of one kind answer. */
export interface Protocol<Reply> {
  /** The header `accept`. */
  readonly accept: string;
  /** What the JSON of an answer means; a failure where it is none of the protocol's. */
  readonly read: (json: unknown, status: number) => Reply | Failure;
}

/** Sends JSON to one server. Each call is one POST: nothing is retried, no redirect is followed. */
export interface Endpoint<Reply> {
  /** Rejects only with what `address` throws; everything else that can go wrong is a {@link Failure}. */
  send(call: Call): Promise<Reply | Failure>;
  close(): Promise<void>;
}

export interface EndpointLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxConnections: number;
}

export function createEndpoint<Reply>(
  { timeoutMs, maxResponseBytes, maxConnections }: EndpointLimits,
  protocol: Protocol<Reply>,
): Endpoint<Reply> {
  const dispatcher = new Agent({
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const deadline = createDeadline(timeoutMs);
  const ownHeaders = ['content-type', 'application/json', 'accept', protocol.accept, 'accept-encoding', 'identity'];
  let closing: Promise<void> | undefined;
  return {
    send: ({ address, body, signal }) =>
      new Promise((resolve, reject) => {
        let endDeadline = (): void => {};
        const receiver = createReceiver(maxResponseBytes, (outcome) => {
          endDeadline();
          resolve(outcome.kind === 'received' ? readReply(outcome, maxResponseBytes, protocol) : outcome);
        });
        const post = (to: Address): void => {
          if (!receiver.isDone()) dispatcher.dispatch(toRequest(to, ownHeaders, body), receiver.handler);
        };
        const fail = (error: unknown): void => {
          endDeadline();
          reject(error);
        };
        if (signal?.aborted) {
          receiver.stop({ kind: 'cancelled' });
          return;
        }
        endDeadline = deadline.start(signal, (kind) => receiver.stop({ kind }));
        try {
          const to = address();
          if (to instanceof Promise) to.then(post).catch(fail);
          else post(to);
        } catch (error) {
          fail(error);
        }
      }),
    close() {
      closing ??= dispatcher.close();
      return closing;
    },
  };
}

function toRequest(
  { origin, path, headers }: Address,
  ownHeaders: readonly string[],
  body: string,
): Dispatcher.DispatchOptions {
  return { origin, path, method: 'POST', headers: [...headers, ...ownHeaders], body };
}

function readReply<Reply>(
  { status, encoding, body }: Received,
  limit: number,
  protocol: Protocol<Reply>,
): Reply | Failure | Promise<Reply | Failure> {
  const text = readBody(body, encoding, limit);
  return text instanceof Promise
    ? text.then((decoded) => toReply(decoded, status, protocol))
    : toReply(text, status, protocol);
}

function toReply<Reply>(text: string | Failure, status: number, { read }: Protocol<Reply>): Reply | Failure {
  if (typeof text !== 'string') return atStatus(status, text);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return atStatus(status, { kind: 'invalid', what: 'json' });
  }
  return read(json, status);
}
