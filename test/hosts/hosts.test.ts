import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { remoteSchema } from '@remote-joins/core';
import type { GraphQLResolveInfo } from 'graphql';
import { defineHostSuite } from '../support/hosts.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    users_db: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada'), (2, 'Grace');`,
  },
});

const users = `
  type User @table(source: "users_db", name: "users") { id: Int! name: String! }`;

defineHostSuite('A host', (host) => {
  test('forwards the headers that a source lists, and none else', async (t) => {
    const echo = await startRemoteServer(t, {
      typeDefs: 'type Query { echo: String }',
      resolvers: { Query: { echo: () => 'heard' } },
    });
    const { query } = await host.start(t, {
      typeDefs: 'type Query { echo: String @remoteField(schema: "echo") }',
      sources: { echo: remoteSchema({ url: echo.url, forwardHeaders: ['authorization', 'X-Tenant'] }) },
      beforeRequest: () => echo.requests.splice(0),
    });
    const headers = { authorization: 'Bearer mine', 'x-tenant': 'acme', cookie: 'session=1', 'x-other': 'no' };
    deepEqual(await query('{ echo }', {}, { headers }), { data: { echo: 'heard' } });
    const [request] = echo.requests;
    const { authorization, cookie, 'x-tenant': tenant, 'x-other': other } = request?.headers ?? {};
    deepEqual(
      { authorization, tenant, cookie, other },
      {
        authorization: 'Bearer mine',
        tenant: 'acme',
        cookie: undefined,
        other: undefined,
      },
    );
  });

  test('runs the operation that is named, each time', async (t) => {
    const { query } = await host.start(t, {
      typeDefs: `type Query { user(id: Int!): User @select } ${users}`,
      sources: world.sources(),
    });
    const source = 'query A { user(id: 1) { name } } query B { user(id: 2) { id } }';
    for (let i = 0; i < 2; i++) {
      deepEqual(await query(source, {}, { operationName: 'A' }), { data: { user: { name: 'Ada' } } });
      deepEqual(await query(source, {}, { operationName: 'B' }), { data: { user: { id: 2 } } });
    }
  });

  test('answers requests that run side by side each with its own', async (t) => {
    const shared = {};
    const { query } = await host.start(t, {
      typeDefs: `
        type Query { user(id: Int!): User @select own(id: Int!): Own }
        type Own { id: Int! user: User @remoteRelationship(fieldMapping: {id: "id"}) }
        ${users}`,
      resolvers: { Query: { own: (_: unknown, { id }: { id: number }) => ({ id }) } },
      sources: world.sources(),
      context: () => shared,
    });
    const source = 'query ($id: Int!) { user(id: $id) { name } own(id: $id) { user { name } } }';
    const names = [null, 'Ada', 'Grace', null];
    const answers = await Promise.all(names.map((_, id) => query(source, { id })));
    deepEqual(
      answers,
      names.map((name) => ({ data: { user: name && { name }, own: { user: name && { name } } } })),
    );
  });

  test('keeps its own resolvers, and what compiled code is there answers', async (t) => {
    let compiled = false;
    const { query } = await host.start(t, {
      typeDefs: `type Query { mine: String user(id: Int!): User @select } ${users}`,
      resolvers: {
        Query: {
          mine(_: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo) {
            compiled = info.path.typename === undefined; // which graphql-jit leaves out
            return 'mine';
          },
        },
      },
      sources: world.sources(),
    });
    deepEqual(await query('{ mine user(id: 1) { name } }'), { data: { mine: 'mine', user: { name: 'Ada' } } });
    equal(compiled, host.name === 'Mercurius with jit');
  });

  test('does not start with a schema that has problems, and tells all of them', async (t) => {
    const typeDefs = `
      type Query { users: [User!]! @select others: [Other!]! @select }
      type User @table(source: "users_db", name: "users") { id: Int! nam: String! }
      type Other @table(source: "user_db", name: "users") { id: Int! }`;
    await rejects(host.start(t, { typeDefs, sources: world.sources() }), (error: Error) => {
      match(error.message, /User\.nam.* UNKNOWN_COLUMN: .* Did you mean "name"\?/);
      match(error.message, /Other.* UNKNOWN_SOURCE: .* Did you mean "users_db"\?/);
      return true;
    });
  });

  test('stops without ending a pool that was given', async (t) => {
    const given = { typeDefs: `type Query { user(id: Int!): User @select } ${users}`, sources: world.sources() };
    const first = await host.start(t, given);
    await first.query('{ user(id: 1) { name } }');
    await first.stop();
    const second = await host.start(t, { ...given, sources: world.sources() });
    deepEqual(await second.query('{ user(id: 1) { name } }'), { data: { user: { name: 'Ada' } } });
  });
});
