import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/apollo';
import type { Host } from '../storefront/host.js';
import { type Environment, readMetadata } from './host.js';

export async function startApollo(env: Environment): Promise<Host> {
  const { typeDefs, resolvers, options } = await readMetadata(env);
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    resolvers,
    plugins: [remoteJoins(options)],
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { name: 'Apollo Server', url, stop: () => server.stop() };
}
