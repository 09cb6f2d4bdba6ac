import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import {
  attachRemoteJoins,
  createShortRoad,
  type Gate,
  openGate,
  printProblem,
  type RemoteJoins,
  type RemoteJoinsOptions,
  readRequests,
} from '@remote-joins/core';
import { createLog } from './createLog.js';
import { createRoleListener } from './roleListener.js';
import { createShortRoadListener, type ShortRoad } from './shortRoadListener.js';

/** Options of the plugin: those of `attachRemoteJoins` (or `joins` instead), and how the server answers. */
export type ApolloRemoteJoinsOptions = (RemoteJoinsOptions | JoinsOption) & {
  /**
   * Whether queries made of joined fields alone are answered without the server's executor walking the answer, where that
   * gives the same bytes. Plugins then see no execution of them. Switch it off where the server has a `fieldResolver` of
   * its own, which a plugin cannot see. Default: true.
   */
  readonly shortRoad?: boolean | undefined;
};

interface JoinsOption {
  /**
   * What `attachRemoteJoins` answered for a schema that was transformed afterwards, so that directive transformers
   * (auth, for one) wrap joined fields. The plugin then attaches nothing; it closes `joins` when the server stops.
   */
  readonly joins: RemoteJoins;
}

/**
 * A plugin for Apollo Server 5: attaches the joins when the server starts and closes the sources when it stops.
 * Warnings about the schema go to the server's logger; errors make the start fail with all of them.
 *
 * @example
 * new ApolloServer({
 *   typeDefs: [remoteJoinsTypeDefs, typeDefs],
 *   plugins: [remoteJoins({ sources: { users_db: postgres({ connectionString }) } })],
 * });
 */
export function remoteJoins<Context extends BaseContext>({
  shortRoad = true,
  ...options
}: ApolloRemoteJoinsOptions): ApolloServerPlugin<Context> {
  /** Client headers of operations under way, by the context value the server made for each. */
  const headers = new WeakMap<object, ReadonlyMap<string, string>>();
  const headersOf = (context: unknown): Record<string, string> =>
    Object.fromEntries((typeof context === 'object' && context !== null && headers.get(context)) || []);
  let answer: ShortRoad | undefined;
  let gate: Gate | undefined;

  return {
    async serverWillStart({ schema, logger }) {
      const joins =
        'joins' in options
          ? options.joins
          : await attachRemoteJoins(schema, { onRefresh: createLog(logger), ...options });
      readRequests(joins, { headers: headersOf });
      for (const problem of joins.problems) logger.warn(`Remote Joins: ${printProblem(problem)}`);
      gate = openGate(joins, schema);
      if (shortRoad) answer = createShortRoad(joins, schema);
      return { serverWillStop: () => joins.close() };
    },
    async requestDidStart(requestContext) {
      const { request, contextValue } = requestContext;
      if (request.http !== undefined) headers.set(contextValue, request.http.headers);
      if (gate === undefined && answer === undefined) return undefined;
      return {
        ...(gate && createRoleListener(gate, requestContext)),
        ...(answer && createShortRoadListener<Context>(answer)),
      };
    },
  };
}
