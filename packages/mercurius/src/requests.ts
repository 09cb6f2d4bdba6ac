/** What is read of the context that Mercurius gives to an execution. */
export interface MercuriusContext {
  readonly reply?: MercuriusReply;
  /** Of the connection, in a subscription. */
  readonly request?: MercuriusRequest;
  /** What the client sent when it opened the connection. */
  readonly _connectionInit?: unknown;
  /** Which of a batch. */
  readonly operationId?: number;
}

export interface MercuriusReply {
  readonly request: MercuriusRequest;
  /** Absent in a subscription. */
  readonly raw?: {
    readonly destroyed: boolean;
    readonly writableFinished: boolean;
    once(event: 'close', listener: () => void): unknown;
  };
}

interface MercuriusRequest {
  readonly headers: Headers;
  readonly body?: unknown;
  readonly query?: unknown;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Whose request a context holds. Mercurius writes the reply into it, so of a shared one the last request would tell. */
const owners = new WeakMap<object, MercuriusReply | 'shared'>();

/** Notes the request of an execution that begins. True where its context is found, the first time, to be another's too. */
export function isShared(context: MercuriusContext): boolean {
  const { reply } = context;
  const owner = owners.get(context);
  if (reply === undefined || owner === reply || owner === 'shared') return false;
  owners.set(context, owner === undefined ? reply : 'shared');
  return owner !== undefined;
}

function replyOf(context: unknown): MercuriusReply | undefined {
  if (!isContext(context)) return undefined;
  const owner = owners.get(context) ?? context.reply;
  return owner === 'shared' ? undefined : owner;
}

function isContext(value: unknown): value is MercuriusContext {
  return typeof value === 'object' && value !== null;
}

/** Those of the request; over a socket those that opened it, with what the client told for headers since. */
export function headersOf(context: unknown): Headers {
  const reply = replyOf(context);
  if (reply !== undefined) return reply.request.headers;
  return isContext(context) && context.reply === undefined ? connectionHeaders(context) : {};
}

/** Mercurius adds what `connection_init` holds when a subscription begins, and takes nothing away by it. */
function connectionHeaders({ request, _connectionInit: payload }: MercuriusContext): Headers {
  const headers = { ...request?.headers };
  if (request === undefined || !isRecord(payload)) return headers;
  const told = isRecord(payload.headers) ? payload.headers : payload;
  for (const [name, value] of Object.entries(told)) {
    if (headers[name] === undefined && typeof value === 'string') headers[name] = value;
  }
  return headers;
}

/** The context of a subscription that begins, as that of its events will be. */
export function toEventContext(context: MercuriusContext): MercuriusContext {
  if (context.request === undefined) return context;
  const headers = { value: connectionHeaders(context), enumerable: true };
  return { ...context, reply: { request: Object.create(context.request, { headers }) } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether a request has, in place of a text, the hash of one that was stored: as Apollo's protocol has it. */
export function isByHash({ reply, operationId = 0 }: MercuriusContext): boolean {
  const { body, query } = reply?.request ?? {};
  const sent = (Array.isArray(body) ? body[operationId] : body) ?? query;
  if (!isRecord(sent) || sent.query) return false;
  // A query string has it as a text.
  return typeof sent.extensions === 'string' || (isRecord(sent.extensions) && Boolean(sent.extensions.persistedQuery));
}

/** An AbortSignal would cost more than the rest of what a small request is noted with. */
class ClientSignal {
  aborted = false;
  private readonly listeners = new Set<() => void>();

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }

  abort(): void {
    this.aborted = true;
    for (const listener of this.listeners) listener();
  }
}

const signals = new WeakMap<object, ClientSignal>();

/** The client is gone when its connection closes before the answer is written (Fastify's own signal is aborted too early). */
export function signalOf(context: unknown): ClientSignal | undefined {
  const raw = replyOf(context)?.raw;
  if (raw === undefined) return undefined;
  const known = signals.get(raw);
  if (known !== undefined) return known;
  const signal = new ClientSignal();
  const close = (): void => {
    if (!raw.writableFinished) signal.abort();
  };
  if (raw.destroyed) close();
  else raw.once('close', close);
  signals.set(raw, signal);
  return signal;
}
