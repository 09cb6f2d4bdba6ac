/** What of metadata is left out, and how that is told. */
import { deepEqual, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { attachRemoteJoins, type FromHasuraMetadata, RemoteJoinsError, remoteJoinsTypeDefs } from '@remote-joins/core';
import { buildSchema } from 'graphql';
import { labelOf } from './harness.js';
import { startHasuraWorld } from './hasuraWorld.js';

const world = await startHasuraWorld(test, {
  databases: {
    default: `
      create table users (id int primary key, name text not null);
      create table orders (id int primary key, user_id int not null references users, sku text not null);`,
  },
  remotes: {
    catalog: {
      typeDefs:
        'type Query { product(sku: ID!, kind: Kind): Product } enum Kind { A } type Product { sku: ID! title: String }',
    },
  },
});

const users = { table: 'users' };
const toUser = { name: 'user', using: { foreign_key_constraint_on: 'user_id' } };

function withOrders(orders: object, rest: object = {}, tables: readonly object[] = [users]): unknown {
  const database_url = { from_env: 'DEFAULT_URL' };
  return {
    version: 3,
    sources: [
      {
        name: 'default',
        kind: 'postgres',
        configuration: { connection_info: { database_url } },
        tables: [...tables, { table: 'orders', ...orders }],
      },
    ],
    remote_schemas: [{ name: 'catalog', definition: { url: '{{CATALOG_URL}}' } }],
    ...rest,
  };
}

const toProduct = (name: string, remoteField: object): object => ({
  name,
  definition: {
    to_remote_schema: { remote_schema: 'catalog', lhs_fields: ['sku'], remote_field: remoteField },
  },
});

/** `severity CODE`, and names of what was left out. */
function told({ problems, inconsistentObjects }: FromHasuraMetadata): readonly (readonly string[])[] {
  return [problems.map(({ severity, code }) => `${severity} ${code}`), inconsistentObjects.map(labelOf)];
}

const CASES: readonly (readonly [promise: string, metadata: unknown, codes: string[], left: string[]])[] = [
  [
    'A table that the database does not have is left out, with what leads to it',
    withOrders(
      {
        object_relationships: [
          { name: 'ghost', using: { manual_configuration: { remote_table: 'ghosts', column_mapping: { id: 'id' } } } },
        ],
      },
      {},
      [users, { table: 'ghosts' }],
    ),
    ['error METADATA_INCONSISTENT', 'error METADATA_REFERENCE_NOT_FOUND'],
    ['table ghosts in source default', 'object_relation ghost in table orders in source default'],
  ],
  [
    'A relationship without its foreign key is left out',
    withOrders({ object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'sku' } }] }),
    ['error METADATA_INCONSISTENT'],
    ['object_relation user in table orders in source default'],
  ],
  [
    'A relationship to a remote field that is not there is left out, the others stay',
    withOrders({
      remote_relationships: [
        toProduct('lost', { produkt: { arguments: { sku: '$sku' } } }),
        toProduct('product', { product: { arguments: { sku: '$sku' } } }),
      ],
    }),
    ['error METADATA_INCONSISTENT'],
    ['remote_relationship lost in table orders in source default'],
  ],
  [
    'A text for an enum is refused, as in Hasura',
    withOrders({ remote_relationships: [toProduct('p', { product: { arguments: { sku: '$sku', kind: 'A' } } })] }),
    ['error METADATA_INCONSISTENT'],
    ['remote_relationship p in table orders in source default'],
  ],
  [
    'A relationship that has the name of a column is left out, the column stays',
    withOrders({ object_relationships: [{ ...toUser, name: 'sku' }] }),
    ['error METADATA_DUPLICATE'],
    ['object_relation sku in table orders in source default'],
  ],
  [
    'A permission on a column that is not there is left out, and closes the table to its role',
    withOrders({ select_permissions: [{ role: 'clerk', permission: { columns: ['id', 'gone'], filter: {} } }] }),
    ['error METADATA_INCONSISTENT'],
    ['select_permission clerk in table orders in source default'],
  ],
  [
    'A permission whose filter leads through what was left out is left out too',
    withOrders({
      object_relationships: [{ ...toUser, using: { foreign_key_constraint_on: 'sku' } }],
      select_permissions: [{ role: 'clerk', permission: { columns: '*', filter: { user: { id: { _eq: 1 } } } } }],
    }),
    ['error METADATA_INCONSISTENT', 'error METADATA_INCONSISTENT'],
    [
      'object_relation user in table orders in source default',
      'select_permission clerk in table orders in source default',
    ],
  ],
  [
    'A remote schema that cannot be reached is left out, with the relationships to it',
    withOrders(
      { remote_relationships: [toProduct('p', { product: { arguments: { sku: '$sku' } } })] },
      { remote_schemas: [{ name: 'catalog', definition: { url: 'http://127.0.0.1:1/' } }] },
    ),
    ['error METADATA_SOURCE_UNAVAILABLE', 'error METADATA_REFERENCE_NOT_FOUND'],
    ['remote_schema catalog', 'remote_relationship p in table orders in source default'],
  ],
  [
    'A remote schema with the root field of a table is left out',
    withOrders({ configuration: { custom_root_fields: { select: 'product' } } }),
    ['error METADATA_DUPLICATE'],
    ['remote_schema catalog'],
  ],
  [
    'What Hasura has and we do not is a warning each',
    withOrders({ configuration: { custom_root_fields: { select_stream: 'stream' } } }),
    ['warning METADATA_NOT_SUPPORTED'],
    [],
  ],
  [
    'A computed field whose function is not there is left out',
    withOrders({
      computed_fields: [{ name: 'age', definition: { function: 'order_age' } }],
    }),
    ['error METADATA_INCONSISTENT'],
    ['computed_field age in table orders in source default'],
  ],
];

for (const [promise, metadata, codes, left] of CASES) {
  test(promise, async () => {
    deepEqual(told(await world.read(metadata, { env: { HASURA_GRAPHQL_ADMIN_SECRET: 's3cret' } })), [codes, left]);
  });
}

test('What is left out is told in the shape of get_inconsistent_metadata, and where it stands', async () => {
  const using = { foreign_key_constraint_on: 'sku' };
  const { inconsistentObjects, problems } = await world.read(
    withOrders({ object_relationships: [{ name: 'user', using }] }),
  );
  deepEqual(inconsistentObjects, [
    {
      type: 'object_relation',
      name: 'object_relation user in table orders in source default',
      definition: { name: 'user', using },
      reason:
        'Inconsistent object: in table "orders": in relationship "user": There is no foreign key on "orders.sku".',
    },
  ]);
  deepEqual(
    problems.map(({ coordinate }) => coordinate),
    ['metadata#/sources/0/tables/1/object_relationships/0'],
  );
});

test('A strict reading fails with every problem instead, and one without strictness where nothing is left', async () => {
  const broken = withOrders({ object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'sku' } }] });
  await rejects(world.read(broken, { strict: true }), (error: unknown) => {
    const { code, problems, message } =
      error instanceof RemoteJoinsError ? error : new RemoteJoinsError('INTERNAL_SERVER_ERROR', '');
    match(message, /no foreign key on "orders\.sku"/);
    deepEqual([code, problems.length], ['INVALID_SCHEMA', 1]);
    return true;
  });
  await rejects(world.read({ version: 3, sources: [] }), /The metadata holds nothing to serve/);
});

test('A table of which nobody was granted anything is governed nevertheless', async () => {
  const { typeDefs } = await world.read(withOrders({}));
  deepEqual(typeDefs.match(/@permission.*/g), [
    '@permission(role: "admin", fields: ["*"]) {',
    '@permission(role: "admin", fields: ["*"]) {',
  ]);
});

test('Lists of another source are non-null unless they are to be as in Hasura', async () => {
  const metadata = withOrders(
    {},
    {
      remote_schemas: [
        {
          name: 'catalog',
          definition: { url: '{{CATALOG_URL}}' },
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
              ],
            },
          ],
        },
      ],
    },
  );
  const typeOf = ({ typeDefs }: FromHasuraMetadata) => /orders\(.*\): (\S+) @remoteRelationship/.exec(typeDefs)?.[1];
  deepEqual(typeOf(await world.read(metadata)), '[orders!]!');
  deepEqual(typeOf(await world.read(metadata, { compat: 'hasura' })), '[orders!]');
});

test('A remote schema is asked under its own name where a database of that name is left out', async () => {
  const database_url = 'postgres://nobody@127.0.0.1:1/none';
  const gone = { name: 'catalog', kind: 'postgres', configuration: { connection_info: { database_url } }, tables: [] };
  const { sources } = withOrders({}) as { readonly sources: readonly object[] };
  const served = await world.read({ ...(withOrders({}) as object), sources: [...sources, gone] });
  const joins = await attachRemoteJoins(buildSchema(remoteJoinsTypeDefs + served.typeDefs), served.options);
  await joins.close();
  deepEqual(told(served), [['error METADATA_SOURCE_UNAVAILABLE'], ['source catalog']]);
});
