/** The calls of Hasura's documentation on remote relationships, as they are printed there; the next query uses what they made. */
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startHasuraWorld } from '../metadata/hasuraWorld.js';
import { apiHosts, SECRET, startApi } from './apiHosts.js';

const world = await startHasuraWorld(test, {
  databases: {
    pg1: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada'), (2, 'Grace');
      create table orders (id int primary key, order_user_id int);
      insert into orders values (11, 1), (12, 2);`,
    pg2: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada'), (2, 'Grace');`,
  },
  remotes: {
    forum: {
      typeDefs: `
        type Query { messages(user_id: Int, id: Int, first: Int): [Message] }
        type Message { id: Int! text: String! user_id: Int }`,
      resolvers: {
        Query: {
          messages: (_: unknown, { user_id, id, first }: { user_id?: number; id?: number; first?: number }) =>
            [1, 2].slice(0, first).map((n) => ({ id: n, text: `m${n} of ${user_id ?? id}`, user_id: user_id ?? id })),
        },
      },
    },
  },
});

const database = (name: string, tables: readonly string[]): object => ({
  name,
  kind: 'postgres',
  configuration: { connection_info: { database_url: { from_env: `${name.toUpperCase()}_URL` } } },
  tables: tables.map((table) => ({ table: { schema: 'public', name: table } })),
});

const metadata = {
  version: 3,
  sources: [
    database('pg1', ['users', 'orders']),
    { ...database('pg2', ['users']), customization: { root_fields: { prefix: 'b_' }, type_names: { prefix: 'b_' } } },
  ],
  remote_schemas: [{ name: 'forum_api', definition: { url_from_env: 'FORUM_URL' } }],
};

const SUCCESS = { status: 200, body: { message: 'success' } };

/** What a query answers before the calls, and after each. */
const CASES: readonly {
  readonly what: string;
  readonly query: string;
  readonly calls: readonly (readonly [type: string, args: object, data: unknown])[];
}[] = [
  {
    what: 'A table to a remote schema, in the unified form',
    query: '{ users { name messages { text } } }',
    calls: [
      [
        'pg_create_remote_relationship',
        {
          name: 'messages',
          source: 'pg1',
          table: 'users',
          definition: {
            to_remote_schema: {
              remote_schema: 'forum_api',
              lhs_fields: ['id'],
              remote_field: { messages: { arguments: { user_id: '$id' } } },
            },
          },
        },
        {
          users: [
            { name: 'Ada', messages: [{ text: 'm1 of 1' }, { text: 'm2 of 1' }] },
            { name: 'Grace', messages: [{ text: 'm1 of 2' }, { text: 'm2 of 2' }] },
          ],
        },
      ],
      [
        'pg_update_remote_relationship',
        {
          name: 'messages',
          source: 'pg1',
          table: 'users',
          definition: {
            to_remote_schema: {
              remote_schema: 'forum_api',
              lhs_fields: ['id'],
              remote_field: { messages: { arguments: { user_id: '$id', first: 1 } } },
            },
          },
        },
        {
          users: [
            { name: 'Ada', messages: [{ text: 'm1 of 1' }] },
            { name: 'Grace', messages: [{ text: 'm1 of 2' }] },
          ],
        },
      ],
      ['pg_delete_remote_relationship', { name: 'messages', source: 'pg1', table: 'users' }, undefined],
    ],
  },
  {
    what: 'A table to a remote schema, with hasura_fields and remote_field',
    query: '{ users { sample_remote_relationship { text } } }',
    calls: [
      [
        'pg_create_remote_relationship',
        {
          name: 'sample_remote_relationship',
          source: 'pg1',
          table: 'users',
          hasura_fields: ['id'],
          remote_schema: 'forum_api',
          remote_field: { messages: { arguments: { id: '$id' } } },
        },
        {
          users: [
            { sample_remote_relationship: [{ text: 'm1 of 1' }, { text: 'm2 of 1' }] },
            { sample_remote_relationship: [{ text: 'm1 of 2' }, { text: 'm2 of 2' }] },
          ],
        },
      ],
      [
        'pg_delete_remote_relationship',
        { name: 'sample_remote_relationship', source: 'pg1', table: { name: 'users', schema: 'public' } },
        undefined,
      ],
    ],
  },
  {
    what: 'A table to a table of another database',
    query: '{ orders { id order_user { name } } }',
    calls: [
      [
        'create_remote_relationship',
        {
          name: 'order_user',
          source: 'pg1',
          table: { name: 'orders', schema: 'public' },
          definition: {
            to_source: {
              relationship_type: 'object',
              source: 'pg2',
              table: { name: 'users', schema: 'public' },
              field_mapping: { order_user_id: 'id' },
            },
          },
        },
        {
          orders: [
            { id: 11, order_user: { name: 'Ada' } },
            { id: 12, order_user: { name: 'Grace' } },
          ],
        },
      ],
      ['delete_remote_relationship', { name: 'order_user', source: 'pg1', table: 'orders' }, undefined],
    ],
  },
  {
    what: 'A type of a remote schema to a table',
    query: '{ messages(user_id: 2, first: 1) { text author { name } } }',
    calls: [
      [
        'create_remote_schema_remote_relationship',
        {
          remote_schema: 'forum_api',
          type_name: 'Message',
          name: 'author',
          definition: {
            to_source: {
              source: 'pg1',
              table: 'users',
              relationship_type: 'object',
              field_mapping: { user_id: 'id' },
            },
          },
        },
        { messages: [{ text: 'm1 of 2', author: { name: 'Grace' } }] },
      ],
      [
        'delete_remote_schema_remote_relationship',
        { remote_schema: 'forum_api', type_name: 'Message', name: 'author' },
        undefined,
      ],
    ],
  },
];

for (const host of apiHosts) {
  describe(`Calls on remote relationships (${host.name})`, () => {
    for (const { what, query, calls } of CASES) {
      test(`${what}: made, changed and gone with the next query`, async (t) => {
        const api = await startApi({ after: (end) => t.after(end) }, host, world, { metadata });
        deepEqual((await api.query(query)).data, null);
        for (const [type, args, data] of calls) {
          deepEqual(await api.call(type, args), SUCCESS);
          const answer = await api.query(query);
          deepEqual(
            data === undefined ? answer.data : answer,
            data === undefined ? null : { status: 200, data, errors: [] },
          );
        }
        deepEqual(await api.call('export_metadata'), { status: 200, body: metadata });
      });
    }

    test('What leads to a table goes with it at the next query, and a source that is added is served', async (t) => {
      const api = await startApi({ after: (end) => t.after(end) }, host, world, { metadata });
      const toOrders = {
        source: 'pg1',
        table: 'orders',
        relationship_type: 'array',
        field_mapping: { id: 'order_user_id' },
      };
      const relationship = { name: 'orders', source: 'pg2', table: 'users', definition: { to_source: toOrders } };
      deepEqual(await api.call('pg_create_remote_relationship', relationship), SUCCESS);
      const query = '{ b_users(limit: 1) { name orders { id } } }';
      const joined = { status: 200, data: { b_users: [{ name: 'Ada', orders: [{ id: 11 }] }] }, errors: [] };
      deepEqual(await api.query(query), joined);

      const orders = { source: 'pg1', table: 'orders' };
      const error =
        'cannot drop due to the following dependent objects: remote relationship users.orders in source "pg2"';
      deepEqual(await api.call('pg_untrack_table', orders), {
        status: 400,
        body: { path: '$.args', error, code: 'dependency-error' },
      });
      deepEqual(await api.query(query), joined);
      deepEqual(await api.call('pg_untrack_table', { ...orders, cascade: true }), SUCCESS);
      deepEqual((await api.query(query)).data, null);
      deepEqual((await api.query('{ b_users(limit: 1) { name } }')).data, { b_users: [{ name: 'Ada' }] });

      deepEqual(await api.call('pg_drop_source', { name: 'pg1' }), SUCCESS);
      deepEqual((await api.query('{ users { name } }')).data, null);
      const connection_info = { database_url: { from_env: 'PG1_URL' } };
      deepEqual(await api.call('pg_add_source', { name: 'pg1', configuration: { connection_info } }), SUCCESS);
      deepEqual(await api.call('pg_track_table', { source: 'pg1', table: 'users' }), SUCCESS);
      deepEqual((await api.query('{ users { name } }')).data, { users: [{ name: 'Ada' }, { name: 'Grace' }] });
    });

    test('A call that is refused changes nothing; a permission counts for the next query of its role', async (t) => {
      const api = await startApi({ after: (end) => t.after(end) }, host, world, { metadata });
      const asClerk = (query: string) =>
        api.post(query, {
          headers: {
            'x-hasura-admin-secret': SECRET,
            'x-hasura-role': 'clerk',
            'x-hasura-user-id': '2',
          },
        });
      const query = '{ users { name } }';
      deepEqual((await asClerk(query)).data, null);

      const permission = { columns: ['name'], filter: { id: { _eq: 'X-Hasura-User-Id' } } };
      const args = { source: 'pg1', table: 'users', role: 'clerk' };
      const wrong = { ...permission, columns: ['name', 'nam'] };
      const { status } = await api.call('pg_create_select_permission', { ...args, permission: wrong });
      deepEqual([status, (await asClerk(query)).data], [400, null]);

      deepEqual(await api.call('pg_create_select_permission', { ...args, permission }), SUCCESS);
      deepEqual(await asClerk(query), { status: 200, data: { users: [{ name: 'Grace' }] }, errors: [] });
      deepEqual((await asClerk('{ users { id } }')).data, null);

      deepEqual(await api.call('pg_drop_select_permission', args), SUCCESS);
      deepEqual((await asClerk(query)).data, null);
      deepEqual((await api.query(query)).data, { users: [{ name: 'Ada' }, { name: 'Grace' }] });
    });
  });
}
