import { equal } from 'node:assert/strict';
import type { Session, SessionFunction } from '@remote-joins/core';
import { GraphQLError } from 'graphql';
import type { HostResolvers } from './hosts.js';
import type { WorldOptions } from './world.js';

/**
 * A world in which everything that role "user" may not see holds the text "CNRY" or the number 7770…: rows of others,
 * columns, join keys, what a remote server says of its errors, and the tenant that is preset.
 */
export const guardedWorld: WorldOptions = {
  databases: {
    shop_db: `
      create table orders (id int primary key, owner int not null, sku text not null, cost int not null, voucher text not null);
      insert into orders values
        (1, 7, 'pen', 77701, 'CNRY-v1'), (2, 7, 'cup', 77702, 'CNRY-v2'), (3, 8, 'ink', 77703, 'CNRY-v3'), (4, 9, 'CNRY', 77704, 'CNRY-v1');
      create table parts (id int primary key, voucher text not null, label text not null, hidden bool not null);
      insert into parts values
        (77709, 'CNRY-v1', 'cap', false), (77708, 'CNRY-v1', 'lid', false), (77707, 'CNRY-v1', 'CNRY', true), (77706, 'CNRY-v3', 'jar', false);`,
    people_db: `
      create table people (voucher text primary key, name text not null, email text not null);
      insert into people values ('CNRY-v1', 'Ada', 'CNRY-a'), ('CNRY-v2', 'Ann', 'CNRY-b'), ('CNRY-v3', 'Bob', 'CNRY-c');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { offer(voucher: ID!, tenant: ID): Offer }
        type Mutation { rate(sku: ID!, stars: Int!, by: ID): Offer wipe(sku: ID): Boolean }
        type Offer { text: String! margin: Int }`,
      resolvers: {
        Query: {
          offer(_: unknown, { voucher, tenant }: Record<string, string>) {
            if (voucher !== 'CNRY-v2') return { text: `${tenant?.length} for ${voucher?.length}`, margin: 77701 };
            throw new GraphQLError(`CNRY-message of ${voucher}`, {
              extensions: { code: 'CNRY_CODE', stacktrace: ['CNRY-stack'], http: { status: 418 } },
            });
          },
        },
        Mutation: {
          rate: (_: unknown, { sku, stars }: Record<string, unknown>) => ({ text: `${sku} ${stars}` }),
          wipe: () => true,
        },
      },
    },
  },
  remoteOptions: {
    catalog: {
      permissions: {
        user: `
          type Query { offer(voucher: ID!, tenant: ID @preset(value: "X-Hasura-Tenant")): Offer }
          type Mutation { rate(sku: ID!, stars: Int!, by: ID @preset(value: "X-Hasura-User-Id")): Offer }
          type Offer { text: String! }`,
      },
    },
  },
};

/** Role "user" sees orders of its own and parts that are not hidden; of neither the key by which they are joined. */
export const guardedTypeDefs = `
  type Query {
    orders(where: OrderWhere, order_by: [OrderBy!], distinct_on: [OrderColumn!], limit: Int, offset: Int): [Order!]! @select
    order(id: Int!): Order @select
    people: [Person!]! @select
    offer(voucher: ID!, tenant: ID): Offer @remoteField(schema: "catalog")
    named: [Named!]!
    ping: String
  }
  type Mutation {
    rate(sku: ID!, stars: Int!, by: ID): Offer @remoteField(schema: "catalog")
    wipe(sku: ID): Boolean @remoteField(schema: "catalog")
  }
  interface Named { name: String! email: String }
  type Company implements Named { name: String! email: String }
  type Order @table(source: "shop_db", name: "orders")
    @permission(role: "user", fields: ["id", "sku"], filter: {owner: {_eq: "X-Hasura-User-Id"}}) {
    id: Int!
    sku: String!
    cost: Int
    person: Person @remoteRelationship(fieldMapping: {voucher: "voucher"})
    parts(where: PartWhere, limit: Int): [Part!]! @remoteRelationship(fieldMapping: {voucher: "voucher"})
    offer: Offer @remoteRelationship(schema: "catalog", field: "offer(voucher: $voucher)")
  }
  type Part @table(source: "shop_db", name: "parts")
    @permission(role: "user", fields: ["label"], filter: {hidden: {_eq: false}}) {
    id: Int!
    label: String!
    order: Order @remoteRelationship(fieldMapping: {voucher: "voucher"})
  }
  type Person implements Named @table(source: "people_db", name: "people")
    @permission(role: "user", fields: ["name"], rootFields: []) {
    name: String!
    email: String
    orders(where: OrderWhere, order_by: [OrderBy!]): [Order!]! @remoteRelationship(fieldMapping: {voucher: "voucher"})
  }
  type Offer { text: String! margin: Int }
  input OrderWhere { id: IntIs sku: TextIs cost: IntIs parts: PartWhere _and: [OrderWhere!] _or: [OrderWhere!] _not: OrderWhere }
  input PartWhere { id: IntIs label: TextIs order: OrderWhere _not: PartWhere }
  input IntIs { _eq: Int _gt: Int _lt: Int _in: [Int!] }
  input TextIs { _eq: String _like: String _gt: String }
  input OrderBy { id: Direction sku: Direction cost: Direction }
  enum Direction { asc desc }
  enum OrderColumn { id sku cost }`;

export const guardedResolvers: HostResolvers = {
  Query: {
    named: () => [
      { __typename: 'Person', name: 'Ada', email: 'CNRY-a' },
      { __typename: 'Company', name: 'Acme', email: 'a@x' },
    ],
    ping: () => 'pong',
  },
};

const user = (id: string): Session => ({
  role: 'user',
  variables: { 'x-hasura-user-id': id, 'x-hasura-tenant': 'CNRY-tenant' },
});

const sessions: Readonly<Record<string, Session>> = {
  ada: user('7'),
  bob: user('8'),
  /** Ada again, for roads that must be told the role itself. */
  user: user('7'),
  root: { admin: true },
  admin: { admin: true },
};

/** Whoever the header "x-who" names; on a road, who is told as the role. */
export const guardedSession: SessionFunction = ({ context, headers }) => {
  const who = headers['x-who'] ?? headers['x-role'] ?? context?.role;
  return (typeof who === 'string' && Object.hasOwn(sessions, who) && sessions[who]) || {};
};

/** Fails where a client is told anything that role "user" may not see. */
export function assertNothingTold(told: unknown): void {
  const text = JSON.stringify(told);
  equal(/.{0,80}(?:CNRY|7770).{0,80}/.exec(text)?.[0], undefined);
}
