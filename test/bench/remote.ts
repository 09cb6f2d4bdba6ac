import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMemoryExecutor, type Root } from './memoryExecutor.js';

export interface Remote {
  readonly url: string;
  /** How many requests came so far. */
  requests(): number | Promise<number>;
  stop(): Promise<void>;
}

export interface RemoteOptions {
  readonly typeDefs: string;
  readonly root: Root;
  /** Milliseconds that every answer waits. */
  readonly latency?: number;
}

/** A GraphQL server that answers from memory, as cheaply as it can, and counts its requests. */
export async function serveRemote({ typeDefs, root, latency = 0 }: RemoteOptions): Promise<Remote> {
  let requests = 0;
  const execute = createMemoryExecutor(typeDefs, root);
  const server = createServer(async (request, response) => {
    requests++;
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(body).toString());
    const answer = await execute(query, variables).catch((error) => ({ errors: [{ message: String(error) }] }));
    if (latency > 0) await sleep(latency);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}/graphql`,
    requests: () => requests,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
