/** What a remote server is told of who asks, as its own HTTP server saw it. */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { remoteSchema, type Session, type SessionRequest } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startRemoteServer } from '../support/remoteServer.js';

const typeDefs = `
  type Query {
    all: String @remoteField(schema: "all")
    some: String @remoteField(schema: "some")
    none: String @remoteField(schema: "none")
    cart: Cart
  }
  type Cart { id: ID! joined: String @remoteRelationship(schema: "all", field: "joined(id: $id)") }`;
const remoteTypeDefs = 'type Query { all: String some: String none: String joined(id: ID!): String }';
const resolvers = { Query: { all: () => 'yes', some: () => 'yes', none: () => 'yes', joined: () => 'yes' } };

const servers = {
  all: await startRemoteServer(test, { typeDefs: remoteTypeDefs, resolvers }),
  some: await startRemoteServer(test, { typeDefs: remoteTypeDefs, resolvers }),
  none: await startRemoteServer(test, { typeDefs: remoteTypeDefs, resolvers }),
};
const sources = () => ({
  all: remoteSchema({
    url: servers.all.url,
    forwardSession: 'all',
    headers: { 'x-hasura-team': 'configured' },
    introspectionHeaders: { 'x-introspection': 'yes' },
    forwardHeaders: ['x-hasura-spoofed', { from: 'X-Request-Id', to: 'X-Correlation-Id' }],
  }),
  some: remoteSchema({ url: servers.some.url, forwardSession: ['X-Hasura-User-Id', 'x-hasura-role', 'x-missing'] }),
  none: remoteSchema({ url: servers.none.url }),
});

/** Headers that tell anything of the client, by server and request. */
const seen = () =>
  Object.fromEntries(
    Object.entries(servers).map(([name, { requests }]) => [
      name,
      requests.map(({ headers }) =>
        Object.fromEntries(
          Object.entries(headers).filter(([header]) => header.startsWith('x-') || header === 'authorization'),
        ),
      ),
    ]),
  );

const session = async ({ headers }: SessionRequest): Promise<Session> => {
  const user = headers['x-user'] ?? '';
  await wait(user.endsWith('1') ? 6 : 1);
  if (user === 'odd') return { variables: { 'x-hasura-user-id': 'CNRY\n' } };
  if (user === 'none') return {};
  return {
    role: `role ${user}`,
    variables: { 'X-Hasura-User-ID': user, 'x-hasura-teams': [user, 'a b', 'null'], 'x-hasura-team': 'of the session' },
  };
};

const client = {
  authorization: 'CNRY',
  'X-Request-ID': 'r1',
  'x-hasura-role': 'CNRY',
  'x-hasura-user-id': 'CNRY',
  'x-hasura-spoofed': 'CNRY',
};

defineHostSuite('The session at remote servers', (host) => {
  const forget = (): void => {
    for (const { requests } of Object.values(servers)) requests.length = 0;
  };
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers: { Query: { cart: () => ({ id: 'c' }) } },
    sources: sources(),
    options: { session },
    beforeRequest: forget,
  }));

  test('leaves as headers where the source says so, and nowhere else; configured headers win, and the client has no say', async () => {
    const answer = await query('{ all some none cart { joined } }', {}, { headers: { ...client, 'x-user': 'u1' } });
    deepEqual(answer, { data: { all: 'yes', some: 'yes', none: 'yes', cart: { joined: 'yes' } } });
    const all = {
      'x-correlation-id': 'r1',
      'x-hasura-role': 'role u1',
      'x-hasura-user-id': 'u1',
      'x-hasura-teams': '{u1,"a b","null"}',
      'x-hasura-team': 'configured',
    };
    const told = seen();
    deepEqual(new Set(told.all?.map((headers) => JSON.stringify(Object.entries(headers).sort()))).size, 1);
    deepEqual(told.all?.[0], all);
    deepEqual(told.some, [{ 'x-hasura-user-id': 'u1', 'x-hasura-role': 'role u1' }]);
    deepEqual(told.none, [{}]);
  });

  test("of a client without one leaves nothing of the client's in its place", async () => {
    const answer = await query('{ all some }', {}, { headers: { ...client, 'x-user': 'none' } });
    deepEqual(answer, { data: { all: 'yes', some: 'yes' } });
    deepEqual(seen(), { all: [{ 'x-hasura-team': 'configured', 'x-correlation-id': 'r1' }], some: [{}], none: [] });
  });

  test('is that of each user, however requests are interleaved', async () => {
    forget();
    const users = Array.from({ length: 12 }, (_, index) => `u${index % 3}`);
    // Under jit each request is sent several times, so that only which users are seen can be told, not how often.
    await Promise.all(users.map((user) => query('{ some }', {}, { headers: { 'x-user': user } })));
    for (const headers of seen().some ?? []) {
      deepEqual(headers, {
        'x-hasura-user-id': headers['x-hasura-user-id'],
        'x-hasura-role': `role ${headers['x-hasura-user-id']}`,
      });
    }
  });

  test('with a value that no header can hold fails the call, and the value is not told', async () => {
    const answer = await query('{ some none }', {}, { headers: { 'x-user': 'odd' } });
    deepEqual(answer, {
      data: { some: null, none: 'yes' },
      errors: [
        {
          message:
            'Field "Query.some" has no answer of source "some": The session variable "x-hasura-user-id" cannot be sent to the remote schema: it holds a character that no header may.',
          path: ['some'],
          code: 'BAD_USER_INPUT',
        },
      ],
    });
    ok(!JSON.stringify(answer).includes('CNRY'));
    deepEqual(seen(), { all: [], some: [], none: [{}] });
  });
});

test('The introspection carries its own headers alone', async (t) => {
  const server = await startRemoteServer(t, { typeDefs: remoteTypeDefs, resolvers });
  const source = remoteSchema({
    url: server.url,
    forwardSession: 'all',
    forwardHeaders: ['x-a', { from: 'x-b', to: 'x-c' }],
    introspectionHeaders: { 'x-introspection': 'yes' },
  });
  t.after(source.close);
  await source.introspect('all');
  const [headers] = server.requests.map((request) => request.headers);
  deepEqual(
    Object.entries(headers ?? {}).filter(([name]) => name.startsWith('x-')),
    [['x-introspection', 'yes']],
  );
});
