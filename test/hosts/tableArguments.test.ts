import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    users_db: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada'), (2, 'Grace'), (3, 'Edsger');
      create table logins (id int primary key, user_id int not null, device text not null, seconds int);
      insert into logins values (1, 1, 'phone', 30), (2, 1, 'desk', 10), (3, 1, 'phone', 20), (4, 2, 'desk', null), (5, 2, 'desk', 5);`,
    orders_db: `
      create table orders (id int primary key, user_id int not null, status text not null, total int);
      insert into orders values (1, 1, 'open', 30), (2, 1, 'sent', 10), (3, 1, 'open', 20), (4, 2, 'sent', null), (5, 2, 'open', 5);
      create table items (id int primary key, order_id int not null references orders, sku text not null);
      insert into items values (1, 1, 'pen'), (2, 3, 'ink'), (3, 5, 'pen');`,
  },
});

const typeDefs = `
  type Query {
    orders(where: OrderFilter, order_by: [OrderSort!], limit: Int, offset: Int, distinct_on: [OrderColumn!]): [Order!]! @select
    users(where: UserFilter): [User!]! @select
  }
  type User @table(source: "users_db", name: "users") {
    name: String!
    logins(device: String, order_by: [LoginSort!], limit: Int, offset: Int, distinctOn: [LoginColumn!]): [Login!]!
      @remoteRelationship(fieldMapping: {id: "user_id"})
    orders(
      status: String
      state: String @column(name: "status")
      where: OrderFilter
      orderBy: [OrderSort!]
      limit: Int
      offset: Int
      distinct_on: [OrderColumn!]
    ): [Order!]! @remoteRelationship(fieldMapping: {id: "user_id"})
    order(where: OrderFilter, order_by: [OrderSort!]): Order @remoteRelationship(fieldMapping: {id: "user_id"})
  }
  type Login @table(source: "users_db", name: "logins") { id: Int! seconds: Int device: String! }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    sum: Int @column(name: "total")
    items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  }
  type Item @table(source: "orders_db", name: "items") { sku: String! }

  input UserFilter { name: TextFilter }
  input OrderFilter { _or: [OrderFilter!] _not: OrderFilter sum: IntFilter status: TextFilter items: ItemFilter }
  input ItemFilter { sku: TextFilter }
  input IntFilter { _gt: Int _in: [Int!] _is_null: Boolean }
  input TextFilter { _eq: String _like: String }
  input OrderSort { sum: Direction status: Direction }
  input LoginSort { seconds: Direction device: Direction }
  enum Direction { asc desc asc_nulls_first desc_nulls_last }
  enum OrderColumn { status }
  enum LoginColumn { device }`;

/** Answers shown short: the ids of what each user has. */
function idsOf(data: unknown, field: string): unknown {
  const { users } = data as { users: Record<string, { id: number }[]>[] };
  return users.map((user) => user[field]?.map(({ id }) => id));
}

defineHostSuite('Arguments of fields that point to tables', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('a root field filters, sorts, pages and takes the first of each', async () => {
    const source = `query ($where: OrderFilter, $least: Int) {
      filtered: orders(where: {sum: {_gt: $least}, status: {_eq: "open"}}) { id }
      either: orders(where: {_or: [{sum: {_is_null: true}}, {items: {sku: {_like: "in%"}}}]}) { id }
      given: orders(where: $where) { id }
      page: orders(order_by: [{sum: desc_nulls_last}], limit: 2, offset: 1) { id sum }
      firsts: orders(distinct_on: [status], order_by: [{status: desc}, {sum: asc}]) { id }
    }`;
    deepEqual(await query(source, { least: 5, where: { _not: { sum: { _in: [10, 30] } } } }), {
      data: {
        filtered: [{ id: 1 }, { id: 3 }],
        either: [{ id: 3 }, { id: 4 }],
        given: [{ id: 3 }, { id: 5 }],
        page: [
          { id: 3, sum: 20 },
          { id: 2, sum: 10 },
        ],
        firsts: [{ id: 2 }, { id: 5 }],
      },
    });
    // Side by side, so in no order.
    deepEqual(world.calls().orders_db?.toSorted(), [
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."id" as c0, t0."total" as c1
            from "public"."orders" t0
            order by t0."total" desc nulls last, t0."id"
            limit $1::int8 offset $2::int8) s0`,
        [2, 1],
      ],
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select distinct on (t0."status") t0."id" as c0
            from "public"."orders" t0
            order by t0."status" desc, t0."total", t0."id") s0`,
        [],
      ],
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
            from "public"."orders" t0
            where (not t0."total" = any($1::int4[]))
            order by t0."id") s0`,
        ['{10,30}'],
      ],
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
            from "public"."orders" t0
            where (t0."total" is null or exists (select
                from "public"."items" w1
                where w1."order_id" = t0."id" and w1."sku" like $1::text))
            order by t0."id") s0`,
        ['in%'],
      ],
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
            from "public"."orders" t0
            where t0."total" > $1::int4 and t0."status" = $2::text
            order by t0."id") s0`,
        [5, 'open'],
      ],
    ]);
  });

  test('limit, offset and order hold for each parent (another database)', async () => {
    const source =
      'query ($n: Int) { users { orders(orderBy: [{sum: desc_nulls_last}], limit: $n, offset: 1) { id } } }';
    const { data } = await query(source, { n: 1 });
    deepEqual(idsOf(data, 'orders'), [[3], [4], []]);
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
            from "public"."users" t0
            order by t0."id") s0`,
          [],
        ],
      ],
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select k.n as c0, t0."id" as c1
            from unnest($1::int4[]) with ordinality k(k0, n)
            cross join lateral (select t0."id", t0."total"
              from "public"."orders" t0
              where t0."user_id" = k.k0
              order by t0."total" desc nulls last, t0."id"
              limit $2::int8 offset $3::int8) t0
            order by k.n, t0."total" desc nulls last, t0."id") s0`,
          ['{1,2,3}', 1, 1],
        ],
      ],
    });
  });

  test('limit, offset and order hold for each parent (the same database)', async () => {
    const source =
      'query ($n: Int) { users { logins(order_by: [{seconds: asc_nulls_first}], limit: $n, offset: 1) { id } } }';
    const { data } = await query(source, { n: 1 });
    deepEqual(idsOf(data, 'logins'), [[3], [5], []]);
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select 1 as c0, t0."id" as k1_0
              from "public"."users" t0
              order by t0."id") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
              from (select s0.n as c0, t1."id" as c1
                from s0
                cross join lateral (select t1."id", t1."seconds"
                  from "public"."logins" t1
                  where t1."user_id" = s0.k1_0
                  order by t1."seconds" nulls first, t1."id"
                  limit $1::int8 offset $2::int8) t1
                order by s0.n, t1."seconds" nulls first, t1."id") s1)])::text`,
          [1, 1],
        ],
      ],
    });
  });

  test('distinct_on takes the first of each parent’s groups', async () => {
    const source = `{ users {
      orders(distinct_on: [status], orderBy: [{status: asc}, {sum: desc}]) { id }
      logins(distinctOn: [device], order_by: [{device: asc}, {seconds: asc}]) { id }
    } }`;
    const { data } = await query(source);
    deepEqual(idsOf(data, 'orders'), [[1, 2], [5, 4], []]);
    deepEqual(idsOf(data, 'logins'), [[2, 3], [5], []]);
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select t0."id" as c0, t0."id" as k1_0
              from "public"."users" t0
              order by t0."id") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
              from (select s0.n as c0, t1."id" as c1
                from s0
                cross join lateral (select distinct on (t1."device") t1."id", t1."device", t1."seconds"
                  from "public"."logins" t1
                  where t1."user_id" = s0.k1_0
                  order by t1."device", t1."seconds", t1."id") t1
                order by s0.n, t1."device", t1."seconds", t1."id") s1)])::text`,
          [],
        ],
      ],
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select k.n as c0, t0."id" as c1
            from unnest($1::int4[]) with ordinality k(k0, n)
            cross join lateral (select distinct on (t0."status") t0."id", t0."status", t0."total"
              from "public"."orders" t0
              where t0."user_id" = k.k0
              order by t0."status", t0."total" desc, t0."id") t0
            order by k.n, t0."status", t0."total" desc, t0."id") s0`,
          ['{1,2,3}'],
        ],
      ],
    });
  });

  test('other arguments are equality with a column; one that is left out or null is no condition', async () => {
    const source = `query ($status: String, $device: String, $none: String) { users {
      orders(status: $status) { id }
      same: orders(state: $status) { id }
      all: orders(status: $none) { id }
      logins(device: $device) { id }
    } }`;
    const { data } = await query(source, { status: 'open', device: 'desk', none: null });
    deepEqual(idsOf(data, 'orders'), [[1, 3], [5], []]);
    deepEqual(idsOf(data, 'same'), [[1, 3], [5], []]);
    deepEqual(idsOf(data, 'all'), [[1, 2, 3], [4, 5], []]);
    deepEqual(idsOf(data, 'logins'), [[2], [4, 5], []]);
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select t0."id" as c0, t0."id" as k1_0
              from "public"."users" t0
              order by t0."id") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
              from (select s0.n as c0, t1."id" as c1
                from s0
                join "public"."logins" t1 on t1."user_id" = s0.k1_0
                where t1."device" = $1::text
                order by s0.n, t1."id") s1)])::text`,
          ['desk'],
        ],
      ],
      orders_db: [
        [
          oneLine`
          select (select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select k.n as c0, t0."id" as c1
              from unnest($1::int4[]) with ordinality k(k0, n)
              join "public"."orders" t0 on t0."user_id" = k.k0
              where t0."status" = $2::text
              order by k.n, t0."id") s0),
          (select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select k.n as c0, t0."id" as c1
              from unnest($1::int4[]) with ordinality k(k0, n)
              join "public"."orders" t0 on t0."user_id" = k.k0
              where t0."status" = $3::text
              order by k.n, t0."id") s0),
          (select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select k.n as c0, t0."id" as c1
              from unnest($1::int4[]) with ordinality k(k0, n)
              join "public"."orders" t0 on t0."user_id" = k.k0
              order by k.n, t0."id") s0)`,
          ['{1,2,3}', 'open', 'open'],
        ],
      ],
    });
  });

  test('a condition on a list of the same database is part of the statement', async () => {
    const source = `{ users(where: {name: {_like: "%e%"}}) { name orders(where: {items: {sku: {_eq: "pen"}}}) { id items { sku } } } }`;
    deepEqual(await query(source), {
      data: {
        users: [
          { name: 'Grace', orders: [{ id: 5, items: [{ sku: 'pen' }] }] },
          { name: 'Edsger', orders: [] },
        ],
      },
    });
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."name" as c0, t0."id" as c1
            from "public"."users" t0
            where t0."name" like $1::text
            order by t0."id") s0`,
          ['%e%'],
        ],
      ],
      orders_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select k.n as c0, t0."id" as c1, t0."id" as k1_0
              from unnest($1::int4[]) with ordinality k(k0, n)
              join "public"."orders" t0 on t0."user_id" = k.k0
              where exists (select
                from "public"."items" w1
                where w1."order_id" = t0."id" and w1."sku" = $2::text)
              order by k.n, t0."id") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
              from (select s0.n as c0, t1."sku" as c1
                from s0
                join "public"."items" t1 on t1."order_id" = s0.k1_0
                order by s0.n, t1."id") s1)])::text`,
          ['{2,3}', 'pen'],
        ],
      ],
    });
  });

  test('an object among several rows is the first in the order asked for', async () => {
    const source = `{ users {
      order { id }
      cheapest: order(order_by: [{sum: asc_nulls_first}]) { id }
      sent: order(where: {status: {_eq: "sent"}}) { id }
    } }`;
    deepEqual(await query(source), {
      data: {
        users: [
          { order: { id: 1 }, cheapest: { id: 2 }, sent: { id: 2 } },
          { order: { id: 4 }, cheapest: { id: 4 }, sent: { id: 4 } },
          { order: null, cheapest: null, sent: null },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 1, orders_db: 1 });
  });
});
