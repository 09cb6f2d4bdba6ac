/**
 * A process for `start.test.ts` to start: begins a host whose sources are at fault, tells on stdout how that ended, and
 * does nothing else, so that it ends by itself if nothing was left open.
 */
import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { remoteJoins as apolloRemoteJoins } from '@remote-joins/apollo';
import { attachRemoteJoins, postgres, RemoteJoinsError, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/core';
import { remoteJoins as mercuriusRemoteJoins } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';

export interface StartInput {
  readonly host: string;
  readonly typeDefs: string;
  readonly databases: Readonly<Record<string, string>>;
  readonly remotes: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

const { host, typeDefs, databases, remotes } = JSON.parse(process.argv[2] ?? '{}') as StartInput;

const sources = () =>
  Object.fromEntries([
    ...Object.entries(databases).map(
      ([name, connectionString]) => [name, postgres({ connectionString, connectionTimeoutMs: 3_000 })] as const,
    ),
    ...Object.entries(remotes).map(([name, options]) => [name, remoteSchema({ url: '', ...options })] as const),
  ]);

const starts: Readonly<Record<string, () => Promise<unknown>>> = {
  'graphql-js': () =>
    attachRemoteJoins(makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs] }), { sources: sources() }),
  'Apollo Server': () =>
    new ApolloServer({
      typeDefs: [remoteJoinsTypeDefs, typeDefs],
      plugins: [apolloRemoteJoins({ sources: sources() })],
      stopOnTerminationSignals: false,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    }).start(),
  async Mercurius() {
    const app = Fastify();
    app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs] });
    app.register(mercuriusRemoteJoins, { sources: sources() });
    await app.ready();
  },
};

try {
  await starts[host]?.();
  console.log(JSON.stringify({ started: true }));
} catch (error) {
  const problems = error instanceof RemoteJoinsError ? error.problems : [];
  console.log(
    JSON.stringify({
      code: error instanceof RemoteJoinsError ? error.code : String(error),
      problems: problems.map(({ code, severity, coordinate, message, remedy, location }) => ({
        code,
        severity,
        coordinate,
        message,
        remedy,
        location,
      })),
      text: error instanceof Error ? error.message : '',
    }),
  );
}
