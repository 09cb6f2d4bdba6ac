import type { EventEmitter } from 'node:events';
import { Agent, type Dispatcher } from 'undici';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import { createDeadline } from './deadline.js';
import type { Failure } from './failure.js';
import { discardBody, readBody } from './readBody.js';

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
  readonly url: URL;
  readonly headers: ReadonlyMap<string, string>;
}

export interface Call {
  /** Asked at each call, within its time limit, since a user's function may be behind it. */
  readonly address: () => Promise<Address>;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
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

export function createEndpoint({ timeoutMs, maxResponseBytes, maxConnections }: EndpointLimits): Endpoint {
  const dispatcher = new Agent({
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  let closing: Promise<void> | undefined;
  return {
    async send({ address, query, variables, signal }) {
      const body = JSON.stringify({ query, variables });
      const deadline = createDeadline(timeoutMs, signal);
      const toOutcome = (error: unknown): Failure => {
        const passed = deadline.passed();
        return passed === undefined ? toFailure(error) : { kind: passed };
      };
      try {
        const { url, headers } = await deadline.race(address());
        const post: Post = { url, headers, body, signal: deadline.signal, dispatcher };
        return await sendPost(post, maxResponseBytes).catch(toOutcome);
      } catch (error) {
        if (deadline.passed() === undefined) throw error;
        return toOutcome(error);
      } finally {
        deadline.end();
      }
    },
    close() {
      closing ??= dispatcher.close();
      return closing;
    },
  };
}

interface Post extends Address {
  readonly body: string;
  readonly signal: EventEmitter;
  readonly dispatcher: Dispatcher;
}

async function sendPost({ url, headers, dispatcher, ...options }: Post, limit: number): Promise<Reply | Failure> {
  const all = new Map(headers)
    .set('content-type', 'application/json')
    .set('accept', 'application/graphql-response+json, application/json;q=0.9')
    .set('accept-encoding', 'identity');
  const { origin, pathname, search } = url;
  const response = await dispatcher.request({
    ...options,
    origin,
    path: pathname + search,
    method: 'POST',
    headers: all,
  });
  const status = response.statusCode;
  if (status >= 300 && status < 400) {
    discardBody(response.body);
    return { kind: 'redirect', status };
  }
  const text = await readBody(response.body, String(response.headers['content-encoding'] ?? ''), limit);
  const reply = typeof text === 'string' ? parseReply(text, status) : text;
  // An error page of a proxy's says more by its status than by being no JSON.
  return reply.kind !== 'reply' && status >= 400 ? { kind: 'status', status } : reply;
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

const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
/** zlib's codes: a body that is not in the encoding it claims. */
const NOT_ITS_ENCODING = /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/;

/** What the connection failed of. Only the error's code or class is kept: its message may hold the address. */
function toFailure(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (TIMEOUTS.has(code)) return { kind: 'timeout' };
  if (NOT_ITS_ENCODING.test(code)) return { kind: 'invalid', what: 'encoding' };
  return { kind: 'unreachable', reason: code || (error instanceof Error ? error.name : 'unknown') };
}
