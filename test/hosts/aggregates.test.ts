/** What rows come to: at the root, beside relationships, across databases, and for roles. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@remote-joins/core';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    users_db: `
      create table users (id int primary key, name text not null, team int);
      insert into users values (1, 'Ada', 7), (2, 'Grace', 7), (3, 'Edsger', null);`,
    orders_db: `
      create table orders (id int primary key, user_id int not null, status text not null, total int, paid numeric, big int8, at timestamptz);
      insert into orders values
        (1, 1, 'open', 30, 1.50, 9007199254740993, '2024-02-29T12:00:00Z'), (2, 1, 'sent', 10, 2.25, 9007199254740993, null),
        (3, 1, 'open', 20, null, null, null), (4, 2, 'sent', null, 0.25, 1, '2023-01-01T00:00:00Z'), (5, 9, 'open', 5, null, null, null);
      create table items (id int primary key, order_id int, sku text not null, price int not null);
      insert into items values (1, 1, 'pen', 3), (2, 1, 'ink', 9), (3, 3, 'pen', 4), (4, 3, 'pen', 4), (5, null, 'cup', 100);`,
  },
});

const typeDefs = `
  type Query {
    orders(limit: Int, order_by: [OrderSort!]): [Order!]! @select
    ordersAggregate(where: OrderFilter, order_by: [OrderSort!], limit: Int, offset: Int, distinct_on: [OrderColumn!]): OrderAggregate! @aggregate
    users: [User!]! @select
    shops: [Shop!]!
  }
  type Shop {
    owner: Int
    latest: Order
    orders: [Order!]! @remoteRelationship(fieldMapping: {owner: "user_id"})
    ordersAggregate: OrderAggregate! @aggregate(relationship: "orders")
  }
  type User @table(source: "users_db", name: "users")
    @permission(role: "customer", fields: ["name"])
    @permission(role: "clerk", fields: ["name"]) {
    name: String!
    orders: [Order!]! @remoteRelationship(fieldMapping: {id: "user_id"})
    ordersAggregate(where: OrderFilter, order_by: [OrderSort!], limit: Int): OrderAggregate! @aggregate(relationship: "orders")
    teamOrders: [Order!]! @remoteRelationship(fieldMapping: {team: "user_id"})
    teamOrdersAggregate: OrderAggregate! @aggregate(relationship: "teamOrders")
  }
  type Order @table(source: "orders_db", name: "orders")
    @permission(role: "customer", fields: ["id", "total"], filter: {status: {_eq: "open"}}, limit: 1, aggregations: true)
    @permission(role: "clerk", fields: ["id", "status"])
    @permission(role: "reviewer", fields: ["id", "status"], filter: {status: {_eq: "sent"}}, aggregations: true) {
    id: Int!
    status: String
    total: Int
    items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    itemsAggregate(limit: Int, order_by: [ItemSort!], sku: String): ItemAggregate! @aggregate(relationship: "items")
    customer: User @remoteRelationship(fieldMapping: {user_id: "id"})
  }
  type Item @table(source: "orders_db", name: "items") @permission(role: "customer", fields: ["sku"], aggregations: true) {
    sku: String!
    price: Int!
    order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
  }
  type OrderAggregate { aggregate: OrderValues! nodes: [Order!]! }
  type OrderValues {
    count(columns: [OrderColumn!], distinct: Boolean): Int!
    sum: OrderSum
    avg: OrderNumbers
    max: OrderMax
    min: OrderMax
    deviation: OrderNumbers @column(name: "stddev_pop")
    varSamp: OrderNumbers
  }
  type OrderSum { total: Int paid: String big: String }
  type OrderNumbers { total: Float }
  type OrderMax { total: Int status: String at: String }
  type ItemAggregate { count: Int! sum: ItemSum max: ItemMax rows: [Item!]! }
  type ItemSum { price: Int }
  type ItemMax { sku: String }
  input OrderFilter { status: TextIs total: IntIs }
  input TextIs { _eq: String }
  input IntIs { _gt: Int }
  input OrderSort { total: Direction }
  input ItemSort { price: Direction }
  enum Direction { asc desc desc_nulls_last }
  enum OrderColumn { status total user_id }`;

const sessions: Readonly<Record<string, Session>> = {
  ada: { role: 'customer' },
  bob: { role: 'clerk' },
  eve: { role: 'both' },
  root: { admin: true },
};

defineHostSuite('Aggregates', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers: { Query: { shops: () => [{ owner: 1 }, { owner: null }, { owner: 2 }, { owner: 1 }] } },
    sources: world.sources(),
    options: {
      session: ({ headers }) => sessions[headers['x-who'] ?? 'root'] ?? {},
      inheritedRoles: { both: ['customer', 'reviewer'] },
    },
    beforeRequest: world.forget,
  }));
  const ask = (who: string, source: string, variables?: Record<string, unknown>): Promise<HostAnswer> =>
    query(source, variables, { headers: { 'x-who': who } });

  test('of a root field are one statement, exact, with the rows beside them', async () => {
    const source = `{
      ordersAggregate(where: {total: {_gt: 5}}) {
        aggregate { n: count sum { total paid big } avg { total } deviation { total } varSamp { total } max { total status at } }
        nodes { id }
      }
    }`;
    deepEqual(await query(source), {
      data: {
        ordersAggregate: {
          aggregate: {
            n: 3,
            sum: { total: 60, paid: '3.75', big: '18014398509481986' },
            avg: { total: 20 },
            deviation: { total: 8.16496580927726 },
            varSamp: { total: 100 },
            max: { total: 30, status: 'sent', at: '2024-02-29T12:00:00+00:00' },
          },
          nodes: [{ id: 1 }, { id: 2 }, { id: 3 }],
        },
      },
    });
    deepEqual(world.counts(), { orders_db: 1 });
    deepEqual(
      await query('{ ordersAggregate(where: {total: {_gt: 5}}) { aggregate { count sum { total } } nodes { id } } }'),
      {
        data: {
          ordersAggregate: { aggregate: { count: 3, sum: { total: 60 } }, nodes: [{ id: 1 }, { id: 2 }, { id: 3 }] },
        },
      },
    );
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
            select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])
            from (select count(*) as c0, sum(t0."total") as c1 from "public"."orders" t0 where t0."total" > $1::int4) s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
            from (select 0 as c0, t1."id" as c1 from "public"."orders" t1 where t1."total" > $2::int4 order by t1."id") s1)])::text`,
          [5, 5],
        ],
      ],
    });
  });

  test('are narrowed first: by limit, offset and distinct_on', async () => {
    const source = `query ($n: Int, $distinct: Boolean, $columns: [OrderColumn!]) {
      top: ordersAggregate(order_by: [{total: desc_nulls_last}], limit: $n, offset: 1) { aggregate { count sum { total } } nodes { total } }
      firsts: ordersAggregate(distinct_on: [status]) { aggregate { count max { total } } }
      none: ordersAggregate(limit: 0) { aggregate { count min { status } } nodes { id } }
      counts: ordersAggregate {
        aggregate { all: count values: count(columns: [total]) once: count(columns: $columns, distinct: $distinct) both: count(columns: [status, total]) }
      }
      nothing: ordersAggregate { nodes { __typename } __typename }
    }`;
    deepEqual(await query(source, { n: 2, distinct: true, columns: ['status', 'user_id'] }), {
      data: {
        top: { aggregate: { count: 2, sum: { total: 30 } }, nodes: [{ total: 20 }, { total: 10 }] },
        firsts: { aggregate: { count: 2, max: { total: 30 } } },
        none: { aggregate: { count: 0, min: { status: null } }, nodes: [] },
        counts: { aggregate: { all: 5, values: 4, once: 4, both: 4 } },
        nothing: { nodes: Array(5).fill({ __typename: 'Order' }), __typename: 'OrderAggregate' },
      },
    });
    deepEqual(await query('{ ordersAggregate(limit: 2) { aggregate { max { status } } } }'), {
      data: { ordersAggregate: { aggregate: { max: { status: 'sent' } } } },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
            select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
            from (select max(t0."status") as c0
            from (select t0."status", t0."id" from "public"."orders" t0 order by t0."id" limit $1::int8) t0) s0`,
          [2],
        ],
      ],
    });
  });

  test('beside a list of the same database are part of its statement, one for each parent', async () => {
    const source = `{
      orders { id itemsAggregate { count sum { price } rows { sku order { id } } } }
    }`;
    const item = (sku: string, id: number) => ({ sku, order: { id } });
    const none = { count: 0, sum: { price: null }, rows: [] };
    deepEqual(await query(source), {
      data: {
        orders: [
          { id: 1, itemsAggregate: { count: 2, sum: { price: 12 }, rows: [item('pen', 1), item('ink', 1)] } },
          { id: 2, itemsAggregate: none },
          { id: 3, itemsAggregate: { count: 2, sum: { price: 8 }, rows: [item('pen', 3), item('pen', 3)] } },
          { id: 4, itemsAggregate: none },
          { id: 5, itemsAggregate: none },
        ],
      },
    });
    deepEqual(world.counts(), { orders_db: 1 });
    const plain = '{ orders { itemsAggregate(sku: "pen") { count max { sku } } } }';
    deepEqual(await query(plain), {
      data: {
        orders: [
          { itemsAggregate: { count: 1, max: { sku: 'pen' } } },
          { itemsAggregate: { count: 0, max: { sku: null } } },
          { itemsAggregate: { count: 2, max: { sku: 'pen' } } },
          { itemsAggregate: { count: 0, max: { sku: null } } },
          { itemsAggregate: { count: 0, max: { sku: null } } },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
            with s0 as (select row_number() over () - 1 as n, q.* from
            (select 1 as c0, t0."id" as k1_0 from "public"."orders" t0 order by t0."id") q)
            select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))]) from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}')), to_json(coalesce(array_agg(s1.c2), '{}'))])
            from (select s0.n as c0, count(t1."order_id") as c1, max(t1."sku") as c2
            from s0 left join "public"."items" t1 on t1."order_id" = s0.k1_0 and t1."sku" = $1::text
            group by s0.n order by s0.n) s1)])::text`,
          ['pen'],
        ],
      ],
    });
  });

  test('hold their limits per parent, and differ by alias', async () => {
    const source = `query ($n: Int) {
      orders(limit: 1) {
        dearest: itemsAggregate(limit: $n, order_by: [{price: desc}]) { count sum { price } rows { sku } }
        all: itemsAggregate { a: sum { price } b: sum { p: price q: price } n: count m: count rows { sku } more: rows { price } }
      }
    }`;
    deepEqual(await query(source, { n: 1 }), {
      data: {
        orders: [
          {
            dearest: { count: 1, sum: { price: 9 }, rows: [{ sku: 'ink' }] },
            all: {
              a: { price: 12 },
              b: { p: 12, q: 12 },
              n: 2,
              m: 2,
              rows: [{ sku: 'pen' }, { sku: 'ink' }],
              more: [{ price: 3 }, { price: 9 }],
            },
          },
        ],
      },
    });
    deepEqual(await query('{ orders(limit: 1) { itemsAggregate(limit: -1) { count } id } }'), {
      data: null,
      errors: [
        {
          message: 'Argument "limit" of field "Order.itemsAggregate" is negative. Give 0 or more, or leave it out.',
          path: ['orders', 0, 'itemsAggregate'],
          code: 'BAD_USER_INPUT',
        },
      ],
    });
  });

  test('across databases are one statement per level; what has no key has the aggregate of no rows', async () => {
    const source = `{
      users {
        name
        ordersAggregate { aggregate { count sum { total } } nodes { id itemsAggregate { count } customer { name } } }
        teamOrdersAggregate { aggregate { count max { at } } nodes { id } }
      }
    }`;
    const none = { aggregate: { count: 0, max: { at: null } }, nodes: [] };
    const node = (id: number, count: number, name: string) => ({ id, itemsAggregate: { count }, customer: { name } });
    deepEqual(await query(source), {
      data: {
        users: [
          {
            name: 'Ada',
            ordersAggregate: {
              aggregate: { count: 3, sum: { total: 60 } },
              nodes: [node(1, 2, 'Ada'), node(2, 0, 'Ada'), node(3, 2, 'Ada')],
            },
            teamOrdersAggregate: none,
          },
          {
            name: 'Grace',
            ordersAggregate: { aggregate: { count: 1, sum: { total: null } }, nodes: [node(4, 0, 'Grace')] },
            teamOrdersAggregate: none,
          },
          {
            name: 'Edsger',
            ordersAggregate: { aggregate: { count: 0, sum: { total: null } }, nodes: [] },
            teamOrdersAggregate: none,
          },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 2, orders_db: 1 });
    deepEqual(await query('{ users { ordersAggregate(where: {status: {_eq: "open"}}) { aggregate { count } } } }'), {
      data: { users: [2, 0, 0].map((count) => ({ ordersAggregate: { aggregate: { count } } })) },
    });
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select k.n as c0, count(t0."user_id") as c1 from unnest($1::int4[]) with ordinality k(k0, n)
          left join "public"."orders" t0 on t0."user_id" = k.k0 and t0."status" = $2::text
          group by k.n order by k.n) s0`,
        ['{1,2,3}', 'open'],
      ],
    ]);
  });

  test("beside relationships of the host's objects are one statement for all of them", async () => {
    const source = '{ shops { ordersAggregate { aggregate { count } nodes { id customer { name } } } } }';
    const nodes = [1, 2, 3].map((id) => ({ id, customer: { name: 'Ada' } }));
    const ada = { ordersAggregate: { aggregate: { count: 3 }, nodes } };
    deepEqual(await query(source), {
      data: {
        shops: [
          ada,
          { ordersAggregate: { aggregate: { count: 0 }, nodes: [] } },
          { ordersAggregate: { aggregate: { count: 1 }, nodes: [{ id: 4, customer: { name: 'Grace' } }] } },
          ada,
        ],
      },
    });
    deepEqual(world.counts(), { orders_db: 1, users_db: 1 });
  });

  test('count and sum for a role what it may see, and no more rows than it may have', async () => {
    const source = '{ ordersAggregate { aggregate { count sum { total } } nodes { id } } }';
    deepEqual(await ask('ada', source), {
      data: { ordersAggregate: { aggregate: { count: 3, sum: { total: 55 } }, nodes: [{ id: 1 }] } },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
            select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])
            from (select count(*) as c0, sum(t0."total") as c1 from "public"."orders" t0 where t0."status" = $1::text) s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
            from (select 0 as c0, t1."id" as c1 from "public"."orders" t1 where t1."status" = $2::text order by t1."id" limit $3::int8) s1)])::text`,
          ['open', 'open', 1],
        ],
      ],
    });
    deepEqual(await ask('ada', '{ ordersAggregate(limit: 2) { aggregate { count } nodes { id } } }'), {
      data: { ordersAggregate: { aggregate: { count: 2 }, nodes: [{ id: 1 }] } },
    });
    deepEqual(
      await ask('ada', '{ users { ordersAggregate { aggregate { count } nodes { itemsAggregate { count } } } } }'),
      {
        data: {
          users: [
            { ordersAggregate: { aggregate: { count: 2 }, nodes: [{ itemsAggregate: { count: 2 } }] } },
            { ordersAggregate: { aggregate: { count: 0 }, nodes: [] } },
            { ordersAggregate: { aggregate: { count: 0 }, nodes: [] } },
          ],
        },
      },
    );
  });

  test('of a column that a role sees in some rows only are of those rows', async () => {
    deepEqual(
      await ask('eve', '{ ordersAggregate { aggregate { count n: count(columns: [total]) sum { total } } } }'),
      {
        data: { ordersAggregate: { aggregate: { count: 5, n: 3, sum: { total: 55 } } } },
      },
    );
    deepEqual(world.calls().orders_db?.[0]?.[0].includes('sum(case when t0."status" = $'), true);
  });

  test('do not exist for a role without them, nor those of hidden columns', async () => {
    const invalid = async (who: string, source: string) =>
      (await ask(who, source)).errors?.map(({ message }) => message);
    const unknown = (field: string, type: string) => [`Cannot query field "${field}" on type "${type}".`];
    const known = (messages: readonly string[] | undefined) =>
      messages?.map((each) => each.replace(/ Did you mean.*/, ''));
    deepEqual(known(await invalid('bob', '{ ordersAggregate { nodes { id } } }')), unknown('ordersAggregate', 'Query'));
    deepEqual(
      known(await invalid('bob', '{ users { ordersAggregate { nodes { id } } } }')),
      unknown('ordersAggregate', 'User'),
    );
    deepEqual(
      known(await invalid('ada', '{ ordersAggregate { aggregate { max { status } } } }')),
      unknown('status', 'OrderMax'),
    );
    deepEqual(
      known(await invalid('ada', '{ orders { itemsAggregate { sum { price } } } }')),
      unknown('sum', 'ItemAggregate'),
    );
    deepEqual((await invalid('ada', '{ ordersAggregate { aggregate { count(columns: [status]) } } }'))?.length, 1);
    deepEqual(world.counts(), {});
  });
});
