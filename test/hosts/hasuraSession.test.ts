/** Hasura's headers and tokens on every host: who asks is what the remote server is told, and nothing else. */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { hasuraSession, jwtSession, type RemoteJoinsOptions, remoteSchema } from '@remote-joins/core';
import { SignJWT } from 'jose';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startRemoteServer } from '../support/remoteServer.js';

const typeDefs = `
  type Query { cart: Cart time: String @remoteField(schema: "notes") }
  type Cart {
    id: ID!
    note: String @remoteRelationship(
      schema: "notes", field: "note(owner: $me)", variables: {me: {session: "X-Hasura-User-Id"}}
    )
  }`;
const resolvers = { Query: { cart: () => ({ id: 'c' }) } };
const notes = await startRemoteServer(test, {
  typeDefs: 'type Query { note(owner: Int!): String time: String }',
  resolvers: { Query: { note: (_: unknown, { owner }: { owner: number }) => `of ${owner}`, time: () => 'noon' } },
});

const secret = 'CNRY-secret-of-thirty-two-bytes-or-more';
const sign = (role: string, user: number): Promise<string> =>
  new SignJWT({
    'https://hasura.io/jwt/claims': {
      'x-hasura-allowed-roles': [role, 'clerk'],
      'x-hasura-default-role': role,
      'x-hasura-user-id': String(user),
    },
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
const tokens = await Promise.all([sign('boss', 1), sign('boss', 2)]);
const [token = ''] = tokens;

const hasura = hasuraSession({ adminSecret: secret, unauthorizedRole: 'anonymous' });
const jwt = jwtSession({ key: { secret }, algorithms: ['HS256'] });
/** As Hasura does it: a secret goes before a token. */
const session: RemoteJoinsOptions['session'] = (request) =>
  request.headers['x-by'] === 'token' ? jwt(request) : hasura(request);

const byToken = (headers: Record<string, string>) => ({ headers: { 'x-by': 'token', ...headers } });
const bySecret = (headers: Record<string, string>) => ({ headers: { 'X-Hasura-Admin-Secret': secret, ...headers } });

const source = '{ cart { id note } time }';
const whole = (user: number) => ({ data: { cart: { id: 'c', note: `of ${user}` }, time: 'noon' } });

/** Hasura's headers that arrived, each set of them once. */
const told = () => {
  const sets = notes.requests.map(({ headers }) =>
    JSON.stringify(
      Object.entries(headers)
        .filter(([name]) => name.startsWith('x-hasura-') || name === 'authorization')
        .sort(),
    ),
  );
  return [...new Set(sets)].map((set) => Object.fromEntries(JSON.parse(set)));
};

defineHostSuite("Hasura's sessions", (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: { notes: remoteSchema({ url: notes.url, forwardSession: 'all' }) },
    options: { session },
    beforeRequest() {
      notes.requests.length = 0;
    },
  }));
  const refused = async (options: { headers: Record<string, string> }, code: string, message: string) => {
    const answer = await query(source, {}, options);
    deepEqual(answer, {
      data: { cart: { id: 'c', note: null }, time: null },
      errors: answer.errors?.map(({ path }) => ({ message, path, code })),
    });
    deepEqual(answer.errors?.map(({ path }) => String(path)).sort(), ['cart,note', 'time']);
    ok(!JSON.stringify(answer).includes('CNRY'));
    deepEqual(notes.requests, []);
  };

  test('by secret are of the role and the variables that the headers name, in any case', async () => {
    deepEqual(await query(source, {}, bySecret({ 'X-HASURA-User-Id': '7' })), whole(7));
    deepEqual(told(), [{ 'x-hasura-role': 'admin', 'x-hasura-user-id': '7' }]);
    deepEqual(await query(source, {}, bySecret({ 'X-HASURA-User-Id': '7', 'x-Hasura-ROLE': 'clerk' })), whole(7));
    deepEqual(told(), [{ 'x-hasura-role': 'clerk', 'x-hasura-user-id': '7' }]);
  });

  test('without secret have no variable of those that the client names', async () => {
    const { data, errors } = await query(
      source,
      {},
      { headers: { 'x-hasura-user-id': '7', 'x-hasura-role': 'admin' } },
    );
    deepEqual(data, { cart: { id: 'c', note: null }, time: 'noon' });
    deepEqual(
      errors?.map(({ code }) => code),
      ['FORBIDDEN'],
    );
    deepEqual(told(), [{ 'x-hasura-role': 'anonymous' }]);
  });

  test('with a wrong secret are refused', async () => {
    const headers = { 'x-hasura-admin-secret': 'CNRY', 'x-hasura-role': 'admin' };
    await refused({ headers }, 'UNAUTHENTICATED', 'The header "x-hasura-admin-secret" is wrong.');
  });

  test('by token are of its role and its variables, whatever the headers say', async () => {
    const headers = { authorization: `Bearer ${token}`, 'x-hasura-user-id': '7' };
    const claims = { 'x-hasura-default-role': 'boss', 'x-hasura-user-id': '1' };
    deepEqual(await query(source, {}, byToken(headers)), whole(1));
    deepEqual(told(), [{ ...claims, 'x-hasura-role': 'boss' }]);
    deepEqual(await query(source, {}, byToken({ ...headers, 'X-Hasura-Role': 'clerk' })), whole(1));
    deepEqual(told(), [{ ...claims, 'x-hasura-role': 'clerk' }]);
  });

  test('by token are refused with a role that it does not allow, with another token, or with none', async () => {
    const headers = { authorization: `Bearer ${token}`, 'x-hasura-role': 'admin' };
    await refused(byToken(headers), 'FORBIDDEN', 'The requested role is not in the allowed roles.');
    await refused(byToken({ authorization: 'Bearer CNRY' }), 'UNAUTHENTICATED', 'The token cannot be read.');
    await refused(byToken({}), 'UNAUTHENTICATED', 'The request has no token.');
  });

  test('by token are those of each user, however requests are interleaved', async () => {
    const users = Array.from({ length: 12 }, (_, index) => index % 2);
    const answers = users.map((user) => query(source, {}, byToken({ authorization: `Bearer ${tokens[user]}` })));
    deepEqual(
      await Promise.all(answers),
      users.map((user) => whole(user + 1)),
    );
  });
});
