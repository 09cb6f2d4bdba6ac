import {
  attachRemoteJoins,
  type Gate,
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
import { headersOf, isShared, type MercuriusContext, signalOf } from './requests.js';

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
    const joins =
      'joins' in options
        ? options.joins
        : await attachRemoteJoins(app.graphql.schema, { onRefresh: createLog(app), ...options });
    readRequests(joins, { headers: headersOf, signal: signalOf });
    for (const problem of joins.problems) app.log.warn({ problem }, 'Remote Joins: a warning about the schema');
    const warnOfShared = (context: MercuriusContext): void => {
      if (isShared(context)) app.log.warn(SHARED_CONTEXT);
    };
    const gateOf = createGates(joins);
    if (gateOf(app.graphql.schema) !== undefined) governGraphql(app, { gateOf, begin: warnOfShared });
    const needsGraphqlJs = createNeedsGraphqlJs((schema, document) => needsMethods(joins, schema, document));
    app.graphql.addHook('preExecution', async (_schema, document, context) => {
      warnOfShared(context);
      return needsGraphqlJs(app.graphql.schema, document) ? { document: { ...document } } : undefined;
    });
    app.addHook('onClose', () => joins.close());
  },
  { name: '@remote-joins/mercurius', fastify: '5.x', dependencies: ['mercurius'] },
);

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
function createGates(joins: RemoteJoins): (schema: GraphQLSchema) => Gate | undefined {
  const gates = new WeakMap<GraphQLSchema, Gate | 'open'>();
  return (schema) => {
    const gate = gates.get(schema) ?? openGate(joins, schema) ?? 'open';
    gates.set(schema, gate);
    return gate === 'open' ? undefined : gate;
  };
}
