/** Every call of the metadata API: what it answers, and what the metadata is afterwards. */
import { deepEqual, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { createMetadataApi, RemoteJoinsError } from '@remote-joins/core';
import { buildClientSchema, type IntrospectionQuery, printSchema } from 'graphql';
import { SECRET, startCalls } from './apiHosts.js';
import {
  action,
  done,
  forum,
  metadata,
  permission,
  refused,
  source,
  startCallsWorld,
  testRows,
  toUser,
  users,
  withForum,
  withTable,
} from './callsWorld.js';

const world = await startCallsWorld(test);

const twin = { name: 'twin', definition: { url: '{{FORUM_URL}}' }, comment: 'the same again' };
const clash = 'Inconsistent object: Its root field "Query.message" is one of remote_schema "forum" already.';
const left = { definition: twin, name: 'remote_schema twin', type: 'remote_schema' };
const role = {
  role: 'clerk',
  definition: { schema: 'type Query { message(id: Int): Message } type Message { id: Int! }' },
};
const custom_types = { objects: [{ name: 'Greeting', fields: [{ name: 'text', type: 'String!' }] }] };

const consistent = { is_consistent: true, inconsistent_objects: [] };

testRows(world, {
  'A table is tracked and untracked': [
    [
      'pg_track_table',
      { source: 'default', table: 'orders', configuration: { custom_name: 'purchases' } },
      done,
      {
        ...metadata,
        sources: [
          {
            ...source,
            tables: [
              users,
              { table: { schema: 'public', name: 'orders' }, configuration: { custom_name: 'purchases' } },
            ],
          },
        ],
      },
    ],
    ['pg_untrack_table', { table: { schema: 'public', name: 'orders' } }, done, metadata],
    ['track_table', 'users', refused('already-tracked', 'view/table "users" already exists'), metadata],
    [
      'pg_untrack_table',
      { table: 'ghosts' },
      refused('already-untracked', 'view/table already untracked: "ghosts"'),
      metadata,
    ],
    [
      'pg_untrack_table',
      { source: 'other', table: 'users' },
      refused('not-exists', 'source with name "other" does not exist'),
      metadata,
    ],
  ],
  'A select permission is created and dropped': [
    [
      'pg_create_select_permission',
      { source: 'default', table: 'users', role: 'clerk', permission },
      done,
      withTable({ ...users, select_permissions: [{ role: 'clerk', permission }] }),
    ],
    [
      'pg_create_select_permission',
      { table: 'users', role: 'clerk', permission },
      refused('already-exists', 'select permission for role "clerk" on table "users" already exists'),
      withTable({ ...users, select_permissions: [{ role: 'clerk', permission }] }),
    ],
    ['pg_drop_select_permission', { source: 'default', table: 'users', role: 'clerk' }, done, metadata],
  ],
  'A remote schema is added, changed and removed, and what is said of it stays': [
    [
      'add_remote_schema',
      twin,
      refused('invalid-configuration', clash, '$.args', [{ ...left, reason: clash }]),
      metadata,
    ],
    [
      'create_remote_schema_remote_relationship',
      { remote_schema: 'forum', type_name: 'Message', ...toUser },
      done,
      withForum({ remote_relationships: [{ type_name: 'Message', relationships: [toUser] }] }),
    ],
    [
      'update_remote_schema',
      { name: 'forum', definition: { url: '{{FORUM_URL}}' } },
      done,
      withForum({
        definition: { url: '{{FORUM_URL}}' },
        remote_relationships: [{ type_name: 'Message', relationships: [toUser] }],
      }),
    ],
    ['remove_remote_schema', { name: 'forum' }, done, { version: 3, sources: [source] }],
    ['add_remote_schema', forum, done, metadata],
  ],
  'A permission of a remote schema is added and dropped': [
    ['add_remote_schema_permissions', { remote_schema: 'forum', ...role }, done, withForum({ permissions: [role] })],
    ['drop_remote_schema_permissions', { remote_schema: 'forum', role: 'clerk' }, done, metadata],
  ],
  'An action comes with its types, gets a permission, and goes': [
    ['set_custom_types', custom_types, done, { ...metadata, custom_types }],
    ['create_action', action, done, { ...metadata, custom_types, actions: [action] }],
    [
      'create_action_permission',
      { action: 'greet', role: 'clerk' },
      done,
      { ...metadata, custom_types, actions: [{ ...action, permissions: [{ role: 'clerk' }] }] },
    ],
    [
      'update_action',
      { ...action, comment: 'kind' },
      done,
      { ...metadata, custom_types, actions: [{ ...action, comment: 'kind', permissions: [{ role: 'clerk' }] }] },
    ],
    [
      'drop_action_permission',
      { action: 'greet', role: 'clerk' },
      done,
      { ...metadata, custom_types, actions: [{ ...action, comment: 'kind' }] },
    ],
    ['drop_action', { name: 'greet' }, done, { ...metadata, custom_types }],
  ],
  'Several calls are one change, or none': [
    [
      'bulk',
      [
        { type: 'pg_track_table', args: { table: 'orders' } },
        { type: 'pg_create_select_permission', args: { table: 'orders', role: 'clerk', permission } },
        { type: 'pg_untrack_table', args: { table: 'users' } },
      ],
      { status: 200, body: [done.body, done.body, done.body] },
      withTable({ table: { schema: 'public', name: 'orders' }, select_permissions: [{ role: 'clerk', permission }] }),
    ],
    [
      'bulk',
      [
        { type: 'pg_track_table', args: { table: 'users' } },
        { type: 'pg_track_table', args: { table: 'users' } },
      ],
      refused('already-tracked', 'view/table "users" already exists', '$.args[1].args'),
      withTable({ table: { schema: 'public', name: 'orders' }, select_permissions: [{ role: 'clerk', permission }] }),
    ],
  ],
  'Several calls are one answer, or one after the other': [
    [
      'bulk_atomic',
      [
        { type: 'pg_track_table', args: { table: 'orders' } },
        { type: 'citus_untrack_table', args: { table: 'users' } },
      ],
      done,
      withTable({ table: { schema: 'public', name: 'orders' } }),
    ],
    [
      'bulk_keep_going',
      [
        { type: 'pg_untrack_table', args: { table: 'users' } },
        { type: 'track_table', args: 'users' },
        { type: 'run_sql', args: {} },
        { type: 'pg_untrack_table', args: { table: 'orders' } },
        { type: 'get_inconsistent_metadata' },
      ],
      {
        status: 200,
        body: [
          refused('already-untracked', 'view/table already untracked: "users"').body,
          done.body,
          refused('parse-failed', 'unknown metadata command "run_sql"', '$.type').body,
          done.body,
          consistent,
        ],
      },
      metadata,
    ],
    [
      'bulk_keep_going',
      [{ type: 'clear_metadata' }, { type: 'bulk', args: [] }],
      refused('not-supported', '"bulk" must be called by itself', '$.args[1].type'),
      metadata,
    ],
    ['bulk_keep_going', {}, refused('parse-failed', '"args" of bulk must be a list of calls'), metadata],
  ],
  'What is no change is no part of one': [
    [
      'bulk',
      [{ type: 'clear_metadata' }, { type: 'reload_metadata' }],
      refused('not-supported', '"reload_metadata" must be called by itself', '$.args[1].type'),
      metadata,
    ],
    [
      'bulk',
      [{ type: 'export_metadata' }, { type: 'remove_remote_schema', args: { name: 'forum' } }],
      { status: 200, body: [metadata, done.body] },
      { version: 3, sources: [source] },
    ],
  ],
  'The whole is replaced, and cleared': [
    ['replace_metadata', withForum({ comment: 'new' }), done, withForum({ comment: 'new' })],
    ['clear_metadata', {}, done, { version: 3, sources: [] }],
    ['replace_metadata', metadata, done, metadata],
    [
      'replace_metadata',
      { version: 2, tables: [] },
      refused('parse-failed', 'the metadata must have "version": 3, as export_metadata of Hasura 2 answers it'),
      metadata,
    ],
    [
      'replace_metadata',
      { version: 3, source: [source] },
      refused('parse-failed', '"sources" of the metadata must be a list'),
      metadata,
    ],
    [
      'replace_metadata',
      { allow_inconsistent_metadata: true, metadata: { ...metadata, remote_schemas: { forum } } },
      refused('parse-failed', '"remote_schemas" of the metadata must be a list'),
      metadata,
    ],
  ],
  'What is no call is refused': [
    ['run_sql', { sql: 'select 1' }, refused('parse-failed', 'unknown metadata command "run_sql"', '$.type'), metadata],
    ['toString', {}, refused('parse-failed', 'unknown metadata command "toString"', '$.type'), metadata],
    [
      'pg_track_table',
      {},
      refused('parse-failed', 'the table must be a name, or an object of "schema" and "name"', '$.args.table'),
      metadata,
    ],
    [
      'pg_track_table',
      { table: 'orders', sauce: 'default' },
      refused(
        'parse-failed',
        'unexpected key "sauce". The keys are source, table, configuration, comment, apollo_federation_config, logical_model, is_enum',
      ),
      metadata,
    ],
    ['add_remote_schema', { definition: {} }, refused('parse-failed', 'key "name" not found'), metadata],
  ],
});

test('What is inconsistent is told, stays while other things change, and can be dropped', async (t) => {
  const ghosts = { table: { schema: 'public', name: 'ghosts' } };
  const { call } = await startCalls({ after: (end) => t.after(end) }, world, { metadata });
  deepEqual(await call('get_inconsistent_metadata'), { status: 200, body: consistent });
  const reason = 'Inconsistent object: Database "default" has no table or view "ghosts".';
  const object = { type: 'table', name: 'table ghosts in source default', definition: ghosts, reason };
  deepEqual(
    await call('replace_metadata', withTable(ghosts)),
    refused('invalid-configuration', reason, '$.args', [object]),
  );
  const answer = { is_consistent: false, inconsistent_objects: [object] };
  deepEqual(await call('replace_metadata', { allow_inconsistent_metadata: true, metadata: withTable(ghosts) }, 2), {
    status: 200,
    body: answer,
  });
  deepEqual(await call('get_inconsistent_metadata'), { status: 200, body: answer });
  deepEqual(await call('pg_track_table', { table: 'users' }), done);
  deepEqual(await call('reload_metadata'), { status: 200, body: { message: 'success', ...answer } });
  deepEqual(await call('drop_inconsistent_metadata'), done);
  deepEqual(await call('export_metadata', {}, 2), { status: 200, body: { resource_version: 5, metadata } });
});
test('A remote schema says what it is', async (t) => {
  const { call } = await startCalls({ after: (end) => t.after(end) }, world, { metadata });
  deepEqual(await call('reload_remote_schema', { name: 'forum' }), done);
  const { status, body } = await call('introspect_remote_schema', { name: 'forum' });
  const { data } = body as { readonly data: IntrospectionQuery };
  deepEqual([status, printSchema(buildClientSchema(data)).includes('message(id: Int): Message')], [200, true]);
  deepEqual(
    await call('introspect_remote_schema', { name: 'none' }),
    refused('not-exists', 'remote schema with name "none" does not exist'),
  );
});

test('Nobody but an admin is heard, and nothing of what is wrong is repeated', async (t) => {
  const { send } = await startCalls({ after: (end) => t.after(end) }, world, { metadata });
  const body = JSON.stringify({ type: 'export_metadata', args: {} });
  const denied = (error: string) => ({ status: 401, body: { path: '$', error, code: 'access-denied' } });
  const admin = { 'x-hasura-admin-secret': SECRET };
  deepEqual(
    await send({ method: 'POST', body }),
    denied('x-hasura-admin-secret/x-hasura-access-key required, but not found'),
  );
  for (const secret of ['wrong', '', `${SECRET} `.repeat(2)]) {
    deepEqual(
      await send({ method: 'POST', body, headers: { 'x-hasura-admin-secret': secret } }),
      denied('invalid "x-hasura-admin-secret"/"x-hasura-access-key"'),
    );
  }
  deepEqual(
    await send({ method: 'POST', body, headers: { ...admin, 'x-hasura-role': 'clerk' } }),
    refused('access-denied', 'restricted access : admin only'),
  );
  deepEqual(await send({ method: 'GET', headers: admin }), {
    status: 404,
    body: { path: '$', error: 'resource does not exist', code: 'not-found' },
  });
  deepEqual(
    await send({ method: 'POST', body: '{ "type": secret', headers: admin }),
    refused('invalid-json', 'the body is no JSON', '$'),
  );
  deepEqual(
    await send({ method: 'POST', body: ' '.repeat(33 * 1024 * 1024), headers: admin }),
    refused('bad-request', 'the body is too large', '$'),
  );
  deepEqual(await send({ method: 'POST', body, headers: admin }), { status: 200, body: metadata });
});

test('A body that a framework has parsed already is taken as it is', async (t) => {
  const api = await createMetadataApi({ metadata, env: world.env, adminSecret: SECRET });
  t.after(() => api.close());
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    // As express.json() does.
    await api.handler(Object.assign(request, { body: JSON.parse(Buffer.concat(chunks).toString()) }), response);
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  const response = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, {
    method: 'POST',
    headers: { 'x-hasura-admin-secret': SECRET, connection: 'close' },
    body: JSON.stringify({ type: 'export_metadata', args: {} }),
  });
  deepEqual(await response.json(), metadata);
});

for (const [options, message] of [
  [{ metadata, adminSecret: '' }, 'Option "adminSecret" of createMetadataApi is empty.'],
  [{ metadata, adminSecret: 'a', wach: true } as object, 'createMetadataApi has no option "wach".'],
  [{ adminSecret: 'a' }, 'createMetadataApi needs "metadata": a directory, a file, or JSON.'],
] as const) {
  test(`Options are checked: ${message}`, async () => {
    await rejects(createMetadataApi(options as never), (error: unknown) => {
      ok(error instanceof RemoteJoinsError);
      deepEqual([error.code, error.message.slice(0, message.length)], ['INVALID_OPTIONS', message]);
      return true;
    });
  });
}
