import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import * as apollo from '@remote-joins/apollo';
import type { LiveOptions } from '@remote-joins/core';
import * as remoteJoinsMercurius from '@remote-joins/mercurius';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import mercurius from 'mercurius';
import { request } from 'undici';
import type { Scope } from '../support/postgres.js';

/** A host whose schema changes while it runs. */
export interface LiveHost {
  readonly name: string;
  start(scope: Scope, options: LiveOptions, settings?: LiveSettings): Promise<StartedLive>;
}

export interface LiveSettings {
  /** Every hook of the host that may wait does, for some milliseconds: a request is then in the middle of anything. */
  readonly dawdle?: boolean;
  /** Registers more on Mercurius' instance, or on one of its own beside Apollo Server. */
  readonly register?: (app: FastifyInstance) => void;
}

export interface StartedLive {
  readonly url: string;
  readonly post: Post;
  /** Every schema the host took so far, if it is still alive. */
  readonly schemas: readonly WeakRef<GraphQLSchema>[];
}

export type Post = (
  query: string,
  options?: { readonly headers?: Readonly<Record<string, string>>; readonly variables?: object },
) => Promise<LiveAnswer>;

export interface LiveAnswer {
  readonly status: number;
  readonly data: unknown;
  /** The messages of the errors. */
  readonly errors: readonly string[];
}

export const liveHosts: readonly LiveHost[] = [
  { name: 'Apollo Server', start: (scope, options, settings) => startApollo(scope, options, true, settings) },
  {
    name: 'Apollo Server without the plugin',
    start: (scope, options, settings) => startApollo(scope, options, false, settings),
  },
  { name: 'Mercurius', start: (scope, options, settings) => startMercurius(scope, options, {}, settings) },
  {
    name: 'Mercurius with jit',
    start: (scope, options, settings) => startMercurius(scope, options, { jit: 1 }, settings),
  },
];

async function startApollo(
  scope: Scope,
  options: LiveOptions,
  asPlugin: boolean,
  { dawdle = false }: LiveSettings = {},
): Promise<StartedLive> {
  const schemas: WeakRef<GraphQLSchema>[] = [];
  const gateway = apollo.remoteJoinsGateway(options);
  const watcher: ApolloServerPlugin = {
    async serverWillStart() {
      return {
        schemaDidLoadOrUpdate: ({ apiSchema }: { readonly apiSchema: GraphQLSchema }) =>
          void schemas.push(new WeakRef(apiSchema)),
      };
    },
    async requestDidStart() {
      return dawdle
        ? { didResolveSource: someTime, didResolveOperation: someTime, executionDidStart: someTime }
        : undefined;
    },
  };
  // Apollo's own cache of cache hints keeps the fields of the schemas seen last.
  const plugins = [watcher, ApolloServerPluginCacheControlDisabled()];
  const server = new ApolloServer({ gateway, plugins: asPlugin ? [gateway, ...plugins] : plugins });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  scope.after(() => server.stop());
  return { url, post: createPost(url), schemas };
}

async function startMercurius(
  scope: Scope,
  options: LiveOptions,
  more: { readonly jit?: number },
  { dawdle = false, register = () => {} }: LiveSettings = {},
): Promise<StartedLive> {
  const schemas: WeakRef<GraphQLSchema>[] = [];
  const app = Fastify();
  scope.after(() => app.close());
  app.register(mercurius, more);
  app.register(async (inner) => {
    const { replaceSchema } = inner.graphql;
    inner.graphql.replaceSchema = (schema) => {
      schemas.push(new WeakRef(schema));
      replaceSchema(schema);
    };
  });
  app.register(remoteJoinsMercurius.remoteJoins, options);
  register(app);
  app.after(() => {
    if (!dawdle) return;
    app.graphql.addHook('preParsing', someTime);
    app.graphql.addHook('preValidation', someTime);
    app.graphql.addHook('preExecution', someTime);
  });
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  return { url, post: createPost(url), schemas };
}

async function someTime(): Promise<undefined> {
  const time = Math.random() * 12;
  if (time > 3) await sleep(time);
}

function createPost(url: string): Post {
  return async (query, { headers, variables } = {}) => {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data = null, errors } = (await body.json()) as {
      data?: unknown;
      errors?: { message: string }[] | null;
    };
    return { status: statusCode, data, errors: (errors ?? []).map(({ message }) => message) };
  };
}

/**
 * How many of these are still alive when everything that can be was collected: at once where there are no more than may be,
 * else some seconds later, since what is closing holds them on a busy machine.
 */
export async function countAlive(refs: readonly WeakRef<object>[], atMost: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let round = 0; ; round++) {
    await sleep(20 * (round + 1));
    collect();
    const alive = refs.filter((ref) => ref.deref() !== undefined).length;
    if ((round >= 4 && alive <= atMost) || round === 25) return alive;
  }
}
