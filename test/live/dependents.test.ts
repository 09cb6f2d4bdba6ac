/** What depends on what is dropped, and what is dropped as inconsistent. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { startCalls } from './apiHosts.js';
import {
  action,
  archive,
  byColumn,
  dependents,
  done,
  forum,
  label,
  metadata,
  notes,
  ofNote,
  oldUsers,
  permission,
  refused,
  source,
  startCallsWorld,
  testRows,
  toMessage,
  toOwner,
  toUser,
  users,
  withForum,
  withTable,
} from './callsWorld.js';

const world = await startCallsWorld(test);

const noKey = {
  type: 'object_relation',
  name: 'object_relation user in table orders in source default',
  definition: { name: 'user', using: byColumn('id') },
  reason: 'Inconsistent object: in table "orders": in relationship "user": There is no foreign key on "orders.id".',
};

interface Parts {
  readonly tables: readonly object[];
  readonly ofSource: object;
  readonly ofOrders: object;
  readonly ofNotes: object;
  readonly ofMessage: readonly object[];
  readonly ofGreeting: readonly object[];
}

const wholeOf = ({ tables, ofSource, ofOrders, ofNotes, ofMessage, ofGreeting }: Parts): object => ({
  version: 3,
  sources: [
    {
      ...source,
      tables: [...tables, { table: 'orders', remote_relationships: [toMessage], ...ofOrders }],
      ...ofSource,
    },
    { ...archive, tables: [{ ...notes, ...ofNotes }] },
  ],
  remote_schemas: [{ ...forum, remote_relationships: [{ type_name: 'Message', relationships: ofMessage }] }],
  actions: [action],
  custom_types: {
    objects: [{ name: 'Greeting', fields: [{ name: 'id', type: 'Int!' }], relationships: ofGreeting }],
  },
});

const clerk = { role: 'clerk', permission };
const byHand = { manual_configuration: { remote_table: 'users', column_mapping: { user_id: 'id' } } };

/** Everything that can lead to a table, beside what does not. */
const dependent = {
  before: wholeOf({
    tables: [{ ...users, select_permissions: [clerk], computed_fields: [label] }],
    ofSource: { functions: [oldUsers] },
    ofOrders: {
      object_relationships: [toOwner, { name: 'byHand', using: byHand }],
      select_permissions: [
        { role: 'a', permission: { columns: '*', filter: { user: { name: { _eq: 'x' } } } } },
        clerk,
        { role: 'b', permission: { columns: '*', filter: { _exists: { _table: 'users', _where: {} } } } },
      ],
    },
    ofNotes: { remote_relationships: [ofNote] },
    ofMessage: [toUser],
    ofGreeting: [{ name: 'r', type: 'object', remote_table: 'users', field_mapping: { id: 'id' } }],
  }),
  after: wholeOf({
    tables: [],
    ofSource: {},
    ofOrders: { select_permissions: [clerk] },
    ofNotes: {},
    ofMessage: [],
    ofGreeting: [],
  }),
  list: dependents(
    [
      'function old_users in source "default"',
      'permission orders.a.select in source "default"',
      'permission orders.b.select in source "default"',
      'relationship orders.byHand in source "default"',
      'relationship orders.user in source "default"',
      'relationship r on type Greeting in custom types',
      'remote relationship notes.user in source "archive"',
      'remote_relationship user on type Message in remote schema forum',
    ].join(', '),
  ),
};

testRows(world, {
  'A remote schema is not removed while something leads to it': [
    [
      'pg_create_remote_relationship',
      { table: 'users', ...toMessage },
      done,
      withTable({ ...users, remote_relationships: [toMessage] }),
    ],
    [
      'remove_remote_schema',
      { name: 'forum' },
      refused(
        'dependency-error',
        'cannot drop due to the following dependent objects: remote relationship users.message in source "default"',
      ),
      withTable({ ...users, remote_relationships: [toMessage] }),
    ],
  ],
  'A table stays tracked while something leads to it, which can go with it': [
    ['replace_metadata', dependent.before, done, dependent.before],
    ['pg_untrack_table', { table: 'users' }, refused('dependency-error', dependent.list), dependent.before],
    [
      'pg_untrack_table',
      { table: 'users', cascade: 'yes' },
      refused('parse-failed', '"cascade" must be true or false', '$.args.cascade'),
      dependent.before,
    ],
    ['pg_untrack_table', { table: 'users', cascade: true }, done, dependent.after],
  ],
  'Within several calls, too: what is broken before stays, and is told': [
    [
      'bulk',
      [
        { type: 'pg_track_table', args: { table: 'orders' } },
        { type: 'pg_create_object_relationship', args: { table: 'orders', ...toOwner } },
        { type: 'pg_untrack_table', args: { table: 'users' } },
      ],
      refused('dependency-error', dependents('relationship orders.user in source "default"'), '$.args[2].args'),
      metadata,
    ],
    [
      'bulk',
      [
        { type: 'pg_track_table', args: { table: 'orders' } },
        { type: 'pg_create_object_relationship', args: { table: 'orders', ...toOwner, using: byColumn('id') } },
        { type: 'pg_untrack_table', args: { table: 'users', cascade: true } },
      ],
      refused('invalid-configuration', noKey.reason, '$.args', [noKey]),
      metadata,
    ],
  ],
});

test('Of what is inconsistent only that is dropped, whatever elsewhere has the same words, and no role that cannot inherit', async (t) => {
  const owner = {
    name: 'owner',
    using: { manual_configuration: { remote_table: 'users', column_mapping: { user_id: 'id' } } },
  };
  const orders = { table: 'orders', object_relationships: [owner] };
  const twice = { ...owner, name: 'twice' };
  const sdl = (text: string) => ({ definition: { schema: `type Query { ${text} }` } });
  const permissions = [
    { role: 'a', ...sdl('secret: String') },
    { role: 'b', ...sdl('message(id: Int): Message } type Message { id: Int!') },
  ];
  const inherited_roles = [{ role_name: 'heir', role_set: ['a', 'b'] }];
  const whole = (members: object, tables: readonly object[]) => ({
    ...withForum({ permissions }),
    sources: [{ ...source, tables: [{ ...users, ...members }, orders, ...tables] }],
    inherited_roles,
  });
  const ghosts = { table: 'ghosts' };
  const broken = whole({ object_relationships: [owner, twice], remote_relationships: [{ ...toUser, name: 'twice' }] }, [
    ghosts,
    ghosts,
  ]);
  const env = { HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'true' };
  const { call } = await startCalls({ after: (end) => t.after(end) }, world, {
    metadata: { resource_version: 5, metadata: broken },
    env,
  });
  deepEqual(await call('drop_inconsistent_metadata'), done);
  deepEqual((await call('export_metadata')).body, whole({}, []));
  deepEqual(await call('get_inconsistent_metadata'), {
    status: 200,
    body: {
      is_consistent: false,
      inconsistent_objects: [
        {
          type: 'inherited role permission inconsistency',
          name: 'heir',
          entity: { remote_schema: 'forum' },
          reason: "Could not inherit permission for the role 'heir' for the entity: 'remote schema: 'forum''",
        },
      ],
    },
  });
  // What only is told keeps nobody from changing something else.
  deepEqual(
    await call('pg_track_table', { table: 'users' }),
    refused('already-tracked', 'view/table "users" already exists'),
  );
  deepEqual(await call('drop_inherited_role', { role_name: 'heir' }), done);
  deepEqual(await call('add_inherited_role', inherited_roles[0]), done);
});
