/** Each event of a subscription is joined as a query would be: anew, with one call per source. */
import { deepEqual, equal } from 'node:assert/strict';
import { EventEmitter, on, once } from 'node:events';
import { describe, test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, type RemoteJoinsOptions, remoteJoinsTypeDefs } from '@remote-joins/core';
import { remoteJoins } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import { type ExecutionResult, parse, subscribe } from 'graphql';
import mercurius from 'mercurius';
import { WebSocket } from 'ws';
import type { Scope } from '../support/postgres.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    db: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada'), (2, 'Grace');
      create sequence reads;
      create view readings as select 1 as id, nextval('reads')::int as number;`,
  },
  remotes: {
    catalog: {
      typeDefs: 'type Query { product(sku: ID!): Product } type Product { sku: ID! }',
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => {
            if (sku === 'bad') throw new Error('bad');
            return { sku };
          },
        },
      },
    },
  },
});

const typeDefs = `
  type Query { nothing: Int }
  type Subscription { sold(shop: Int): Sale! sales: [Sale!]! }
  type Sale {
    id: Int!
    userId: Int
    sku: String
    user: User @remoteRelationship(source: "db", table: "users", fieldMapping: {userId: "id"})
    reading: Reading @remoteRelationship(source: "db", table: "readings", fieldMapping: {userId: "id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type User @table(source: "db", name: "users") { name: String! }
  type Reading @table(source: "db", name: "readings") { number: Int }
  type Product { sku: ID! }`;

interface Sale {
  readonly id: number;
  readonly userId: number | null;
  readonly sku: string;
}

interface Host {
  subscribe(source: string, variables?: Record<string, unknown>): Promise<() => Promise<unknown>>;
  publish(topic: 'sold' | 'sales', value: unknown): Promise<void>;
}

type Options = Pick<RemoteJoinsOptions, 'session'>;

async function startGraphql(t: Scope, options: Options = {}): Promise<Host> {
  const events = new EventEmitter();
  const contextValue = {}; // one for all subscriptions and events
  const stream = (topic: string) =>
    async function* () {
      for await (const [value] of on(events, topic)) yield { [topic]: value };
    };
  const schema = makeExecutableSchema({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    resolvers: { Subscription: { sold: { subscribe: stream('sold') }, sales: { subscribe: stream('sales') } } },
  });
  const joins = await attachRemoteJoins(schema, { ...options, sources: world.sources() });
  t.after(joins.close);
  return {
    async subscribe(source, variableValues) {
      const answers = await subscribe({ schema, document: parse(source), contextValue, variableValues });
      if (!(Symbol.asyncIterator in answers)) throw new Error(JSON.stringify(answers));
      let waiting: Promise<IteratorResult<ExecutionResult, void>> = answers.next();
      return async () => {
        const { value } = await waiting;
        waiting = answers.next();
        return toAnswer(value);
      };
    },
    publish: async (topic, value) => {
      events.emit(topic, value);
    },
  };
}

async function startMercurius(t: Scope, options: Options = {}, jit?: number): Promise<Host> {
  const app = Fastify();
  t.after(() => app.close());
  const resolver = (topic: string) => ({
    subscribe: (_: unknown, __: unknown, { pubsub }: { pubsub: { subscribe(topic: string): Promise<unknown> } }) =>
      pubsub.subscribe(topic),
  });
  app.register(mercurius, {
    schema: [remoteJoinsTypeDefs, typeDefs],
    resolvers: { Subscription: { sold: resolver('sold'), sales: resolver('sales') } },
    subscription: true,
    ...(jit !== undefined && { jit }),
  });
  app.register(remoteJoins, { ...options, sources: world.sources() });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    async subscribe(query, variables) {
      const socket = new WebSocket(url.replace('http', 'ws').concat('/graphql'), 'graphql-transport-ws');
      t.after(async () => socket.terminate());
      const messages: { type: string; payload?: unknown }[] = [];
      const arrived = new EventEmitter();
      socket.on('message', (data) => {
        messages.push(JSON.parse(String(data)));
        arrived.emit('message');
      });
      const next = async (): Promise<{ type: string; payload?: unknown }> => {
        while (messages.length === 0) await once(arrived, 'message');
        return messages.shift() as { type: string };
      };
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'connection_init' }));
      equal((await next()).type, 'connection_ack');
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
      await new Promise((resolve) => setTimeout(resolve, 50)); // nothing tells that a subscription has begun
      return async () => toAnswer((await next()).payload);
    },
    publish: (topic, value) =>
      new Promise((resolve) => app.graphql.pubsub.publish({ topic, payload: { [topic]: value } }, () => resolve())),
  };
}

function toAnswer(answer: unknown): unknown {
  const { data, errors } = JSON.parse(JSON.stringify(answer));
  return {
    data,
    ...(errors && {
      errors: errors.map(
        ({ path, extensions }: { path: unknown[]; extensions: { code: string } }) =>
          `${path.join('.')} ${extensions.code}`,
      ),
    }),
  };
}

const hosts: Readonly<Record<string, (t: Scope, options?: Options) => Promise<Host>>> = {
  'graphql-js': startGraphql,
  Mercurius: (t, options) => startMercurius(t, options),
  'Mercurius with jit': (t, options) => startMercurius(t, options, 1),
};

for (const [name, start] of Object.entries(hosts)) {
  describe(`Events of a subscription (${name})`, () => {
    const sale = (id: number, userId: number | null, sku: string): Sale => ({ id, userId, sku });
    const scopeOf = (t: { after(hook: () => Promise<void>): void }): Scope => ({ after: (hook) => t.after(hook) });

    test('an event that comes twice is joined twice, with one call per source each time', async (t) => {
      const host = await start(scopeOf(t));
      const next = await host.subscribe('subscription { sold { id user { name } product { sku } } }');
      for (const userId of [1, 1, 2]) {
        world.forget();
        await host.publish('sold', sale(5, userId, 'pen'));
        deepEqual(await next(), {
          data: { sold: { id: 5, user: { name: userId === 1 ? 'Ada' : 'Grace' }, product: { sku: 'pen' } } },
        });
        deepEqual(world.counts(), { db: 1, catalog: 1 });
      }
    });

    test('what an event joins is what the source holds then', async (t) => {
      const host = await start(scopeOf(t));
      const next = await host.subscribe('subscription { sold { reading { number } } }');
      const numbers: number[] = [];
      for (let event = 0; event < 3; event++) {
        await host.publish('sold', sale(1, 1, 'x'));
        const { data } = (await next()) as { data: { sold: { reading: { number: number } } } };
        numbers.push(data.sold.reading.number);
      }
      const [first = 0] = numbers;
      deepEqual(numbers, [first, first + 1, first + 2]);
    });

    test('an event of many objects takes one call per source', async (t) => {
      const host = await start(scopeOf(t));
      const next = await host.subscribe('subscription { sales { user { name } product { sku } } }');
      world.forget();
      await host.publish('sales', [sale(1, 1, 'a'), sale(2, 2, 'b'), sale(3, null, 'a'), sale(4, 9, 'c')]);
      deepEqual(await next(), {
        data: {
          sales: [
            { user: { name: 'Ada' }, product: { sku: 'a' } },
            { user: { name: 'Grace' }, product: { sku: 'b' } },
            { user: null, product: { sku: 'a' } },
            { user: null, product: { sku: 'c' } },
          ],
        },
      });
      deepEqual(world.counts(), { db: 1, catalog: 1 });
    });

    test('each event has a session of its own, asked for once', async (t) => {
      let asked = 0;
      const session = async ({ headers }: { headers: Readonly<Record<string, string>> }) => {
        asked++;
        deepEqual(Object.keys(headers).includes('upgrade'), name !== 'graphql-js');
        if (asked === 2) throw new Error('CNRY');
        return { role: `role${asked}` };
      };
      const host = await start(scopeOf(t), { session });
      const next = await host.subscribe('subscription { sold { id user { name } product { sku } } }');
      const whole = { id: 1, user: { name: 'Ada' }, product: { sku: 'pen' } };
      const answers = [
        { data: { sold: whole } },
        {
          data: { sold: { id: 1, user: null, product: null } },
          errors: ['sold.user INTERNAL_SERVER_ERROR', 'sold.product INTERNAL_SERVER_ERROR'],
        },
        { data: { sold: whole } },
      ];
      for (const [index, answer] of answers.entries()) {
        await host.publish('sold', sale(1, 1, 'pen'));
        deepEqual(await next(), answer);
        equal(asked, index + 1);
      }
    });

    test('a join that fails fails its own event', async (t) => {
      const host = await start(scopeOf(t));
      const next = await host.subscribe('subscription { sold { id user { name } product { sku } } }');
      await host.publish('sold', sale(1, 1, 'bad'));
      deepEqual(await next(), {
        data: { sold: { id: 1, user: { name: 'Ada' }, product: null } },
        errors: ['sold.product SOURCE_ERROR'],
      });
      await host.publish('sold', sale(2, 2, 'good'));
      deepEqual(await next(), { data: { sold: { id: 2, user: { name: 'Grace' }, product: { sku: 'good' } } } });
    });

    test('subscriptions side by side do not mix their variables', async (t) => {
      const host = await start(scopeOf(t));
      const source =
        'subscription ($with: Boolean!) { sold { id user @include(if: $with) { name } product @skip(if: $with) { sku } } }';
      const [first, second] = [
        await host.subscribe(source, { with: true }),
        await host.subscribe(source, { with: false }),
      ];
      for (const id of [1, 2]) {
        await host.publish('sold', sale(id, id, 'pen'));
        deepEqual(await Promise.all([first(), second()]), [
          { data: { sold: { id, user: { name: id === 1 ? 'Ada' : 'Grace' } } } },
          { data: { sold: { id, product: { sku: 'pen' } } } },
        ]);
      }
    });
  });
}
