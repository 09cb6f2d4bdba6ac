import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { queries } from '../workload.mjs';
import { openSources, resolvers, typeDefs } from './dataloader.mjs';

export const name = 'apollo-dataloader';
export const harness = { queries };

export async function start({ port, env }) {
  const { createContext, close } = openSources(env);
  const server = new ApolloServer({ typeDefs, resolvers });
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    context: async () => createContext(),
  });
  return { url, stop: () => server.stop().then(close) };
}
