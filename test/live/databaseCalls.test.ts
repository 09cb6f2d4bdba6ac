/** Calls about databases: as a whole, about what their tables have, and about functions. */
import { test } from 'node:test';
import {
  archive,
  configuration,
  dependents,
  done,
  label,
  metadata,
  notes,
  ofNote,
  oldUsers,
  refused,
  source,
  startCallsWorld,
  testRows,
  toOwner,
  users,
} from './callsWorld.js';

const world = await startCallsWorld(test);

const ofUser = { name: 'orders', using: { foreign_key_constraint_on: { table: 'orders', column: 'user_id' } } };
const throughOrders = { columns: ['id'], filter: { orders: { id: { _eq: 1 } } } };
const withOrders = (ofOrders: object, ofUsers: object = {}) => ({
  ...metadata,
  sources: [
    {
      ...source,
      tables: [
        { ...users, ...ofUsers },
        { table: { schema: 'public', name: 'orders' }, ...ofOrders },
      ],
    },
  ],
});
const withFunction = (members: object) => ({
  ...metadata,
  sources: [{ ...source, functions: [{ ...oldUsers, ...members }] }],
});

const far = {
  name: 'far',
  configuration: { connection_info: { database_url: 'postgres://nobody@127.0.0.1:1/none' } },
};
const unreachable = {
  type: 'source',
  name: 'source far',
  definition: { ...far, kind: 'postgres', tables: [] },
  reason:
    'Inconsistent object: It cannot be asked what it holds. The connection was refused. Check that the database runs, its host and its port.',
};

testRows(world, {
  'A source is added, changed and dropped': [
    [
      'pg_add_source',
      { name: 'archive', configuration: archive.configuration },
      done,
      { ...metadata, sources: [source, archive] },
    ],
    [
      'pg_add_source',
      { name: 'archive', configuration: archive.configuration },
      refused('already-exists', 'source with name "archive" already exists'),
      { ...metadata, sources: [source, archive] },
    ],
    [
      'pg_track_table',
      { source: 'archive', table: 'notes' },
      done,
      { ...metadata, sources: [source, { ...archive, tables: [notes] }] },
    ],
    [
      'pg_update_source',
      { name: 'archive', customization: { root_fields: { namespace: 'archive' } } },
      done,
      {
        ...metadata,
        sources: [source, { ...archive, tables: [notes], customization: { root_fields: { namespace: 'archive' } } }],
      },
    ],
    [
      'pg_add_source',
      { name: 'archive', configuration: archive.configuration, replace_configuration: true },
      done,
      { ...metadata, sources: [source, { ...archive, tables: [notes] }] },
    ],
    [
      'pg_create_remote_relationship',
      { source: 'archive', table: 'notes', ...ofNote },
      done,
      { ...metadata, sources: [source, { ...archive, tables: [{ ...notes, remote_relationships: [ofNote] }] }] },
    ],
    [
      'pg_drop_source',
      { name: 'default' },
      refused('dependency-error', dependents('remote relationship notes.user in source "archive"')),
      { ...metadata, sources: [source, { ...archive, tables: [{ ...notes, remote_relationships: [ofNote] }] }] },
    ],
    [
      'pg_drop_source',
      { name: 'default', cascade: true },
      done,
      { ...metadata, sources: [{ ...archive, tables: [notes] }] },
    ],
    ['pg_drop_source', { name: 'archive' }, done, { ...metadata, sources: [] }],
    [
      'pg_drop_source',
      { name: 'archive' },
      refused('not-exists', 'source with name "archive" does not exist'),
      { ...metadata, sources: [] },
    ],
    [
      'citus_add_source',
      { name: 'c', configuration },
      done,
      { ...metadata, sources: [{ name: 'c', kind: 'citus', tables: [], configuration }] },
    ],
  ],
  'A source that cannot be reached is not added': [
    [
      'pg_add_source',
      { name: 'far', configuration: { connection_info: { database_url: 'postgres://nobody@127.0.0.1:1/none' } } },
      refused('invalid-configuration', unreachable.reason, '$.args', [unreachable]),
      metadata,
    ],
  ],
  'What a table has beside its columns is added and dropped': [
    ['pg_track_table', { table: 'orders' }, done, withOrders({})],
    [
      'pg_create_object_relationship',
      { table: 'orders', ...toOwner },
      done,
      withOrders({ object_relationships: [toOwner] }),
    ],
    [
      'pg_create_object_relationship',
      { table: 'orders', ...toOwner },
      refused('already-exists', 'relationship "user" on table "orders" already exists'),
      withOrders({ object_relationships: [toOwner] }),
    ],
    [
      'pg_create_array_relationship',
      { table: 'users', ...ofUser },
      done,
      withOrders({ object_relationships: [toOwner] }, { array_relationships: [ofUser] }),
    ],
    [
      'pg_create_select_permission',
      { table: 'users', role: 'clerk', permission: throughOrders },
      done,
      withOrders(
        { object_relationships: [toOwner] },
        { array_relationships: [ofUser], select_permissions: [{ role: 'clerk', permission: throughOrders }] },
      ),
    ],
    [
      'pg_drop_relationship',
      { table: 'users', relationship: 'orders' },
      refused('dependency-error', dependents('permission users.clerk.select in source "default"')),
      withOrders(
        { object_relationships: [toOwner] },
        { array_relationships: [ofUser], select_permissions: [{ role: 'clerk', permission: throughOrders }] },
      ),
    ],
    [
      'pg_drop_relationship',
      { table: 'users', relationship: 'orders', cascade: true },
      done,
      withOrders({ object_relationships: [toOwner] }),
    ],
    ['pg_drop_relationship', { table: 'orders', relationship: 'user' }, done, withOrders({})],
    ['pg_add_computed_field', { table: 'users', ...label }, done, withOrders({}, { computed_fields: [label] })],
    ['pg_drop_computed_field', { table: 'users', name: 'label' }, done, withOrders({})],
    [
      'pg_set_table_customization',
      { table: 'users', configuration: { custom_name: 'people' } },
      done,
      withOrders({}, { configuration: { custom_name: 'people' } }),
    ],
    [
      'pg_set_table_is_enum',
      { table: 'users', is_enum: false },
      done,
      withOrders({}, { configuration: { custom_name: 'people' }, is_enum: false }),
    ],
  ],
  'A function is tracked, opened to a role, closed and untracked': [
    ['pg_track_function', { function: 'old_users' }, done, withFunction({})],
    [
      'pg_track_function',
      { function: 'old_users' },
      refused('already-tracked', 'function "old_users" already exists'),
      withFunction({}),
    ],
    [
      'pg_create_function_permission',
      { function: 'old_users', role: 'clerk' },
      done,
      withFunction({ permissions: [{ role: 'clerk' }] }),
    ],
    ['pg_drop_function_permission', { function: 'old_users', role: 'clerk' }, done, withFunction({})],
    ['pg_untrack_function', { function: { schema: 'public', name: 'old_users' } }, done, metadata],
  ],
});
