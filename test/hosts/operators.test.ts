/** Operators of conditions, where clients and permissions give them. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '@remote-joins/core';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shops_db: `
      create table shops (id int primary key, opens int not null, closes int not null);
      insert into shops values (1, 8, 20), (2, 20, 8);`,
    orders_db: `
      create table orders (id int primary key, shop_id int, owner text not null, buyer text not null, spent int, most int, tags text[] not null, meta jsonb, secret text);
      insert into orders values
        (1, 1, 'ada', 'ada', 5, 9, '{a,b}', '{"vip": true, "tier": 2}', 's1'), (2, 1, 'ada', 'bob', 9, 5, '{b}', '{"tier": 1}', 's2'),
        (3, 2, 'bob', 'bob', 4, null, '{}', '["vip"]', 's3'), (4, 2, 'bob', 'ada', 5, 5, '{a,c}', null, 's4');
      create table lines (id int primary key, order_id int not null, packer text not null, weight int not null);
      insert into lines values (1, 1, 'ada', 1), (2, 2, 'cyd', 100), (3, 3, 'bob', 3), (4, 4, 'cyd', 4);`,
  },
});

const typeDefs = `
  type Query { orders(where: OrderFilter, limit: Int): [Order!]! @select }
  type Order @table(source: "orders_db", name: "orders")
    @permission(role: "own", fields: ["id"], filter: {ownerName: {_ceq: "buyer"}})
    @permission(role: "spender", fields: ["id"], filter: {_or: [{spent: {_cgt: "most"}}, {spent: {_clte: "most"}, _not: {spent: {_cne: "most"}}}]})
    @permission(role: "packed", fields: ["id"], filter: {lines: {packer: {_ceq: ["$", "ownerName"]}, weight: {_clt: ["$", "spent"]}}})
    @permission(role: "nested", fields: ["id"], filter: {lines: {order: {id: {_ceq: ["$", "id"]}, owner: {_cne: "buyer"}}}})
    @permission(role: "exists", fields: ["id"], filter: {_exists: {_table: "lines", _where: {order_id: {_ceq: ["$", "id"]}, weight: {_cgte: ["$", "most"]}}}})
    @permission(role: "open", fields: ["id"], filter: {shop: {opens: {_clt: "closes"}}})
    @permission(role: "vip", fields: ["id"], filter: {_or: [{meta: {_has_key: "x-hasura-key"}}, {meta: {_contains: {value: {tier: 1}}}}]})
    @permission(role: "keys", fields: ["id"], filter: {meta: {_has_keys_all: {session: "x-hasura-keys"}}})
    @permission(role: "tagged", fields: ["id"], filter: {tags: {_contains: "x-hasura-tags"}, meta: {_cast: {String: {_nregex: "x-hasura-pattern"}}}})
    @permission(role: "some", fields: ["id", "secret"], filter: {lines: {weight: {_clt: ["$", "most"]}}})
    @permission(role: "every", fields: ["id"]) {
    id: Int!
    ownerName: String @column(name: "owner")
    secret: String
    tags: [String!]
    meta: JSON
    lines: [Line!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    twin: Order @remoteRelationship(fieldMapping: {id: "id"})
    shop: Shop @remoteRelationship(fieldMapping: {shop_id: "id"})
  }
  type Line @table(source: "orders_db", name: "lines") {
    id: Int!
    order: Order @remoteRelationship(fieldMapping: {order_id: "id"})
  }
  type Shop @table(source: "shops_db", name: "shops") { id: Int! }
  input OrderFilter { meta: JsonFilter tags: TextsFilter ownerName: TextFilter _or: [OrderFilter!] }
  input JsonFilter { _contains: JSON _contained_in: JSON _has_key: String _has_keys_any: [String!] _has_keys_all: [String!] _cast: JsonCast }
  input JsonCast { String: TextFilter }
  input TextsFilter { _contains: [String!] _contained_in: [String!] }
  input TextFilter { _like: String _nsimilar: String _nregex: String _niregex: String }
  scalar JSON`;

const sessions: Readonly<Record<string, Session>> = {
  root: { admin: true },
  vip: { role: 'vip', variables: { 'x-hasura-key': 'vip' } },
  keys: { role: 'keys', variables: { 'x-hasura-keys': '{vip,tier}' } },
  tagged: { role: 'tagged', variables: { 'x-hasura-tags': ['a'], 'x-hasura-pattern': 'tier.*1' } },
};

defineHostSuite('Operators of conditions', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: world.sources(),
    options: {
      session: ({ headers }) => sessions[headers['x-who'] ?? ''] ?? { role: headers['x-who'] ?? '' },
      inheritedRoles: { both: ['some', 'every'] },
    },
    beforeRequest: world.forget,
  }));
  const ask = (who: string, source: string, variables?: Record<string, unknown>): Promise<HostAnswer> =>
    query(source, variables, { headers: { 'x-who': who } });
  const idsFor = async (who: string, where?: Record<string, unknown>): Promise<unknown> => {
    const source =
      where === undefined ? '{ orders { id } }' : 'query ($where: OrderFilter) { orders(where: $where) { id } }';
    const { data, errors } = await ask(who, source, where && { where });
    return errors ?? (data as { orders: { id: number }[] }).orders.map(({ id }) => id);
  };

  test('of a client: what JSON and arrays hold, JSON as text, and what is unlike a pattern', async () => {
    const of = (where: Record<string, unknown>): Promise<unknown> => idsFor('root', where);
    deepEqual(
      {
        contains: await of({ meta: { _contains: { tier: 2 } } }),
        contained: await of({ meta: { _contained_in: { tier: 1, more: [] } } }),
        key: await of({ meta: { _has_key: 'vip' } }),
        any: await of({ meta: { _has_keys_any: ['vip', 'none'] } }),
        all: await of({ meta: { _has_keys_all: ['vip', 'tier'] } }),
        cast: await of({ meta: { _cast: { String: { _like: '%tier%', _nregex: '1' } } } }),
        tags: await of({ tags: { _contains: ['a'] } }),
        inTags: await of({ tags: { _contained_in: ['b', 'c'] } }),
        unlike: await of({ ownerName: { _nsimilar: '(ada|cyd)' } }),
        unlikeInCase: await of({ ownerName: { _niregex: '^B' } }),
      },
      {
        contains: [1],
        contained: [2],
        key: [1, 3],
        any: [1, 3],
        all: [1],
        cast: [1],
        tags: [1, 4],
        inTags: [2, 3],
        unlike: [3, 4],
        unlikeInCase: [1, 2],
      },
    );
  });

  test('variables in a cast are values of one text, or make another one', async () => {
    const source = `query ($text: String, $cast: JsonCast) {
      one: orders(where: {meta: {_cast: {String: {_like: $text}}}}) { id }
      other: orders(where: {meta: {_cast: $cast}}) { id }
    }`;
    const first = await ask('root', source, { text: '%vip%', cast: { String: { _like: '%1%' } } });
    deepEqual(first.data, { one: [{ id: 1 }, { id: 3 }], other: [{ id: 2 }] });
    const second = await ask('root', source, { text: '%1%', cast: { String: { _nregex: '1' } } });
    deepEqual(second.data, { one: [{ id: 2 }], other: [{ id: 1 }, { id: 3 }] });
  });

  test('of a permission: columns of one row, of the row that it is about, and through relationships', async () => {
    deepEqual(
      {
        own: await idsFor('own'),
        spender: await idsFor('spender'),
        packed: await idsFor('packed'),
        nested: await idsFor('nested'),
        exists: await idsFor('exists'),
        open: await idsFor('open'),
      },
      { own: [1, 3], spender: [2, 4], packed: [1, 3], nested: [2, 4], exists: [2], open: [1, 2] },
    );
    await idsFor('nested');
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
        from (select t0."id" as c0
          from "public"."orders" t0
          where exists (select
            from "public"."lines" w1
            where w1."order_id" = t0."id" and exists (select
              from "public"."orders" w2
              where w2."id" = w1."order_id" and w2."id" = t0."id" and w2."owner" <> w2."buyer"))
          order by t0."id") s0`,
        [],
      ],
    ]);
  });

  test('of a permission: session variables that are keys, lists of keys, arrays and patterns', async () => {
    deepEqual(
      { vip: await idsFor('vip'), keys: await idsFor('keys'), tagged: await idsFor('tagged') },
      { vip: [1, 2, 3], keys: [1], tagged: [1] },
    );
    deepEqual(world.calls().orders_db?.[0]?.[1], ['{"a"}', 'tier.*1']);
  });

  test('of a permission that an inherited role has in some rows: their columns are there where it is asked', async () => {
    const { data } = await ask('both', '{ orders(limit: 4) { id secret twin { id } } }');
    deepEqual(data, {
      orders: [
        { id: 1, secret: 's1', twin: { id: 1 } },
        { id: 2, secret: null, twin: { id: 2 } },
        { id: 3, secret: null, twin: { id: 3 } },
        { id: 4, secret: 's4', twin: { id: 4 } },
      ],
    });
    deepEqual(world.calls().orders_db, [
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}')), to_json(coalesce(array_agg(s0.c2), '{}')), to_json(coalesce(array_agg(s0.c3), '{}'))])::text
        from (select t0."id" as c0, case when exists (select
              from "public"."lines" w1
              where w1."order_id" = t0."id" and w1."weight" < t0."most") then t0."secret" end as c1, (t1."id" is not null) as c2, t1."id" as c3
          from (select t0."id", t0."secret", t0."most"
            from "public"."orders" t0
            order by t0."id"
            limit $1::int8) t0
          left join "public"."orders" t1 on t1."id" = t0."id"
          order by t0."id") s0`,
        [4],
      ],
    ]);
  });
});
