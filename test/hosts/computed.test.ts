/** What functions of a database make of rows, and the rows that they answer: beside columns and lists, in one statement. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@remote-joins/core';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table users (id int primary key, first text not null, last text, f0 int, team int);
      insert into users values (1, 'Ada', 'Lovelace', 0, 7), (2, 'Bob', null, 0, 7), (3, 'Cyd', 'X', 0, 8);
      create table orders (id int primary key, user_id int not null, total int not null, status text not null);
      insert into orders values (1, 1, 10, 'open'), (2, 1, 30, 'sent'), (3, 2, 20, 'open'), (4, 1, 20, 'open');
      create table bills (id int primary key, order_id int not null, paid bool not null);
      insert into bills values (1, 1, true), (2, 3, false), (3, 2, true);
      create function full_name(u users) returns text stable language sql as $$ select u.first || coalesce(' ' || u.last, '') $$;
      create schema extra;
      create function extra.greet(word text, who users, times int default 1) returns text stable language sql as
        $$ select repeat(coalesce(word, 'Well') || ' ' || who.first || '!', times) $$;
      create function me(users, session json) returns text stable language sql as
        $$ select session ->> 'x-hasura-user-id' || ' ' || (session ->> 'x-hasura-teams') || ' ' || $1.id $$;
      create function parts(u users) returns text[] immutable language sql as $$ select array[u.first, u.last] $$;
      create function big(o orders) returns bigint immutable language sql as $$ select o.total::bigint * 1000000000000000 $$;
      create function tenth(o orders) returns int stable cost 0.0001 language plpgsql as $$ begin return 10 / (o.total - 20); end $$;
      create function dear_orders(u users, least_total int default 0) returns setof orders stable language sql as
        $$ select * from orders where user_id = u.id and total >= least_total order by total desc, id $$;
      create function peers(u users) returns setof users stable language sql as
        $$ select * from users where team = u.team and id <> u.id $$;
      create function search_orders(q text, session json default null, "limit" int default 100) returns setof orders stable language sql as
        $$ select * from orders where status = q and total <= "limit" order by total desc, id $$;`,
    notes_db: `
      create table notes (id int primary key, author text not null, body text not null);
      insert into notes values (1, 'Ada Lovelace', 'hello'), (2, 'Bob', 'hi'), (3, 'Ada Lovelace', 'bye');`,
  },
});

const typeDefs = `
  type Query {
    users(where: UserFilter, order_by: [UserSort!], limit: Int): [User!]! @select
    user(id: Int!): User @select
    orders(where: OrderFilter, order_by: [OrderSort!], limit: Int, distinct_on: [OrderColumn!]): [Order!]! @select
    found(q: String!, most: Int @column(name: "limit"), where: OrderFilter, order_by: [OrderSort!], limit: Int): [Order!]!
      @computed(function: "search_orders", sessionArgument: "session")
    searched(args: Search!, offset: Int): [Order!]! @computed(function: "public.search_orders")
    shops: [Shop!]!
    usersAggregate: UserAggregate! @aggregate
    bills(order_by: [BillSort!]): [Bill!]! @select
  }
  input Search { q: String!, most: Int @column(name: "limit") }
  type Shop { owner: User }
  type User @table(source: "shop_db", name: "users")
    @permission(role: "customer", fields: ["id", "fullName", "greeting"])
    @permission(role: "clerk", fields: ["*"], filter: {fullName: {_like: "% %"}})
    @permission(role: "guest", fields: ["id"]) {
    id: Int!
    fullName: String @computed(function: "full_name")
    name: String @computed(function: "full_name")
    greeting(word: String, times: Int): String @computed(function: "extra.greet", tableArgument: "who")
    hello(args: Hello): String @computed(function: "extra.greet", tableArgument: "who")
    me: String @computed(function: "me", sessionArgument: "session")
    parts: [String]! @computed(function: "parts")
    dearOrders(least: Int @column(name: "least_total"), where: OrderFilter, order_by: [OrderSort!], limit: Int, offset: Int): [Order!]!
      @computed(function: "dear_orders")
    peers(limit: Int, where: UserFilter): [User!] @computed(function: "peers")
    orders(limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "user_id"})
    notes: [Note!]! @remoteRelationship(fieldMapping: {fullName: "author"})
    own: String
  }
  input Hello { word: String, times: Int }
  type UserAggregate { max: UserMax nodes: [User!]! }
  type UserMax { fullName: String }
  type Order @table(source: "shop_db", name: "orders")
    @permission(role: "customer", fields: ["id"], filter: {status: {_eq: "open"}}, limit: 2, rootFields: ["found"])
    @permission(role: "clerk", fields: ["id", "total", "tenth"], filter: {total: {_nin: [20, 21, 22, 23, 24, 25]}})
    @permission(role: "auditor", fields: ["id", "tenth"], filter: {id: {_eq: 1}}) 
    @permission(role: "reader", fields: ["id"], filter: {id: {_in: [1, 2]}})
    @permission(role: "payer", fields: ["id", "tenth"], filter: {bills: {paid: {_eq: true}}}, aggregations: true)
    @permission(role: "counter", fields: ["id"]) {
    id: Int!
    total: Int
    big: String! @computed(function: "big")
    tenth: Int @computed(function: "tenth")
    customer: User @remoteRelationship(fieldMapping: {user_id: "id"})
    bills: [Bill!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    billOfTenth: Bill @remoteRelationship(fieldMapping: {tenth: "id"})
  }
  type Bill @table(source: "shop_db", name: "bills") @permission(role: "payer", fields: ["id"]) {
    id: Int!
    paid: Boolean!
    order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
    orders(limit: Int): [Order!]! @remoteRelationship(fieldMapping: {order_id: "id"})
    ordersAggregate: TenthAggregate! @aggregate(relationship: "orders")
    ordersOfTenth(limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "tenth"})
  }
  type TenthAggregate { max: TenthMax }
  type TenthMax { tenth: Int }
  type Note @table(source: "notes_db", name: "notes") {
    body: String!
    writer: User @remoteRelationship(fieldMapping: {author: "fullName"})
  }
  input UserFilter { fullName: TextIs }
  input OrderFilter { total: IntIs tenth: IntIs customer: UserFilter billOfTenth: BillFilter }
  input BillFilter { id: IntIs }
  input BillSort { order: TenthSort }
  input TenthSort { tenth: Direction }
  input IntIs { _eq: Int _gt: Int _is_null: Boolean }
  input TextIs { _eq: String _like: String }
  input UserSort { fullName: Direction }
  input OrderSort { total: Direction big: Direction customer: UserSort }
  enum OrderColumn { big }
  enum Direction { asc desc }`;

const variables = { 'x-hasura-user-id': '7', 'x-hasura-teams': ['a', 'b c'] };
const sessions: Readonly<Record<string, Session>> = {
  customer: { role: 'customer', variables },
  clerk: { role: 'clerk', variables },
  guest: { role: 'guest' },
  both: { role: 'both' },
  payer: { role: 'payer' },
  pair: { role: 'pair' },
  root: { admin: true, variables },
};

defineHostSuite('Computed fields', (host) => {
  const options = {
    resolvers: {
      Query: { shops: () => [{ owner: { id: 9, fullName: 'Zoe', dearOrders: [{ id: 8, user_id: 2 }] } }] },
      User: { own: ({ id, name }: { id: number; name: string }) => `${id} ${name}` },
    },
    beforeRequest: world.forget,
  };
  const { query } = startForSuite(host, () => ({
    ...options,
    typeDefs: typeDefs.replace(/@permission\(.*\)/g, ''),
    sources: world.sources(),
    options: { session: () => ({ variables }) },
  }));
  const governed = startForSuite(host, () => ({
    ...options,
    typeDefs: typeDefs,
    sources: world.sources(),
    options: {
      session: ({ headers }) => sessions[headers['x-who'] ?? 'root'] ?? {},
      inheritedRoles: { both: ['auditor', 'reader'], pair: ['payer', 'counter'] },
    },
  }));
  const ask = (who: string, source: string): Promise<HostAnswer> =>
    governed.query(source, {}, { headers: { 'x-who': who } });

  test('are columns of the one statement that reads their rows', async () => {
    deepEqual(await query('{ users(limit: 2) { fullName n: name id parts } }'), {
      data: {
        users: [
          { fullName: 'Ada Lovelace', n: 'Ada Lovelace', id: 1, parts: ['Ada', 'Lovelace'] },
          { fullName: 'Bob', n: 'Bob', id: 2, parts: ['Bob', null] },
        ],
      },
    });
    deepEqual(world.calls(), {
      shop_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}')), to_json(coalesce(array_agg(s0.c2), '{}')), to_json(coalesce(array_agg(to_json(s0.c3)), '{}'))])::text
          from (select t0."f0_" as c0, t0."f0_" as c1, t0."id" as c2, t0."f5" as c3
          from (select r.*, "public"."full_name"(r.*) as "f0_", "public"."parts"(r.*) as "f5" from "public"."users" r) t0
          order by t0."id" limit $1::int8) s0`,
          [2],
        ],
      ],
    });
  });

  test('are given arguments by name, as values, each selection its own; and what is left out is the default', async () => {
    const source = `query ($word: String, $times: Int) {
      user(id: 1) {
        a: greeting(word: $word, times: $times)
        b: greeting(word: "Hi", times: 2)
        c: hello(args: {word: $word})
        d: hello(args: {word: null, times: 1})
        greeting
      }
    }`;
    deepEqual(await query(source, { word: "o'Hi" }), {
      data: {
        user: { a: "o'Hi Ada!", b: 'Hi Ada!Hi Ada!', c: "o'Hi Ada!", d: 'Well Ada!', greeting: 'Well Ada!' },
      },
    });
    deepEqual(world.calls(), {
      shop_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}')), to_json(coalesce(array_agg(s0.c2), '{}')), to_json(coalesce(array_agg(s0.c3), '{}')), to_json(coalesce(array_agg(s0.c4), '{}'))])::text
          from (select t0."f2_0" as c0, t0."f2_1" as c1, t0."f3_2" as c2, t0."f3_3" as c3, t0."f2_4" as c4
          from (select r.*,
          "extra"."greet"("word" => $1::text, "who" => r.*) as "f2_0",
          "extra"."greet"("word" => $2::text, "who" => r.*, "times" => $3::int4) as "f2_1",
          "extra"."greet"("word" => $4::text, "who" => r.*) as "f3_2",
          "extra"."greet"("word" => null::text, "who" => r.*, "times" => $5::int4) as "f3_3",
          "extra"."greet"("word" => null::text, "who" => r.*) as "f2_4" from "public"."users" r) t0 where t0."id" = $6::int4
          order by t0."id" limit 1) s0`,
          ["o'Hi", 'Hi', 2, "o'Hi", 1, 1],
        ],
      ],
    });
    deepEqual(
      await query('query ($hello: Hello) { user(id: 1) { hello(args: $hello) } }', { hello: { word: 'Yo', times: 2 } }),
      { data: { user: { hello: 'Yo Ada!Yo Ada!' } } },
    );
    deepEqual(await query(source, { times: null }), {
      data: { user: { a: null, b: 'Hi Ada!Hi Ada!', c: 'Well Ada!', d: 'Well Ada!', greeting: 'Well Ada!' } },
    });
  });

  test('are given the session, as the JSON that Hasura gives', async () => {
    deepEqual(await query('{ user(id: 2) { me } }'), { data: { user: { me: '7 {a,"b c"} 2' } } });
    deepEqual(world.calls(), {
      shop_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."f4" as c0
          from (select r.*, "public"."me"(r.*, "session" => $1::json) as "f4" from "public"."users" r) t0 where t0."id" = $2::int4
          order by t0."id" limit 1) s0`,
          ['{"x-hasura-user-id":"7","x-hasura-teams":"{a,\\"b c\\"}"}', 2],
        ],
      ],
    });
  });

  test('may be asked for in conditions, orders, aggregates, and be the key of a join', async () => {
    deepEqual(await query('{ users(where: {fullName: {_like: "%d%"}}, order_by: {fullName: asc}) { id } }'), {
      data: { users: [{ id: 1 }, { id: 3 }] },
    });
    deepEqual(world.calls(), {
      shop_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
          from (select r.*, "public"."full_name"(r.*) as "f0_" from "public"."users" r) t0 where t0."f0_" like $1::text
          order by t0."f0_", t0."id") s0`,
          ['%d%'],
        ],
      ],
    });
    const source = `{
      orders(where: {customer: {fullName: {_eq: "Bob"}}}, order_by: [{big: asc}]) { id customer { fullName } }
      all: orders(distinct_on: [big]) { big }
      by: orders(order_by: [{customer: {fullName: desc}}]) { id }
      usersAggregate { max { fullName } }
      users { notes { body writer { id } } }
    }`;
    deepEqual(await query(source), {
      data: {
        orders: [{ id: 3, customer: { fullName: 'Bob' } }],
        all: [{ big: '10000000000000000' }, { big: '20000000000000000' }, { big: '30000000000000000' }],
        by: [{ id: 3 }, { id: 1 }, { id: 2 }, { id: 4 }],
        usersAggregate: { max: { fullName: 'Cyd X' } },
        users: [
          {
            notes: [
              { body: 'hello', writer: { id: 1 } },
              { body: 'bye', writer: { id: 1 } },
            ],
          },
          { notes: [{ body: 'hi', writer: { id: 2 } }] },
          { notes: [] },
        ],
      },
    });
    deepEqual(world.counts(), { shop_db: 6, notes_db: 1 });
  });

  test('are lists of the same statement, in the order of the function where none is asked for', async () => {
    const source = `{
      users {
        dearOrders { id }
        few: dearOrders(least: 20, limit: 1) { id big }
        sorted: dearOrders(order_by: [{total: asc}], where: {total: {_gt: 10}}) { id customer { fullName } }
      }
    }`;
    const ada = { fullName: 'Ada Lovelace' };
    deepEqual(await query(source), {
      data: {
        users: [
          {
            dearOrders: [{ id: 2 }, { id: 4 }, { id: 1 }],
            few: [{ id: 2, big: '30000000000000000' }],
            sorted: [
              { id: 4, customer: ada },
              { id: 2, customer: ada },
            ],
          },
          {
            dearOrders: [{ id: 3 }],
            few: [{ id: 3, big: '20000000000000000' }],
            sorted: [{ id: 3, customer: { fullName: 'Bob' } }],
          },
          { dearOrders: [], few: [], sorted: [] },
        ],
      },
    });
    deepEqual(world.calls(), {
      shop_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
          from (select 1 as c0, t0."row" as k1_0, t0."row" as k2_0, t0."row" as k3_0
          from (select r.*, (r.*)::"public"."users" as "row" from "public"."users" r) t0
          order by t0."id") q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])
          from s0),
          (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
          from (select s0.n as c0, t1."id" as c1
          from s0 join lateral (select r.*,
          row_number() over () as "place" from "public"."dear_orders"(s0.k1_0) r) t1 on true
          order by s0.n, t1."place") s1),
          (select to_json(array[to_json(coalesce(array_agg(s2.c0), '{}')), to_json(coalesce(array_agg(s2.c1), '{}')), to_json(coalesce(array_agg(s2.c2::text), '{}'))])
          from (select s0.n as c0, t2."id" as c1, t2."f0" as c2
          from s0 cross join lateral (select t2."id", t2."f0", t2."place" from lateral (select r.*, "public"."big"(r."row") as "f0"
          from (select r.*, (r.*)::"public"."orders" as "row",
          row_number() over () as "place" from "public"."dear_orders"(s0.k2_0, "least_total" => $1::int4) r) r) t2
          order by t2."place" limit $2::int8) t2
          order by s0.n, t2."place") s2),
          (select to_json(array[to_json(coalesce(array_agg(s3.c0), '{}')), to_json(coalesce(array_agg(s3.c1), '{}')), to_json(coalesce(array_agg(s3.c2), '{}')), to_json(coalesce(array_agg(s3.c3), '{}'))])
          from (select s0.n as c0, t3."id" as c1, (t4."id" is not null) as c2, t4."f0_" as c3
          from s0 join "public"."dear_orders"(s0.k3_0) t3 on true
          left join (select r.*, "public"."full_name"(r.*) as "f0_" from "public"."users" r) t4 on t4."id" = t3."user_id" where t3."total" > $3::int4
          order by s0.n, t3."total", t3."id") s3)])::text`,
          [20, 1, 10],
        ],
      ],
    });
  });

  test('are lists of lists, below objects too, and their rows are joined', async () => {
    const source = `{
      orders(limit: 1) { customer { peers { fullName peers(where: {fullName: {_like: "Ada%"}}) { notes { body } } } } }
    }`;
    const notes = [{ body: 'hello' }, { body: 'bye' }];
    deepEqual(await query(source), {
      data: { orders: [{ customer: { peers: [{ fullName: 'Bob', peers: [{ notes }] }] } }] },
    });
    deepEqual(world.counts(), { shop_db: 1, notes_db: 1 });
  });

  test('of the root are lists that a function answers', async () => {
    deepEqual(await query('{ found(q: "open", most: 15) { id } }'), { data: { found: [{ id: 1 }] } });
    deepEqual(world.calls(), {
      shop_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
          from (select t0."id" as c0
          from (select r.*,
          row_number() over () as "place" from "public"."search_orders"("q" => $1::text, "session" => $2::json, "limit" => $3::int4) r) t0
          order by t0."place") s0`,
          ['open', '{"x-hasura-user-id":"7","x-hasura-teams":"{a,\\"b c\\"}"}', 15],
        ],
      ],
    });
    const source = `query ($q: String!) {
      found(q: $q) { id customer { fullName } }
      sorted: found(q: $q, order_by: [{total: asc}], limit: 2, where: {customer: {fullName: {_like: "Ada%"}}}) { id }
      searched(args: {q: $q}, offset: 1) { id big }
    }`;
    deepEqual(await query(source, { q: 'open' }), {
      data: {
        found: [
          { id: 3, customer: { fullName: 'Bob' } },
          { id: 4, customer: { fullName: 'Ada Lovelace' } },
          { id: 1, customer: { fullName: 'Ada Lovelace' } },
        ],
        sorted: [{ id: 1 }, { id: 4 }],
        searched: [
          { id: 4, big: '20000000000000000' },
          { id: 1, big: '10000000000000000' },
        ],
      },
    });
  });

  test('are there for resolvers of the host, and are read off its own objects', async () => {
    deepEqual(
      await query('{ users(limit: 1) { own } shops { owner { fullName dearOrders { id customer { id } } } } }'),
      {
        data: {
          users: [{ own: '1 Ada Lovelace' }],
          shops: [{ owner: { fullName: 'Zoe', dearOrders: [{ id: 8, customer: { id: 2 } }] } }],
        },
      },
    );
    deepEqual(world.counts(), { shop_db: 2 });
  });

  test('that fail are an error of what they are fetched with', async () => {
    const { data, errors } = await query('{ orders { id tenth } users(limit: 1) { id } }');
    deepEqual([data, errors?.map(({ path, code }) => [path, code])], [null, [[['orders'], 'SOURCE_ERROR']]]);
  });

  test('are seen by a role as columns are, and lists where their rows are', async () => {
    deepEqual(await ask('customer', '{ users { fullName greeting dearOrders { id } } found(q: "open") { id } }'), {
      data: {
        users: [
          { fullName: 'Ada Lovelace', greeting: 'Well Ada!', dearOrders: [{ id: 4 }, { id: 1 }] },
          { fullName: 'Bob', greeting: 'Well Bob!', dearOrders: [{ id: 3 }] },
          { fullName: 'Cyd X', greeting: 'Well Cyd!', dearOrders: [] },
        ],
        found: [{ id: 3 }, { id: 4 }],
      },
    });
    deepEqual(await ask('clerk', '{ users { fullName me } }'), {
      data: {
        users: [
          { fullName: 'Ada Lovelace', me: '7 {a,"b c"} 1' },
          { fullName: 'Cyd X', me: '7 {a,"b c"} 3' },
        ],
      },
    });
  });

  test('are computed for no row that a role does not see', async () => {
    deepEqual(
      await ask(
        'clerk',
        '{ orders(order_by: [{total: asc}]) { tenth } some: orders(where: {tenth: {_gt: 0}}) { id } all: orders(where: {tenth: {_is_null: false}}) { id } }',
      ),
      {
        data: { orders: [{ tenth: -1 }, { tenth: 1 }], some: [{ id: 2 }], all: [{ id: 1 }, { id: 2 }] },
      },
    );
    deepEqual(await ask('both', '{ orders { id tenth } found(q: "open") { id tenth } }'), {
      data: {
        orders: [
          { id: 1, tenth: -1 },
          { id: 2, tenth: null },
        ],
        found: [{ id: 1, tenth: -1 }],
      },
    });
  });

  test('are computed for no such row when they order or join, or stand in rows that are joined', async () => {
    const source = `{
      bills(order_by: [{order: {tenth: desc}}]) { id order { tenth } ordersAggregate { max { tenth } } few: ordersOfTenth(limit: 1) { id } ordersOfTenth { id } }
      orders(where: {billOfTenth: {id: {_eq: 1}}}) { id billOfTenth { id } }
    }`;
    const none = { few: [], ordersOfTenth: [] };
    deepEqual(await ask('payer', source), {
      data: {
        bills: [
          { id: 2, order: null, ordersAggregate: { max: { tenth: null } }, ...none },
          { id: 3, order: { tenth: 1 }, ordersAggregate: { max: { tenth: 1 } }, ...none },
          {
            id: 1,
            order: { tenth: -1 },
            ordersAggregate: { max: { tenth: -1 } },
            few: [{ id: 2 }],
            ordersOfTenth: [{ id: 2 }],
          },
        ],
        orders: [{ id: 2, billOfTenth: { id: 1 } }],
      },
    });
    const partly =
      '{ bills(order_by: [{order: {tenth: desc}}]) { id order { id tenth } ordersAggregate { max { tenth } } } }';
    const few = '{ orders(limit: 3) { id tenth } bills { orders(limit: 1) { tenth } } }';
    deepEqual((await ask('pair', few)).data, {
      orders: [
        { id: 1, tenth: -1 },
        { id: 2, tenth: 1 },
        { id: 3, tenth: null },
      ],
      bills: [{ orders: [{ tenth: -1 }] }, { orders: [{ tenth: null }] }, { orders: [{ tenth: 1 }] }],
    });
    deepEqual(await ask('pair', partly), {
      data: {
        bills: [
          { id: 2, order: { id: 3, tenth: null }, ordersAggregate: { max: { tenth: null } } },
          { id: 3, order: { id: 2, tenth: 1 }, ordersAggregate: { max: { tenth: 1 } } },
          { id: 1, order: { id: 1, tenth: -1 }, ordersAggregate: { max: { tenth: -1 } } },
        ],
      },
    });
    const joined = '{ orders { id billOfTenth { id } } bills { order { billOfTenth { id } } } }';
    deepEqual((await ask('payer', joined)).data, {
      orders: [
        { id: 1, billOfTenth: null },
        { id: 2, billOfTenth: { id: 1 } },
      ],
      bills: [{ order: { billOfTenth: null } }, { order: null }, { order: { billOfTenth: { id: 1 } } }],
    });
    deepEqual(await ask('clerk', '{ orders(order_by: [{customer: {fullName: asc}}]) { id customer { me } } }'), {
      data: {
        orders: [
          { id: 1, customer: { me: '7 {a,"b c"} 1' } },
          { id: 2, customer: { me: '7 {a,"b c"} 1' } },
        ],
      },
    });
  });

  test('do not exist for a role without them, nor do conditions on them', async () => {
    for (const [who, source, message] of [
      ['guest', '{ users { fullName } }', 'Cannot query field "fullName" on type "User".'],
      ['guest', '{ users { dearOrders { id } } }', 'Cannot query field "dearOrders" on type "User".'],
      ['guest', '{ found(q: "open") { id } }', 'Cannot query field "found" on type "Query".'],
      ['guest', '{ users(where: {fullName: {_eq: ""}}) { id } }', 'Unknown argument "where" on field "Query.users".'],
      ['customer', '{ searched(args: {q: ""}) { id } }', 'Cannot query field "searched" on type "Query".'],
    ] as const) {
      const { errors } = await ask(who, source);
      deepEqual([errors?.[0]?.message, world.counts()], [message, {}], source);
    }
  });
});
