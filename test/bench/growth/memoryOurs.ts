/** Large joined answers, looked at wherever much may be held. */
import { postgres, remoteSchema } from '@remote-joins/core';
import { isScalarType } from 'graphql';
import { openAsking } from './ask.js';
import { measureLiveMemory, openWatchedPool, report } from './liveMemory.js';
import { watchSource } from './watchSource.js';

// The second root field is finished after the first: writing its value tells when the whole tree is made, and all that
// it was made from is still held.
const typeDefs = `
  scalar Look
  type Query { orders(limit: Int): [Order!]! @select  last(id: Int!): Last @select }
  type Last @table(source: "orders_db", name: "orders") { total: Look }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    total: Int!
    placed_at: String!
    customer: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    product: Product
      @remoteRelationship(schema: "catalog", field: "products(skus: [$sku])", matchBy: {sku: "sku"})
  }
  type User @table(source: "users_db", name: "users") { id: Int! name: String! }
  type Product { sku: ID! name: String! }`;
const join = process.env.JOIN === 'product' ? 'product { sku name }' : 'customer { id name }';
const query = `query($limit: Int!) {
  orders(limit: $limit) { id total placed_at ${join} }
  last(id: 1) { total }
}`;

let look = (): void => {};
const onAnswer = (): void => look();
const { schema, prepare } = await openAsking(typeDefs, {
  orders_db: watchSource(postgres({ pool: openWatchedPool(process.env.ORDERS_DB, onAnswer) }), onAnswer),
  users_db: watchSource(postgres({ pool: openWatchedPool(process.env.USERS_DB, onAnswer) }), onAnswer),
  catalog: watchSource(remoteSchema({ url: process.env.CATALOG_URL ?? '' }), onAnswer),
});
const scalar = schema.getType('Look');
if (!isScalarType(scalar)) throw new Error('There is no scalar to look from.');
scalar.serialize = (value) => {
  look();
  return value;
};
const ask = prepare(query);

async function answer(limit: number, onLook: () => void): Promise<unknown> {
  look = onLook;
  return ask({ limit });
}

report(await measureLiveMemory(answer, Number(process.env.LIMIT)));
