import { postgres, remoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { queries } from '../workload.mjs';
import { toWorkload } from './workload.mjs';

export const name = 'roles-mercurius';
export const harness = { queries };

export async function start({ port, env }) {
  const { typeDefs, options } = toWorkload({ postgres, remoteSchema }, env);
  const app = Fastify();
  app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs], jit: 1 });
  app.register(remoteJoins, options);
  const origin = await app.listen({ port, host: '127.0.0.1' });
  return { url: `${origin}/graphql`, stop: () => app.close() };
}
