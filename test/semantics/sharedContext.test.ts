/** One context object for all requests: what belongs to one request must never be found by another. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type RemoteJoinsOptions, remoteSchema } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, sku text not null);
      insert into orders select n, 'sku' || n from generate_series(1, 20) n;`,
  },
});
const catalog = await startRemoteServer(test, {
  typeDefs: 'type Query { product(sku: ID!): Product } type Product { sku: ID! tag(text: String!): String! }',
  resolvers: {
    Query: {
      product: (_: unknown, { sku }: { sku: string }) => ({ sku, tag: ({ text }: { text: string }) => `${text}!` }),
    },
  },
});
const sources = () => ({
  ...world.sources(),
  catalog: remoteSchema({ url: catalog.url, forwardHeaders: ['x-user'], forwardSession: ['x-who'] }),
});
/** Answers later for some users than for others. */
const session: RemoteJoinsOptions['session'] = async ({ headers }) => {
  const who = headers['x-user'] ?? 'nobody';
  await new Promise((resolve) => setTimeout(resolve, who.length % 3));
  return { variables: { 'x-who': who } };
};
/** The user of each call's variables, the user its header names, and the user its session names. */
const sent = () =>
  catalog.requests.map(({ variables, headers }) => {
    const text = Object.values(variables).find((value) => String(value).startsWith('text'));
    return [String(text).replace('text', 'user'), headers['x-user'], headers['x-who']];
  });

const typeDefs = `
  type Query {
    order(id: Int!): Order @select
    late(ms: Int!): Late
    user: String
  }
  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    sku: String!
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Late { sku: ID! product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)") }
  type Product { sku: ID! tag(text: String!): String! }`;

const shared: Record<string, unknown> = {};
const resolvers = {
  Query: {
    late: async (_: unknown, { ms }: { ms: number }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { sku: `late${ms}` };
    },
  },
};

const source =
  'query ($id: Int!, $text: String!, $ms: Int!) { order(id: $id) { id product { sku tag(text: $text) } } late(ms: $ms) { product { tag(text: $text) } } }';

defineHostSuite('One context object for all requests', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: sources(),
    options: { session },
    context: () => shared,
  }));
  // graphql-js has no requests: whose headers a shared context means is for its user's function to know.
  const isHttp = !['graphql-js', 'a federation subgraph'].includes(host.name);
  const isMercurius = host.name.startsWith('Mercurius');

  const ask = (id: number) =>
    query(source, { id, text: `text${id}`, ms: 40 - 2 * id }, { headers: { 'x-user': `user${id}` } });
  const answer = (id: number) => ({
    data: {
      order: { id, product: { sku: `sku${id}`, tag: `text${id}!` } },
      late: { product: { tag: `text${id}!` } },
    },
  });

  test('requests side by side get their own data by their own variables', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => index + 1);
    deepEqual(await Promise.all(ids.map(ask)), ids.map(answer));
    deepEqual(await Promise.all(ids.map(ask)), ids.map(answer));
  });

  test('no call carries the headers of another request', { skip: !isHttp }, async () => {
    catalog.requests.length = 0;
    const late = 'query ($text: String!, $ms: Int!) { late(ms: $ms) { product { tag(text: $text) } } }';
    const askLate = (id: number) =>
      query(late, { text: `text${id}`, ms: 20 * id }, { headers: { 'x-user': `user${id}` } });
    await Promise.all([3, 2, 1].map(askLate));
    // Mercurius writes the request into the context, so whose a shared one is cannot be told: no header is sent.
    const own = (id: number) =>
      isMercurius ? [`user${id}`, undefined, 'nobody'] : [`user${id}`, `user${id}`, `user${id}`];
    const bySender = (calls: readonly (readonly unknown[])[]) => new Map(calls.map(([user, ...told]) => [user, told]));
    deepEqual(bySender(sent()), bySender([1, 2, 3].map(own)));
  });

  test('requests one after the other send their own headers', { skip: !isHttp || isMercurius }, async () => {
    for (const id of [1, 2]) {
      catalog.requests.length = 0;
      deepEqual(await ask(id), answer(id));
      deepEqual(new Set(sent().map(String)), new Set([`user${id},user${id},user${id}`]));
    }
  });
});
