/** Subscriptions over a socket of Mercurius: the one road that its validation, caches and request hooks know nothing of. */
import { deepEqual, equal } from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { describe, test } from 'node:test';
import type { SessionFunction } from '@remote-joins/core';
import * as remoteJoinsMercurius from '@remote-joins/mercurius';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { WebSocket } from 'ws';
import { roleSession } from '../support/roads.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db:
      "create table users (id int primary key, name text, nick text); insert into users values (1, 'Ada', 'CNRY');",
  },
});

const typeDefs = (hidden: string) => `
  type Query { ping: String self: Query }
  type Subscription { sold: Sale! ${hidden && 'audited: Audit'} }
  type Sale { id: Int! userId: Int self: Query user: User @remoteRelationship(fieldMapping: {userId: "id"}) }
  type User @table(source: "shop_db", name: "users") @permission(role: "user", fields: ["name"]) @permission(role: "clerk", fields: ["*"]) {
    name: String
    ${hidden && 'nick: String'}
  }
  ${hidden && 'type Audit @permission(role: "clerk", fields: ["*"]) { at: String }'}`;

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

interface Client {
  subscribe(query: string, variables?: unknown): Promise<Message>;
  next(): Promise<Message>;
  readonly publish: () => Promise<void>;
}

interface Options {
  readonly jit?: number;
  readonly hidden?: boolean;
  readonly session?: SessionFunction;
  /** Told when the connection is opened, or after. */
  readonly headers?: Record<string, string>;
  readonly init?: unknown;
}

async function connect(t: { after(end: () => Promise<void>): void }, options: Options): Promise<Client> {
  const { jit = 0, hidden = true, session = roleSession, headers = {}, init } = options;
  const app = Fastify();
  t.after(() => app.close());
  const subscribe = (topic: string) => ({
    subscribe: (_: unknown, __: unknown, { pubsub }: { pubsub: { subscribe(topic: string): Promise<unknown> } }) =>
      pubsub.subscribe(topic),
  });
  app.register(mercurius, {
    schema: [remoteJoinsMercurius.remoteJoinsTypeDefs, typeDefs(hidden ? 'hidden' : '')],
    resolvers: {
      Query: { ping: () => 'pong', self: () => ({}) },
      Subscription: { sold: subscribe('sold'), ...(hidden && { audited: subscribe('audited') }) },
      Sale: { self: () => ({}) },
    },
    subscription: true,
    jit,
  });
  app.register(remoteJoinsMercurius.remoteJoins, { session, sources: world.sources() });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  t.after(async () => socket.terminate());
  const messages: Message[] = [];
  const arrived = new EventEmitter();
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)));
    arrived.emit('message');
  });
  const next = async (): Promise<Message> => {
    while (messages.length === 0) await once(arrived, 'message');
    return messages.shift() ?? { type: 'none' };
  };
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: init }));
  equal((await next()).type, 'connection_ack');
  const publish = (): Promise<void> => {
    const payload = { sold: { id: 5, userId: 1 } };
    return new Promise((resolve) => app.graphql.pubsub.publish({ topic: 'sold', payload }, () => resolve()));
  };
  return {
    publish,
    next,
    async subscribe(query, variables) {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
      await new Promise((resolve) => setTimeout(resolve, 50)); // nothing tells that a subscription has begun
      await publish();
      return next();
    },
  };
}

const sold = (user: unknown): Message => ({ id: '1', type: 'next', payload: { data: { sold: { id: 5, user } } } });
const refused = (message: string, column: number): Message => ({
  id: '1',
  type: 'error',
  payload: [{ message, locations: [{ line: 1, column }] }],
});

for (const jit of [0, 1]) {
  describe(`A subscription over a socket (jit: ${jit})`, () => {
    test('tells each role what is its own', async (t) => {
      const clerk = await connect(t, { jit, headers: { 'x-role': 'clerk' } });
      deepEqual(await clerk.subscribe('subscription { sold { id user { nick } } }'), sold({ nick: 'CNRY' }));
      const user = await connect(t, { jit, headers: { 'x-role': 'user' } });
      deepEqual(await user.subscribe('subscription { sold { id user { name } } }'), sold({ name: 'Ada' }));
    });

    test('that names what is hidden is refused as on a server that never had it', async (t) => {
      const queries: readonly (readonly [query: string, message: string, column: number])[] = [
        ['subscription { sold { id user { nick } } }', 'Cannot query field "nick" on type "User".', 33],
        ['subscription { audited { at } }', 'Cannot query field "audited" on type "Subscription".', 16],
        ['subscription { sold { id nam } }', 'Cannot query field "nam" on type "Sale".', 26],
        ['subscription ($a: Audit) { sold { id } }', 'Unknown type "Audit".', 19],
      ];
      for (const hidden of [true, false]) {
        for (const [query, message, column] of queries) {
          const client = await connect(t, { jit, hidden, headers: { 'x-role': 'user' } });
          deepEqual(await client.subscribe(query), refused(message, column), query);
        }
      }
    });

    test('goes by the headers that the client tells once the socket is open, and never over those it opened it with', async (t) => {
      const query = 'subscription { sold { id user { nick } } }';
      for (const init of [{ 'x-role': 'clerk' }, { headers: { 'x-role': 'clerk' } }]) {
        const late = await connect(t, { jit, init });
        deepEqual(await late.subscribe(query), sold({ nick: 'CNRY' }));
        const both = await connect(t, { jit, init, headers: { 'x-role': 'user' } });
        deepEqual(await both.subscribe(query), refused('Cannot query field "nick" on type "User".', 33));
      }
    });

    test('shows no schema, which events would be answered from the whole of', async (t) => {
      const query = 'subscription { sold { self { __schema { types { name } } } } }';
      for (const role of ['user', 'clerk']) {
        const client = await connect(t, { jit, headers: { 'x-role': role } });
        const message = 'A subscription cannot ask for the schema. Use a query.';
        deepEqual(await client.subscribe(query), { id: '1', type: 'error', payload: [{ message }] });
      }
    });

    test('is refused where it is not known who asks', async (t) => {
      const client = await connect(t, { jit, headers: { 'x-role': 'broken' } });
      deepEqual(await client.subscribe('subscription { sold { id user { name } } }'), {
        id: '1',
        type: 'error',
        payload: [{ message: 'Log in.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    });

    test('tells no more of what its role lost since', async (t) => {
      let role = 'clerk';
      const client = await connect(t, { jit, session: () => ({ role }) });
      deepEqual(await client.subscribe('subscription { sold { id user { nick } } }'), sold({ nick: 'CNRY' }));
      role = 'user';
      world.forget();
      await client.publish();
      const { payload } = await client.next();
      equal(JSON.stringify(payload).includes('CNRY'), false);
      deepEqual(world.counts(), {});
    });
  });
}
