/** A server that ends while a metadata call is under way. */
import { deepEqual, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { createMetadataApi, remoteJoins } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import { buildSchema, introspectionFromSchema } from 'graphql';
import mercurius from 'mercurius';
import { startFaultServer } from '../support/remoteServer.js';

const data = introspectionFromSchema(buildSchema('type Query { a: Int }'));
const metadata = {
  version: 3,
  sources: [],
  remote_schemas: [{ name: 'forum', definition: { url_from_env: 'FORUM' } }],
};

/** Something that happens when it is let to. */
function createLatch() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

/** The API of metadata of a remote schema, which waits with what it holds once it is told to. */
async function start(t: TestContext) {
  const [asked, answer] = [createLatch(), createLatch()];
  let waits = false;
  const forum = await startFaultServer(t, async (_request, response) => {
    if (waits) {
      asked.open();
      await answer.opened;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data }));
  });
  const api = await createMetadataApi({ metadata, adminSecret: 's', env: { FORUM: forum.url } });
  t.after(() => api.close());
  const wait = (): void => {
    waits = true;
  };
  return { api, asked, answer, wait };
}

/** Makes a call on a connection that the client would keep. */
async function call(t: TestContext, port: number) {
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const headers = { 'content-type': 'application/json', 'x-hasura-admin-secret': 's' };
  const sent = request({ port, host: '127.0.0.1', path: '/v1/metadata', method: 'POST', headers, agent });
  sent.end(JSON.stringify({ type: 'reload_remote_schema', args: { name: 'forum' } }));
  const [response] = await once(sent, 'response');
  return { connection: response.headers.connection, body: JSON.parse(await text(response)) };
}

const answered = { connection: 'close', body: { message: 'success' } };
const portOf = (address: ReturnType<ReturnType<typeof createServer>['address']>): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

test('Mercurius ends when a metadata call under way is answered, and does not wait for its connection', async (t) => {
  const { api, asked, answer, wait } = await start(t);
  const app = Fastify();
  app.register(mercurius);
  app.register(remoteJoins, api.options);
  app.register(api.fastify);
  await app.listen({ port: 0, host: '127.0.0.1' });
  wait();
  const answering = call(t, portOf(app.server.address()));
  await asked.opened;
  const closing = app.close();
  await new Promise((resolve) => setImmediate(resolve));
  answer.open();
  const since = Date.now();
  deepEqual(await answering, answered);
  await closing;
  ok(Date.now() - since < 10_000);
});

test('So does a server of Node whose API is closed', async (t) => {
  const { api, asked, answer, wait } = await start(t);
  const server = createServer({ keepAliveTimeout: 72_000 }, api.handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  wait();
  const answering = call(t, portOf(server.address()));
  await asked.opened;
  const closing = [api.close(), new Promise((resolve) => server.close(resolve))];
  answer.open();
  const since = Date.now();
  deepEqual(await answering, answered);
  await Promise.all(closing);
  ok(Date.now() - since < 10_000);
});
