import { postgres, remoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { openSources, queries, typeDefs } from './workload.mjs';

export const name = 'remote-joins-mercurius';
export const harness = { queries };

export async function start({ port, env }) {
  const app = Fastify();
  app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs], jit: 1 });
  app.register(remoteJoins, { sources: openSources({ postgres, remoteSchema }, env) });
  const origin = await app.listen({ port, host: '127.0.0.1' });
  return { url: `${origin}/graphql`, stop: () => app.close() };
}
