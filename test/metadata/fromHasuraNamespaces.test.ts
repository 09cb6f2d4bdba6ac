/** Namespaces of root fields, of databases and remote schemas, as Hasura's metadata has them. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { FromHasuraMetadata } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { labelOf } from './harness.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

const world = await startHasuraWorld(test, {
  databases: {
    shop: `
      create table orders (id int primary key, sku text not null);
      insert into orders values (1, 'pen'), (2, 'cup');
      create function recent() returns setof orders stable language sql as $$ select * from orders order by id desc $$;`,
    users: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product motto: String! }
        type Mutation { rate(sku: ID!): Product }
        type Product { sku: ID! }`,
      resolvers: {
        Query: { product: (_: unknown, { sku }: { sku: string }) => ({ sku }), motto: () => 'Write on' },
        Mutation: { rate: (_: unknown, { sku }: { sku: string }) => ({ sku }) },
      },
    },
  },
});

const source = (name: string, customization: object, more: object) => ({
  name,
  kind: 'postgres',
  configuration: { connection_info: { database_url: { from_env: `${name.toUpperCase()}_URL` } } },
  customization,
  ...more,
});

const metadata = {
  version: 3,
  sources: [
    source(
      'shop',
      { root_fields: { namespace: 'shop', prefix: 's_' } },
      {
        tables: [
          {
            table: 'orders',
            select_permissions: [
              { role: 'clerk', permission: { columns: '*', filter: {}, query_root_fields: ['select'] } },
            ],
          },
        ],
        functions: [{ function: 'recent' }],
      },
    ),
    source(
      'users',
      {},
      {
        tables: [
          { table: 'users', select_permissions: [{ role: 'guest', permission: { columns: ['name'], filter: {} } }] },
        ],
      },
    ),
  ],
  remote_schemas: [
    {
      name: 'catalog',
      definition: { url_from_env: 'CATALOG_URL', customization: { root_fields_namespace: 'catalog' } },
    },
  ],
};

const read: FromHasuraMetadata = await world.read(metadata, { env: { HASURA_GRAPHQL_ADMIN_SECRET: 's3cret' } });

test('Namespaces are fields of the root types, whose types hold the root fields of their source', () => {
  deepEqual(read.problems, []);
  deepEqual(read.typeDefs.match(/.*@namespace|.*@permission.*"clerk".*/g), [
    '  shop: shop_query! @namespace',
    '  catalog: catalogQuery! @namespace',
    '  catalog: catalogMutation! @namespace',
    '  @permission(role: "clerk", fields: ["*"], rootFields: ["shop_query.s_orders", "shop_query.s_recent"]) {',
  ]);
});

test('Two sources that want one name for other things are inconsistent', async () => {
  const twice = structuredClone(metadata);
  Object.assign(twice.remote_schemas[0]?.definition.customization ?? {}, { root_fields_namespace: 'shop' });
  const { inconsistentObjects } = await world.read(twice);
  deepEqual(
    inconsistentObjects.map((each) => [labelOf(each), each.reason]),
    [['remote_schema catalog', 'Inconsistent object: Its root field "Query.shop" is one of source "shop" already.']],
  );
});

defineHostSuite('Namespaces of Hasura', (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));
  const ask = (role: string, text: string) =>
    query(text, {}, { headers: { 'x-hasura-admin-secret': 's3cret', 'x-hasura-role': role } });

  test('are asked as in Hasura', async () => {
    deepEqual(
      await ask('clerk', '{ shop { s_orders { sku } s_recent { id } } catalog { motto product(sku: "x") { sku } } }'),
      {
        data: {
          shop: { s_orders: [{ sku: 'pen' }, { sku: 'cup' }], s_recent: [{ id: 2 }, { id: 1 }] },
          catalog: { motto: 'Write on', product: { sku: 'x' } },
        },
      },
    );
    deepEqual(
      Object.entries(world.calls()).map(([name, calls]) => [name, calls.length]),
      [
        ['shop', 2],
        ['catalog', 1],
      ],
    );
    deepEqual(await ask('clerk', 'mutation { catalog { rate(sku: "x") { sku } } }'), {
      data: { catalog: { rate: { sku: 'x' } } },
    });
    const { errors } = await ask('guest', '{ shop { s_orders { sku } } }');
    deepEqual(errors?.[0]?.message, 'Cannot query field "shop" on type "Query".');
  });
});
