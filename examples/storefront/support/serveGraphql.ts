import { createServer } from 'node:http';
import { type GraphQLSchema, graphql } from 'graphql';
import type { Call } from './observed.js';

/**
 * A small GraphQL server in a process of its own, started by `startRemoteServer`: it tells its URL once it listens,
 * answers each message with the calls it got since the last one, and ends with the process that started it.
 */
export function serveGraphql(schema: GraphQLSchema, rootValue: object): void {
  let calls: Call[] = [];

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    calls.push({ text: query, values: variables ?? {} });
    const answer = await graphql({ schema, rootValue, source: query, variableValues: variables });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });

  process.on('message', () => {
    process.send?.(calls);
    calls = [];
  });
  process.on('disconnect', () => process.exit());
  if (!process.connected) process.exit();

  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}/graphql`);
  });
}
