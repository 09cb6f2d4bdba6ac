/** A client that goes away stops the calls that were still to come, and nothing crashes. */
import { deepEqual, equal } from 'node:assert/strict';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, remoteJoinsTypeDefs, remoteSchema } from '@remote-joins/core';
import { remoteJoins } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import { type GraphQLError, graphql } from 'graphql';
import mercurius from 'mercurius';
import type { Scope } from '../support/postgres.js';
import { startFaultServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

const SLOW = 300;

const world = await startWorld(test, {
  databases: {
    db: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada');`,
  },
});

/** Answers late, and knows when nobody waits any more. */
let abandoned = 0;
const slow = await startFaultServer(test, async (_, response) => {
  response.on('close', () => {
    if (!response.writableFinished) abandoned++;
  });
  await sleep(SLOW);
  response.end('{"data":{"_0":{"ownerId":1,"name":"late"}}}');
});

const typeDefs = `
  type Query {
    late: Late @remoteField(schema: "slow")
    own: Own
    user(id: Int!): User @select
  }
  type Late { name: String owner: User @remoteRelationship(fieldMapping: {ownerId: "id"}) }
  type Own { id: Int user: User @remoteRelationship(source: "db", table: "users", fieldMapping: {id: "id"}) }
  type User @table(source: "db", name: "users") { name: String! }`;

const resolvers = { Query: { own: () => sleep(SLOW, { id: 1 }) } };
const sources = () => ({
  ...world.sources(),
  slow: remoteSchema({ url: slow.url, schema: 'type Query { late: Late } type Late { name: String ownerId: Int }' }),
});

interface Server {
  readonly url: string;
  /** Codes of errors of executions that nobody received. */
  readonly codes: unknown[];
}

async function startMercurius(t: Scope, jit?: number): Promise<Server> {
  const codes: unknown[] = [];
  const app = Fastify();
  t.after(() => app.close());
  app.register(mercurius, { schema: [remoteJoinsTypeDefs, typeDefs], resolvers, ...(jit !== undefined && { jit }) });
  app.register(remoteJoins, { sources: sources() });
  await app.ready();
  app.graphql.addHook('onResolution', async (execution) => {
    codes.push(...(execution.errors ?? []).map((error) => (error as GraphQLError).extensions?.code));
  });
  return { url: `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`, codes };
}

/** Sends a request and goes away in the middle of it. */
async function sendAndLeave(url: string, query: string, method: 'POST' | 'GET'): Promise<void> {
  const sent =
    method === 'GET'
      ? request(`${url}?query=${encodeURIComponent(query)}`)
      : request(url, { method, headers: { 'content-type': 'application/json' } });
  sent.on('error', () => {});
  sent.end(method === 'GET' ? undefined : JSON.stringify({ query }));
  await sleep(SLOW / 2);
  sent.destroy();
  await sleep(SLOW);
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

for (const [name, jit] of [
  ['Mercurius', undefined],
  ['Mercurius with jit', 1],
] as const) {
  for (const method of ['POST', 'GET'] as const) {
    describe(`A client of ${name} that goes away (${method})`, () => {
      test('ends the call that is under way, and nothing more is asked', async (t) => {
        const { url, codes } = await startMercurius({ after: (hook) => t.after(hook) }, jit);
        for (let round = 0; round < 3; round++) {
          world.forget();
          abandoned = 0;
          codes.length = 0;
          await sendAndLeave(url, '{ late { name owner { name } } }', method);
          deepEqual([abandoned, codes, world.counts()], [1, ['REQUEST_CANCELLED'], {}]);
        }
        deepEqual(await ask(url, '{ late { name owner { name } } }'), {
          data: { late: { name: 'late', owner: { name: 'Ada' } } },
        });
      });

      test('before the first call leaves it unmade', async (t) => {
        const { url, codes } = await startMercurius({ after: (hook) => t.after(hook) }, jit);
        world.forget();
        await sendAndLeave(url, '{ own { id user { name } } }', method);
        deepEqual([codes, world.counts()], [['REQUEST_CANCELLED'], {}]);
        deepEqual(await ask(url, '{ own { user { name } } }'), { data: { own: { user: { name: 'Ada' } } } });
      });
    });
  }
}

test('a host that can tell says so by the option "signal"', async (t) => {
  const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
  const controllers = new WeakMap<object, AbortController>();
  const joins = await attachRemoteJoins(schema, {
    sources: sources(),
    signal: (context) => controllers.get(context as object)?.signal,
  });
  t.after(joins.close);
  const controller = new AbortController();
  const contextValue = {};
  controllers.set(contextValue, controller);
  world.forget();
  const answer = graphql({ schema, source: '{ late { owner { name } } user(id: 1) { name } }', contextValue });
  await sleep(SLOW / 2);
  const aborted = Date.now();
  controller.abort();
  const { data, errors } = await answer;
  equal(Date.now() - aborted < SLOW / 2, true, 'nobody waits for what is cancelled');
  deepEqual(JSON.parse(JSON.stringify(data)), { late: null, user: { name: 'Ada' } });
  deepEqual(
    errors?.map(({ path, extensions, message }) => [path?.join('.'), extensions.code, message]),
    [
      [
        'late',
        'REQUEST_CANCELLED',
        'Field "Query.late" has no answer of source "slow": The request was cancelled before the remote schema answered.',
      ],
    ],
  );
  deepEqual(world.counts(), { db: 1 });
});
