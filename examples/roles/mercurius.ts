import { remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import type { Host } from '../storefront/host.js';
import { joinOptions, type Places, typeDefs } from './host.js';

export async function startMercurius(places: Places): Promise<Host> {
  const app = Fastify();
  app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs], jit: 1 });
  app.register(remoteJoins, joinOptions(places));
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { name: 'Mercurius', url: `${origin}/graphql`, stop: () => app.close() };
}
