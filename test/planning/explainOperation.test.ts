/** What tools are told of operations: the calls they make, as many as are made where every key is found. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  attachRemoteJoins,
  type ExplainedCall,
  type InspectedJoins,
  inspectTypeDefs,
  type Session,
} from '@remote-joins/core';
import { graphql, parse } from 'graphql';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, customer_id int not null, sku text not null);
      create table items (order_id int not null references orders, line int, sku text not null, primary key (order_id, line));
      create function lines_of(o orders) returns setof items stable language sql as $$ select * from items where order_id = o.id $$;
      insert into orders values (1, 1, 'A'), (2, 2, 'B');
      insert into items values (1, 1, 'A'), (1, 2, 'B'), (2, 1, 'A');`,
    users_db: `
      create table users (id int primary key, name text not null);
      create table teams (id int primary key, user_id int not null references users);
      insert into users values (1, 'Ada'), (2, 'Grace');
      insert into teams values (7, 1), (8, 2);`,
  },
  remotes: {
    catalogue: {
      typeDefs: `
        type Query { product(sku: ID!): Product products(skus: [ID!]!): [Product!]! top: Product }
        type Mutation { praise(sku: ID!): Product }
        type Product { sku: ID! authorId: Int! }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => ({ sku, authorId: 1 }),
          products: (_: unknown, { skus }: { skus: string[] }) => skus.map((sku) => ({ sku, authorId: 2 })),
          top: () => ({ sku: 'A', authorId: 1 }),
        },
        Mutation: { praise: (_: unknown, { sku }: { sku: string }) => ({ sku, authorId: 1 }) },
      },
    },
  },
});

const typeDefs = `
  type Query {
    orders: [Order!]! @select
    users: [User!]! @select
    top: Product @remoteField(schema: "catalogue")
    other: Product @remoteField(schema: "catalogue", field: "top")
    cart: Cart shop: Shop @namespace
  }
  type Mutation {
    praise(sku: ID!): Product @remoteField(schema: "catalogue")
  }
  type Order @table(source: "orders_db", name: "orders")
    @permission(role: "admin-like", fields: ["*"])
    @permission(role: "team", fields: ["id"], filter: { customer: { teams: { id: { _eq: "X-Hasura-Team" } } } }) {
    id: Int!
    customer: User @remoteRelationship(fieldMapping: { customer_id: "id" })
    product: Product @remoteRelationship(schema: "catalogue", field: "product(sku: $sku)")
    items: [Item!]! @remoteRelationship(fieldMapping: { id: "order_id" }) lines: [Item!]! @computed(function: "lines_of")
  }
  type Item @table(source: "orders_db", name: "items") {
    line: Int!
    product: Product @remoteRelationship(schema: "catalogue", field: "products(skus: [$sku])", matchBy: { sku: "sku" })
  }
  type User @table(source: "users_db", name: "users") {
    name: String!
    teams: [Team!]! @remoteRelationship(fieldMapping: { id: "user_id" })
    orders: [Order!]! @remoteRelationship(fieldMapping: { id: "customer_id" })
    basket: Cart
  }
  type Team @table(source: "users_db", name: "teams") { id: Int! }
  type Product {
    sku: ID!
    author: User @remoteRelationship(fieldMapping: { authorId: "id" })
  }
  type Cart {
    sku: ID!
    userId: Int!
    owner: User @remoteRelationship(fieldMapping: { userId: "id" })
    product: Product @remoteRelationship(schema: "catalogue", field: "product(sku: $sku)")
    also: Product @remoteRelationship(schema: "catalogue", field: "product(sku: $sku)")
  }
  type Shop { top: Product @remoteField(schema: "catalogue") orders: [Order!]! @select }`;

const cart = { sku: 'A', userId: 1 };
const schema = makeExecutableSchema({
  typeDefs: [remoteJoinsTypeDefs, typeDefs],
  resolvers: { Query: { cart: () => cart }, User: { basket: () => cart } },
});
const { joins = missing(), problems } = await inspectTypeDefs({ typeDefs, sources: world.sources() });

function missing(): InspectedJoins {
  throw new Error('The SDL is not sound.');
}

/** `users_db: Order.customer[customer_id]` and what is below it; `*` where each key has an alias. */
type Told = readonly (string | Told)[];

function tell(calls: readonly ExplainedCall[]): Told {
  return calls.flatMap(({ kind, source, below, fields, calls: waiting }) => {
    const told = fields.map(
      ({ coordinate, key, aliases }) => `${coordinate}${key.length > 0 ? `[${key}]` : ''}${aliases ? '*' : ''}`,
    );
    const head = `${kind} ${source}${below === undefined ? '' : ` after ${below}`}: ${told.join(', ')}`;
    return waiting.length === 0 ? [head] : [head, tell(waiting)];
  });
}

function explain(text: string, session: Session = { admin: true }): readonly [count: number, depth: number, ...Told][] {
  return joins.explain(parse(text), session).map(({ count, depth, calls }) => [count, depth, ...tell(calls)]);
}

/** Operations, and the calls that they really make. */
const cases: readonly (readonly [title: string, text: string, told: readonly unknown[]])[] = [
  [
    'tables of one database are one statement, and all joins of one source below it one call',
    '{ orders { id customer { name teams { id } } product { sku } items { line product { sku author { name } } } } }',
    [
      4,
      3,
      'statement orders_db: Query.orders, Order.items',
      [
        'statement users_db: Order.customer[customer_id], User.teams',
        'document catalogue: Order.product[sku]*, Item.product[sku]',
        ['statement users_db: Product.author[authorId]'],
      ],
    ],
  ],
  [
    'root fields of one remote schema share a document, those of one database do not',
    '{ top { sku } other { sku author { name } } orders { id } more: orders { id } }',
    [
      4,
      2,
      'document catalogue: Query.top, Query.other',
      ['statement users_db: Product.author[authorId]'],
      'statement orders_db: Query.orders',
      'statement orders_db: Query.orders',
    ],
  ],
  [
    'root fields of namespaces are as others, and what functions answer is part of what they are given',
    '{ top { sku } shop { top { sku } orders { lines { line product { sku } } } } }',
    [
      3,
      2,
      'document catalogue: Query.top, Shop.top',
      'statement orders_db: Shop.orders, Order.lines',
      ['document catalogue: Item.product[sku]'],
    ],
  ],
  [
    'fields of a mutation go one by one',
    'mutation { praise(sku: "A") { sku author { name } } again: praise(sku: "A") { sku } }',
    [
      3,
      2,
      'document catalogue: Mutation.praise',
      ['statement users_db: Product.author[authorId]'],
      'document catalogue: Mutation.praise',
    ],
  ],
  [
    "joins of an object of the host's share a call by source",
    '{ cart { owner { name } product { sku } also { sku } } }',
    [
      2,
      1,
      'statement users_db after Query.cart: Cart.owner[userId]',
      'document catalogue after Query.cart: Cart.product[sku]*, Cart.also[sku]*',
    ],
  ],
  [
    "joins are told of an object of the host's below one that was fetched",
    '{ users { name basket { product { sku } } } }',
    [2, 1, 'statement users_db: Query.users', 'document catalogue after User.basket: Cart.product[sku]*'],
  ],
  ['an operation of the host alone makes none', '{ cart { sku } }', [0, 0]],
];

test('The SDL of these tests is sound, and what the host resolves is not judged', () => {
  deepEqual(
    problems.map(({ code, coordinate }) => [code, coordinate]),
    [['UNJUDGED_FIELD', 'User.basket']],
  );
});

for (const [title, text, told] of cases) {
  test(`In what is explained, ${title}`, async (t) => {
    deepEqual(explain(text), [told]);

    const attached = await attachRemoteJoins(schema, { sources: world.sources(), session: () => ({ admin: true }) });
    t.after(() => attached.close());
    world.forget();
    const { errors } = await graphql({ schema, source: text, contextValue: {} });
    deepEqual(errors, undefined);
    const made = Object.values(world.counts()).reduce((sum, count) => sum + count, 0);
    deepEqual(made, told[0], 'as many calls as were told');
  });
}

test('Every operation of a document is told, with what @include and @skip leave to variables', () => {
  const document = parse(`
    query First($all: Boolean!) { orders { id customer @include(if: $all) { ...name } product @skip(if: $all) { sku } } }
    query Second { orders { id customer @include(if: false) { ...name } } }
    fragment name on User { name }`);
  deepEqual(
    joins.explain(document, { admin: true }).map(({ name, operation, count }) => ({ name, operation, count })),
    [
      { name: 'First', operation: 'query', count: 3 },
      { name: 'Second', operation: 'query', count: 1 },
    ],
  );
});

test('A filter of a role that asks another database is a call that the statement waits for', () => {
  deepEqual(explain('{ orders { id } }', { role: 'team' }), [
    [2, 2, 'statement orders_db: Query.orders', ['lookup users_db: Order.customer']],
  ]);
});

test('Tools are told the roles, and what each sees', () => {
  deepEqual([...joins.roles].sort(), ['admin-like', 'team']);
  deepEqual(Object.keys(joins.schemaFor({ role: 'team' }).getQueryType()?.getFields() ?? {}), [
    'orders',
    'top',
    'other',
    'cart',
    'shop',
  ]);
  deepEqual(
    joins.validate(parse('{ users { name } }'), { role: 'team' }).map(({ message }) => message),
    ['Cannot query field "users" on type "Query".'],
  );
});

test('Tools are told which relationships ask for each key by an alias, and what would take them in one list', () => {
  deepEqual(
    joins.unbatched.map(({ coordinate, field, batch, location }) => [coordinate, field, batch, location?.line]),
    [
      ['Order.product', 'product', { field: 'products(skus: [$sku])', matchBy: '{sku: "sku"}' }, 17],
      ['Cart.product', 'product', { field: 'products(skus: [$sku])', matchBy: '{sku: "sku"}' }, 39],
      ['Cart.also', 'product', { field: 'products(skus: [$sku])', matchBy: '{sku: "sku"}' }, 40],
    ],
  );
});

test('A schema that was built with resolvers leaves nothing unjudged', async () => {
  const built = makeExecutableSchema({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    resolvers: { User: { basket: () => cart } },
  });
  const inspection = await inspectTypeDefs({ typeDefs: built, sources: world.sources() });
  deepEqual(inspection.problems, []);
  deepEqual(inspection.joins?.explain(parse('{ orders { customer { name } } }'), { admin: true })[0]?.count, 2);
});
