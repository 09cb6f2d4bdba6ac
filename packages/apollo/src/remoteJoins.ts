import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { attachRemoteJoins, type Problem, type RemoteJoins, type RemoteJoinsOptions } from '@remote-joins/core';

/** Options of the plugin: those of `attachRemoteJoins`, or `joins` alone. */
export type ApolloRemoteJoinsOptions =
  | RemoteJoinsOptions
  | {
      /**
       * What `attachRemoteJoins` answered for a schema that was transformed afterwards, so that directive transformers
       * (auth, for one) wrap joined fields. The plugin then attaches nothing; it closes `joins` when the server stops.
       */
      readonly joins: RemoteJoins;
    };

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
export function remoteJoins<Context extends BaseContext>(
  options: ApolloRemoteJoinsOptions,
): ApolloServerPlugin<Context> {
  /** Client headers of operations under way, by the context value the server made for each. */
  const headers = new WeakMap<object, ReadonlyMap<string, string>>();
  const headersOf = (context: unknown): Record<string, string> =>
    Object.fromEntries((typeof context === 'object' && context !== null && headers.get(context)) || []);

  return {
    async serverWillStart({ schema, logger }) {
      const joins =
        'joins' in options ? options.joins : await attachRemoteJoins(schema, { headers: headersOf, ...options });
      for (const problem of joins.problems) logger.warn(printWarning(problem));
      return { serverWillStop: () => joins.close() };
    },
    async requestDidStart({ request, contextValue }) {
      if (request.http !== undefined) headers.set(contextValue, new Map(request.http.headers));
    },
  };
}

function printWarning({ coordinate, code, message, remedy }: Problem): string {
  return `Remote Joins: ${coordinate} ${code}: ${message} ${remedy}`;
}
