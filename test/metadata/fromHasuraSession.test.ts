/** Who asks, by the settings that Hasura takes from its environment. */
import { deepEqual, rejects } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { Session } from '@remote-joins/core';
import { startHasuraWorld } from './hasuraWorld.js';

const world = await startHasuraWorld(test, { remotes: { catalog: { typeDefs: 'type Query { up: Boolean }' } } });
const metadata = { version: 3, sources: [], remote_schemas: [{ name: 'c', definition: { url: '{{CATALOG_URL}}' } }] };

async function ask(env: Record<string, string>, headers: Record<string, string>): Promise<Session> {
  const { options } = await world.read(metadata, { env });
  return (await options.session?.({ context: {}, headers })) ?? {};
}

const KEY = 'a secret that is long enough for HS256';
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { 'x-hasura-default-role': 'user', 'x-hasura-allowed-roles': ['user'], 'x-hasura-user-id': '7' };
const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ 'https://hasura.io/jwt/claims': claims })}`;
const token = `Bearer ${body}.${createHmac('sha256', KEY).update(body).digest('base64url')}`;

const secret = { HASURA_GRAPHQL_ADMIN_SECRET: 's3' };
const jwt = { ...secret, HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: KEY }) };

test('Without an admin secret every request is an admin, unless it names another role', async () => {
  deepEqual(await ask({}, {}), { role: 'admin', admin: true, variables: {} });
  const headers = { 'x-hasura-role': 'user', 'x-hasura-user-id': '7', authorization: 'none' };
  deepEqual(await ask({}, headers), {
    role: 'user',
    admin: false,
    variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
  });
});

test('With an admin secret a request needs it, or is of the unauthorized role', async () => {
  const session = await ask(secret, { 'x-hasura-admin-secret': 's3' });
  deepEqual([session.role, session.admin], ['admin', true]);
  await rejects(ask(secret, {}), /lacks the header "x-hasura-admin-secret"/);
  await rejects(ask(secret, { 'x-hasura-admin-secret': 'guess' }), /is wrong/);
  deepEqual(await ask({ ...secret, HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'guest' }, { 'x-hasura-role': 'admin' }), {
    role: 'guest',
  });
});

test('With a JWT secret a token tells who asks, and the admin secret still does', async () => {
  const session = await ask(jwt, { authorization: token });
  deepEqual([session.role, session.admin ?? false], ['user', false]);
  deepEqual((await ask(jwt, { 'x-hasura-admin-secret': 's3' })).admin, true);
  await rejects(ask(jwt, { authorization: `${token}x` }), { code: 'UNAUTHENTICATED' });
  await rejects(ask(jwt, { authorization: token, 'x-hasura-role': 'admin' }), { code: 'FORBIDDEN' });
  await rejects(ask(jwt, {}), { code: 'UNAUTHENTICATED' });
});

test('A JWT secret may tell by a path where the claims are', async () => {
  const withSecret = (members: object) => ({
    ...secret,
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: KEY, ...members }),
  });
  const at = withSecret({ claims_namespace_path: "$['https://hasura.io/jwt/claims']" });
  deepEqual((await ask(at, { authorization: token })).role, 'user');
  await rejects(ask(withSecret({ claims_namespace_path: '$.elsewhere' }), { authorization: token }), {
    code: 'UNAUTHENTICATED',
  });
  await rejects(ask(withSecret({ claims_namespace: 'a', claims_namespace_path: '$.a' }), {}), {
    message: 'HASURA_GRAPHQL_JWT_SECRET has "claims_namespace" and "claims_namespace_path", which exclude each other.',
  });
});

test('A JWT secret that cannot be read stops the start, and is not told', async () => {
  const withSecret = (text: string) => ask({ ...secret, HASURA_GRAPHQL_JWT_SECRET: text }, {});
  await rejects(withSecret('CNRY'), { message: 'HASURA_GRAPHQL_JWT_SECRET is no JSON.' });
  await rejects(withSecret('{"type":"HS256","key":"CNRY"}'), (error: Error) => !error.message.includes('CNRY'));
});
