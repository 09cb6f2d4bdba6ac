import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { postgres, remoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/apollo';
import { queries } from '../workload.mjs';
import { toWorkload } from './workload.mjs';

export const name = 'roles-apollo';
export const harness = { queries };

export async function start({ port, env }) {
  const { typeDefs, options } = toWorkload({ postgres, remoteSchema }, env);
  const server = new ApolloServer({ typeDefs: [remoteJoinsTypeDefs, typeDefs], plugins: [remoteJoins(options)] });
  const { url } = await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  return { url, stop: () => server.stop() };
}
