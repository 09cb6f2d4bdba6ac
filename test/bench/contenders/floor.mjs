// What the queries cost when nothing is general: plain HTTP, a plan written by hand for each query, and no GraphQL.
import { createServer } from 'node:http';
import { queries } from '../workload.mjs';
import { openPlans } from './floorPlans.mjs';

export const name = 'floor';

/** The name of a query is all that this server knows of it. */
export const harness = { queries: Object.fromEntries(Object.keys(queries).map((id) => [id, id])) };

export async function start({ port, env }) {
  const { plans, close } = openPlans(env);
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      try {
        const { query, variables } = JSON.parse(Buffer.concat(chunks));
        const body = Buffer.from(JSON.stringify({ data: await plans[query](variables) }));
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
        response.end(body);
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    });
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => stop(server).then(close) };
}

function stop(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
