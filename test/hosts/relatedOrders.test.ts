/** Orders by what rows of other tables hold, and by what they come to. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@remote-joins/core';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shops_db: `
      create table shops (id int primary key, area text not null);
      insert into shops values (1, 'north'), (2, 'south');`,
    orders_db: `
      create table regions (id int primary key, name text not null);
      insert into regions values (1, 'east'), (2, 'west');
      create table customers (id int primary key, name text not null, region_id int, secret bool not null default false, boss_id int);
      insert into customers values (1, 'Cyd', 1, false, 3), (2, 'Ada', 2, false, 2), (3, 'Bob', null, true, null);
      create table orders (id int primary key, shop_id int not null, customer_id int, status text not null);
      insert into orders values (1, 1, 1, 'open'), (2, 1, 2, 'sent'), (3, 1, 3, 'open'), (4, 2, 2, 'sent'), (5, 2, null, 'open');
      create table items (id int primary key, order_id int not null, price int, draft bool not null default false);
      insert into items values (1, 1, 5, false), (2, 1, 6, false), (3, 2, 20, false), (4, 4, null, false), (5, 3, 1, true), (6, 3, 99, true), (7, 3, 98, true);
      create table notes (id int primary key, order_id int not null, body text not null);
      insert into notes values (1, 1, 'm'), (2, 1, 'a'), (3, 2, 'b'), (4, 4, 'z');`,
  },
});

const typeDefs = `
  type Query {
    orders(order_by: [OrderSort!], limit: Int, offset: Int, distinct_on: [OrderColumn!]): [Order!]! @select
    customers(orderBy: CustomerSort): [Customer!]! @select
    ordersAggregate(order_by: [OrderSort!], limit: Int): OrderAggregate! @aggregate
    shops: [Shop!]! @select
  }
  type Shop @table(source: "shops_db", name: "shops") @permission(role: "clerk", fields: ["area"]) {
    area: String!
    orders(order_by: [OrderSort!], limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "shop_id"})
  }
  type Region @table(source: "orders_db", name: "regions") @permission(role: "clerk", fields: ["name"], filter: {name: {_neq: "x-hasura-no-region"}}) { name: String! }
  type Customer @table(source: "orders_db", name: "customers")
    @permission(role: "clerk", fields: ["name"], filter: {secret: {_eq: false}}, aggregations: true)
    @permission(role: "temp", fields: ["name"])
    @permission(role: "far", fields: ["name"], filter: {home: {area: {_eq: "x-hasura-area"}}})
    @permission(role: "namer", fields: ["name"], filter: {secret: {_eq: false}})
    @permission(role: "watcher", fields: []) {
    name: String
    region: Region @remoteRelationship(fieldMapping: {region_id: "id"})
    orders(order_by: [OrderSort!], limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "customer_id"})
    ordersAggregate: OrderAggregate! @aggregate(relationship: "orders")
    first: Order @remoteRelationship(fieldMapping: {id: "customer_id"})
    boss: Customer @remoteRelationship(fieldMapping: {boss_id: "id"})
    home: Shop @remoteRelationship(fieldMapping: {region_id: "id"})
  }
  type Order @table(source: "orders_db", name: "orders")
    @permission(role: "clerk", fields: ["id", "status"], aggregations: true)
    @permission(role: "temp", fields: ["id"])
    @permission(role: "namer", fields: ["id"])
    @permission(role: "far", fields: ["id"])
    @permission(role: "watcher", fields: ["id"]) {
    id: Int!
    status: String!
    customer: Customer @remoteRelationship(fieldMapping: {customer_id: "id"})
    note: Note @remoteRelationship(fieldMapping: {id: "order_id"})
    items: [Item!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    itemsAggregate: ItemAggregate! @aggregate(relationship: "items")
  }
  type Note @table(source: "orders_db", name: "notes") { body: String! }
  type Item @table(source: "orders_db", name: "items")
    @permission(role: "clerk", fields: ["id"], filter: {draft: {_eq: false}}, aggregations: true)
    @permission(role: "temp", fields: ["id", "price"])
    @permission(role: "namer", fields: ["price"], filter: {draft: {_eq: false}}, aggregations: true)
    @permission(role: "watcher", fields: ["id"], aggregations: true) { id: Int! price: Int }
  type OrderAggregate { count: Int! nodes: [Order!]! }
  type ItemAggregate { aggregate: ItemValues nodes: [Item!]! }
  type ItemValues { count: Int! max: ItemMax }
  type ItemMax { price: Int }

  input OrderSort { id: Direction status: Direction customer: CustomerSort note: NoteSort itemsAggregate: ItemAggregateSort }
  input CustomerSort { name: Direction boss: CustomerSort first: OrderSort region: RegionSort ordersAggregate: CountSort }
  input RegionSort { name: Direction }
  input NoteSort { body: Direction }
  input CountSort { count: Direction }
  input ItemAggregateSort { count: Direction, max: ItemSort, sums: ItemSumSort @column(name: "sum"), aggregate: ItemGroupSort }
  input ItemGroupSort { stddevPop: ItemSort }
  input ItemSort { price: Direction }
  input ItemSumSort { price: Direction }
  enum Direction { asc desc asc_nulls_first desc_nulls_last }
  enum OrderColumn { status }`;

const sessions: Readonly<Record<string, Session>> = {
  clerk: { role: 'clerk', variables: { 'x-hasura-no-region': 'west' } },
  temp: { role: 'temp' },
  far: { role: 'far', variables: { 'x-hasura-area': 'north' } },
  both: { role: 'both' },
  root: { admin: true },
};

const idsOf = (data: unknown, field = 'orders'): unknown =>
  (data as Record<string, { id: number }[]>)[field]?.map(({ id }) => id);

defineHostSuite('Orders by related rows', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: world.sources(),
    options: {
      session: ({ headers }) => sessions[headers['x-who'] ?? ''] ?? {},
      inheritedRoles: { both: ['namer', 'watcher'] },
    },
    beforeRequest: world.forget,
  }));
  const ask = (who: string, source: string, variables?: Record<string, unknown>): Promise<HostAnswer> =>
    query(source, variables, { headers: { 'x-who': who } });

  test('by the row of an object, nested, of several the first, and by what rows come to', async () => {
    const by = async (orderBy: string): Promise<unknown> =>
      idsOf((await ask('root', `{ orders(order_by: ${orderBy}) { id } }`)).data);
    deepEqual(
      {
        object: await by('{customer: {name: asc}}'),
        nested: await by('[{customer: {region: {name: desc_nulls_last}}}, {id: desc}]'),
        first: await by('{note: {body: desc_nulls_last}}'),
        count: await by('[{itemsAggregate: {count: desc}}, {status: asc}]'),
        max: await by('{itemsAggregate: {max: {price: desc_nulls_last}}}'),
        sum: await by('{itemsAggregate: {sums: {price: asc}}}'),
        group: await by('{itemsAggregate: {aggregate: {stddevPop: {price: desc_nulls_last}}}}'),
        through: await by('[{customer: {ordersAggregate: {count: desc}}}, {id: asc}]'),
        inTurn: await by('{customer: {first: {id: desc}}}'),
        nothing: await by('[{customer: {}}, {customer: null}, {itemsAggregate: {max: {price: null}}}]'),
      },
      {
        object: [2, 4, 3, 1, 5],
        nested: [4, 2, 1, 5, 3],
        first: [4, 1, 2, 3, 5],
        count: [3, 1, 2, 4, 5],
        max: [3, 2, 1, 4, 5],
        sum: [1, 2, 3, 4, 5],
        group: [3, 1, 2, 4, 5],
        through: [5, 2, 4, 1, 3],
        inTurn: [5, 3, 2, 4, 1],
        nothing: [1, 2, 3, 4, 5],
      },
    );
    const aggregate = '{ ordersAggregate(order_by: [{customer: {name: asc}}], limit: 2) { count nodes { id } } }';
    deepEqual((await ask('root', aggregate)).data, { ordersAggregate: { count: 2, nodes: [{ id: 2 }, { id: 4 }] } });
  });

  test('are expressions of the one statement, whose columns are there where rows are narrowed first', async () => {
    const source = `query ($by: [OrderSort!], $n: Int) { orders(order_by: $by, limit: $n) { id customer { name } } }`;
    const by = [
      { customer: { region: { name: 'desc_nulls_last' } } },
      { note: { body: 'asc' } },
      { itemsAggregate: { sums: { price: 'asc_nulls_first' } } },
      { customer: { region: { name: 'asc' } } },
    ];
    deepEqual(idsOf((await ask('root', source, { by, n: 3 })).data), [2, 4, 1]);
    const joins = oneLine`
      left join "public"."customers" o0 on o0."id" = t0."customer_id"
      left join "public"."regions" o1 on o1."id" = o0."region_id"`;
    const related = oneLine`
      o1."name" desc nulls last,
      (select w1."body" from "public"."notes" w1 where w1."order_id" = t0."id" order by w1."id" limit 1),
      (select sum(w1."price") from "public"."items" w1 where w1."order_id" = t0."id") nulls first,
      t0."id"`;
    deepEqual(world.calls(), {
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}')), to_json(coalesce(array_agg(s0.c2), '{}'))])::text
          from (select t0."id" as c0, (t1."id" is not null) as c1, t1."name" as c2
            from (select t0."id", t0."customer_id"
              from "public"."orders" t0 ${joins}
              order by ${related}
              limit $1::int8) t0
            left join "public"."customers" t1 on t1."id" = t0."customer_id" ${joins}
            order by ${related}) s0`,
          [3],
        ],
      ],
    });
  });

  test('join each row once, by the way that leads to it', async () => {
    const by = '{customer: {name: asc, boss: {name: asc, boss: {name: desc}}}}';
    deepEqual(idsOf((await ask('root', `{ orders(order_by: ${by}) { id } }`)).data), [2, 4, 3, 1, 5]);
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
        from (select t0."id" as c0
          from "public"."orders" t0
          left join "public"."customers" o0 on o0."id" = t0."customer_id"
          left join "public"."customers" o1 on o1."id" = o0."boss_id"
          left join "public"."customers" o2 on o2."id" = o1."boss_id"
          order by o0."name", o1."name", o2."name" desc, t0."id") s0`,
        [],
      ],
    ]);
  });

  test('take no text from a request that asked for other rows, or for nothing of the same', async () => {
    const people = 'query ($by: CustomerSort) { customers(orderBy: $by) { name } }';
    const namesBy = async (by: object): Promise<unknown> => {
      const { data } = await ask('root', people, { by });
      return (data as { customers: { name: string }[] }).customers.map(({ name }) => name);
    };
    deepEqual(await namesBy({ region: { name: 'asc' } }), ['Cyd', 'Ada', 'Bob']);
    deepEqual(await namesBy({ boss: { name: 'asc' } }), ['Ada', 'Cyd', 'Bob']);
    const source = 'query ($by: [OrderSort!], $n: Int) { orders(order_by: $by, limit: $n) { id } }';
    deepEqual(idsOf((await ask('clerk', source, { by: [{ customer: {} }], n: 3 })).data), [1, 2, 3]);
    deepEqual(idsOf((await ask('clerk', source, { by: [], n: 2 })).data), [1, 2]);
    deepEqual(idsOf((await ask('clerk', source, { by: [{ itemsAggregate: {} }, { customer: {} }], n: 1 })).data), [1]);
  });

  test('hold for each parent, with limits (another database, the same)', async () => {
    const by = '[{customer: {name: asc}}, {itemsAggregate: {count: desc}}]';
    const across = `{ shops { orders(limit: 2, order_by: ${by}) { id } } }`;
    deepEqual((await ask('root', across)).data, {
      shops: [{ orders: [{ id: 2 }, { id: 3 }] }, { orders: [{ id: 4 }, { id: 5 }] }],
    });
    const joins = 'left join "public"."customers" o0 on o0."id" = t0."customer_id"';
    const related = oneLine`
      o0."name",
      (select count(*) from "public"."items" w1 where w1."order_id" = t0."id") desc,
      t0."id"`;
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
        from (select k.n as c0, t0."id" as c1
          from unnest($1::int4[]) with ordinality k(k0, n)
          cross join lateral (select t0."id", t0."customer_id"
            from "public"."orders" t0 ${joins}
            where t0."shop_id" = k.k0
            order by ${related}
            limit $2::int8) t0 ${joins}
          order by k.n, ${related}) s0`,
        ['{1,2}', 2],
      ],
    ]);
    const within = `{ customers(orderBy: {ordersAggregate: {count: desc}}) { name orders(limit: 1, order_by: {itemsAggregate: {count: asc}}) { id } } }`;
    deepEqual((await ask('root', within)).data, {
      customers: [
        { name: 'Ada', orders: [{ id: 2 }] },
        { name: 'Cyd', orders: [{ id: 1 }] },
        { name: 'Bob', orders: [{ id: 3 }] },
      ],
    });
    deepEqual(world.calls().orders_db?.length, 1);
  });

  test('follow the columns of distinct_on, which they cannot be', async () => {
    const firsts = async (by: string): Promise<HostAnswer> =>
      ask('root', `{ orders(distinct_on: [status], order_by: ${by}) { id } }`);
    deepEqual(await firsts('[{status: asc}, {itemsAggregate: {count: desc}}]'), {
      data: { orders: [{ id: 3 }, { id: 2 }] },
    });
    const { errors } = await firsts('[{itemsAggregate: {count: desc}}, {status: asc}]');
    deepEqual(
      errors?.map(({ code }) => code),
      ['BAD_USER_INPUT'],
    );
  });

  test('are of the rows that a role sees, in the order and nowhere else', async () => {
    const by = async (who: string, orderBy: string): Promise<unknown> =>
      idsOf((await ask(who, `{ orders(order_by: ${orderBy}) { id } }`)).data);
    deepEqual(
      {
        object: await by('clerk', '{customer: {name: asc}}'),
        nested: await by('clerk', '[{customer: {region: {name: desc_nulls_last}}}, {id: asc}]'),
        count: await by('clerk', '[{itemsAggregate: {count: desc}}, {id: desc}]'),
      },
      { object: [2, 4, 1, 3, 5], nested: [1, 2, 3, 4, 5], count: [1, 4, 2, 5, 3] },
    );
    await by('clerk', '[{customer: {region: {name: asc}}}, {itemsAggregate: {count: desc}}]');
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
        from (select t0."id" as c0
          from "public"."orders" t0
          left join "public"."customers" o0 on o0."id" = t0."customer_id" and o0."secret" = $1::bool
          left join "public"."regions" o1 on o1."id" = o0."region_id" and o1."name" <> $2::text
          order by o1."name",
            (select count(*) from "public"."items" w1 where w1."order_id" = t0."id" and w1."draft" = $3::bool) desc,
            t0."id") s0`,
        [false, 'west', false],
      ],
    ]);
  });

  test('are of rows that a role sees by what another database holds', async () => {
    deepEqual(idsOf((await ask('far', '{ orders(order_by: {customer: {name: asc}}) { id } }')).data), [1, 2, 3, 4, 5]);
    deepEqual(world.calls(), {
      shops_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select distinct t0."id" as c0
            from "public"."shops" t0
            where t0."area" = $1::text and t0."id" is not null
            limit $2::int8) s0`,
          ['north', 100_001],
        ],
      ],
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
            from "public"."orders" t0
            left join "public"."customers" o0
              on o0."id" = t0."customer_id" and exists (select from unnest($1::int4[]) f(k0) where o0."region_id" = f.k0)
            order by o0."name", t0."id") s0`,
          ['{1}'],
        ],
      ],
    });
  });

  test('hold nulls where an inherited role does not see a column', async () => {
    const source = '{ orders(order_by: [{customer: {name: asc}}, {itemsAggregate: {max: {price: asc}}}]) { id } }';
    deepEqual(idsOf((await ask('both', source)).data), [2, 4, 1, 3, 5]);
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
        from (select t0."id" as c0
          from "public"."orders" t0
          left join "public"."customers" o0 on o0."id" = t0."customer_id"
          order by case when o0."secret" = $1::bool then o0."name" end,
            (select max(case when w1."draft" = $2::bool then w1."price" end) from "public"."items" w1 where w1."order_id" = t0."id"),
            t0."id") s0`,
        [false, false],
      ],
    ]);
  });

  test('do not exist for a role where what they are made of does not', async () => {
    const refused = async (who: string, orderBy: string): Promise<unknown> =>
      (await ask(who, `{ orders(order_by: ${orderBy}) { id } }`)).errors?.map(({ message }) => message);
    deepEqual(
      {
        table: await refused('clerk', '{note: {body: asc}}'),
        column: await refused('clerk', '{itemsAggregate: {max: {price: asc}}}'),
        aggregate: await refused('temp', '{itemsAggregate: {count: asc}}'),
        nested: await refused('temp', '{customer: {region: {name: asc}}}'),
      },
      {
        table: ['Field "note" is not defined by type "OrderSort".'],
        column: ['Field "max" is not defined by type "ItemAggregateSort".'],
        aggregate: ['Field "itemsAggregate" is not defined by type "OrderSort".'],
        nested: ['Field "region" is not defined by type "CustomerSort".'],
      },
    );
    deepEqual(world.calls(), {});
  });
});
