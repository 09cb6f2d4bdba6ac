/** Who asks is learnt once per operation, and without that nothing is joined. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, type RemoteJoinsOptions, remoteJoinsTypeDefs } from '@remote-joins/core';
import { GraphQLError, graphql } from 'graphql';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

type SessionFunction = NonNullable<RemoteJoinsOptions['session']>;
type Request = Parameters<SessionFunction>[0];

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, sku text not null);
      insert into orders values (1, 'pen'), (2, 'bad');`,
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
  type Query {
    hello: String
    order(id: Int!): Order @select
    product(sku: ID!): Product @remoteField(schema: "catalog")
    carts: [Cart!]!
  }
  type Mutation { buy: Cart }
  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    sku: String!
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Cart {
    sku: ID!
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Product { sku: ID! }`;

const resolvers = {
  Query: { hello: () => 'hello', carts: () => [{ sku: 'pen' }, { sku: 'cup' }] },
  Mutation: { buy: () => ({ sku: 'pen' }) },
};

const everywhere =
  '{ hello order(id: 1) { id product { sku } } product(sku: "tin") { sku } carts { product { sku } } }';
const everything = {
  data: {
    hello: 'hello',
    order: { id: 1, product: { sku: 'pen' } },
    product: { sku: 'tin' },
    carts: [{ product: { sku: 'pen' } }, { product: { sku: 'cup' } }],
  },
};

defineHostSuite('The option "session"', (host) => {
  const asked: Request[] = [];
  let session: SessionFunction = () => ({});
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    options: {
      session: (request) => {
        asked.push(request);
        return session(request);
      },
    },
    context: () => ({ tenant: 'acme' }),
    beforeRequest() {
      asked.length = 0;
      world.forget();
    },
  }));
  const askedOnce = (): void => equal(asked.length, 1);

  const kinds: readonly (readonly [how: string, toAnswer: (session: object) => object | Promise<object>])[] = [
    ['at once', (answer) => answer],
    ['later', (answer) => wait(5).then(() => answer)],
  ];
  for (const [how, toAnswer] of kinds) {
    test(`is asked once per operation, and may answer ${how}`, async () => {
      session = () => toAnswer({ role: 'clerk', variables: { 'X-Team': ['a'] } });
      deepEqual(await query(everywhere), everything);
      askedOnce();
      deepEqual(world.counts(), { shop_db: 1, catalog: 3 });
    });

    test(`is asked once for a query of joined fields alone, and may answer ${how}`, async () => {
      session = () => toAnswer({ role: 'clerk' });
      deepEqual(await query('{ order(id: 1) { product { sku } } }'), {
        data: { order: { product: { sku: 'pen' } } },
      });
      askedOnce();
    });

    test(`is asked once for an answer with an error, and may answer ${how}`, async () => {
      session = () => toAnswer({ role: 'clerk' });
      const { data, errors } = await query('{ order(id: 2) { id product { sku } } }');
      deepEqual(data, { order: { id: 2, product: null } });
      deepEqual(
        errors?.map(({ code }) => code),
        ['SOURCE_ERROR'],
      );
      askedOnce();
      deepEqual(world.counts(), { shop_db: 1, catalog: 1 });
    });

    test(`is asked once for a mutation, and may answer ${how}`, async () => {
      session = () => toAnswer({});
      deepEqual(await query('mutation { buy { product { sku } } }'), { data: { buy: { product: { sku: 'pen' } } } });
      askedOnce();
    });
  }

  test("is told the context and the client's headers, their names in lower case", async () => {
    session = () => ({});
    await query('{ order(id: 1) { id } }', {}, { headers: { 'X-User': 'ann', 'x-TENANT': 'Acme' } });
    const [request] = asked;
    equal(request?.context.tenant, 'acme');
    deepEqual([request?.headers['x-user'], request?.headers['x-tenant']], ['ann', 'Acme']);
    deepEqual(
      Object.keys(request?.headers ?? {}).filter((name) => name !== name.toLowerCase()),
      [],
    );
  });

  /** No joined field has data, whatever was made of its parent. */
  const nothingJoined = ({ data, errors }: HostAnswer, message: string, code: string): void => {
    deepEqual(data, { hello: 'hello', order: null, product: null, carts: [{ product: null }, { product: null }] });
    const error = (path: (string | number)[]) => ({ message, path, code });
    deepEqual(
      [...(errors ?? [])].sort((a, b) => String(a.path).localeCompare(String(b.path))),
      [error(['carts', 0, 'product']), error(['carts', 1, 'product']), error(['order']), error(['product'])],
    );
    deepEqual(world.counts(), {});
    askedOnce();
  };

  const failures: readonly (readonly [what: string, session: () => unknown, message: string])[] = [
    ['throws', () => fail(new TypeError('CNRY')), 'failed. Make it answer with a session for every request.'],
    ['rejects', async () => fail(new TypeError('CNRY')), 'failed. Make it answer with a session for every request.'],
    ['answers with no session', () => 'CNRY', 'answered with no session. Answer with an object.'],
    [
      'answers later with a wrong value',
      async () => ({ variables: { team: 5 } }),
      'answered with a variable "team" that is neither a text nor a list of texts. Make it one of them.',
    ],
  ];
  for (const [what, answer, message] of failures) {
    test(`that ${what} leaves all joined fields without data, and no source is asked`, async () => {
      session = answer as SessionFunction;
      nothingJoined(await query(everywhere), `The option "session" ${message}`, 'INTERNAL_SERVER_ERROR');
    });
  }

  for (const throws of [true, false]) {
    test(`tells the client its own error with a code, if it ${throws ? 'throws' : 'rejects with'} one`, async () => {
      const error = new GraphQLError('Log in.', { extensions: { code: 'UNAUTHENTICATED' } });
      session = throws ? () => fail(error) : async () => fail(error);
      nothingJoined(await query(everywhere), 'Log in.', 'UNAUTHENTICATED');
    });
  }

  test('that fails does not touch operations without joined fields', async () => {
    session = () => fail(new Error('CNRY'));
    deepEqual(await query('{ hello carts { sku } }'), {
      data: { hello: 'hello', carts: [{ sku: 'pen' }, { sku: 'cup' }] },
    });
  });
});

function fail(error: Error): never {
  throw error;
}

describe('Headers that a host tells', () => {
  test('come in lower case; one that comes twice, in whatever case, is one with both values', async (t) => {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
    const asked: Request[] = [];
    const joins = await attachRemoteJoins(schema, {
      sources: world.sources(),
      headers: () => ({ 'X-Role': 'user', 'x-role': 'admin', 'X-List': ['a', 'b'], 'x-none': undefined }),
      session: (request) => {
        asked.push(request);
        return {};
      },
    });
    t.after(joins.close);
    await graphql({ schema, source: '{ order(id: 1) { id } }', contextValue: {} });
    deepEqual(
      asked.map(({ headers }) => ({ ...headers })),
      [{ 'x-role': 'user, admin', 'x-list': 'a, b' }],
    );
  });
});

describe('Without an HTTP request', () => {
  test('a session function is given no headers', async (t) => {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
    const asked: unknown[] = [];
    const session: SessionFunction = (request) => {
      asked.push(request);
      return {};
    };
    const joins = await attachRemoteJoins(schema, { sources: world.sources(), session });
    t.after(joins.close);
    const contextValue = {};
    const { errors } = await graphql({ schema, source: '{ order(id: 1) { id } }', contextValue });
    ok(errors === undefined);
    deepEqual(asked, [{ context: contextValue, headers: Object.create(null) }]);
    deepEqual(Object.keys((asked[0] as Request).headers), []);
  });
});
