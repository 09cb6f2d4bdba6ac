/**
 * A GraphQL server to be forked: sends its URL to the process that forked it, and ends with it. It refuses the product
 * whose SKU is its argument, if it has one.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema, graphql } from 'graphql';

const schema = buildSchema(`
  type Query { products(skus: [ID!]!): [Product]! }
  type Product { sku: ID! name: String! price: Int! }`);
const [, , refused] = process.argv;
const rootValue = {
  products: ({ skus }: { skus: string[] }) =>
    skus.map((sku) => (sku === refused ? new Error('Refused.') : { sku, name: `Product ${sku}`, price: sku.length })),
};

const server = createServer(async (request, response) => {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  const { query, variables } = JSON.parse(Buffer.concat(body).toString());
  const answer = await graphql({ schema, rootValue, source: query, variableValues: variables });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
process.send?.(`http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}/graphql`);
process.once('disconnect', () => process.exit());
