/** Resolvers that are wrapped after attaching, and a schema that is attached to more than once. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { getDirective, MapperKind, mapSchema } from '@graphql-tools/utils';
import * as apollo from '@remote-joins/apollo';
import { attachRemoteJoins, type RemoteJoins, remoteJoinsTypeDefs } from '@remote-joins/core';
import { remoteJoins as mercuriusRemoteJoins } from '@remote-joins/mercurius';
import Fastify from 'fastify';
import { defaultFieldResolver, GraphQLError, type GraphQLSchema, graphql, parse } from 'graphql';
import mercurius from 'mercurius';
import type { Scope } from '../support/postgres.js';
import { startWorld } from '../support/world.js';

const worldOptions = {
  databases: {
    shop_db: `
      create table orders (id int primary key, user_id int, note text, cost int not null);
      insert into orders values (1, 11, 'a', 5), (2, 12, 'b', 6);`,
    users_db: `
      create table users (id int primary key, name text not null, salary int);
      insert into users values (11, 'Ada', 100), (12, 'Grace', 200);`,
  },
};
const world = await startWorld(test, worldOptions);

const typeDefs = `
  directive @auth on FIELD_DEFINITION
  type Query { orders: [Order!]! @select }
  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    cost: Int @auth
    user: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {user_id: "id"})
    hidden: User @auth @remoteRelationship(source: "users_db", table: "users", fieldMapping: {user_id: "id"})
  }
  type User @table(source: "users_db", name: "users") { name: String! salary: Int @auth }`;

/** What the documentation of graphql-tools calls an auth directive transformer. */
function authDirectiveTransformer(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD](config) {
      if (getDirective(schema, config, 'auth')?.[0] === undefined) return undefined;
      const { resolve = defaultFieldResolver } = config;
      return {
        ...config,
        resolve(source, args, context, info) {
          if (context.user !== 'admin') throw new GraphQLError('denied', { extensions: { code: 'FORBIDDEN' } });
          return resolve(source, args, context, info);
        },
      };
    },
  });
}

async function attachAndWrap(): Promise<{ schema: GraphQLSchema; joins: RemoteJoins }> {
  const joins = await attachRemoteJoins(makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs] }), {
    sources: world.sources(),
  });
  return { schema: authDirectiveTransformer(joins.schema), joins };
}

type Query = (source: string, user: string) => Promise<unknown>;

const wrapped: Readonly<Record<string, (t: Scope) => Promise<Query>>> = {
  async 'Apollo Server'(t) {
    const { schema, joins } = await attachAndWrap();
    const server = new ApolloServer<{ user: string }>({ schema, plugins: [apollo.remoteJoins({ joins })] });
    await server.start();
    t.after(() => server.stop());
    return async (query, user) => {
      const { body } = await server.executeOperation({ query }, { contextValue: { user } });
      return body.kind === 'single' ? toAnswer(body.singleResult) : body;
    };
  },
  Mercurius: (t) => startMercurius(t),
  'Mercurius with jit': (t) => startMercurius(t, 1),
  async 'graphql-js'(t) {
    const { schema, joins } = await attachAndWrap();
    t.after(joins.close);
    return async (source, user) => toAnswer(await graphql({ schema, source, contextValue: { user } }));
  },
};

async function startMercurius(t: Scope, jit?: number): Promise<Query> {
  const { schema, joins } = await attachAndWrap();
  const app = Fastify();
  t.after(() => app.close());
  app.register(mercurius, {
    schema,
    context: (request) => ({ user: String(request.headers.user) }),
    ...(jit !== undefined && { jit }),
  });
  app.register(mercuriusRemoteJoins, { joins });
  return async (query, user) => {
    const send = () => app.inject({ method: 'POST', url: '/graphql', headers: { user }, payload: { query } });
    for (let round = 0; round < 2; round++) await send();
    world.forget();
    return toAnswer((await send()).json());
  };
}

function toAnswer(answer: unknown): unknown {
  const { data, errors } = JSON.parse(JSON.stringify(answer));
  return {
    data,
    ...(errors && {
      errors: errors.map((error: { path: unknown[]; message: string }) => [error.path.join('.'), error.message]),
    }),
  };
}

describe('Resolvers wrapped after attaching', () => {
  const everything = '{ orders { id cost user { name salary } hidden { name } } }';
  for (const [name, start] of Object.entries(wrapped)) {
    test(`deny and allow on ${name}: columns, joined fields and fields below joins`, async (t) => {
      const query = await start({ after: (hook) => t.after(hook) });
      deepEqual(await query(everything, 'nobody'), {
        data: {
          orders: [
            { id: 1, cost: null, user: { name: 'Ada', salary: null }, hidden: null },
            { id: 2, cost: null, user: { name: 'Grace', salary: null }, hidden: null },
          ],
        },
        errors: ['0.cost', '0.hidden', '0.user.salary', '1.cost', '1.hidden', '1.user.salary']
          .map((path) => [`orders.${path}`, 'denied'])
          .sort((a, b) => sortPlace(String(a[0])) - sortPlace(String(b[0]))),
      });
      world.forget();
      deepEqual(await query(everything, 'admin'), {
        data: {
          orders: [
            { id: 1, cost: 5, user: { name: 'Ada', salary: 100 }, hidden: { name: 'Ada' } },
            { id: 2, cost: 6, user: { name: 'Grace', salary: 200 }, hidden: { name: 'Grace' } },
          ],
        },
      });
      deepEqual(world.counts(), { shop_db: 1, users_db: 1 });
    });
  }
});

/** graphql-js reports errors in the order they happen, which is the order of the selection here. */
function sortPlace(path: string): number {
  const [, row, ...field] = path.split('.');
  return Number(row) * 10 + ['cost', 'user.salary', 'hidden'].indexOf(field.join('.'));
}

describe('A schema attached to twice', () => {
  const source = '{ orders { id user { name } } }';
  const ownResolver = {
    async requestDidStart() {
      // A plugin that listens to fields makes Apollo Server wrap every resolver of the schema, at the first request.
      return { executionDidStart: async () => ({ willResolveField() {} }) };
    },
  };

  test('is served from the sources of the second, and nothing is asked twice', async (t) => {
    const second = await startWorld(t, {
      databases: {
        ...worldOptions.databases,
        users_db: worldOptions.databases.users_db.replaceAll('Ada', 'Barbara'),
      },
    });
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs] });
    const start = async (sources: ReturnType<typeof world.sources>) => {
      const server = new ApolloServer({ schema, plugins: [apollo.remoteJoins({ sources }), ownResolver] });
      await server.start();
      t.after(() => server.stop());
      return async () => {
        const { body } = await server.executeOperation({ query: source });
        return body.kind === 'single' ? toAnswer(body.singleResult) : body;
      };
    };
    const rows = (name: string) => ({
      data: {
        orders: [
          { id: 1, user: { name } },
          { id: 2, user: { name: 'Grace' } },
        ],
      },
    });

    const first = await start(world.sources());
    world.forget();
    deepEqual(await first(), rows('Ada'));
    deepEqual(await first(), rows('Ada'));
    deepEqual(world.counts(), { shop_db: 2, users_db: 2 });

    const again = await start(second.sources());
    world.forget();
    second.forget();
    deepEqual(await again(), rows('Barbara'));
    deepEqual(world.counts(), {});
    deepEqual(second.counts(), { shop_db: 1, users_db: 1 });
  });

  test('closing the first leaves the second, and sources they share, open', async (t) => {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs] });
    const sources = world.sources();
    const first = await attachRemoteJoins(schema, { sources });
    const again = await attachRemoteJoins(schema, { sources });
    t.after(again.close);
    await first.close();
    await first.close();
    world.forget();
    deepEqual(toAnswer(await graphql({ schema, source: '{ orders { cost } }' })), {
      data: { orders: [{ cost: 5 }, { cost: 6 }] },
    });
    deepEqual(world.counts(), { shop_db: 1 });
    await again.close();
    const { errors } = await graphql({ schema, source: '{ orders { cost } }' });
    deepEqual(
      errors?.map(({ extensions }) => extensions.code),
      ['SOURCE_UNAVAILABLE'],
    );
  });
});

test('A subgraph publishes its own SDL, free of sources, tables and columns', async (t) => {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(remoteJoinsTypeDefs) },
    {
      typeDefs: parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])
        type Query { orders: [Order!]! @select }
        "An order."
        type Order @table(source: "shop_db", name: "orders") @key(fields: "id")
          @permission(role: "clerk", fields: ["id"], filter: {note: {_eq: "canary"}}) {
          id: Int!
          remark: String @column(name: "note") @shareable
          user: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {user_id: "id"})
        }
        type User @table(source: "users_db", name: "users") { name: String! }`),
    },
  ]);
  const session = () => ({ admin: true });
  const joins = await attachRemoteJoins(schema, { sources: world.sources(), session });
  t.after(joins.close);
  const { data } = await graphql({ schema, source: '{ _service { sdl } orders { remark user { name } } }' });
  const { _service, orders } = JSON.parse(JSON.stringify(data));
  deepEqual(orders, [
    { remark: 'a', user: { name: 'Ada' } },
    { remark: 'b', user: { name: 'Grace' } },
  ]);
  deepEqual(
    _service.sdl.match(
      /shop_db|users_db|orders"|"users|user_id|note|clerk|RemoteJoins|@(?:table|column|select|remote\w+|upstream|permission)\b/g,
    ),
    null,
  );
  const [order] = _service.sdl.match(/"""An order."""\s+type Order[^}]+\}/);
  deepEqual(
    order.replaceAll(/\s+/g, ' '),
    '"""An order.""" type Order @key(fields: "id") { id: Int! remark: String @shareable user: User }',
  );
});
