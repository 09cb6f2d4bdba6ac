/** Objects fetched here that a resolver of the host's hands on to another place of the operation. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, customer_id int not null, sku text);
      insert into orders values (1, 7, 'pen'), (2, 8, 'ink');`,
    users_db: `
      create table users (id int primary key, name text not null, city text not null);
      insert into users values (7, 'Ada', 'London'), (8, 'Alan', 'Wilmslow');`,
  },
  remotes: {
    catalog: {
      typeDefs: 'type Query { product(sku: ID!): Product } type Product { label: String! makerId: ID! }',
      resolvers: { Query: { product: (_: unknown, { sku }: { sku: string }) => ({ label: sku, makerId: '8' }) } },
    },
  },
});

const typeDefs = `
  type Query { orders: [Order!]! @select }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    customerId: Int! @column(name: "customer_id")
    customer: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {customerId: "id"})
    edge: OrderEdge!
    self: Order!
    buyer: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    customer_id: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Product {
    label: String!
    self: Product!
    maker: User @remoteRelationship(fieldMapping: {makerId: "id"})
  }
  type OrderEdge { node: Order! }
  type User @table(source: "users_db", name: "users") { id: Int! name: String! city: String! }`;

const resolvers = {
  Order: { edge: (order: object) => ({ node: order }), self: (order: object) => order },
  Product: { self: async (product: object) => product },
};

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

  test('its keys need not be fields of the SDL, and may be called like the relationship', async () => {
    const source =
      '{ orders { self { buyer { name } customer_id { city } product { label } } product { self { maker { name } } } } }';
    const { data, errors } = await query(source);
    deepEqual(errors, undefined);
    deepEqual(data, {
      orders: [
        {
          self: { buyer: { name: 'Ada' }, customer_id: { city: 'London' }, product: { label: 'pen' } },
          product: { self: { maker: { name: 'Alan' } } },
        },
        {
          self: { buyer: { name: 'Alan' }, customer_id: { city: 'Wilmslow' }, product: { label: 'ink' } },
          product: { self: { maker: { name: 'Alan' } } },
        },
      ],
    });
  });
});
