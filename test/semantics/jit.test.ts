/** What graphql-jit alone gets wrong, or gives the engine in another form, asserted on every host. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, user_id int, note text);
      insert into orders values (1, 11, 'a'), (2, 12, 'b'), (3, 11, null);
      create table audits (id int primary key, line text not null);
      insert into audits values (1, 'first');`,
    users_db: `
      create table users (id int primary key, name text not null, secret text not null);
      insert into users values (11, 'Ada', 's11'), (12, 'Grace', 's12');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { ping: String! }
        type Mutation { add(line: String!): String! }`,
      resolvers: { Query: { ping: () => 'pong' }, Mutation: { add: (_: unknown, { line }: { line: string }) => line } },
    },
  },
});

const typeDefs = `
  type Query {
    orders(where: order_bool_exp, id: Int): [Order!]! @select
    ping: String! @remoteField(schema: "catalog")
    shape: Shape
  }
  type Mutation { add(line: String!): String! @remoteField(schema: "catalog") }
  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    note: String
    user(where: user_bool_exp): User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {user_id: "id"})
  }
  type User @table(source: "users_db", name: "users") { id: Int! name: String! secret: String! }
  input order_bool_exp { _and: [order_bool_exp!] _or: [order_bool_exp!] _not: order_bool_exp id: int_exp note: string_exp }
  input user_bool_exp { _or: [user_bool_exp!] name: string_exp }
  input int_exp { _eq: Int _in: [Int!] }
  input string_exp { _eq: String _like: String }

  interface Shape { owner: Int }
  type Square implements Shape { owner: Int user: User @remoteRelationship(fieldMapping: {owner: "id"}) }
  type Circle implements Shape { owner: Int user: User @remoteRelationship(fieldMapping: {owner: "id"}) }`;

const resolvers = { Query: { shape: () => ({ __typename: 'Circle', owner: 12 }) } };

defineHostSuite('What a compiler gets wrong', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest: world.forget,
  }));

  test('a variable of a recursive input type', async () => {
    const source =
      'query ($where: order_bool_exp, $of: user_bool_exp) { orders(where: $where) { id user(where: $of) { name } } }';
    const first = { where: { _or: [{ id: { _eq: 3 } }, { _not: { _and: [{ id: { _in: [1, 3] } }] } }] } };
    deepEqual(await query(source, first), {
      data: {
        orders: [
          { id: 2, user: { name: 'Grace' } },
          { id: 3, user: { name: 'Ada' } },
        ],
      },
    });
    deepEqual(await query(source, { where: { id: { _eq: 1 } }, of: { _or: [{ name: { _like: 'G%' } }] } }), {
      data: { orders: [{ id: 1, user: null }] },
    });
    deepEqual(world.counts(), { shop_db: 1, users_db: 1 });
  });

  test('several operations in one text answer by their names, and only that one runs', async () => {
    const source = `
      query A { orders(id: 1) { id } }
      query B { orders(id: 2) { user { name } } }
      mutation M { add(line: "x") }`;
    const run = async (operationName: string) => [await query(source, {}, { operationName }), world.counts()];
    for (let round = 0; round < 3; round++) {
      deepEqual(await run('A'), [{ data: { orders: [{ id: 1 }] } }, { shop_db: 1 }]);
      deepEqual(await run('B'), [{ data: { orders: [{ user: { name: 'Grace' } }] } }, { shop_db: 1, users_db: 1 }]);
      deepEqual(await run('M'), [{ data: { add: 'x' } }, { catalog: 1 }]);
    }
  });

  test('@skip and @include change with each request of one document', async () => {
    const source = `
      query ($user: Boolean!, $bare: Boolean!, $more: Boolean = false) {
        orders(id: 1) {
          id @skip(if: $bare)
          ...F @include(if: $user)
          user @include(if: $more) { id }
        }
        ping @skip(if: $user)
      }
      fragment F on Order { user { name secret @skip(if: $bare) } }`;
    const run = async (variables: Record<string, boolean>) => [await query(source, variables), world.counts()];
    for (let round = 0; round < 2; round++) {
      deepEqual(await run({ user: true, bare: false }), [
        { data: { orders: [{ id: 1, user: { name: 'Ada', secret: 's11' } }] } },
        { shop_db: 1, users_db: 1 },
      ]);
      deepEqual(await run({ user: true, bare: true }), [
        { data: { orders: [{ user: { name: 'Ada' } }] } },
        { shop_db: 1, users_db: 1 },
      ]);
      deepEqual(await run({ user: false, bare: false }), [
        { data: { orders: [{ id: 1 }], ping: 'pong' } },
        { shop_db: 1, catalog: 1 },
      ]);
      deepEqual(await run({ user: true, bare: true, more: true }), [
        { data: { orders: [{ user: { name: 'Ada', id: 11 } }] } },
        { shop_db: 1, users_db: 1 },
      ]);
      deepEqual(await run({ user: false, bare: true, more: true }), [
        { data: { orders: [{ user: { id: 11 } }], ping: 'pong' } },
        { shop_db: 1, users_db: 1, catalog: 1 },
      ]);
    }
  });

  test('what a skipped fragment selects is never asked for', async () => {
    const source = `
      query ($deep: Boolean!) {
        orders(id: 1) { user { name } ... @include(if: $deep) { user { secret } } }
      }`;
    const columns = () => world.calls().users_db?.map(([text]) => /"secret"/.test(text));
    deepEqual(await query(source, { deep: false }), { data: { orders: [{ user: { name: 'Ada' } }] } });
    deepEqual(columns(), [false]);
    deepEqual(await query(source, { deep: true }), { data: { orders: [{ user: { name: 'Ada', secret: 's11' } }] } });
    deepEqual(columns(), [true]);
  });

  test('one response key under two types of an interface is the field of the type that is there', async () => {
    const source = '{ shape { ... on Square { user { name } } ... on Circle { user { secret } } } }';
    deepEqual(await query(source), { data: { shape: { user: { secret: 's12' } } } });
    deepEqual(world.counts(), { users_db: 1 });
  });
});
