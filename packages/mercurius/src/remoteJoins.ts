import {
  attachRemoteJoins,
  needsMethods,
  type RemoteJoins,
  type RemoteJoinsOptions,
  readRequests,
} from '@remote-joins/core';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
// For its types alone: they tell Fastify that an instance has `graphql`.
import type {} from 'mercurius';
import { createNeedsGraphqlJs } from './needsGraphqlJs.js';

/** Options of the plugin: those of `attachRemoteJoins`, or `joins` alone. */
export type MercuriusRemoteJoinsOptions =
  | RemoteJoinsOptions
  | {
      /**
       * What `attachRemoteJoins` answered for a schema that was transformed afterwards, so that directive transformers
       * (auth, for one) wrap joined fields. The plugin then attaches nothing; it closes `joins` when the server closes.
       */
      readonly joins: RemoteJoins;
    };

/**
 * A Fastify plugin for Mercurius 16, to be registered after it: attaches the joins before the server is ready and closes
 * the sources when it closes. Warnings about the schema go to the server's log; errors make the start fail.
 *
 * @example
 * app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs], resolvers, jit: 1 });
 * app.register(remoteJoins, { sources: { users_db: postgres({ connectionString }) } });
 */
export const remoteJoins = fastifyPlugin(
  async (app: FastifyInstance, options: MercuriusRemoteJoinsOptions): Promise<void> => {
    const joins = 'joins' in options ? options.joins : await attachRemoteJoins(app.graphql.schema, options);
    readRequests(joins, { headers: headersOf, signal: signalOf });
    for (const problem of joins.problems) app.log.warn({ problem }, 'Remote Joins: a warning about the schema');
    const needsGraphqlJs = createNeedsGraphqlJs((schema, document) => needsMethods(joins, schema, document));
    app.graphql.addHook('preExecution', async (_schema, document, context) => {
      if (isShared(context)) app.log.warn(SHARED_CONTEXT);
      return needsGraphqlJs(app.graphql.schema, document) ? { document: { ...document } } : undefined;
    });
    app.addHook('onClose', () => joins.close());
  },
  { name: '@remote-joins/mercurius', fastify: '5.x', dependencies: ['mercurius'] },
);

interface MercuriusContext {
  readonly reply?: MercuriusReply;
}

interface MercuriusReply {
  readonly request: { readonly headers: Readonly<Record<string, string | string[] | undefined>> };
  /** Absent in a subscription. */
  readonly raw?: {
    readonly destroyed: boolean;
    readonly writableFinished: boolean;
    once(event: 'close', listener: () => void): unknown;
  };
}

const SHARED_CONTEXT =
  'Remote Joins: requests share one context object, so whose headers it holds cannot be told, and none are forwarded. ' +
  'Make the option "context" of Mercurius return a new object for each request.';

/** Whose request a context holds. Mercurius writes the reply into it, so of a shared one the last request would tell. */
const owners = new WeakMap<object, MercuriusReply | 'shared'>();

/** Notes the request of an execution that begins. True where its context is found, the first time, to be another's too. */
function isShared(context: MercuriusContext): boolean {
  const { reply } = context;
  const owner = owners.get(context);
  if (reply === undefined || owner === reply || owner === 'shared') return false;
  owners.set(context, owner === undefined ? reply : 'shared');
  return owner !== undefined;
}

function replyOf(context: unknown): MercuriusReply | undefined {
  if (typeof context !== 'object' || context === null) return undefined;
  const owner = owners.get(context) ?? (context as MercuriusContext).reply;
  return owner === 'shared' ? undefined : owner;
}

function headersOf(context: unknown): Readonly<Record<string, string | string[] | undefined>> {
  return replyOf(context)?.request.headers ?? {};
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
function signalOf(context: unknown): ClientSignal | undefined {
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
