import type {
  ApolloServerOptionsWithGateway,
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContext,
} from '@apollo/server';
import {
  createGenerations,
  createShortRoad,
  type Gate,
  type Generations,
  type Hold,
  type LiveOptions,
  openGate,
  printProblem,
  type RemoteJoins,
  RemoteJoinsError,
} from '@remote-joins/core';
import { execute, type GraphQLSchema, getOperationAST } from 'graphql';
import { createLog } from './createLog.js';
import { createRoleListener } from './roleListener.js';
import { createShortRoadListener, type ShortRoad } from './shortRoadListener.js';

/** Options of the gateway: those of the plugin, with the SDL and resolvers that the server would have been given. */
export type RemoteJoinsGatewayOptions = LiveOptions & {
  /**
   * Whether queries made of joined fields alone are answered without an executor walking the answer, where that gives the
   * same bytes. Default: true.
   */
  readonly shortRoad?: boolean | undefined;
};

type Gateway = NonNullable<ApolloServerOptionsWithGateway<BaseContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Publish = Parameters<Gateway['onSchemaLoadOrUpdate']>[0];

/** What one schema is served by. */
interface Served {
  readonly joins: RemoteJoins;
  readonly gate: Gate | undefined;
  readonly answer: ShortRoad | undefined;
}

const FOREIGN_SCHEMA =
  'Another gateway or plugin gave the server a schema that is not of this gateway. Give it no schema but that of one gateway.';

const NO_PLUGIN =
  'The schema has permissions, which a gateway alone cannot keep. Give it to the server as a plugin as well: ' +
  '"new ApolloServer({ gateway, plugins: [gateway] })".';

/** How long a replaced schema stays usable where requests are not seen before they are executed. */
const LINGER_MS = 10_000;

/**
 * The plugin as a gateway of Apollo Server 5, the one form in which a server takes another schema while it runs: each request
 * is answered on the schema that it was validated on. To be given as a plugin as well: then roles are kept, warnings logged,
 * and what was replaced is closed with the last request that needs it.
 *
 * @example
 * const gateway = remoteJoinsGateway({ typeDefs, resolvers, sources: { users_db: postgres({ connectionString }) } });
 * new ApolloServer({ gateway, plugins: [gateway] });
 */
export function remoteJoinsGateway<Context extends BaseContext>({
  shortRoad = true,
  ...options
}: RemoteJoinsGatewayOptions): Gateway & ApolloServerPlugin<Context> {
  const publishers = new Set<Publish>();
  const served = new WeakMap<GraphQLSchema, Served>();
  /** Client headers of operations under way, by the context value the server made for each. */
  const headers = new WeakMap<object, Readonly<Record<string, string>>>();
  const holding = new WeakMap<object, Hold>();
  let generations: Generations | undefined;
  let isPlugin = false;
  let log: ReturnType<typeof createLog> | undefined;
  let warn: ((text: string) => void) | undefined;

  function serve(joins: RemoteJoins): Served {
    const { schema } = joins;
    const one = {
      joins,
      gate: openGate(joins, schema),
      answer: shortRoad ? createShortRoad(joins, schema) : undefined,
    };
    served.set(schema, one);
    return one;
  }

  function publish(joins: RemoteJoins): void {
    serve(joins);
    for (const problem of joins.problems) warn?.(`Remote Joins: ${printProblem(problem)}`);
    for (const publisher of publishers) publisher({ apiSchema: joins.schema, coreSupergraphSdl: '' });
  }

  function begin(schema: GraphQLSchema) {
    const one = served.get(schema);
    return one && { ...one, hold: generations?.holds.hold(one.joins) };
  }

  const executor: Executor = async ({ schema, document, request, context }) => {
    const one = begin(schema);
    if (one === undefined) throw new RemoteJoinsError('INVALID_OPTIONS', FOREIGN_SCHEMA);
    if (one.gate !== undefined && !isPlugin) throw new RemoteJoinsError('INVALID_OPTIONS', NO_PLUGIN);
    try {
      if (request.http !== undefined) headers.set(context, Object.fromEntries(request.http.headers));
      const { variables, operationName } = request;
      // As a plugin, the gateway was asked for a response already.
      const operation = isPlugin ? undefined : getOperationAST(document, operationName);
      const data = operation && (await one.answer?.({ document, operation, variables, context }));
      if (data) return { data };
      return await execute({ schema, document, contextValue: context, variableValues: variables, operationName });
    } finally {
      one.hold?.release();
    }
  };

  return {
    onSchemaLoadOrUpdate(publisher) {
      publishers.add(publisher);
      return () => void publishers.delete(publisher);
    },
    async load() {
      generations = await createGenerations(
        { onRefresh: (refresh) => log?.(refresh), ...options },
        {
          headers: (context: object) => headers.get(context) ?? {},
          publish,
          lingerMs: () => (isPlugin ? 0 : LINGER_MS),
        },
      );
      publish(generations.current());
      return { executor };
    },
    async stop() {
      await generations?.close();
    },
    async serverWillStart({ schema, logger }) {
      isPlugin = true;
      log = createLog(logger);
      warn = (text) => logger.warn(text);
      for (const problem of served.get(schema)?.joins.problems ?? []) warn(`Remote Joins: ${printProblem(problem)}`);
    },
    async requestDidStart(requestContext: GraphQLRequestContext<Context>) {
      const { request, contextValue, schema } = requestContext;
      const one = begin(schema);
      if (one === undefined) return undefined;
      const { gate, answer, hold } = one;
      if (request.http !== undefined) headers.set(contextValue, Object.fromEntries(request.http.headers));
      if (hold !== undefined) holding.set(requestContext, hold);
      return {
        ...(gate && createRoleListener(gate, requestContext)),
        ...(answer && createShortRoadListener<Context>(answer)),
        async willSendResponse() {
          hold?.release();
        },
      };
    },
    async unexpectedErrorProcessingRequest({ requestContext }) {
      holding.get(requestContext)?.release();
    },
  };
}
