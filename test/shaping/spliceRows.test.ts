import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { JoinPlan } from '../../packages/core/src/planning/fetchPlan.js';
import { isSpliced } from '../../packages/core/src/shaping/shaper.js';
import { spliceOf } from '../../packages/core/src/shaping/spliceOf.js';
import type { KeySet } from '../../packages/core/src/source.js';
import { createModel, joinsOf, planOf } from '../support/handModel.js';
import { toPlain } from '../support/plain.js';

const model = createModel(
  `type Query { orders: [Order!]!, order: Order, host: Host }
   type Host { order: Order, orders: [Order!]!, ordersOrNull: [Order!], byCode: Order }
   type Order { id: Int!, total: Int, status: Status, customer: User, items: [Item!]!, notes: [Note!], tags: [Note!] product: Product, city: City }
   type User { id: Int!, name: String, city: City, orders: [Order!]! }
   type Item { sku: String!, product: Product }
   type Note { text: String }
   type City { id: Int!, name: String }
   type Product { name: String }
   enum Status { OPEN CLOSED }`,
  {
    tables: {
      Order: {
        source: 'db',
        columns: 'id int4!, total numeric, status text, customer_id int4, code text, city_id int4',
      },
      User: { source: 'db', columns: 'id int4!, name text, city_id int4' },
      Item: { source: 'db', columns: 'id int4!, sku text!, order_id int4!' },
      Note: { source: 'db', columns: 'id int4!, text text, customer_id int4, order_id int4!' },
      City: { source: 'cities', columns: 'id int4!, name text' },
    },
    remotes: { catalog: ['Product'] },
    relationships: {
      'Order.customer': { key: { customer_id: 'id' } },
      'Order.items': { key: { id: 'order_id' }, unique: false },
      'Order.notes': { key: { customer_id: 'customer_id' }, unique: false },
      'Order.tags': { key: { id: 'order_id' }, unique: false },
      'Order.city': { key: { city_id: 'id' } },
      'Order.product': { key: ['code'], remote: 'catalog' },
      'User.city': { key: { city_id: 'id' } },
      'User.orders': { key: { id: 'customer_id' }, unique: false },
      'Item.product': { key: ['sku'], remote: 'catalog' },
      'Host.order': { key: { orderId: 'id' } },
      'Host.orders': { key: { customerId: 'customer_id' }, unique: false },
      'Host.ordersOrNull': { key: { customerId: 'customer_id' }, unique: false },
      'Host.byCode': { key: { code: 'code' }, unique: false },
    },
    names: { column: new Map([['Status.OPEN', 'open']]) },
  },
);

type Sets = readonly (readonly (readonly unknown[])[])[];

interface Spliced {
  readonly values: readonly unknown[];
  /** The keys that each join reads, by coordinate. */
  readonly keys: Readonly<Record<string, unknown>>;
}

/** Splices an answer; `joined` are the finished values of the joins, by coordinate. */
function splice(
  query: string,
  path: string,
  sets: Sets,
  joined: Readonly<Record<string, readonly unknown[]>> = {},
  keys?: KeySet,
): Spliced {
  const plan = planOf(model, query, path);
  const { readKeys, build } = spliceOf(plan, model.names);
  const answer = { kind: 'rows', sets } as const;
  const read = readKeys(answer);
  const values = Object.entries(joinsOf(plan)).map(([at, join]): [JoinPlan, readonly unknown[]] => [
    join,
    joined[at] ?? [],
  ]);
  return {
    values: build(answer, new Map(values), keys).map(toPlain),
    keys: Object.fromEntries([...read].map(([join, each]) => [join.relationship.coordinate, each])),
  };
}

const orderKeys = (...ids: number[]): KeySet => ({ count: ids.length, columns: [ids] });

test('Leaves stand under their field names, read as their types say, and phantom columns nowhere', () => {
  const query = '{ orders { number: id status total product { name } } }';
  const sets = [[[1, 2, 3], ['open', 'CLOSED', 'OPEN'], [10, null, 1.5], ['a', null, 'c']]]; // biome-ignore format: by column
  const { values, keys } = splice(query, 'orders', sets, { 'Order.product': [{ name: 'A' }, null, { name: 'C' }] });
  const [[first, second, third]] = values as [Record<string, unknown>[]];
  deepEqual(first, { id: 1, status: 'OPEN', total: 10, product: { name: 'A' } });
  deepEqual(second, { id: 2, status: 'CLOSED', total: null, product: null });
  deepEqual(
    [third?.status, third?.total].map((value) => value instanceof Error),
    [true, true],
  );
  deepEqual(keys, { 'Order.product': { parents: 3, columns: [['a', null, 'c']] } });
});

/** A member that a default resolver calls. */
type Method = (args: object, context: object, info: { path: { key: string } }) => unknown;

test('One-to-one objects are made where they are present, as deep as they go, each alias its own', () => {
  const query = '{ orders { customer { name orders { id } } other: customer { id } } }';
  const sets = [
    [[true, false], ['Ann', 'no'], [true, true], [7, 8]],
    [[0, 0, 1], [1, 2, 3]],
  ]; // biome-ignore format: by column
  const [rows] = splice(query, 'orders', sets).values as [Record<string, Method>[]];
  const read = (responseKey: string): unknown[] =>
    rows.map((row) => row.customer?.({}, {}, { path: { key: responseKey } }));
  deepEqual(read('customer'), [{ name: 'Ann', orders: [{ id: 1 }, { id: 2 }] }, null]);
  deepEqual(read('other'), [{ id: 7 }, { id: 8 }]);
});

test('Lists are grouped by the row number of their parent, in the order they came, empty where there is nothing', () => {
  const query = '{ orders { id items { sku } } }';
  const sets = [[[1, 2, 3]], [[0, 2, 2], ['a', 'b', 'a']]]; // biome-ignore format: by column
  deepEqual(splice(query, 'orders', sets).values, [
    [
      { id: 1, items: [{ sku: 'a' }] },
      { id: 2, items: [] },
      { id: 3, items: [{ sku: 'b' }, { sku: 'a' }] },
    ],
  ]);
});

test("Lists are whole where the rows of their parents stand among each other, and rows of no parent are nobody's", () => {
  const sets = [[[1, 2]], [[1, 0, 0, 7, 1], ['a', 'b', 'c', 'd', 'e']]]; // biome-ignore format: by column
  deepEqual(splice('{ orders { items { sku } } }', 'orders', sets).values, [
    [{ items: [{ sku: 'b' }, { sku: 'c' }] }, { items: [{ sku: 'a' }, { sku: 'e' }] }],
  ]);
  const answered = [[[1, 0, 0, 7, 1], [1, 2, 3, 4, 5]]]; // biome-ignore format: by column
  deepEqual(splice('{ host { orders { id } } }', 'host.orders', answered, {}, orderKeys(7, 8)).values, [
    [{ id: 2 }, { id: 3 }],
    [{ id: 1 }, { id: 5 }],
  ]);
});

test('A list without a key is null where its type may be, and empty where it has a key and no rows', () => {
  const query = '{ orders { notes { text } tags { text } } }';
  const sets = [[[7, null, 8]], [[0], ['note']], [[2], ['tag']]];
  deepEqual(splice(query, 'orders', sets).values, [
    [
      { notes: [{ text: 'note' }], tags: [] },
      { notes: null, tags: [] },
      { notes: [], tags: [{ text: 'tag' }] },
    ],
  ]);
});

test('Joins below a one-to-one object and in lists of lists read their keys row by row of their own set', () => {
  const query = '{ orders { customer { city { name } } items { product { name } } } }';
  const sets = [[[true, false, true], [5, null, 6]], [[0, 0, 2], ['x', 'y', 'x']]]; // biome-ignore format: by column
  const { values, keys } = splice(query, 'orders', sets, {
    'User.city': [{ name: 'Ulm' }, null, { name: 'Bonn' }],
    'Item.product': [{ name: 'X' }, { name: 'Y' }, { name: 'X' }],
  });
  deepEqual(keys, {
    'User.city': { parents: 3, columns: [[5, null, 6]] },
    'Item.product': { parents: 3, columns: [['x', 'y', 'x']] },
  });
  deepEqual(values, [
    [
      { customer: { city: { name: 'Ulm' } }, items: [{ product: { name: 'X' } }, { product: { name: 'Y' } }] },
      { customer: null, items: [] },
      { customer: { city: { name: 'Bonn' } }, items: [{ product: { name: 'X' } }] },
    ],
  ]);
});

test('A set without columns keeps its rows', () => {
  deepEqual(splice('{ orders { __typename } }', 'orders', [[[true, true]]]).values, [[{}, {}]]);
});

test('An Error that a join ends in stands in its place, and nothing beside it is lost', () => {
  const failed = new Error('down');
  const sets = [[[1, 2], [5, 5]]]; // biome-ignore format: by column
  const { values } = splice('{ orders { id city { name } } }', 'orders', sets, {
    'Order.city': [failed, { name: 'Ulm' }],
  });
  deepEqual(values, [[{ id: 1, city: failed }, { id: 2, city: { name: 'Ulm' } }]]); // biome-ignore format: a row a line
});

test('A root field of one row is that row, or null', () => {
  deepEqual(splice('{ order { id } }', 'order', [[[1]]]).values, [{ id: 1 }]);
  deepEqual(splice('{ order { id } }', 'order', [[[]]]).values, [null]);
});

test('Rows matched by key stand where their key is, whatever order they came in, and null where there is none', () => {
  const { values } = splice('{ host { order { total } } }', 'host.order', [[[3, 1], [30, 10]]], {}, orderKeys(1, 2, 3)); // biome-ignore format: one line
  deepEqual(values, [{ total: 10 }, null, { total: 30 }]);
});

test('Rows matched by argument id are lists, or the first row of each', () => {
  const sets = [[[0, 0, 2], [1, 2, 3]]]; // biome-ignore format: by column
  const lists = [[{ id: 1 }, { id: 2 }], [], [{ id: 3 }]];
  deepEqual(splice('{ host { orders { id } } }', 'host.orders', sets, {}, orderKeys(7, 8, 9)).values, lists);
  deepEqual(
    splice('{ host { ordersOrNull { id } } }', 'host.ordersOrNull', sets, {}, orderKeys(7, 8, 9)).values,
    lists,
  );
  const first = [{ id: 1 }, null, { id: 3 }];
  deepEqual(
    splice('{ host { byCode { id } } }', 'host.byCode', sets, {}, { count: 3, columns: [['a', 'b', 'c']] }).values,
    first,
  );
});

test('Every object of a tree is told to be ours, and an answer is left as it was', () => {
  const plan = planOf(model, '{ orders { status customer { name } items { sku } } }', 'orders');
  const sets = [
    [['open'], [true], ['Ann']],
    [[0], ['a']],
  ];
  const built = spliceOf(plan, model.names).build({ kind: 'rows', sets }, new Map());
  const [[order]] = built as [[{ customer: object; items: object[] }]];
  ok([order, order.customer, ...order.items].every(isSpliced));
  deepEqual(sets, [
    [['open'], [true], ['Ann']],
    [[0], ['a']],
  ]);
});

test('An answer that is none of its plan is a fault of ours, never half a tree', () => {
  const plan = planOf(model, '{ orders { items { sku } } }', 'orders');
  const { build, readKeys } = spliceOf(plan, model.names);
  throws(() => build({ kind: 'rows', sets: [[[1]]] }, new Map()), /without one of its sets/);
  throws(() => build({ kind: 'json', values: [] }, new Map()), /of another kind/);
  equal(readKeys({ kind: 'rows', sets: [[[1]], [[], []]] }).size, 0);
});
