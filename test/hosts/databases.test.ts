import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    orders_db: `
      create table orders (id int primary key, customer_id int, country text, site int);
      insert into orders values (1, 11, 'NL', 1), (2, 12, 'NL', 2), (3, 11, 'DE', 1), (4, null, null, 1), (5, 99, 'FR', 9);
      create table items (order_id int not null references orders, line int, sku text not null, primary key (order_id, line));
      insert into items values (1, 1, 'pen'), (1, 2, 'ink'), (3, 1, 'pad');
      create table notes (id int primary key, order_id int not null, line int not null, text text not null);
      insert into notes values (1, 1, 2, 'blue'), (2, 3, 1, 'ruled'), (3, 1, 2, 'fast');
      create table clicks (id int primary key, customer_id int not null, country text not null, site int not null);
      insert into clicks select n, 11 + n % 2, 'NL', 1 + n % 2 from generate_series(0, 999) n;`,
    users_db: `
      create table users (id int primary key, name text not null, manager_id int);
      insert into users values (11, 'Ada', null), (12, 'Grace', 11), (13, 'Edsger', 12);
      create table warehouses (country text, site int, city text not null, primary key (country, site));
      insert into warehouses values ('NL', 1, 'Delft'), ('NL', 2, 'Leiden'), ('DE', 1, 'Jena');
      create table doors (country text not null, site int not null, door text not null, primary key (country, site, door));
      insert into doors values ('NL', 1, 'west'), ('NL', 1, 'east'), ('DE', 1, 'north');`,
  },
});

const typeDefs = `
  type Query {
    orders: [Order!]! @select
    order(id: Int!): Order @select
    clicks(limit: Int): [Click!]! @select
    users: [User!]! @select
  }
  type Order @table(source: "orders_db", name: "orders") {
    id: Int!
    customer: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {customer_id: "id"})
    warehouse: Warehouse @remoteRelationship(fieldMapping: {country: "country", site: "site"})
    doors: [Door!] @remoteRelationship(fieldMapping: {country: "country", site: "site"})
    items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  }
  type Item @table(source: "orders_db", name: "items") {
    line: Int!
    sku: String!
    order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
    notes: [Note!]! @remoteRelationship(fieldMapping: {order_id: "order_id", line: "line"})
  }
  type Note @table(source: "orders_db", name: "notes") {
    text: String!
    item: Item @remoteRelationship(fieldMapping: {order_id: "order_id", line: "line"})
  }
  type Click @table(source: "orders_db", name: "clicks") {
    id: Int!
    customer: User @remoteRelationship(fieldMapping: {customer_id: "id"})
    warehouse: Warehouse @remoteRelationship(fieldMapping: {country: "country", site: "site"})
    doors: [Door!] @remoteRelationship(fieldMapping: {country: "country", site: "site"})
  }
  type User @table(source: "users_db", name: "users") {
    id: Int!
    name: String!
    manager: User @remoteRelationship(fieldMapping: {manager_id: "id"})
    orders: [Order!]! @remoteRelationship(fieldMapping: {id: "customer_id"})
  }
  type Warehouse @table(source: "users_db", name: "warehouses") { city: String! }
  type Door @table(source: "users_db", name: "doors") { door: String! }`;

defineHostSuite('Joins of tables', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('an object of another database comes with one statement for all parents', async () => {
    deepEqual(await query('{ orders { id customer { name } } }'), {
      data: {
        orders: [
          { id: 1, customer: { name: 'Ada' } },
          { id: 2, customer: { name: 'Grace' } },
          { id: 3, customer: { name: 'Ada' } },
          { id: 4, customer: null },
          { id: 5, customer: null },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."id" as c0, t0."customer_id" as c1
            from "public"."orders" t0
            order by t0."id") s0`,
          [],
        ],
      ],
      users_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."id" as c0, t0."name" as c1
            from "public"."users" t0
            where t0."id" = any($1::int4[])) s0`,
          ['{11,12,99}'],
        ],
      ],
    });
  });

  test('a list of another database comes with one statement for all parents', async () => {
    deepEqual(await query('{ users { name orders { id } } }'), {
      data: {
        users: [
          { name: 'Ada', orders: [{ id: 1 }, { id: 3 }] },
          { name: 'Grace', orders: [{ id: 2 }] },
          { name: 'Edsger', orders: [] },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select k.n as c0, t0."id" as c1
            from unnest($1::int4[]) with ordinality k(k0, n)
            join "public"."orders" t0 on t0."customer_id" = k.k0
            order by k.n, t0."id") s0`,
          ['{11,12,13}'],
        ],
      ],
      users_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."name" as c0, t0."id" as c1
            from "public"."users" t0
            order by t0."id") s0`,
          [],
        ],
      ],
    });
  });

  test('an object and a list with the same composite key share one statement', async () => {
    deepEqual(await query('{ orders { warehouse { city } doors { door } } }'), {
      data: {
        orders: [
          { warehouse: { city: 'Delft' }, doors: [{ door: 'east' }, { door: 'west' }] },
          { warehouse: { city: 'Leiden' }, doors: [] },
          { warehouse: { city: 'Jena' }, doors: [{ door: 'north' }] },
          { warehouse: null, doors: null },
          { warehouse: null, doors: [] },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."country" as c0, t0."site" as c1
            from "public"."orders" t0
            order by t0."id") s0`,
          [],
        ],
      ],
      users_db: [
        [
          oneLine`
          select (select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select k.n as c0, t0."city" as c1
              from unnest($1::text[], $2::int4[]) with ordinality k(k0, k1, n)
              join "public"."warehouses" t0 on t0."country" = k.k0 and t0."site" = k.k1
              order by k.n) s0),
          (select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select k.n as c0, t0."door" as c1
              from unnest($1::text[], $2::int4[]) with ordinality k(k0, k1, n)
              join "public"."doors" t0 on t0."country" = k.k0 and t0."site" = k.k1
              order by k.n, t0."door") s0)`,
          ['{"NL","NL","DE","FR"}', '{1,2,1,9}'],
        ],
      ],
    });
  });

  test('lists of the same database, three levels deep, are part of the same statement', async () => {
    deepEqual(await query('{ orders { id items { line sku notes { text } } } }'), {
      data: {
        orders: [
          {
            id: 1,
            items: [
              { line: 1, sku: 'pen', notes: [] },
              { line: 2, sku: 'ink', notes: [{ text: 'blue' }, { text: 'fast' }] },
            ],
          },
          { id: 2, items: [] },
          { id: 3, items: [{ line: 1, sku: 'pad', notes: [{ text: 'ruled' }] }] },
          { id: 4, items: [] },
          { id: 5, items: [] },
        ],
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select t0."id" as c0, t0."id" as k1_0
              from "public"."orders" t0
              order by t0."id") q),
          s1 as (select row_number() over () - 1 as n, q.*
            from (select s0.n as c0, t1."line" as c1, t1."sku" as c2, t1."order_id" as k2_0, t1."line" as k2_1
              from s0
              join "public"."items" t1 on t1."order_id" = s0.k1_0
              order by s0.n, t1."line") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}')), to_json(coalesce(array_agg(s1.c2), '{}'))])
              from s1),
            (select to_json(array[to_json(coalesce(array_agg(s2.c0), '{}')), to_json(coalesce(array_agg(s2.c1), '{}'))])
              from (select s1.n as c0, t2."text" as c1
                from s1
                join "public"."notes" t2 on t2."order_id" = s1.k2_0 and t2."line" = s1.k2_1
                order by s1.n, t2."id") s2)])::text`,
          [],
        ],
      ],
    });
  });

  test('objects of the same database, three levels deep, are more columns of the same rows', async () => {
    deepEqual(await query('{ order(id: 3) { items { notes { text item { sku order { id } } } } } }'), {
      data: {
        order: { items: [{ notes: [{ text: 'ruled', item: { sku: 'pad', order: { id: 3 } } }] }] },
      },
    });
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select 1 as c0, t0."id" as k1_0
              from "public"."orders" t0
              where t0."id" = $1::int4
              order by t0."id"
              limit 1) q),
          s1 as (select row_number() over () - 1 as n, q.*
            from (select s0.n as c0, t1."order_id" as k2_0, t1."line" as k2_1
              from s0
              join "public"."items" t1 on t1."order_id" = s0.k1_0
              order by s0.n, t1."line") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}'))])
              from s1),
            (select to_json(array[to_json(coalesce(array_agg(s2.c0), '{}')), to_json(coalesce(array_agg(s2.c1), '{}')), to_json(coalesce(array_agg(s2.c2), '{}')), to_json(coalesce(array_agg(s2.c3), '{}')), to_json(coalesce(array_agg(s2.c4), '{}')), to_json(coalesce(array_agg(s2.c5), '{}'))])
              from (select s1.n as c0, t2."text" as c1, (t3."order_id" is not null) as c2, t3."sku" as c3, (t4."id" is not null) as c4, t4."id" as c5
                from s1
                join "public"."notes" t2 on t2."order_id" = s1.k2_0 and t2."line" = s1.k2_1
                left join "public"."items" t3 on t3."order_id" = t2."order_id" and t3."line" = t2."line"
                left join "public"."orders" t4 on t4."id" = t3."order_id"
                order by s1.n, t2."id") s2)])::text`,
          [3],
        ],
      ],
    });
  });

  test('a table can be joined to itself', async () => {
    deepEqual(await query('{ users { name manager { name manager { name } } } }'), {
      data: {
        users: [
          { name: 'Ada', manager: null },
          { name: 'Grace', manager: { name: 'Ada', manager: null } },
          { name: 'Edsger', manager: { name: 'Grace', manager: { name: 'Ada' } } },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 1 });
  });

  test('there and back again: one statement per level', async () => {
    const source =
      '{ order(id: 1) { customer { name orders { id items { sku } customer { name manager { name } } } } } }';
    deepEqual(await query(source), {
      data: {
        order: {
          customer: {
            name: 'Ada',
            orders: [
              { id: 1, items: [{ sku: 'pen' }, { sku: 'ink' }], customer: { name: 'Ada', manager: null } },
              { id: 3, items: [{ sku: 'pad' }], customer: { name: 'Ada', manager: null } },
            ],
          },
        },
      },
    });
    deepEqual(world.counts(), { orders_db: 2, users_db: 2 });
  });

  test('what a list below a list joins comes with one statement for all of them', async () => {
    deepEqual(await query('{ users { orders { items { order { warehouse { city } } } } } }'), {
      data: {
        users: [
          {
            orders: [
              { items: [{ order: { warehouse: { city: 'Delft' } } }, { order: { warehouse: { city: 'Delft' } } }] },
              { items: [{ order: { warehouse: { city: 'Jena' } } }] },
            ],
          },
          { orders: [{ items: [] }] },
          { orders: [] },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 2, orders_db: 1 });
  });

  test('a thousand parents take the calls that one takes', async () => {
    const source = 'query ($n: Int) { clicks(limit: $n) { id customer { name } warehouse { city } doors { door } } }';
    const even = {
      customer: { name: 'Ada' },
      warehouse: { city: 'Delft' },
      doors: [{ door: 'east' }, { door: 'west' }],
    };
    const odd = { customer: { name: 'Grace' }, warehouse: { city: 'Leiden' }, doors: [] };

    deepEqual(await query(source, { n: 1 }), { data: { clicks: [{ id: 0, ...even }] } });
    const { orders_db, users_db } = world.calls();
    deepEqual(world.counts(), { orders_db: 1, users_db: 1 });

    const clicks = Array.from({ length: 1000 }, (_, id) => ({ id, ...(id % 2 === 0 ? even : odd) }));
    deepEqual(await query(source, { n: 1000 }), { data: { clicks } });
    const texts = (list = orders_db) => list?.map(([text]) => text);
    deepEqual(texts(world.calls().orders_db), texts(orders_db));
    deepEqual(texts(world.calls().users_db), texts(users_db));
  });
});
