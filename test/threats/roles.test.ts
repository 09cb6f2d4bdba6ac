/** Ways to come by another role, or by more than its own permissions. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { hasuraSession, jwtSession, type SessionFunction } from '@remote-joins/core';
import { SignJWT } from 'jose';
import {
  assertNothingTold,
  guardedResolvers,
  guardedSession,
  guardedTypeDefs,
  guardedWorld,
} from '../support/guarded.js';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  ...guardedWorld,
  databases: {
    ...guardedWorld.databases,
    docs_db: `
      create table docs (id int primary key, owner int not null, text text not null, secret text not null);
      insert into docs values (1, 7, 'a', 'CNRY'), (2, 8, 'b', 's2'), (3, 9, 'c', 'CNRY'), (4, 9, 'CNRY', 'CNRY'), (5, 5, 'CNRY', 'CNRY');`,
  },
});

/** Role "user" sees texts of its own documents, "clerk" of document 3, "auditor" secrets of document 2. */
const typeDefs = guardedTypeDefs.replace('type Query {', 'type Query { docs: [Doc!]! @select').concat(`
  type Doc @table(source: "docs_db", name: "docs")
    @permission(role: "user", fields: ["id", "text"], filter: {owner: {_eq: "X-Hasura-User-Id"}})
    @permission(role: "clerk", fields: ["id", "text"], filter: {id: {_eq: 3}})
    @permission(role: "auditor", fields: ["id", "secret"], filter: {id: {_eq: 2}}) {
    id: Int!
    text: String
    secret: String
  }`);

const secret = 'CNRY-secret-of-thirty-two-bytes-or-more';
const token = await new SignJWT({
  'https://hasura.io/jwt/claims': {
    'x-hasura-allowed-roles': ['user'],
    'x-hasura-default-role': 'user',
    'x-hasura-user-id': '7',
    'x-hasura-tenant': 'CNRY-tenant',
  },
})
  .setProtectedHeader({ alg: 'HS256' })
  .sign(new TextEncoder().encode(secret));

const jwt = jwtSession({ key: { secret }, algorithms: ['HS256'] });
const hasura = hasuraSession({ adminSecret: secret, unauthorizedRole: 'anonymous' });
const variables = { 'x-hasura-user-id': '7', 'x-hasura-tenant': 'CNRY-tenant' };
const session: SessionFunction = (request) => {
  const { headers } = request;
  if (headers['x-by'] === 'token') return jwt(request);
  if (headers['x-by'] === 'secret') return hasura(request);
  if (headers['x-named'] !== undefined) return { role: headers['x-named'], variables };
  return guardedSession(request);
};

defineHostSuite('A role', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers: guardedResolvers,
    sources: world.sources(),
    options: { session, inheritedRoles: { top: ['boss'], boss: ['lead', 'auditor'], lead: ['user', 'clerk'] } },
    beforeRequest: world.forget,
  }));

  /** What is found of orders, and how often sources were asked. */
  const tryAs = async (headers: Record<string, string>): Promise<unknown> => {
    const answer = await query('{ orders { id sku } }', {}, { headers });
    assertNothingTold(answer);
    return [Object.values(answer.data ?? {}).filter((value) => value !== null), world.counts()];
  };
  const nothing = [[], {}];
  const own = [
    [
      [
        { id: 1, sku: 'pen' },
        { id: 2, sku: 'cup' },
      ],
    ],
    { shop_db: 1 },
  ];

  // Of roles that inherit from roles that inherit, filters and columns once got lost elsewhere.
  test('A7: that inherits through others sees the rows and columns that these see, and no more', async () => {
    for (const role of ['boss', 'top']) {
      const answer = await query('{ docs { id text secret } orders { id sku } }', {}, { headers: { 'x-named': role } });
      deepEqual(answer, {
        data: {
          docs: [
            { id: 1, text: 'a', secret: null },
            { id: 2, text: null, secret: 's2' },
            { id: 3, text: 'c', secret: null },
          ],
          orders: [
            { id: 1, sku: 'pen' },
            { id: 2, sku: 'cup' },
          ],
        },
      });
      for (const source of ['{ orders { cost } }', '{ people { name } }', '{ orders { person { email } } }']) {
        const { data } = await query(source, {}, { headers: { 'x-named': role } });
        deepEqual([source, Object.values(data ?? {}).filter((value) => value !== null)], [source, []]);
        deepEqual(world.counts(), {});
      }
    }
  });

  test('A14: is told letter by letter: no other spelling of a role is that role, and none makes an admin', async () => {
    deepEqual(await tryAs({ 'x-named': 'user' }), own);
    for (const role of ['User', 'USER', 'user,admin', 'user, user', 'us\u00ebr', 'admin', 'Admin', 'ADMIN', 'root'])
      deepEqual([role, await tryAs({ 'x-named': role })], [role, nothing]);
    for (const role of ['__proto__', 'constructor', 'toString', 'undefined', 'null', '*', '0'])
      deepEqual([role, await tryAs({ 'x-named': role })], [role, nothing]);
  });

  test('A14: of a token is one that it allows, however often and in whatever case the header comes', async () => {
    const byToken = { 'x-by': 'token', authorization: `Bearer ${token}` };
    deepEqual(await tryAs(byToken), own);
    deepEqual(await tryAs({ ...byToken, 'X-Hasura-Role': 'user' }), own);
    deepEqual(await tryAs({ ...byToken, 'x-hasura-user-id': '8', 'X-HASURA-ADMIN-SECRET': secret }), own);
    for (const role of ['admin', 'User', 'user, admin', 'boss', 'clerk', '__proto__'])
      deepEqual([role, await tryAs({ ...byToken, 'x-hasura-role': role })], [role, nothing]);
    deepEqual(await tryAs({ ...byToken, 'x-hasura-role': 'user', 'X-Hasura-Role': 'admin' }), nothing);
  });

  test('A14: is not taken from a header by those who do not know the secret', async () => {
    const bySecret = { 'x-by': 'secret', 'x-hasura-role': 'user', 'x-hasura-user-id': '7' };
    deepEqual(await tryAs({ ...bySecret, 'x-hasura-admin-secret': secret }), own);
    deepEqual(await tryAs(bySecret), nothing);
    for (const wrong of ['', `${secret}, ${secret}`, secret.toLowerCase(), secret.slice(1)])
      deepEqual([wrong, await tryAs({ ...bySecret, 'x-hasura-admin-secret': wrong })], [wrong, nothing]);
  });
});
