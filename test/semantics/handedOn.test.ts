/** Objects fetched here that a resolver of the host's hands on to another place of the operation. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, customer_id int not null);
      insert into orders values (1, 7), (2, 8);`,
    users_db: `
      create table users (id int primary key, name text not null, city text not null);
      insert into users values (7, 'Ada', 'London'), (8, 'Alan', 'Wilmslow');`,
  },
});

const typeDefs = `
  type Query { orders: [Order!]! @select }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    customerId: Int! @column(name: "customer_id")
    customer: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {customerId: "id"})
    edge: OrderEdge!
  }
  type OrderEdge { node: Order! }
  type User @table(source: "users_db", name: "users") { id: Int! name: String! city: String! }`;

const resolvers = { Order: { edge: (order: object) => ({ node: order }) } };

defineHostSuite('Objects that the host hands on', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, resolvers, sources: world.sources() }));

  test('a relationship of an object handed on is fetched for what is selected there', async () => {
    const source = '{ orders { id customer { name } edge { node { id customer { city } again: customer { id } } } } }';
    const { data, errors } = await query(source);
    deepEqual(errors, undefined);
    deepEqual(data, {
      orders: [
        { id: 1, customer: { name: 'Ada' }, edge: { node: { id: 1, customer: { city: 'London' }, again: { id: 7 } } } },
        {
          id: 2,
          customer: { name: 'Alan' },
          edge: { node: { id: 2, customer: { city: 'Wilmslow' }, again: { id: 8 } } },
        },
      ],
    });
  });
});
