import { remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import type { Host } from '../storefront/host.js';
import { type Environment, readMetadata } from './host.js';

export async function startMercurius(env: Environment): Promise<Host> {
  const { typeDefs, resolvers, options } = await readMetadata(env);
  const app = Fastify();
  app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs], resolvers: { ...resolvers }, jit: 1 });
  app.register(remoteJoins, options);
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { name: 'Mercurius', url: `${origin}/graphql`, stop: () => app.close() };
}
