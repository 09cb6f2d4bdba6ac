/** What adapters read of a request, where the joins were attached before the server was made. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import * as apollo from '@remote-joins/apollo';
import { attachRemoteJoins, type RemoteJoins, type RemoteJoinsOptions, remoteSchema } from '@remote-joins/core';
import * as mercuriusAdapter from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import type { Scope } from '../support/postgres.js';
import { startRemoteServer } from '../support/remoteServer.js';

const echo = await startRemoteServer(test, {
  typeDefs: 'type Query { echo: String }',
  resolvers: { Query: { echo: () => 'heard' } },
});

const typeDefs = 'type Query { echo: String @remoteField(schema: "echo") }';

function attach(options: Omit<RemoteJoinsOptions, 'sources'>): Promise<RemoteJoins> {
  const schema = makeExecutableSchema({ typeDefs: [apollo.remoteJoinsTypeDefs, typeDefs] });
  const sources = { echo: remoteSchema({ url: echo.url, forwardHeaders: ['x-tenant'] }) };
  return attachRemoteJoins(schema, { sources, ...options });
}

const starts: Readonly<Record<string, (t: Scope, joins: RemoteJoins) => Promise<string>>> = {
  async 'Apollo Server'(t, joins) {
    const server = new ApolloServer({ schema: joins.schema, plugins: [apollo.remoteJoins({ joins })] });
    t.after(() => server.stop());
    const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
    return url;
  },
  async Mercurius(t, joins) {
    const app = Fastify();
    t.after(() => app.close());
    app.register(mercurius, { schema: joins.schema });
    app.register(mercuriusAdapter.remoteJoins, { joins });
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  },
};

async function tenantSent(url: string): Promise<unknown> {
  echo.requests.splice(0);
  const headers = { 'content-type': 'application/json', 'x-tenant': 'acme' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: '{ echo }' }) });
  deepEqual(await response.json(), { data: { echo: 'heard' } });
  return echo.requests.map((request) => request.headers['x-tenant']);
}

for (const [name, start] of Object.entries(starts)) {
  describe(`Joins attached before ${name} is made`, () => {
    test('forward the headers of its requests', async (t) => {
      const after: Scope['after'] = (hook) => t.after(hook);
      deepEqual(await tenantSent(await start({ after }, await attach({}))), ['acme']);
      deepEqual(await tenantSent(await start({ after }, await attach({ headers: undefined }))), ['acme']);
    });

    test('forward those that their own option tells instead', async (t) => {
      const joins = await attach({ headers: () => ({ 'X-Tenant': 'own' }) });
      deepEqual(await tenantSent(await start({ after: (hook) => t.after(hook) }, joins)), ['own']);
    });
  });
}

test('A warning on Apollo Server says where', async (t) => {
  const warnings: string[] = [];
  const server = new ApolloServer({
    typeDefs: [apollo.remoteJoinsTypeDefs, 'enum Size { S }\ntype Query { size: Size @remoteField(schema: "shop") }'],
    logger: { debug() {}, info() {}, warn: (message: string) => warnings.push(message), error() {} },
    plugins: [
      apollo.remoteJoins({
        sources: { shop: remoteSchema({ url: echo.url, schema: 'type Query { size: Size } enum Size { S M }' }) },
      }),
    ],
  });
  await server.start();
  t.after(() => server.stop());
  deepEqual(
    warnings.map((warning) => warning.slice(0, 48)),
    ['Remote Joins: Size (1:1) MISSING_ENUM_VALUE: The'],
  );
});
