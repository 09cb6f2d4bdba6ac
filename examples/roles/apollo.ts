import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/apollo';
import type { Host } from '../storefront/host.js';
import { joinOptions, type Places, typeDefs } from './host.js';

export async function startApollo(places: Places): Promise<Host> {
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    plugins: [remoteJoins(joinOptions(places))],
    introspection: true,
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { name: 'Apollo Server', url, stop: () => server.stop() };
}
