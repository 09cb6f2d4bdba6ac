/** Rules that nobody reads are rules that do not hold: what is misspelt in a permission must never widen what is seen. */
import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { type RemoteJoinsOptions, remoteSchema } from '@remote-joins/core';
import { guardedResolvers, guardedSession, guardedTypeDefs, guardedWorld } from '../support/guarded.js';
import { defineHostSuite, type Host, type StartedHost } from '../support/hosts.js';
import type { Scope } from '../support/postgres.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

const { catalog: upstream = { typeDefs: '' } } = guardedWorld.remotes ?? {};
const catalog = await startRemoteServer(test, upstream);
const world = await startWorld(test, { databases: guardedWorld.databases ?? {} });

const part = `
  type Query { offer(voucher: ID!, tenant: ID @preset(value: "X-Hasura-Tenant", static: false)): Offer }
  type Offer { text: String! }`;
const options = { session: guardedSession, inheritedRoles: { lead: ['user'] } };
const typeDefs = guardedTypeDefs.replace('rootFields: []', 'rootFields: [], limit: 5, aggregations: false');

interface Written {
  readonly typeDefs?: string;
  readonly options?: object;
  readonly catalog?: object;
}

async function start(scope: Scope, host: Host, written: Written): Promise<StartedHost> {
  const source = { url: catalog.url, ...(written.catalog ?? { permissions: { user: part } }) };
  return host.start(scope, {
    typeDefs: written.typeDefs ?? typeDefs,
    resolvers: guardedResolvers,
    sources: { ...world.sources(), catalog: remoteSchema(source) } satisfies RemoteJoinsOptions['sources'],
    options: written.options ?? options,
  });
}

/** In the SDL, in the part of the remote schema: what is written, and how it is misspelt. */
const inSDL: readonly (readonly [written: string, misspelt: string])[] = [
  ['@permission(role: "user", fields: ["label"]', '@permissions(role: "user", fields: ["label"]'],
  ['@permission(role: "user", fields: ["label"]', '@Permission(role: "user", fields: ["label"]'],
  ['role: "user", fields: ["label"]', 'roles: "user", fields: ["label"]'],
  ['fields: ["label"]', 'columns: ["label"]'],
  ['fields: ["label"]', 'fields: ["lable"]'],
  ['filter: {hidden:', 'filters: {hidden:'],
  ['filter: {hidden:', 'check: {hidden:'],
  ['{hidden: {_eq: false}}', '{hiden: {_eq: false}}'],
  ['{hidden: {_eq: false}}', '{hidden: {eq: false}}'],
  ['{hidden: {_eq: false}}', '{hidden: {}, nott: {hidden: {_eq: true}}}'],
  ['{_eq: "X-Hasura-User-Id"}', '{_eq: {sesion: "X-Hasura-User-Id"}}'],
  ['{_eq: "X-Hasura-User-Id"}', '{_eq: "X-Hasura User-Id"}'],
  ['rootFields: []', 'rootField: []'],
  ['rootFields: []', 'rootFields: ["persons"]'],
  ['limit: 5', 'limits: 5'],
  ['aggregations: false', 'aggregation: false'],
];
const inPart: readonly (readonly [written: string, misspelt: string])[] = [
  ['@preset(', '@presets('],
  ['@preset(', '@Preset('],
  ['value: "X', 'values: "X'],
  ['static:', 'statics:'],
  ['tenant: ID', 'tennant: ID'],
  ['offer(', 'offers('],
  ['type Query', 'type Querry'],
  ['type Offer', 'type Ofer'],
  ['text: String!', 'txt: String!'],
];

defineHostSuite('A server whose permissions are misspelt', (host) => {
  test('A3: does not start, whatever of the SDL it is', async (t) => {
    equal((await start(t, host, {})).schema.getType('Order')?.name, 'Order'); // as it is written it starts
    for (const [written, misspelt] of inSDL) {
      const changed = typeDefs.replace(written, misspelt);
      notEqual(changed, typeDefs);
      await rejects(start(t, host, { typeDefs: changed }), misspelt);
    }
  });

  test('A3: does not start, whatever of a part of a remote schema it is', async (t) => {
    for (const [written, misspelt] of inPart) {
      const changed = part.replace(written, misspelt);
      notEqual(changed, part);
      await rejects(start(t, host, { catalog: { permissions: { user: changed } } }), misspelt);
    }
  });

  test('A3: does not start, whichever of the options it is', async (t) => {
    await rejects(start(t, host, { options: { ...options, session: undefined, sesion: guardedSession } }));
    await rejects(start(t, host, { options: { ...options, inheritedRole: { lead: ['user'] } } }));
    await rejects(start(t, host, { options: { ...options, inheritedRoles: { lead: ['users'] } } }));
    await rejects(start(t, host, { catalog: { permission: { user: part } } }));
    await rejects(start(t, host, { catalog: { permissions: part } }));
  });

  test('A3: is closed to a role whose name is misspelt', async (t) => {
    const misspelt = typeDefs.replaceAll('role: "user"', 'role: "User"');
    const { query } = await start(t, host, { typeDefs: misspelt });
    world.forget();
    const { data } = await query('{ orders { id } }', {}, { headers: { 'x-who': 'ada' } });
    deepEqual(
      Object.values(data ?? {}).filter((value) => value !== null),
      [],
    );
    deepEqual(world.counts(), {});
  });
});
