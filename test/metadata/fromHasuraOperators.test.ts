/** Operators and orders that Hasura has for columns and relationships: of clients, and in permissions. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { FromHasuraMetadata } from '@remote-joins/core';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { oneLine } from '../support/world.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

const world = await startHasuraWorld(test, {
  databases: {
    shop: `
      create table regions (id int primary key, name text not null);
      insert into regions values (1, 'west'), (2, 'east');
      create table users (id int primary key, name text not null, region_id int references regions);
      insert into users values (7, 'Ada', 1), (8, 'Bob', 2);
      create table orders (id int primary key, user_id int not null references users, buyer_id int not null, spent int not null, most int not null, tags text[] not null, meta jsonb not null);
      insert into orders values (1, 7, 7, 1, 9, '{a,b}', '{"vip": {"since": 2020}}'), (2, 8, 7, 9, 1, '{b}', '{"tier": 1}'), (3, 8, 8, 2, 2, '{}', '["vip"]');
      create table items (id int primary key, order_id int not null references orders, weight int not null);
      insert into items values (1, 1, 9), (2, 2, 1), (3, 3, 2);`,
  },
});

const select = (role: string, filter: object) => ({ role, permission: { columns: ['id'], filter } });

const metadata = {
  version: 3,
  sources: [
    {
      name: 'shop',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'SHOP_URL' } } },
      tables: [
        {
          table: { schema: 'public', name: 'regions' },
          select_permissions: [{ role: 'all', permission: { columns: '*', filter: {} } }],
        },
        {
          table: { schema: 'public', name: 'users' },
          object_relationships: [{ name: 'region', using: { foreign_key_constraint_on: 'region_id' } }],
          select_permissions: [{ role: 'all', permission: { columns: '*', filter: {} } }],
        },
        {
          table: { schema: 'public', name: 'orders' },
          configuration: {
            column_config: { buyer_id: { custom_name: 'bought_by' }, most: { custom_name: 'spent_at_most' } },
          },
          object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'user_id' } }],
          array_relationships: [
            {
              name: 'items',
              using: { foreign_key_constraint_on: { table: { schema: 'public', name: 'items' }, column: 'order_id' } },
            },
          ],
          select_permissions: [
            select('own', { user_id: { _ceq: 'buyer_id' } }),
            select('other', { user_id: { $cneq: 'buyer_id' }, spent: { _ne: 5 } }),
            select('below', { items: { weight: { _clte: ['$', 'most'] } }, spent: { _clte: 'most' } }),
            select('exists', {
              _exists: {
                _table: { schema: 'public', name: 'items' },
                _where: { order_id: { _ceq: ['$', 'id'] }, weight: { _cgt: ['$', 'most'] } },
              },
            }),
            select('vip', { meta: { _contains: { vip: { since: 2020 } } } }),
            select('keys', { meta: { _has_keys_any: 'X-Hasura-Keys' } }),
            select('text', { meta: { _cast: { String: { _nregex: 'vip' } } }, tags: { _contains: ['b'] } }),
            { role: 'all', permission: { columns: '*', filter: {} } },
          ],
        },
        { table: { schema: 'public', name: 'items' } },
      ],
    },
  ],
};

const read: FromHasuraMetadata = await world.read(metadata);

test('Metadata with all these operators is consistent', () => {
  deepEqual(
    read.problems.map(({ code }) => code),
    ['METADATA_NO_ADMIN_SECRET'],
  );
});

test('The input types are those of Hasura', () => {
  const linesOf = (head: string): readonly string[] => {
    const [, block = ''] = read.typeDefs.split(`${head} {\n`);
    return (block.split('\n}')[0] ?? '').split('\n').map((line) => line.trim());
  };
  deepEqual(linesOf('input jsonb_comparison_exp'), [
    '_cast: jsonb_cast_exp',
    '_contained_in: jsonb',
    '_contains: jsonb',
    '_eq: jsonb',
    '_gt: jsonb',
    '_gte: jsonb',
    '_has_key: String',
    '_has_keys_all: [String!]',
    '_has_keys_any: [String!]',
    '_in: [jsonb!]',
    '_is_null: Boolean',
    '_lt: jsonb',
    '_lte: jsonb',
    '_neq: jsonb',
    '_nin: [jsonb!]',
  ]);
  deepEqual(linesOf('input jsonb_cast_exp'), ['String: String_comparison_exp']);
  deepEqual(linesOf('input String_array_comparison_exp').slice(0, 2), [
    '_contained_in: [String]',
    '_contains: [String]',
  ]);
  deepEqual(linesOf('input orders_order_by'), [
    'id: order_by',
    'user_id: order_by',
    'bought_by: order_by',
    'spent: order_by',
    'spent_at_most: order_by',
    'tags: order_by',
    'meta: order_by',
    'user: users_order_by',
    'items_aggregate: items_aggregate_order_by',
  ]);
});

defineHostSuite('What Hasura compares and orders by', (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));
  const ask = (role: string, source: string, headers: Readonly<Record<string, string>> = {}): Promise<HostAnswer> =>
    query(source, undefined, { headers: { 'x-hasura-role': role, ...headers } });
  const idsOf = async (role: string, args = '', headers?: Readonly<Record<string, string>>): Promise<unknown> => {
    const { data, errors } = await ask(role, `{ orders${args} { id } }`, headers);
    return errors ?? (data as { orders: { id: number }[] }).orders.map(({ id }) => id);
  };

  test('holds in permissions', async () => {
    deepEqual(
      {
        own: await idsOf('own'),
        other: await idsOf('other'),
        below: await idsOf('below'),
        exists: await idsOf('exists'),
        vip: await idsOf('vip'),
        keys: await idsOf('keys', '', { 'x-hasura-keys': '{tier,vip}' }),
        text: await idsOf('text'),
      },
      { own: [1, 3], other: [2], below: [1, 3], exists: [], vip: [1], keys: [1, 2, 3], text: [2] },
    );
  });

  test('is asked by clients', async () => {
    deepEqual(await idsOf('all', '(where: {meta: {_has_keys_any: ["tier", "none"]}})'), [2]);
    deepEqual(
      await idsOf('all', '(where: {meta: {_cast: {String: {_ilike: "%VIP%"}}}, tags: {_contains: ["a"]}})'),
      [1],
    );
    deepEqual(await idsOf('all', '(order_by: [{user: {region: {name: asc}}}, {id: desc}])'), [3, 2, 1]);
    deepEqual(
      world.calls().shop?.map(([text]) => text),
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
        from (select t0."id" as c0
          from "public"."orders" t0
          left join "public"."users" o0 on o0."id" = t0."user_id"
          left join "public"."regions" o1 on o1."id" = o0."region_id"
          order by o1."name", t0."id" desc) s0`,
      ],
    );
  });

  test('is what related rows come to', async () => {
    deepEqual(await idsOf('admin', '(order_by: {items_aggregate: {sum: {weight: asc}}})'), [2, 3, 1]);
    deepEqual(
      world.calls().shop?.map(([text]) => text),
      [
        oneLine`
        select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}'))])::text
        from (select t0."id" as c0
          from "public"."orders" t0
          order by (select sum(w1."weight") from "public"."items" w1 where w1."order_id" = t0."id"), t0."id") s0`,
      ],
    );
  });
});
