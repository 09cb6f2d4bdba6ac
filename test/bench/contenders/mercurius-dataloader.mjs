import Fastify from 'fastify';
import mercurius from 'mercurius';
import { queries } from '../workload.mjs';
import { openSources, resolvers, typeDefs } from './dataloader.mjs';

export const name = 'mercurius-dataloader';
export const harness = { queries };

export async function start({ port, env }) {
  const { createContext, close } = openSources(env);
  const app = Fastify();
  app.register(mercurius, { schema: typeDefs, resolvers, context: createContext, jit: 1 });
  const origin = await app.listen({ port, host: '127.0.0.1' });
  return { url: `${origin}/graphql`, stop: () => app.close().then(close) };
}
