import {
  attachRemoteJoins,
  createGenerations,
  type Gate,
  type Generations,
  type LiveOptions,
  needsMethods,
  openGate,
  type Refresh,
  type RemoteJoins,
  type RemoteJoinsOptions,
  readRequests,
} from '@remote-joins/core';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { GraphQLSchema } from 'graphql';
// For its types alone: they tell Fastify that an instance has `graphql`.
import type {} from 'mercurius';
import { governGraphql } from './governGraphql.js';
import { createNeedsGraphqlJs } from './needsGraphqlJs.js';
import { pinGraphql } from './pinGraphql.js';
import { headersOf, isShared, type MercuriusContext, signalOf } from './requests.js';

/**
 * Options of the plugin: those of `attachRemoteJoins`, or `joins` alone; or `changes`, for a schema that changes while the
 * server runs: it takes the place of the one that Mercurius was given.
 */
export type MercuriusRemoteJoinsOptions = RemoteJoinsOptions | JoinsOption | LiveOptions;

interface JoinsOption {
  /**
   * What `attachRemoteJoins` answered for a schema that was transformed afterwards, so that directive transformers
   * (auth, for one) wrap joined fields. The plugin then attaches nothing; it closes `joins` when the server closes.
   */
  readonly joins: RemoteJoins;
}

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
    const warnOfProblems = ({ problems }: RemoteJoins): void => {
      for (const problem of problems) app.log.warn({ problem }, 'Remote Joins: a warning about the schema');
    };
    const serving = isLive(options) ? await serveLive(app, options, warnOfProblems) : await serveOne(app, options);
    const { joinsOf, schemaOf, generations } = serving;
    warnOfProblems(serving.first);
    const warnOfShared = (context: MercuriusContext): void => {
      if (isShared(context)) app.log.warn(SHARED_CONTEXT);
    };
    const gateOf = createGates(joinsOf);
    if (generations !== undefined || gateOf(app.graphql.schema) !== undefined) {
      governGraphql(app, { gateOf, schemaOf, begin: warnOfShared });
    }
    const needsGraphqlJs = createNeedsGraphqlJs((schema, document) => {
      const joins = joinsOf(schema);
      return joins !== undefined && needsMethods(joins, schema, document);
    });
    app.graphql.addHook('preExecution', async (schema, document, context) => {
      warnOfShared(context);
      return needsGraphqlJs(schemaOf(schema), document) ? { document: { ...document } } : undefined;
    });
    if (generations !== undefined) pinGraphql(app, generations);
    app.addHook('onClose', () => (generations ?? serving.first).close());
  },
  { name: '@remote-joins/mercurius', fastify: '5.x', dependencies: ['mercurius'] },
);

/** By what the host's schemas are served. */
interface Serving {
  readonly first: RemoteJoins;
  readonly joinsOf: (schema: GraphQLSchema) => RemoteJoins | undefined;
  /** The schema of the host's that a hook is called for: it is given that, or what another hook made of it. */
  readonly schemaOf: (given: GraphQLSchema) => GraphQLSchema;
  /** Where the schema may change. */
  readonly generations?: Generations;
}

const REQUESTS = { headers: headersOf, signal: signalOf };

async function serveOne(app: FastifyInstance, options: RemoteJoinsOptions | JoinsOption): Promise<Serving> {
  const first =
    'joins' in options
      ? options.joins
      : await attachRemoteJoins(app.graphql.schema, { onRefresh: createLog(app), ...options });
  readRequests(first, REQUESTS);
  return { first, joinsOf: () => first, schemaOf: () => app.graphql.schema };
}

async function serveLive(
  app: FastifyInstance,
  options: LiveOptions,
  warnOfProblems: (joins: RemoteJoins) => void,
): Promise<Serving> {
  const publish = (joins: RemoteJoins): void => {
    app.graphql.replaceSchema(joins.schema);
    warnOfProblems(joins);
  };
  const generations = await createGenerations({ onRefresh: createLog(app), ...options }, { ...REQUESTS, publish });
  const first = generations.current();
  app.graphql.replaceSchema(first.schema);
  const schemaOf = (given: GraphQLSchema): GraphQLSchema => generations.of(given)?.schema ?? app.graphql.schema;
  return { first, joinsOf: generations.of, schemaOf, generations };
}

function isLive(options: MercuriusRemoteJoinsOptions): options is LiveOptions {
  return 'changes' in options || 'typeDefs' in options;
}

/** Writes what a source said that the start did not wait for. */
function createLog({ log }: FastifyInstance): (refresh: Refresh) => void {
  return ({ source, problems }) => {
    for (const problem of problems) {
      if (problem.severity === 'error') log.error({ problem }, 'Remote Joins: a source does not fit the schema');
      else log.warn({ problem }, 'Remote Joins: a warning about the schema');
    }
    if (problems.every(({ severity }) => severity !== 'error'))
      log.info({ source }, 'Remote Joins: a source has said what it holds');
  };
}

const SHARED_CONTEXT =
  'Remote Joins: requests share one context object, so whose headers it holds cannot be told, and none are forwarded. ' +
  'Make the option "context" of Mercurius return a new object for each request.';

/** The host may replace the schema by one that is transformed from it. */
function createGates(joinsOf: Serving['joinsOf']): (schema: GraphQLSchema) => Gate | undefined {
  const gates = new WeakMap<GraphQLSchema, Gate | 'open'>();
  return (schema) => {
    const joins = joinsOf(schema);
    const gate = gates.get(schema) ?? (joins && openGate(joins, schema)) ?? 'open';
    gates.set(schema, gate);
    return gate === 'open' ? undefined : gate;
  };
}
