import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Call, Observed } from '../storefront/support/observed.js';

/** A handler as Hasura calls it: `checkout` gives a receipt for an order that is there already. */
export async function startActions(): Promise<Observed & { readonly url: string }> {
  let calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { action, input, session_variables } = JSON.parse(Buffer.concat(chunks).toString());
    calls.push({ text: action.name, values: { input, session_variables } });
    const receipt = { note: `${input.quantity} × ${input.sku}`, orderId: 1 };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(receipt));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    async takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
