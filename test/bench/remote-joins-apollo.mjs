import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { postgres, remoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/apollo';
import { openSources, queries, typeDefs } from './workload.mjs';

export const name = 'remote-joins-apollo';
export const harness = { queries };

export async function start({ port, env }) {
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    plugins: [remoteJoins({ sources: openSources({ postgres, remoteSchema }, env) })],
  });
  const { url } = await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  return { url, stop: () => server.stop() };
}
