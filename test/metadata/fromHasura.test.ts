/** What Hasura serves by its metadata, on every host. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { FromHasuraMetadata } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

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
            {
              name: 'user',
              definition: {
                to_source: {
                  source: 'users',
                  table: { schema: 'auth', name: 'users' },
                  relationship_type: 'object',
                  field_mapping: { user_id: 'id' },
                },
              },
            },
            {
              name: 'logins',
              definition: {
                to_source: {
                  source: 'users',
                  table: 'logins',
                  relationship_type: 'array',
                  field_mapping: { user_id: 'user_id' },
                },
              },
            },
            {
              name: 'product',
              definition: {
                to_remote_schema: {
                  remote_schema: 'catalog',
                  lhs_fields: ['sku'],
                  remote_field: { product: { arguments: { sku: '$sku', filter: { lang: 'en' } } } },
                },
              },
            },
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
            {
              name: 'orders',
              definition: {
                to_source: {
                  source: 'default',
                  table: 'orders',
                  relationship_type: 'array',
                  field_mapping: { sku: 'sku' },
                },
              },
            },
            {
              name: 'maker',
              definition: {
                to_source: {
                  source: 'users',
                  table: { schema: 'auth', name: 'users' },
                  relationship_type: 'object',
                  field_mapping: { makerId: 'id' },
                },
              },
            },
            {
              name: 'weather',
              definition: {
                to_remote_schema: {
                  remote_schema: 'weather',
                  lhs_fields: ['makerId'],
                  remote_field: { weather: { arguments: { of: '$makerId' } } },
                },
              },
            },
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

const read: FromHasuraMetadata = await world.read(metadata, { compat: 'hasura', strict: true });

test('x', () => {
  console.log(read.typeDefs);
  console.log(read.problems);
  deepEqual(read.inconsistentObjects, []);
});
