import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { queries } from '../workload.mjs';
import { openStitched } from './stitching.mjs';

export const name = 'apollo-stitching';
export const harness = { queries };

export async function start({ port, env }) {
  const { schema, createContext, close } = openStitched(env);
  const server = new ApolloServer({ schema });
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    context: async () => createContext(),
  });
  return { url, stop: () => server.stop().then(close) };
}
