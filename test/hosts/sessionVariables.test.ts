/** Session variables as arguments of relationships: always those of who asks. */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { RemoteJoinsOptions } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, sku text not null);
      insert into orders values (1, 'pen'), (2, 'cup');`,
  },
  remotes: {
    notes: {
      typeDefs: `
        type Query {
          note(sku: ID!, owner: Int!, color: Color, open: Boolean): Note
          shared(teams: [Int!], sku: ID): [Note!]!
          secret: Note
        }
        enum Color { RED BLUE }
        type Note { text: String! }`,
      resolvers: {
        Query: {
          note: (_: unknown, { sku, owner }: { sku: string; owner: number }) => ({ text: `${sku} of ${owner}` }),
          shared: (_: unknown, { teams }: { teams: number[] }) => teams.map((team) => ({ text: `team ${team}` })),
          secret: () => ({ text: 'secret' }),
        },
      },
    },
  },
});

const typeDefs = `
  type Query { orders: [Order!]! @select order(id: Int!): Order @select carts: [Cart!]! }
  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    sku: String!
    note: Note @remoteRelationship(
      schema: "notes", field: "note(sku: $sku, owner: $me, color: $color, open: $open)"
      variables: {me: {session: "X-Hasura-User-Id"}, color: {session: "x-color"}, open: {session: "x-open"}}
    )
    shared: [Note!] @remoteRelationship(
      schema: "notes", field: "shared(teams: $teams, sku: $sku)", variables: {teams: {session: "x-teams"}}
    )
    plain: Note @remoteRelationship(schema: "notes", field: "secret")
  }
  type Cart {
    sku: ID!
    note: Note @remoteRelationship(
      schema: "notes", field: "note(sku: $sku, owner: $me)", variables: {me: {session: "x-HASURA-user-id"}}
    )
  }
  type Note { text: String! }`;

const resolvers = { Query: { carts: () => [{ sku: 'pen' }, { sku: 'tin' }] } };

/** The variables of one user, whom the client's header "x-user" names. */
const users: Readonly<Record<string, Record<string, string | string[]>>> = {
  ann: { 'x-hasura-USER-id': '1', 'X-Color': 'RED', 'x-open': 'true', 'x-teams': ['10', '11'] },
  bob: { 'x-hasura-user-id': '2', 'x-color': 'BLUE', 'x-open': 'false', 'x-teams': '{20}' },
  none: {},
  odd: { 'x-hasura-user-id': 'CNRY', 'x-color': 'CNRY', 'x-open': 'CNRY', 'x-teams': 'CNRY' },
};

const session: RemoteJoinsOptions['session'] = async ({ headers }) => {
  const user = headers['x-user'] ?? 'none';
  await wait(user === 'ann' ? 6 : 2);
  return { variables: users[user] ?? {} };
};

const source = '{ orders { note { text } shared { text } } carts { note { text } } }';
const answerOf = (id: number, teams: readonly number[]) => {
  const shared = teams.map((team) => ({ text: `team ${team}` }));
  return {
    data: {
      orders: ['pen', 'cup'].map((sku) => ({ note: { text: `${sku} of ${id}` }, shared })),
      carts: ['pen', 'tin'].map((sku) => ({ note: { text: `${sku} of ${id}` } })),
    },
  };
};
const answers = { ann: answerOf(1, [10, 11]), bob: answerOf(2, [20]) };

defineHostSuite('Session variables of relationships', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    options: { session },
    beforeRequest: () => world.forget(),
  }));
  const as = (user: string) => ({ headers: { 'X-User': user } });

  test('leave as values of their types', async () => {
    deepEqual(await query('{ order(id: 1) { note { text } shared { text } } }', {}, as('ann')), {
      data: { order: { note: { text: 'pen of 1' }, shared: [{ text: 'team 10' }, { text: 'team 11' }] } },
    });
    const sent = Object.values(world.calls().notes?.[0]?.[1] ?? {});
    deepEqual(new Set(sent.map((value) => JSON.stringify(value))), new Set(['"pen"', '1', '"RED"', 'true', '[10,11]']));
  });

  test('are those of each user, however requests are interleaved', async () => {
    const asked = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'ann' : 'bob') as 'ann' | 'bob');
    deepEqual(
      await Promise.all(asked.map((user) => query(source, {}, as(user)))),
      asked.map((user) => answers[user]),
    );
  });

  test('that are missing are FORBIDDEN at the fields that need them, and at no other', async () => {
    const { data, errors } = await query(
      '{ orders { id note { text } shared { text } plain { text } } }',
      {},
      as('none'),
    );
    const plain = { text: 'secret' };
    deepEqual(data, { orders: [1, 2].map((id) => ({ id, note: null, shared: null, plain })) });
    const missing = (field: string, name: string) =>
      [0, 1].map((index) => ({
        message: `Field "Order.${field}" has no answer of source "notes": The session has no variable "${name}".`,
        path: ['orders', index, field],
        code: 'FORBIDDEN',
      }));
    const byPath = (a: { path?: unknown }, b: { path?: unknown }) => String(a.path).localeCompare(String(b.path));
    deepEqual(
      [...(errors ?? [])].sort(byPath),
      [...missing('note', 'x-hasura-user-id'), ...missing('shared', 'x-teams')].sort(byPath),
    );
    deepEqual(world.counts(), { shop_db: 1, notes: 1 });
  });

  test('that are no values of their types are refused, and not told', async () => {
    const answer = await query(source, {}, as('odd'));
    deepEqual(new Set(answer.errors?.map(({ code }) => code)), new Set(['BAD_USER_INPUT']));
    ok(!JSON.stringify(answer).includes('CNRY'));
    deepEqual(world.counts(), { shop_db: 1 });
  });
});
