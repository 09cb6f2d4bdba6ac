/** Who asks belongs to one request: whatever else runs, on whatever text, context or cache, each sees what its own role does. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { SessionFunction } from '@remote-joins/core';
import * as remoteJoinsMercurius from '@remote-joins/mercurius';
import Fastify, { type FastifyInstance } from 'fastify';
import mercurius, { type MercuriusOptions } from 'mercurius';
import type { Scope } from '../support/postgres.js';
import { roadHosts, roleSession } from '../support/roads.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, cost int);
      insert into orders values (1, 77701);`,
  },
});

const typeDefs = `
  type Query {
    orders: [Order!]! @select
    late: Late
    ping: String
  }
  type Late { id: Int orders: [Order!]! @remoteRelationship(fieldMapping: {id: "id"}) }
  type Order
    @table(source: "shop_db", name: "orders")
    @permission(role: "user", fields: ["id"])
    @permission(role: "clerk", fields: ["id", "cost"])
  {
    id: Int!
    cost: Int
  }`;
const resolvers = { Query: { late: () => wait(3).then(() => ({ id: 1 })), ping: () => 'pong' } };

const text = '{ orders { id cost } late { orders { cost } } }';
const schemaText = '{ late { id } __type(name: "Order") { fields { name } } orders { id } }';
const invalid = [
  { message: 'Cannot query field "cost" on type "Order".', locations: [{ line: 1, column: 15 }] },
  { message: 'Cannot query field "cost" on type "Order".', locations: [{ line: 1, column: 38 }] },
];
const fieldsOf = (...names: string[]) => ({
  late: { id: 1 },
  __type: { fields: names.map((name) => ({ name })) },
  orders: [{ id: 1 }],
});

/** What each role is told, without what is the host's own. */
const expected: Readonly<Record<string, readonly [answer: unknown, schema: unknown]>> = {
  clerk: [{ orders: [{ id: 1, cost: 77701 }], late: { orders: [{ cost: 77701 }] } }, fieldsOf('id', 'cost')],
  admin: [{ orders: [{ id: 1, cost: 77701 }], late: { orders: [{ cost: 77701 }] } }, fieldsOf('id', 'cost')],
  user: [invalid, fieldsOf('id')],
};

/** Some sessions take longer than others. */
const slowSession: SessionFunction = async (request) => {
  await wait(Math.random() * 4);
  return roleSession(request);
};

for (const host of roadHosts.filter(({ name }) => name !== 'graphql-js')) {
  describe(`Roles side by side on one text (${host.name})`, () => {
    for (const road of ['POST', 'GET']) {
      test(`are told what is theirs, by ${road}`, async (t) => {
        const scope: Scope = { after: (end) => t.after(end) };
        const options = { session: slowSession };
        const ask = (await host.start(scope, { typeDefs, resolvers, sources: world.sources(), options }))(road);
        const told = async (query: string, role: string): Promise<unknown> => {
          const { body } = (await ask({ query, role })) as { readonly body: string };
          const { data, errors } = JSON.parse(body);
          return errors?.map(({ message, locations }: (typeof invalid)[number]) => ({ message, locations })) ?? data;
        };
        const roles = Array.from({ length: 30 }, (_, index) => Object.keys(expected)[(index * 7) % 3] ?? '');
        for (let round = 0; round < 2; round++) {
          deepEqual(
            await Promise.all(roles.map((role) => told(text, role))),
            roles.map((role) => expected[role]?.[0]),
          );
          deepEqual(
            await Promise.all(roles.map((role) => told(schemaText, role))),
            roles.map((role) => expected[role]?.[1]),
          );
        }
      });
    }
  });
}

interface Started {
  readonly app: FastifyInstance;
  /** The function that was there before the plugin came. */
  readonly held: FastifyInstance['graphql'];
  readonly asked: () => number;
}

async function startMercurius(
  t: { after(end: () => Promise<void>): void },
  { session = roleSession, ...options }: MercuriusOptions & { readonly session?: SessionFunction },
): Promise<Started> {
  const app = Fastify();
  t.after(() => app.close());
  app.register(mercurius, { schema: [remoteJoinsMercurius.remoteJoinsTypeDefs, typeDefs], resolvers, ...options });
  await app.after();
  const held = app.graphql;
  let asked = 0;
  const counted: SessionFunction = (request) => {
    asked++;
    return session(request);
  };
  app.register(remoteJoinsMercurius.remoteJoins, { session: counted, sources: world.sources() });
  await app.ready();
  return { app, held, asked: () => asked };
}

for (const jit of [0, 1]) {
  describe(`Calls of app.graphql() (jit: ${jit})`, () => {
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    const told = (call: Promise<unknown>): Promise<unknown> =>
      call.then(
        (answer) => plain(Object(answer).data),
        (error) => plain(error.errors),
      );

    test('that share a context object see each what its own caller does', async (t) => {
      const who = new AsyncLocalStorage<string>();
      const session = async () => {
        const role = who.getStore() ?? '';
        await wait(Math.random() * 4);
        return role === 'admin' ? { admin: true } : { role };
      };
      const { app, held } = await startMercurius(t, { jit, session });
      const shared = {};
      for (const graphql of [[app.graphql], [app.graphql, held], [held]]) {
        for (let round = 0; round < 3; round++) {
          const roles = Array.from({ length: 24 }, (_, index) => Object.keys(expected)[(index * 5 + round) % 3] ?? '');
          const call = (query: string) => (role: string, index: number) =>
            wait(index % 5).then(() =>
              who.run(role, () => told((graphql[index % graphql.length] ?? held)(query, shared))),
            );
          deepEqual(
            await Promise.all(roles.map(call(text))),
            roles.map((role) => expected[role]?.[0]),
          );
          deepEqual(
            await Promise.all(roles.map(call(schemaText))),
            roles.map((role) => expected[role]?.[1]),
          );
        }
      }
    });

    test('do not come by the session of one that waits with the same context, nor it by theirs', async (t) => {
      const who = new AsyncLocalStorage<{ readonly role: string; readonly delay: number }>();
      const session = () => (who.getStore()?.role === 'admin' ? { admin: true } : { role: 'user' });
      const { app, held } = await startMercurius(t, { jit, session });
      // Between our hook and the execution.
      app.graphql.addHook('preExecution', async () => void (await wait(who.getStore()?.delay)));
      const shared = {};
      const ask = (graphql: FastifyInstance['graphql'], role: string, delay: number, query: string) =>
        who.run({ role, delay }, () => told(graphql(query, shared)));
      for (const [first, second] of [
        [app.graphql, held],
        [held, app.graphql],
        [app.graphql, app.graphql],
      ] as const) {
        for (const [one, other] of [
          ['user', 'admin'],
          ['admin', 'user'],
        ] as const) {
          const mine = (role: string) => (role === 'admin' ? '{ orders { cost } }' : '{ orders { id } }');
          const data = (role: string) => ({ orders: [role === 'admin' ? { cost: 77701 } : { id: 1 }] });
          const waiting = ask(first, one, 30, mine(one));
          await wait(10);
          for (const delay of [0, 40]) deepEqual(await ask(second, other, delay, mine(other)), data(other));
          deepEqual(await waiting, data(one));
        }
      }
    });

    test('ask for the session once, whatever comes of them', async (t) => {
      const { app, asked } = await startMercurius(t, { jit });
      let count = 0;
      for (let round = 0; round < 3; round++) {
        for (const query of [text, schemaText, '{ ping }', '{ nothing }', '{ orders { id } }']) {
          for (const role of ['user', 'clerk', 'admin']) {
            await told(app.graphql(query, { role }));
            equal(asked(), ++count, `${query} ${role}`);
          }
        }
      }
    });

    test('of the function that was there before are refused as well', async (t) => {
      const { held } = await startMercurius(t, { jit });
      for (let round = 0; round < 3; round++) {
        for (const role of ['user', 'clerk', 'admin']) {
          deepEqual(await told(held(text, { role })), expected[role]?.[0]);
          deepEqual(await told(held(schemaText, { role })), expected[role]?.[1]);
        }
      }
    });

    test('find all that belongs to the function on ours', async (t) => {
      const { app, held } = await startMercurius(t, { jit });
      equal(app.graphql.schema, held.schema);
      const contexts: unknown[] = [];
      app.graphql.addHook('preExecution', async (_schema, _document, context) => void contexts.push(context.app));
      deepEqual(await told(app.graphql('{ ping }', { role: 'user' })), { ping: 'pong' });
      deepEqual(await told(app.graphql('{ ping }')), { ping: 'pong' });
      deepEqual(contexts, [app, app]);
      const { schema } = app.graphql;
      app.graphql.replaceSchema(schema);
      deepEqual(await told(app.graphql(text, { role: 'user' })), invalid);
    });

    test('keep the rules of the host, and its limit of tokens', async (t) => {
      const { app } = await startMercurius(t, {
        jit,
        graphql: { parseOptions: { maxTokens: 20 } },
        validationRules: [
          (context) => ({
            Field(node) {
              if (node.alias) context.reportError(new mercurius.ErrorWithProps('No aliases.') as never);
            },
          }),
        ],
      });
      const refused = (query: string, role: string, message: string): Promise<void> =>
        rejects(app.graphql(query, { role }), ({ errors }: { errors: readonly Error[] }) => {
          deepEqual(
            errors.map((error) => error.message),
            [message],
          );
          return true;
        });
      await refused('{ orders { x: cost } }', 'user', 'Cannot query field "cost" on type "Order".');
      await refused('{ orders { x: cost } }', 'clerk', 'No aliases.');
      await refused('{ orders { x: id } }', 'user', 'No aliases.');
      const long = `{ ${'ping '.repeat(30)} nothing }`;
      await refused(long, 'user', 'Syntax Error: Document contains more that 20 tokens. Parsing aborted.');
    });
  });
}
