import { postgres, remoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { createResolvers } from './cart.js';
import { type Host, type Places, typeDefs } from './host.js';

export async function startMercurius({ ordersDb, usersDb, catalogueUrl, reviewsUrl }: Places): Promise<Host> {
  const app = Fastify();
  app.register(mercurius, {
    schema: [remoteJoinsTypeDefs, typeDefs],
    resolvers: createResolvers(),
    jit: 1,
    graphiql: true,
  });
  app.register(remoteJoins, {
    sources: {
      orders_db: postgres({ pool: ordersDb }),
      users_db: postgres({ pool: usersDb }),
      catalogue: remoteSchema({ url: catalogueUrl }),
      reviews: remoteSchema({ url: reviewsUrl }),
    },
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { name: 'Mercurius', url: `${origin}/graphql`, stop: () => app.close() };
}
