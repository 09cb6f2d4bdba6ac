/** Bad arguments of a field below another of the same database: one statement, yet only the field itself is lost. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    db: `
      create table users (id int primary key, name text not null);
      insert into users values (7, 'Ada'), (8, 'Alan');
      create table orders (id int primary key, user_id int not null, total int not null);
      insert into orders values (1, 7, 10), (2, 8, 20);`,
  },
});

const typeDefs = `
  type Query { users: [User!]! @select orders: [Order!]! @select }
  type User @table(source: "db", name: "users") {
    name: String!
    orders(limit: Int): [Order!] @remoteRelationship(fieldMapping: {id: "user_id"})
  }
  type Order @table(source: "db", name: "orders") {
    total: Int!
    user(where: UserWhere): User @remoteRelationship(fieldMapping: {user_id: "id"})
  }
  input UserWhere { name: Text }
  input Text { _eq: String }`;

const problem = (...path: (string | number)[]) => ({ path, code: 'BAD_USER_INPUT' });

defineHostSuite('Bad arguments below a field of the same database', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: world.sources(),
    beforeRequest: () => world.forget(),
  }));

  test('a list with a negative limit is lost at each parent, its parents and siblings are not', async () => {
    const { data, errors } = await query(
      '{ users { name few: orders(limit: 1) { total } orders(limit: -1) { total } } }',
    );
    deepEqual(data, {
      users: [
        { name: 'Ada', few: [{ total: 10 }], orders: null },
        { name: 'Alan', few: [{ total: 20 }], orders: null },
      ],
    });
    deepEqual(
      errors?.map(({ path, code }) => ({ path, code })),
      [problem('users', 0, 'orders'), problem('users', 1, 'orders')],
    );
    deepEqual(world.counts(), { db: 1 });
  });

  test('an object with a null operand is lost at each parent, with variables as well', async () => {
    const text =
      'query ($name: String) { orders { total user(where: {name: {_eq: $name}}) { name orders { total } } } }';
    deepEqual((await query(text, { name: 'Ada' })).data, {
      orders: [
        { total: 10, user: { name: 'Ada', orders: [{ total: 10 }] } },
        { total: 20, user: null },
      ],
    });
    const { data, errors } = await query(text, { name: null });
    deepEqual(data, { orders: [{ total: 10, user: null }, { total: 20, user: null }] }); // biome-ignore format: one line
    deepEqual(
      errors?.map(({ path, code }) => ({ path, code })),
      [problem('orders', 0, 'user'), problem('orders', 1, 'user')],
    );
  });
});
