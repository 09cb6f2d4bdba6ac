import { deepEqual } from 'node:assert/strict';
import { describe, after as suiteAfter, before as suiteBefore } from 'node:test';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { makeExecutableSchema } from '@graphql-tools/schema';
import * as apollo from '@remote-joins/apollo';
import * as core from '@remote-joins/core';
import * as remoteJoinsMercurius from '@remote-joins/mercurius';
import Fastify from 'fastify';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import mercurius from 'mercurius';
import { request } from 'undici';
import type { Scope } from './postgres.js';

/** Where the plugin runs. Every promise of the plugin is tested on each of them: see {@link defineHostSuite}. */
export interface Host {
  readonly name: string;
  /**
   * Starts a server with the plugin; the scope's end stops it.
   * @throws what the host throws when it cannot start
   */
  start(scope: Scope, options: HostOptions): Promise<StartedHost>;
}

export interface HostOptions {
  /** The author's SDL; the plugin's directives are added. */
  readonly typeDefs: string;
  /** The host's own resolvers, by type and field. Objects tell their type by `__typename`. */
  readonly resolvers?: HostResolvers;
  readonly sources: core.RemoteJoinsOptions['sources'];
  /** Further options of the plugin. */
  readonly options?: Partial<core.RemoteJoinsOptions>;
  /** The context value of a request. Default: an object of its own. */
  readonly context?: () => Record<string, unknown>;
  /**
   * Called before each request leaves. Under jit a query is sent until compiled code answers, so what is recorded is
   * to be forgotten here: then one request's calls are left.
   */
  readonly beforeRequest?: () => void;
  /** Called with what the host logs. Default: nothing is logged. */
  readonly log?: (line: string) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: a resolver takes what its test gives it
export type HostResolvers = Readonly<Record<string, any>>;

export interface StartedHost {
  /** The schema that the host built, with the plugin attached. */
  readonly schema: GraphQLSchema;
  /** Where it listens; absent for hosts without HTTP. */
  readonly url?: string;
  query(source: string, variables?: Readonly<Record<string, unknown>>, options?: QueryOptions): Promise<HostAnswer>;
  stop(): Promise<void>;
}

export interface QueryOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationName?: string;
}

/**
 * The answer as JSON: `data` is null where there is none, `errors` are there only where there are any, so that
 * `deepEqual(answer, { data: … })` excludes them.
 */
export interface HostAnswer {
  readonly data: unknown;
  readonly errors?: readonly HostError[];
}

export interface HostError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly code?: unknown;
}

/** All hosts. */
export const hosts: readonly Host[] = [
  { name: 'Apollo Server', start: (scope, options) => startApollo(scope, options, 'short road') },
  { name: 'Apollo Server off its short road', start: (scope, options) => startApollo(scope, options, 'plugin') },
  { name: 'Apollo Server with a gateway', start: (scope, options) => startApollo(scope, options, 'gateway') },
  { name: 'Mercurius', start: (scope, options) => startMercurius(scope, options) },
  { name: 'Mercurius with jit', start: (scope, options) => startMercurius(scope, options, 1) },
  { name: 'graphql-js', start: (scope, options) => startGraphql(scope, options, toExecutableSchema(options)) },
  { name: 'a federation subgraph', start: (scope, options) => startGraphql(scope, options, toSubgraphSchema(options)) },
];

/**
 * Defines the same tests for every host:
 *
 *     defineHostSuite('Customers of orders', (host) => {
 *       test('come in one call', async (t) => {
 *         const { query } = await host.start(t, { typeDefs, sources });
 *         deepEqual(await query('{ orders { customer { name } } }'), { data: { … } });
 *       });
 *     });
 */
export function defineHostSuite(name: string, define: (host: Host) => void): void {
  for (const host of hosts) describe(`${name} (${host.name})`, () => define(host));
}

/** Starts one server for all tests of the suite this is called in. The options are made when the suite begins. */
export function startForSuite(host: Host, options: () => HostOptions): Pick<StartedHost, 'query'> {
  let started: StartedHost | undefined;
  const hooks: (() => Promise<void>)[] = [];
  suiteBefore(async () => {
    started = await host.start({ after: (hook) => hooks.push(hook) }, options());
  });
  suiteAfter(async () => {
    for (const hook of hooks) await hook();
  });
  return {
    query(...args) {
      if (started === undefined) throw new Error('The server of this suite has not started.');
      return started.query(...args);
    },
  };
}

type ApolloForm = 'short road' | 'plugin' | 'gateway';

async function startApollo(scope: Scope, given: HostOptions, form: ApolloForm): Promise<StartedHost> {
  const { typeDefs, resolvers = {}, context = () => ({}), beforeRequest = () => {}, log = () => {} } = given;
  let schema: GraphQLSchema | undefined;
  const readSchema = {
    async serverWillStart(service: { readonly schema: GraphQLSchema }) {
      schema = service.schema;
    },
  };
  const common = {
    includeStacktraceInErrorResponses: false,
    logger: { debug: log, info: log, warn: log, error: log },
  };
  const create = (): ApolloServer => {
    if (form === 'gateway') {
      const gateway = apollo.remoteJoinsGateway({ ...pluginOptions(given), typeDefs, resolvers });
      return new ApolloServer({ ...common, gateway, plugins: [gateway, readSchema] });
    }
    const plugin = apollo.remoteJoins({ ...pluginOptions(given), shortRoad: form === 'short road' });
    const plugins = [plugin, readSchema];
    return new ApolloServer({ ...common, typeDefs: [apollo.remoteJoinsTypeDefs, typeDefs], resolvers, plugins });
  };
  const server = create();
  const stop = once(() => server.stop());
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async () => context(),
  });
  scope.after(stop); // a server that did not start cannot be stopped
  if (schema === undefined) throw new Error('Apollo Server started without a schema.');
  return { schema, url, stop, query: (...request) => post(url, beforeRequest, ...request) };
}

async function startMercurius(scope: Scope, given: HostOptions, jit?: number): Promise<StartedHost> {
  const { typeDefs, resolvers = {}, context = () => ({}), beforeRequest = () => {}, log } = given;
  const app = log === undefined ? Fastify() : Fastify({ logger: { stream: { write: log } } });
  const stop = once(() => app.close());
  scope.after(stop);
  app.register(mercurius, {
    schema: [remoteJoinsMercurius.remoteJoinsTypeDefs, typeDefs],
    resolvers,
    context,
    ...(jit !== undefined && { jit }),
  });
  app.register(remoteJoinsMercurius.remoteJoins, pluginOptions(given));
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  const { schema } = app.graphql;
  const send: StartedHost['query'] = (...request) => post(url, beforeRequest, ...request);
  return { schema, url, stop, query: jit === undefined ? send : (...request) => sendUntilCompiled(send, request) };
}

/** The first request is answered by graphql-js, the second compiles, the third finds the text compiled. */
async function sendUntilCompiled(
  send: StartedHost['query'],
  request: Parameters<StartedHost['query']>,
): Promise<HostAnswer> {
  const first = await send(...request);
  const compiling = await send(...request);
  const compiled = await send(...request);
  deepEqual(compiling, first, 'the request that compiles answers as graphql-js does');
  deepEqual(compiled, first, 'compiled code answers as graphql-js does');
  return compiled;
}

async function startGraphql(scope: Scope, given: HostOptions, schema: GraphQLSchema): Promise<StartedHost> {
  const { context = () => ({}), beforeRequest = () => {} } = given;
  const headersOf = new WeakMap<object, Readonly<Record<string, string>>>();
  const headers = (value: unknown): Readonly<Record<string, string>> => headersOf.get(value as object) ?? {};
  const joins = await core.attachRemoteJoins(schema, { headers, ...pluginOptions(given) });
  scope.after(joins.close);
  return {
    schema,
    stop: joins.close,
    async query(source, variableValues, { headers: sent = {}, operationName } = {}) {
      const contextValue = context();
      headersOf.set(contextValue, sent);
      beforeRequest();
      const answer = await graphql({ schema, source, variableValues, operationName, contextValue });
      return normalize(JSON.parse(JSON.stringify(answer)));
    },
  };
}

function toExecutableSchema({ typeDefs, resolvers = {} }: HostOptions): GraphQLSchema {
  return makeExecutableSchema({ typeDefs: [core.remoteJoinsTypeDefs, typeDefs], resolvers });
}

function toSubgraphSchema({ typeDefs, resolvers = {} }: HostOptions): GraphQLSchema {
  return buildSubgraphSchema([
    { typeDefs: parse(core.remoteJoinsTypeDefs) },
    { typeDefs: parse(typeDefs), resolvers: { ...resolvers } },
  ]);
}

function pluginOptions({ sources, options }: HostOptions): core.RemoteJoinsOptions {
  return { ...options, sources };
}

async function post(
  url: string,
  beforeRequest: () => void,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  { headers, operationName }: QueryOptions = {},
): Promise<HostAnswer> {
  beforeRequest();
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return normalize((await body.json()) as WireAnswer);
}

interface WireAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: unknown };
  }[];
}

/** Mercurius writes list indices of paths as text; some hosts leave out `data`, some write null, where there is none. */
function normalize({ data, errors }: WireAnswer): HostAnswer {
  return {
    data: data ?? null,
    ...(errors !== undefined &&
      errors !== null && {
        errors: errors.map(({ message, path, extensions }) => ({
          message,
          ...(path && { path: path.map((key) => (/^\d+$/.test(String(key)) ? Number(key) : key)) }),
          ...(extensions?.code !== undefined && { code: extensions.code }),
        })),
      }),
  };
}

function once(stop: () => PromiseLike<unknown>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= Promise.resolve(stop()).then(() => {});
    return stopped;
  };
}
