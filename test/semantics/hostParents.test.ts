/** Parents that the host resolves: their keys are read as the executor would, and siblings share one call. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    db: `
      create table users (id int primary key, name text not null);
      insert into users select n, 'user ' || n from generate_series(1, 100) n;
      create table audits (id serial primary key, line text not null);
      create table tasks (id int primary key, owner int, parent int);
      insert into tasks values (1, 4, null), (2, 5, 1);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product broken(sku: ID!): Product }
        type Mutation { rename(sku: ID!, name: String!): Product fail(sku: ID!): Product }
        type Product { sku: ID! name: String! ownerId: Int }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => ({ sku, name: `name of ${sku}`, ownerId: 7 }),
          broken: () => {
            throw new Error('broken');
          },
        },
        Mutation: {
          rename: (_: unknown, { sku, name }: { sku: string; name: string }) => ({ sku, name, ownerId: 3 }),
          fail: () => {
            throw new Error('failed');
          },
        },
      },
    },
  },
});

const typeDefs = `
  type Query { cart: Cart! carts(n: Int!): [Cart!]! any: [Thing!]! task: Task }
  type Task @table(source: "db", name: "tasks") {
    id: Int!
    owner: User @remoteRelationship(fieldMapping: {owner: "id"})
    parent: Task @remoteRelationship(fieldMapping: {parent: "id"})
  }
  type Mutation {
    add(userId: Int!, sku: String): Cart!
    rename(sku: ID!, name: String!): Product @remoteField(schema: "catalog")
    fail(sku: ID!): Product @remoteField(schema: "catalog")
  }
  type Cart {
    id: Int!
    userId: Int
    lateId: Int
    thrown: Int
    box: Box
    sku: String
    user: User @remoteRelationship(source: "db", table: "users", fieldMapping: {userId: "id"})
    lateUser: User @remoteRelationship(source: "db", table: "users", fieldMapping: {lateId: "id"})
    lostUser: User @remoteRelationship(source: "db", table: "users", fieldMapping: {thrown: "id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    broken: Product @remoteRelationship(schema: "catalog", field: "broken(sku: $sku)")
    boxed: Product @remoteRelationship(schema: "catalog", field: "product(sku: $s)", variables: {s: "box.inner.sku"})
  }
  type Box { inner: Inner }
  type Inner { sku: String }
  interface Thing { userId: Int }
  type Hat implements Thing { userId: Int user: User @remoteRelationship(source: "db", table: "users", fieldMapping: {userId: "id"}) }
  type Coat implements Thing { userId: Int user: User @remoteRelationship(source: "db", table: "users", fieldMapping: {userId: "id"}) }
  type User @table(source: "db", name: "users") { id: Int! name: String! }
  type Product {
    sku: ID! name: String!
    owner: User @remoteRelationship(fieldMapping: {ownerId: "id"})
    broken: Product @remoteRelationship(schema: "catalog", field: "broken(sku: $sku)")
  }`;

const later = <T>(value: T, ms = 5): Promise<T> => new Promise((resolve) => setTimeout(resolve, ms, value));
let added = 0;
const toCart = (n: number) => ({ id: n, userId: n, sku: `s${n}` });

const resolvers = {
  Query: {
    cart: () => toCart(1),
    carts: (_: unknown, { n }: { n: number }) =>
      Array.from({ length: n }, (_, index) =>
        index % 2 === 0 ? toCart(index + 1) : Promise.resolve(toCart(index + 1)),
      ),
    task: () => ({ id: 9, owner: 7, parent: 2 }),
    any: () => [
      { __typename: 'Hat', userId: 1 },
      { __typename: 'Coat', userId: 2 },
      { __typename: 'Hat', userId: 3 },
    ],
  },
  Mutation: {
    add: (_: unknown, { userId, sku }: { userId: number; sku?: string }) => {
      added++;
      return { ...toCart(added), userId, sku };
    },
  },
  Cart: {
    lateId: ({ id }: { id: number }) => later(id, id % 7),
    thrown: () => {
      throw new Error('thrown by the host');
    },
    box: ({ id }: { id: number }) => later(id === 2 ? null : { inner: () => ({ sku: later(`boxed${id}`) }) }),
  },
};

defineHostSuite("The host's own parents", (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest() {
      world.forget();
      added = 0;
    },
  }));
  const user = (id: number) => ({ name: `user ${id}` });

  test('siblings share one call, one or a hundred', async () => {
    for (const n of [1, 100]) {
      const ids = Array.from({ length: n }, (_, index) => index + 1);
      deepEqual(await query('query ($n: Int!) { carts(n: $n) { user { name } product { name } } }', { n }), {
        data: { carts: ids.map((id) => ({ user: user(id), product: { name: `name of s${id}` } })) },
      });
      deepEqual(world.counts(), { db: 1, catalog: 1 }, `${n} parents`);
    }
  });

  test('keys come from resolvers, promises, functions and paths', async () => {
    deepEqual(await query('{ carts(n: 3) { lateUser { name } boxed { name } } }'), {
      data: {
        carts: [
          { lateUser: user(1), boxed: { name: 'name of boxed1' } },
          { lateUser: user(2), boxed: null },
          { lateUser: user(3), boxed: { name: 'name of boxed3' } },
        ],
      },
    });
    deepEqual(world.counts(), { db: 1, catalog: 1 });
  });

  test('a key whose resolver throws makes the relationship null, without an error of its own', async () => {
    deepEqual(await query('{ cart { lostUser { name } user { name } } }'), {
      data: { cart: { lostUser: null, user: user(1) } },
    });
    const { data, errors } = await query('{ cart { thrown lostUser { name } } }');
    deepEqual(data, { cart: { thrown: null, lostUser: null } });
    deepEqual(
      errors?.map(({ message, path }) => [message, path]),
      [['thrown by the host', ['cart', 'thrown']]],
    );
  });

  test('a relationship called like the column it joins by reads that member, not itself', async () => {
    deepEqual(await query('{ task { id owner { name } parent { id owner { name } parent { id } } } }'), {
      data: { task: { id: 9, owner: user(7), parent: { id: 2, owner: user(5), parent: { id: 1 } } } },
    });
    deepEqual(world.counts(), { db: 1 });
  });

  test('objects of an interface, each by its own type', async () => {
    deepEqual(await query('{ any { __typename ... on Hat { user { name } } ... on Coat { user { id } } } }'), {
      data: {
        any: [
          { __typename: 'Hat', user: user(1) },
          { __typename: 'Coat', user: { id: 2 } },
          { __typename: 'Hat', user: user(3) },
        ],
      },
    });
  });

  test('a join that fails keeps what a mutation of the host did, once', async () => {
    deepEqual(
      await query('mutation { add(userId: 5, sku: "x") { id user { name } broken { name } product { name } } }'),
      {
        data: { add: { id: 1, user: user(5), broken: null, product: { name: 'name of x' } } },
        errors: [
          {
            message: 'Field "Cart.broken" has no value: The remote schema answered with an error for this field.',
            path: ['add', 'broken'],
            code: 'SOURCE_ERROR',
          },
        ],
      },
    );
    equal(added, 1);
    deepEqual(world.counts(), { db: 1, catalog: 1 });
  });

  test('a join that fails keeps what a remote mutation did, and it is sent once', async () => {
    deepEqual(await query('mutation { rename(sku: "x", name: "new") { name owner { name } broken { name } } }'), {
      data: { rename: { name: 'new', owner: user(3), broken: null } },
      errors: [
        {
          message: 'Field "Product.broken" has no value: The remote schema answered with an error for this field.',
          path: ['rename', 'broken'],
          code: 'SOURCE_ERROR',
        },
      ],
    });
    const sent = (world.calls().catalog ?? []).map(([text]) => text.split(' ')[0]);
    deepEqual(sent, ['mutation', 'query']);
  });

  test('mutations run one after the other, each a call of its own; one that fails is not sent again', async () => {
    deepEqual(
      await query(
        'mutation { a: rename(sku: "1", name: "a") { name } b: fail(sku: "2") { name } c: rename(sku: "3", name: "c") { name } d: add(userId: 1) { id } }',
      ),
      {
        data: { a: { name: 'a' }, b: null, c: { name: 'c' }, d: { id: 1 } },
        errors: [
          {
            message: 'Field "Mutation.fail" has no value: The remote schema answered with an error for this field.',
            path: ['b'],
            code: 'SOURCE_ERROR',
          },
        ],
      },
    );
    deepEqual(
      (world.calls().catalog ?? []).map(([, values]) => Object.values(values)[0]),
      ['1', '2', '3'],
    );
  });
});
