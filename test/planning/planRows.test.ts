import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { RowsPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { type Described, describePlan, describeResponse } from '../support/describePlan.js';
import { createModel, joinsOf, planOf } from '../support/handModel.js';

const model = createModel(
  `type Query { orders(first: Int): [Order!]!, order: Order, greeting: String }
   type Order {
     id: Int!, total: String, ref: String, customer(limit: Int): User, items(limit: Int): [Item!]!, notes: [Note!], lines: [Item!]
     product: Product, city: City, label: String, self: Order
   }
   type User { id: Int!, name: String, city: City, orders: [Order!]! }
   type Item { sku: String!, product: Product, order: Order }
   type Note { text: String }
   type City { id: Int!, name: String, orders: [Order!]! }
   type Product { name: String, maker(first: Int): String }`,
  {
    tables: {
      Order: { source: 'db', columns: 'id int4!, total numeric, ref text, customer_id int4, city_id int4' },
      User: { source: 'db', columns: 'id int4!, name text, city_id int4' },
      Item: { source: 'db', columns: 'id int4!, sku text!, order_id int4!' },
      Note: { source: 'db', columns: 'id int4!, text text, order_ref text' },
      City: { source: 'cities', columns: 'id int4!, name text' },
    },
    remotes: { catalog: ['Product'] },
    relationships: {
      'Order.customer': { key: { customer_id: 'id' } },
      'Order.self': { key: { id: 'id' } },
      'Order.items': { key: { id: 'order_id' }, unique: false },
      'Order.lines': { key: { id: 'order_id' }, unique: false },
      'Order.notes': { key: { ref: 'order_ref' }, unique: false },
      'Order.product': { key: ['ref'], remote: 'catalog' },
      'Order.city': { key: { city_id: 'id' } },
      'User.city': { key: { city_id: 'id' } },
      'User.orders': { key: { id: 'customer_id' }, unique: false },
      'Item.product': { key: ['sku'], remote: 'catalog' },
      'Item.order': { key: { order_id: 'id' } },
      'City.orders': { key: { id: 'city_id' }, unique: false },
    },
    hostFields: ['Order.label', 'Query.greeting'],
  },
);

const describe = (query: string, variables?: Record<string, unknown>): Described =>
  describePlan(planOf(model, query, 'orders', variables));
const root = (...sets: Described[]): Described => ({ rows: 'db', for: 'Query.orders', match: 'root', sets });

interface Case {
  readonly promise: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly sets: readonly Described[];
}

const cases: readonly Case[] = [
  {
    promise: 'A leaf is one column under its field name, however often and under whatever alias it is asked for',
    query: '{ orders { id no: id total id } }',
    sets: [{ columns: ['t0.id', 't0.total'], object: { id: 0, total: 1 } }],
  },
  {
    promise: 'What is left out by @skip is not fetched, neither are the keys it would need',
    query: 'query ($off: Boolean!) { orders { id city @include(if: $off) { name } items @skip(if: true) { sku } } }',
    variables: { off: false },
    sets: [{ columns: ['t0.id'], object: { id: 0 } }],
  },
  {
    promise: 'A set that nothing is asked of has a column that counts its rows',
    query: '{ orders { __typename } }',
    sets: [{ columns: ['constant'], object: {} }],
  },
  {
    promise: 'A one-to-one object is more columns of the same set, told by its presence; each alias is its own',
    query: '{ orders { customer { name } other: customer { name } limited: customer(limit: 1) { id } } }',
    sets: [
      {
        columns: [
          'presence t1 users',
          't1.name',
          'presence t2 users',
          't2.name',
          'presence t3 users(limit: 1)',
          't3.id',
        ],
        object: {
          customer: { presence: 0, name: 1 },
          'customer other': { presence: 2, name: 3 },
          'customer limited': { presence: 4, id: 5 },
        },
      },
    ],
  },
  {
    promise: 'A list is a set of its own after its parent, with the row number of the parent in column 0',
    query: '{ orders { items { sku order { customer { orders { id } } } } id } }',
    sets: [
      { columns: ['t0.id'], object: { items: { set: 1 }, id: 0 } },
      {
        below: 's0 t0',
        columns: ['link', 't1.sku', 'presence t2 orders', 'presence t3 users'],
        object: { sku: 1, order: { presence: 2, customer: { presence: 3, orders: { set: 2 } } } },
      },
      { below: 's1 t3', columns: ['link', 't4.id'], object: { id: 1 } },
    ],
  },
  {
    promise: 'A list that is null without a key reads the key; one that is empty then, or never without, does not',
    query: '{ orders { notes { text } items { sku } lines { sku } } }',
    sets: [
      {
        columns: ['key t0.ref'],
        object: { notes: { set: 1, nullWithout: [0] }, items: { set: 2 }, lines: { set: 3 } },
      },
      { below: 's0 t0', columns: ['link', 't1.text'], object: { text: 1 } },
      { below: 's0 t0', columns: ['link', 't2.sku'], object: { sku: 1 } },
      { below: 's0 t0', columns: ['link', 't3.sku'], object: { sku: 1 } },
    ],
  },
  {
    promise:
      'A join reads its key from the field of the same column where both have one text, once for all joins by it',
    query: '{ orders { ref product { name } again: product { maker(first: 1) } } }',
    sets: [
      {
        columns: ['t0.ref'],
        object: {
          ref: 0,
          product: { by: [0], remote: 'catalog', for: 'Order.product', asked: '_name', object: { name: '_name' } },
          'product again': {
            by: [0],
            remote: 'catalog',
            for: 'Order.product',
            asked: '_maker(first: 1)',
            object: { 'maker maker': '_maker' },
          },
        },
      },
    ],
  },
  {
    promise: 'A join to another database comes back by its key, a list by argument id, and each may start the next',
    query: '{ orders { customer { city { name orders { id } } } } }',
    sets: [
      {
        columns: ['presence t1 users', 'key t1.city_id'],
        object: {
          customer: {
            presence: 0,
            city: {
              by: [1],
              rows: 'cities',
              for: 'User.city',
              match: 'key',
              sets: [
                {
                  columns: ['link', 't0.name'],
                  object: {
                    name: 1,
                    orders: {
                      by: [0],
                      rows: 'db',
                      for: 'City.orders',
                      match: 'ordinal',
                      sets: [{ columns: ['link', 't0.id'], object: { id: 1 } }],
                    },
                  },
                },
              ],
            },
          },
        },
      },
    ],
  },
  {
    promise: "A field that the host resolves gets every column of the type's fields, only where it is selected",
    query: '{ orders { label self { id } id } }',
    sets: [
      {
        columns: ['t0.id', 't0.total', 't0.ref', 'presence t1 orders', 't1.id'],
        object: { id: 0, total: 1, ref: 2, self: { presence: 3, id: 4 } },
      },
    ],
  },
  {
    promise: 'Fields of fragments are merged into what they are fragments of',
    query:
      '{ orders { ...A ... on Order { customer { id } } } } fragment A on Order { customer { name } items { sku } }',
    sets: [
      {
        columns: ['presence t1 users', 't1.name', 't1.id'],
        object: { customer: { presence: 0, name: 1, id: 2 }, items: { set: 1 } },
      },
      { below: 's0 t0', columns: ['link', 't2.sku'], object: { sku: 1 } },
    ],
  },
];
for (const { promise, query, variables, sets } of cases) {
  test(promise, () => deepEqual(describe(query, variables), root(...sets)));
}

test('The response has each response key in the order of the selection, without the fields of the host', () => {
  const plan = planOf(
    model,
    '{ orders { no: id label kind: __typename again: customer { n: name } customer { id } id } }',
    'orders',
  );
  const [set] = (plan as RowsPlan).sets;
  ok(set);
  deepEqual(Object.entries(describeResponse(set.object.response)), [
    ['no', 'id'],
    ['kind', null],
    ['again', 'customer again'],
    ['customer', 'customer'],
    ['id', 'id'],
  ]);
});

test('Keys of two objects of one table are two columns', () => {
  const plan = planOf(model, '{ orders { customer { city { id } } other: customer { city { id } } } }', 'orders');
  deepEqual(
    plan.joins.map(({ keys }) => keys),
    [[{ kind: 'column', column: 1 }], [{ kind: 'column', column: 3 }]],
  );
});

test('Joins are listed in the order their keys are read, each with the set that its parents are in', () => {
  const plan = planOf(
    model,
    '{ orders { items { product { name } } city { id } customer { city { id } } } }',
    'orders',
  );
  deepEqual(
    plan.joins.map(({ relationship, set }) => [relationship.coordinate, set]),
    [
      ['Item.product', 1],
      ['Order.city', 0],
      ['User.city', 0],
    ],
  );
  deepEqual(Object.keys(joinsOf(plan)).length, 3);
});

test('Arguments of the client belong to the table they were given to', () => {
  const plan = planOf(model, '{ orders(first: 3) { items(limit: 2) { sku } customer { id } } }', 'orders') as RowsPlan;
  const [orders, items] = plan.sets.map(({ object }) => object.occurrence);
  equal(orders?.args?.coordinate, 'Query.orders');
  equal(items?.args?.coordinate, 'Order.items');
  deepEqual(
    orders?.objects.map(({ table, mapping, unique }) => [
      table.name,
      mapping.map(({ parent, target }) => [parent.name, target.name]),
      unique,
    ]),
    [['users', [['customer_id', 'id']], true]],
  );
});
