/** What Hasura serves by its metadata, on every host. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { FromHasuraMetadata } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';
import { toRemote, toSource } from './relationships.js';

const world = await startHasuraWorld(test, {
  databases: {
    default: `
      create table status (value text primary key, comment text);
      insert into status values ('OPEN', 'Not paid'), ('PAID', null);
      create table orders (id int primary key, user_id int, sku text not null, total numeric not null, big int8 not null,
        status text not null references status, "Placed" timestamptz not null default '2024-01-02T03:04:05Z');
      insert into orders values (1, 7, 'pen', 1.50, 9007199254740993, 'OPEN'), (2, 8, 'cup', 20, 5, 'PAID'), (3, null, 'ink', 3, 6, 'OPEN');
      create table items (id int primary key, order_id int not null references orders, name text not null);
      insert into items values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c');`,
    users: `
      create schema auth;
      create table auth.users (id bigint primary key, name text not null, region text not null);
      insert into auth.users values (7, 'Ada', 'eu'), (8, 'Bob', 'us');
      create table logins (id int primary key, user_id int not null);
      insert into logins values (1, 7), (2, 7);`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!, filter: Filter): Product shop(kind: String): Shop! }
        input Filter { lang: String max: Int }
        type Shop { product(sku: ID!): Product }
        type Product { sku: ID! title: String makerId: Int lang: String }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku, filter }: { sku: string; filter?: { lang?: string; max?: number } }) => ({
            sku,
            title: [sku, filter?.lang, filter?.max].join('/'),
            makerId: 7,
          }),
          shop: (_: unknown, { kind }: { kind: string }) => ({ kind }),
        },
        Shop: {
          product: ({ kind }: { kind: string }, { sku }: { sku: string }) => ({ sku, title: `${kind} ${sku}` }),
        },
      },
    },
    weather: {
      typeDefs: 'type Query { weather(of: ID!): Weather } type Weather { text: String! }',
      resolvers: { Query: { weather: (_: unknown, { of }: { of: string }) => ({ text: `sun on ${of}` }) } },
    },
  },
  actions: { signUp: ({ name }) => ({ userId: 7, token: `t-${name}` }) },
});

const metadata = {
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } },
      tables: [
        { table: { schema: 'public', name: 'status' }, is_enum: true },
        {
          table: { schema: 'public', name: 'orders' },
          configuration: {
            custom_name: 'Order',
            column_config: { sku: { custom_name: 'productSku' } },
            custom_root_fields: { select: 'orders', select_by_pk: 'order' },
          },
          array_relationships: [
            { name: 'items', using: { foreign_key_constraint_on: { column: 'order_id', table: 'items' } } },
          ],
          remote_relationships: [
            toSource('user', 'object', { schema: 'auth', name: 'users' }, { user_id: 'id' }),
            toSource('logins', 'array', 'logins', { user_id: 'user_id' }),
            toRemote('product', ['sku'], { product: { arguments: { sku: '$sku', filter: { lang: 'en' } } } }),
            {
              name: 'sold',
              definition: {
                remote_schema: 'catalog',
                hasura_fields: ['sku'],
                remote_field: {
                  shop: {
                    arguments: { kind: 'RETAIL' },
                    field: { product: { arguments: { sku: '$sku' } } },
                  },
                },
              },
            },
          ],
          select_permissions: [
            {
              role: 'customer',
              permission: { columns: ['id', 'total'], filter: { user_id: { _eq: 'X-Hasura-User-Id' } }, limit: 5 },
            },
            {
              role: 'support',
              permission: {
                columns: '*',
                filter: { _or: [{ items: { name: { $eq: 'a' } } }, { user: { region: 'us' } }] },
                query_root_fields: ['select'],
              },
            },
          ],
        },
        {
          table: { schema: 'public', name: 'items' },
          object_relationships: [{ name: 'order', using: { foreign_key_constraint_on: 'order_id' } }],
          select_permissions: [{ role: 'customer', permission: { columns: ['name'], filter: {} } }],
        },
      ],
    },
    {
      name: 'users',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'USERS_URL' } } },
      customization: {
        root_fields: { prefix: 'u_' },
        type_names: { prefix: 'U' },
        naming_convention: 'graphql-default',
      },
      tables: [
        { table: { schema: 'auth', name: 'users' } },
        {
          table: { schema: 'public', name: 'logins' },
          object_relationships: [
            {
              name: 'login_user',
              using: {
                manual_configuration: {
                  remote_table: { schema: 'auth', name: 'users' },
                  column_mapping: { user_id: 'id' },
                },
              },
            },
          ],
          select_permissions: [{ role: 'customer', permission: { columns: ['id'], filter: {} } }],
        },
      ],
    },
  ],
  remote_schemas: [
    {
      name: 'catalog',
      definition: {
        url_from_env: 'CATALOG_URL',
        forward_client_headers: true,
        headers: [{ name: 'x-key', value: 'k1' }],
        customization: {
          type_names: { prefix: 'Cat' },
          field_names: [
            { parent_type: 'Query', prefix: 'cat_' },
            { parent_type: 'Product', mapping: { makerId: 'maker_id' } },
          ],
        },
      },
      permissions: [
        {
          role: 'customer',
          definition: {
            schema: `schema { query: Query }
              type Query { product(sku: ID!, filter: Filter @preset(value: { max: 3 })): Product }
              input Filter { lang: String max: Int }
              type Product { sku: ID! title: String }`,
          },
        },
      ],
      remote_relationships: [
        {
          type_name: 'Product',
          relationships: [
            toSource('orders', 'array', 'orders', { sku: 'sku' }, 'default'),
            toSource('maker', 'object', { schema: 'auth', name: 'users' }, { makerId: 'id' }),
            toRemote('weather', ['makerId'], { weather: { arguments: { of: '$makerId' } } }, 'weather'),
          ],
        },
      ],
    },
    { name: 'weather', definition: { url: '{{WEATHER_URL}}' } },
  ],
  actions: [
    {
      name: 'signUp',
      definition: {
        kind: 'synchronous',
        type: 'mutation',
        handler: '{{ACTIONS_URL}}',
        arguments: [{ name: 'name', type: 'String!' }],
        output_type: 'SignedUp',
      },
      permissions: [{ role: 'customer' }],
    },
  ],
  custom_types: {
    objects: [
      {
        name: 'SignedUp',
        fields: [
          { name: 'userId', type: 'Int!' },
          { name: 'token', type: 'String' },
        ],
        relationships: [
          {
            name: 'orders',
            type: 'array',
            remote_table: { schema: 'public', name: 'orders' },
            field_mapping: { userId: 'user_id' },
          },
        ],
      },
    ],
  },
  inherited_roles: [{ role_name: 'lead', role_set: ['customer', 'support'] }],
};

const settings = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' };
const read: FromHasuraMetadata = await world.read(metadata, { compat: 'hasura', strict: true, env: settings });

const headersOf = (role: string): Record<string, string> => ({ 'x-hasura-role': role, 'x-hasura-user-id': '7' });

defineHostSuite("Hasura's metadata", (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));

  test('joins rows with tables of other databases and with remote schemas, along paths and with constants', async () => {
    const source = `{
      orders(order_by: [{ id: asc }]) {
        id user { name } logins { id } product { sku title } sold { title }
      }
    }`;
    deepEqual(await query(source), {
      data: {
        orders: [
          {
            id: 1,
            user: { name: 'Ada' },
            logins: [{ id: 1 }, { id: 2 }],
            product: { sku: 'pen', title: 'pen/en/' },
            sold: { title: 'RETAIL pen' },
          },
          {
            id: 2,
            user: { name: 'Bob' },
            logins: [],
            product: { sku: 'cup', title: 'cup/en/' },
            sold: { title: 'RETAIL cup' },
          },
          {
            id: 3,
            user: null,
            logins: null,
            product: { sku: 'ink', title: 'ink/en/' },
            sold: { title: 'RETAIL ink' },
          },
        ],
      },
    });
    deepEqual(counts(), { default: 1, users: 1, catalog: 1 });
  });

  test('leaves to whoever asks the arguments that a relationship does not fill', async () => {
    deepEqual(await query('{ order(id: 1) { product(filter: { max: 2 }) { title } } }'), {
      data: { order: { product: { title: 'pen/en/2' } } },
    });
    deepEqual(world.calls().catalog, [
      [
        'query RemoteJoins($v0_1: Filter, $v0_0_0: ID!) { _0_0: product(sku: $v0_0_0, filter: $v0_1) { title } }',
        { v0_0_0: 'pen', v0_1: { lang: 'en', max: 2 } },
      ],
    ]);
  });

  test('joins what a remote schema answers with tables and with another remote schema', async () => {
    const source = '{ cat_product(sku: "pen") { maker_id maker { id name } orders { id } weather { text } } }';
    deepEqual(await query(source), {
      data: {
        cat_product: {
          maker_id: 7,
          maker: { id: 7, name: 'Ada' },
          orders: [{ id: 1 }],
          weather: { text: 'sun on 7' },
        },
      },
    });
    deepEqual(counts(), { default: 1, users: 1, catalog: 1, weather: 1 });
  });

  test('joins what an action answers with tables', async () => {
    deepEqual(await query('mutation { signUp(name: "ada") { token orders { id items { name } } } }'), {
      data: { signUp: { token: 't-ada', orders: [{ id: 1, items: [{ name: 'a' }, { name: 'b' }] }] } },
    });
    deepEqual(Object.keys(world.calls()), ['default', 'actions']);
  });

  test('reads tables by the names that are customized, with conditions and values as Hasura writes them', async () => {
    const source = `query ($where: Order_bool_exp, $status: status_enum!) {
      order(id: 1) { total big productSku status Placed }
      open: orders(where: { status: { _eq: $status }, items: { name: { _eq: "a" } } }) { id }
      orders(where: $where, order_by: { total: desc }, limit: 1) { id }
      u_logins(where: { userId: { _eq: 7 } }, orderBy: [{ id: DESC }]) { id loginUser: login_user { name } }
    }`;
    deepEqual(await query(source, { where: { big: { _lt: 9 } }, status: 'OPEN' }), {
      data: {
        order: {
          total: 1.5,
          big: '9007199254740993',
          productSku: 'pen',
          status: 'OPEN',
          Placed: '2024-01-02T03:04:05+00:00',
        },
        open: [{ id: 1 }],
        orders: [{ id: 2 }],
        u_logins: [
          { id: 2, loginUser: { name: 'Ada' } },
          { id: 1, loginUser: { name: 'Ada' } },
        ],
      },
    });
  });

  test('shows to roles what select permissions say', async () => {
    deepEqual(await query('{ orders { id total } }', {}, { headers: headersOf('customer') }), {
      data: { orders: [{ id: 1, total: 1.5 }] },
    });
    deepEqual(world.calls(), {
      default: [
        [
          `select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1::text), '{}'))])::text from (select t0."id" as c0, t0."total" as c1 from "public"."orders" t0 where t0."user_id" = $1::int4 order by t0."id" limit $2::int8) s0`,
          ['7', 5],
        ],
      ],
    });
    deepEqual(await query('{ orders { id productSku } }', {}, { headers: headersOf('support') }), {
      data: {
        orders: [
          { id: 1, productSku: 'pen' },
          { id: 2, productSku: 'cup' },
        ],
      },
    });
    deepEqual(await query('{ orders { id productSku } }', {}, { headers: headersOf('lead') }), {
      data: {
        orders: [
          { id: 1, productSku: 'pen' },
          { id: 2, productSku: 'cup' },
        ],
      },
    });
    deepEqual(await query('{ orders { items { name } logins { id } } }', {}, { headers: headersOf('customer') }), {
      data: { orders: [{ items: [{ name: 'a' }, { name: 'b' }], logins: [{ id: 1 }, { id: 2 }] }] },
    });
  });

  test('hides from roles what they were not granted: columns, root fields, tables, remote fields and actions', async () => {
    for (const [role, source] of [
      ['customer', '{ orders { productSku } }'],
      ['support', '{ order(id: 1) { id } }'],
      ['support', '{ items { name } }'],
      ['customer', '{ orders { user { name } } }'],
      ['customer', '{ cat_shop { product(sku: 1) { sku } } }'],
      ['customer', '{ orders { sold { sku } } }'],
      ['customer', '{ weather(of: 1) { text } }'],
      ['support', '{ cat_product(sku: "pen") { sku } }'],
      ['support', 'mutation { signUp(name: "eve") { token } }'],
      ['nobody', '{ orders { id } }'],
    ] as const) {
      const { errors = [] } = await query(source, {}, { headers: headersOf(role) });
      deepEqual([role, source, errors.length > 0, counts()], [role, source, true, {}]);
    }
    deepEqual(
      await query('mutation { signUp(name: "ada") { token orders { id } } }', {}, { headers: headersOf('lead') }),
      { data: { signUp: { token: 't-ada', orders: [{ id: 1 }] } } },
    );
  });

  test('presets arguments of remote schemas, unless the relationship fills them', async () => {
    deepEqual(
      await query('{ cat_product(sku: "pen") { title orders { id } } }', {}, { headers: headersOf('customer') }),
      {
        data: { cat_product: { title: 'pen//3', orders: [{ id: 1 }] } },
      },
    );
    deepEqual(await query('{ orders { product { title } } }', {}, { headers: headersOf('customer') }), {
      data: { orders: [{ product: { title: 'pen/en/' } }] },
    });
  });

  test('sends configured headers before session variables, and these before headers of the client', async () => {
    const headers = { ...headersOf('customer'), 'x-key': 'forged', 'x-trace': 't1', cookie: 'a=b', 'user-agent': 'me' };
    await query('{ cat_product(sku: "pen") { sku } }', {}, { headers });
    const { 'x-key': key, 'x-trace': trace, cookie, 'x-hasura-role': role } = world.headers('catalog');
    deepEqual(
      { key, trace, cookie, role, user: world.headers('catalog')['x-hasura-user-id'] },
      { key: 'k1', trace: 't1', cookie: 'a=b', role: 'customer', user: '7' },
    );
    deepEqual(world.headers('catalog')['user-agent'] === 'me', false);
  });
});

/** How often each source was asked. */
function counts(): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(world.calls()).map(([name, calls]) => [name, calls.length]));
}
