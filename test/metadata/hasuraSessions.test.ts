/** Who asks, as Hasura tells it: by the admin secret, by a token, or by neither; and what a source gets to know of that. */
import { deepEqual } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { hosts } from '../support/hosts.js';
import { shopOf, startHasuraShop } from './hasuraShop.js';
import { toHost } from './hasuraWorld.js';
import { toRemote } from './relationships.js';
import { defineScene } from './scenes.js';

const world = await startHasuraShop(test);

const may = (role: string, columns: readonly string[], filter: object = {}): object => ({
  role,
  permission: { columns, filter },
});

const metadata = shopOf({
  orders: {
    remote_relationships: [toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } })],
    select_permissions: [
      may('customer', ['id'], { user_id: { _eq: 'X-Hasura-User-Id' } }),
      may('clerk', ['id', 'sku'], { region: { _in: 'X-Hasura-Regions' } }),
      may('stranger', ['id'], { id: { _eq: 5 } }),
    ],
  },
});

const KEY = 'a secret that is long enough for HS256';
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(payload: object, key = KEY): string {
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

const claims = {
  'x-hasura-default-role': 'customer',
  'x-hasura-allowed-roles': ['customer', 'clerk'],
  'X-Hasura-User-Id': '8',
  'x-hasura-regions': '{eu}',
};

function bearer(payload: object, key?: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${tokenOf(payload, key)}` };
}

const secret = { 'x-hasura-admin-secret': 's3cret' };
const ada = bearer({ 'https://shop.example/claims': claims });
const query = '{ orders(order_by: [{id: asc}]) { id } }';
const ids = (...all: readonly number[]) => ({ data: { orders: all.map((id) => ({ id })) } });
const refused = (message: string, code: string) => ({ data: null, errors: [{ message, code }] });

defineScene(world, 'Requests with a secret, a token or neither', {
  metadata,
  env: {
    HASURA_GRAPHQL_ADMIN_SECRET: 's3cret',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({
      type: 'HS256',
      key: KEY,
      claims_namespace: 'https://shop.example/claims',
    }),
    HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'stranger',
  },
  cases: {
    'The secret makes an admin': { query, headers: secret, answer: ids(1, 2, 3, 4, 5) },
    'The secret makes the role that is asked for, with the variables of the headers': {
      query,
      headers: { ...secret, 'x-hasura-role': 'customer', 'X-Hasura-User-Id': '7' },
      answer: ids(1, 4),
    },
    'A token makes its default role, with the variables of its claims': { query, headers: ada, answer: ids(2) },
    'A token makes another role that it allows': {
      query: '{ orders(order_by: [{id: asc}]) { id sku } }',
      headers: { ...ada, 'x-hasura-role': 'clerk' },
      answer: {
        data: {
          orders: [
            { id: 1, sku: 'pen' },
            { id: 5, sku: 'cup' },
          ],
        },
      },
    },
    'A token makes no role that it does not allow': {
      query,
      headers: { ...ada, 'x-hasura-role': 'stranger' },
      answer: refused('The requested role is not in the allowed roles.', 'FORBIDDEN'),
      calls: {},
    },
    'Headers beside a token are no variables': {
      query,
      headers: { ...ada, 'x-hasura-user-id': '7', 'x-hasura-regions': '{us}' },
      answer: ids(2),
    },
    'The secret counts before a token': {
      query,
      headers: { ...ada, ...secret },
      answer: ids(1, 2, 3, 4, 5),
    },
    'Who has neither is of the role for strangers, whatever the headers say': {
      query,
      headers: { 'x-hasura-role': 'admin', 'x-hasura-user-id': '7' },
      answer: ids(5),
    },
    'A wrong secret is refused, and makes no stranger': {
      query,
      headers: { 'x-hasura-admin-secret': 'guess' },
      answer: refused('The header "x-hasura-admin-secret" is wrong.', 'UNAUTHENTICATED'),
      calls: {},
    },
    'A token of somebody else is refused, and makes no stranger': {
      query,
      headers: bearer({ 'https://shop.example/claims': claims }, 'another secret, as long as it has to be'),
      answer: refused('The signature of the token is wrong.', 'UNAUTHENTICATED'),
      calls: {},
    },
    'Claims under another name are none': {
      query,
      headers: bearer({ 'https://hasura.io/jwt/claims': claims }),
      answer: refused('The claims of the token are no object.', 'UNAUTHENTICATED'),
      calls: {},
    },
    'A variable that the token lacks is missed where it is needed': {
      query: `${query.slice(0, -1)} name }`,
      headers: bearer({ 'https://shop.example/claims': { ...claims, 'X-Hasura-User-Id': undefined } }),
      answer: {
        data: null,
        errors: [
          {
            message:
              'Field "Query.orders" has no answer of source "default": The session has no variable "x-hasura-user-id", which field "Query.orders" needs. Have the option "session" give it.',
            path: ['orders'],
            code: 'FORBIDDEN',
          },
        ],
      },
    },
  },
});

defineScene(world, 'Claims from all over a token', {
  metadata,
  env: {
    HASURA_GRAPHQL_ADMIN_SECRET: 's3cret',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({
      type: 'HS256',
      key: KEY,
      header: { type: 'Cookie', name: 'session' },
      audience: ['shop'],
      claims_map: {
        'x-hasura-allowed-roles': { path: '$.user.roles' },
        'x-hasura-default-role': { path: '$.user.role', default: 'customer' },
        'x-hasura-user-id': { path: "$.user['ids'][0]" },
        'x-hasura-regions': '{us}',
      },
    }),
  },
  cases: {
    'A path leads to each, a default stands for what is not there, and a text for itself': {
      query,
      headers: { cookie: `a=b; session=${tokenOf({ aud: 'shop', user: { roles: ['customer'], ids: [7] } })}` },
      answer: ids(1, 4),
    },
    'What a path leads to wins over its default': {
      query,
      headers: {
        cookie: `session=${tokenOf({ aud: ['shop'], user: { role: 'clerk', roles: ['customer', 'clerk'], ids: [7] } })}`,
      },
      answer: ids(2, 4),
    },
    'A token for another audience is refused': {
      query,
      headers: { cookie: `session=${tokenOf({ aud: 'bank', user: { roles: ['customer'], ids: [7] } })}` },
      answer: refused('The token is not valid yet, or not meant for this server.', 'UNAUTHENTICATED'),
      calls: {},
    },
    'A token that stands elsewhere is none': {
      query,
      headers: bearer({ aud: 'shop', user: { roles: ['customer'], ids: [7] } }),
      answer: refused('The request has no token.', 'UNAUTHENTICATED'),
      calls: {},
    },
  },
});

defineScene(world, 'Claims as a text', {
  metadata,
  env: {
    HASURA_GRAPHQL_ADMIN_SECRET: 's3cret',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({
      type: 'HS256',
      key: KEY,
      header: { type: 'CustomHeader', name: 'x-token' },
      claims_format: 'stringified_json',
    }),
  },
  cases: {
    'A text that is JSON holds them, in a token of another header': {
      query,
      headers: { 'x-token': tokenOf({ 'https://hasura.io/jwt/claims': JSON.stringify(claims) }) },
      answer: ids(2),
    },
    'Claims that are no text are none': {
      query,
      headers: { 'x-token': tokenOf({ 'https://hasura.io/jwt/claims': claims }) },
      answer: refused('The claims of the token are no JSON text of an object.', 'UNAUTHENTICATED'),
      calls: {},
    },
  },
});

const asked = '{ orders(limit: 1, order_by: [{id: asc}]) { product { sku } } }';

/** What a remote schema gets to know of who asks, by the settings and the client's headers. */
const told: Readonly<Record<string, readonly [env: object, sent: Readonly<Record<string, string>>, got: object]>> = {
  'the claims of a token and the role, but neither what it allows nor a header of the client': [
    { HASURA_GRAPHQL_ADMIN_SECRET: 's3cret', HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: KEY }) },
    {
      ...bearer({ 'https://hasura.io/jwt/claims': claims }),
      'x-hasura-role': 'clerk',
      'x-hasura-user-id': '7',
      'x-hasura-other': 'x',
    },
    {
      'x-hasura-default-role': 'customer',
      'x-hasura-user-id': '8',
      'x-hasura-regions': '{eu}',
      'x-hasura-role': 'clerk',
    },
  ],
  'the variables that come with the secret, and never that': [
    { HASURA_GRAPHQL_ADMIN_SECRET: 's3cret' },
    { ...secret, 'x-hasura-access-key': 's3cret', 'x-hasura-user-id': '7' },
    { 'x-hasura-user-id': '7', 'x-hasura-role': 'admin' },
  ],
  'the variables of anybody where there is no secret, and nothing that looks like one': [
    {},
    { ...secret, 'x-hasura-access-key': 's3cret', 'x-hasura-user-id': '7' },
    { 'x-hasura-user-id': '7', 'x-hasura-role': 'admin' },
  ],
  'the role for strangers, and no variable': [
    { HASURA_GRAPHQL_ADMIN_SECRET: 's3cret', HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'clerk2' },
    { 'x-hasura-user-id': '7', 'x-hasura-role': 'admin' },
    { 'x-hasura-role': 'clerk2' },
  ],
};

const open = shopOf({
  orders: {
    remote_relationships: [toRemote('product', ['sku'], { product: { arguments: { sku: '$sku' } } })],
    select_permissions: ['clerk', 'clerk2'].map((role) => may(role, ['id'])),
  },
  catalogDefinition: { forward_client_headers: true },
});

for (const host of hosts.filter(({ name }) => name === 'Apollo Server' || name === 'Mercurius')) {
  for (const [what, [env, sent, got]] of Object.entries(told)) {
    test(`A remote schema is told ${what} (${host.name})`, async (t) => {
      const read = await world.read(open, { compat: 'hasura', strict: true, env: { ...env } });
      const server = await host.start(t, toHost(world, read));
      const answer = await server.query(asked, {}, { headers: sent });
      deepEqual(answer, { data: { orders: [{ product: { sku: 'pen' } }] } });
      const headers = Object.entries(world.headers('catalog')).filter(([name]) => name.startsWith('x-hasura-'));
      deepEqual(Object.fromEntries(headers), got);
    });
  }
}
