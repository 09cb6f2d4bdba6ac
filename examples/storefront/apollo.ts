import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { postgres, remoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/apollo';
import { createResolvers } from './cart.js';
import { type Host, type Places, typeDefs } from './host.js';

export async function startApollo({ ordersDb, usersDb, catalogueUrl, reviewsUrl }: Places): Promise<Host> {
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    resolvers: createResolvers(),
    stopOnTerminationSignals: false, // start.ts stops everything, in order
    plugins: [
      remoteJoins({
        sources: {
          orders_db: postgres({ pool: ordersDb }),
          users_db: postgres({ pool: usersDb }),
          catalogue: remoteSchema({ url: catalogueUrl }),
          reviews: remoteSchema({ url: reviewsUrl }),
        },
      }),
    ],
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { name: 'Apollo Server', url, stop: () => server.stop() };
}
