import { Agent, type Dispatcher } from 'undici';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import type { CancelSignal } from '../../source.js';
import { createDeadline } from './deadline.js';
import { atStatus, type Failure } from './failure.js';
import { readBody } from './readBody.js';
import { createReceiver, type Received } from './receiver.js';

/** A GraphQL answer, whatever its HTTP status. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  /** Null where the server answered `null` or left it out; `errors` is then not empty. */
  readonly data: JsonObject | null;
  readonly errors: readonly unknown[];
}

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
  /** The JSON text of query and variables. */
  readonly body: string;
  readonly signal?: CancelSignal;
}

/** Sends documents to one remote schema. Each call is one POST: nothing is retried, no redirect is followed. */
export interface Endpoint {
  /** Rejects only with what `address` throws; everything else that can go wrong is a {@link Failure}. */
  send(call: Call): Promise<Reply | Failure>;
  close(): Promise<void>;
}

export interface EndpointLimits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxConnections: number;
}

/** Headers of every call. */
const OWN_HEADERS: readonly string[] = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json;q=0.9',
  'accept-encoding',
  'identity',
];

export function createEndpoint({ timeoutMs, maxResponseBytes, maxConnections }: EndpointLimits): Endpoint {
  const dispatcher = new Agent({
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const deadline = createDeadline(timeoutMs);
  let closing: Promise<void> | undefined;
  return {
    send: ({ address, body, signal }) =>
      new Promise((resolve, reject) => {
        let endDeadline = (): void => {};
        const receiver = createReceiver(maxResponseBytes, (outcome) => {
          endDeadline();
          resolve(outcome.kind === 'received' ? readReply(outcome, maxResponseBytes) : outcome);
        });
        const post = (to: Address): void => {
          if (!receiver.isDone()) dispatcher.dispatch(toRequest(to, body), receiver.handler);
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

function toRequest({ origin, path, headers }: Address, body: string): Dispatcher.DispatchOptions {
  return { origin, path, method: 'POST', headers: [...headers, ...OWN_HEADERS], body };
}

function readReply({ status, encoding, body }: Received, limit: number): Reply | Failure | Promise<Reply | Failure> {
  const text = readBody(body, encoding, limit);
  return text instanceof Promise ? text.then((decoded) => toReply(decoded, status)) : toReply(text, status);
}

function toReply(text: string | Failure, status: number): Reply | Failure {
  const reply = typeof text === 'string' ? parseReply(text, status) : text;
  return reply.kind === 'reply' ? reply : atStatus(status, reply);
}

function parseReply(text: string, status: number): Reply | Failure {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'invalid', what: 'json' };
  }
  const none: Failure = { kind: 'invalid', what: 'envelope' };
  if (!isJsonObject(parsed)) return none;
  const data = Object.hasOwn(parsed, 'data') ? parsed.data : null;
  const errors = Object.hasOwn(parsed, 'errors') ? parsed.errors : null;
  if (data !== null && !isJsonObject(data)) return none;
  if (errors !== null && !Array.isArray(errors)) return none;
  if (data === null && (errors === null || errors.length === 0)) return none;
  return { kind: 'reply', status, data, errors: errors ?? [] };
}
