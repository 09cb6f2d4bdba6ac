/** What calls leave in files, and what others write to them. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHasuraWorld } from '../metadata/hasuraWorld.js';
import type { Scope } from '../support/postgres.js';
import { startCalls } from './apiHosts.js';

const world = await startHasuraWorld(test, {
  databases: {
    default: `
      create table users (id int primary key, name text not null);
      create table orders (id int primary key, user_id int references users);`,
  },
  remotes: {
    news: { typeDefs: 'type Query { headlines: [String!]! }' },
    forum: { typeDefs: 'type Query { message(id: Int): Message } type Message { id: Int! text: String }' },
  },
});

/** As Hasura's command line writes it, but for a comment and a tag. */
const FILES = {
  'version.yaml': 'version: 3\n',
  'databases/databases.yaml': `- name: default
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: DEFAULT_URL
  tables: !include default/tables/tables.yaml
`,
  'databases/default/tables/tables.yaml': '# all of them\n- "!include public_users.yaml"\n',
  'databases/default/tables/public_users.yaml': 'table:\n  name: users\n  schema: public\n',
  'remote_schemas.yaml': '- name: forum\n  definition: { url_from_env: FORUM_URL }\n',
  'actions.graphql': 'type Query {\n  greet: Greeting\n}\n\ntype Greeting {\n  text: String!\n}\n',
  'actions.yaml': `actions:
  - name: greet
    definition:
      kind: synchronous
      handler: "{{ACTIONS_URL}}"
custom_types:
  objects:
    - name: Greeting
`,
  'inherited_roles.yaml': '# none yet\n[]\n',
};

type Files = Readonly<Record<string, string>>;

function createDirectory(scope: Scope, files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'remote-joins-metadata-'));
  scope.after(async () => rmSync(directory, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

function readFiles(directory: string): Files {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .filter((file) => statSync(join(directory, file)).isFile())
      .map((file) => [file, readFileSync(join(directory, file), 'utf8')]),
  );
}

/** The files that are not as they were; undefined for those that are gone. */
function changesOf(directory: string, before: Files): Record<string, string | undefined> {
  const after = readFiles(directory);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names].filter((file) => after[file] !== before[file]).map((file) => [file, after[file]]),
  );
}

const done = { status: 200, body: { message: 'success' } };

const relationship = {
  source: 'default',
  table: 'users',
  name: 'message',
  definition: {
    to_remote_schema: {
      remote_schema: 'forum',
      lhs_fields: ['id'],
      remote_field: { message: { arguments: { id: '$id' } } },
    },
  },
};

const usersWithMessage = `table:
  name: users
  schema: public
remote_relationships:
  - name: message
    definition:
      to_remote_schema:
        remote_schema: forum
        lhs_fields:
          - id
        remote_field:
          message:
            arguments:
              id: $id
`;

for (const { what, type, args, changes } of [
  {
    what: 'a relationship to the file of its table',
    type: 'pg_create_remote_relationship',
    args: relationship,
    changes: { 'databases/default/tables/public_users.yaml': usersWithMessage },
  },
  {
    what: 'a table to a file of its own, which the list includes',
    type: 'pg_track_table',
    args: { table: { schema: 'public', name: 'orders' } },
    changes: {
      'databases/default/tables/tables.yaml': '- "!include public_users.yaml"\n- "!include public_orders.yaml"\n',
      'databases/default/tables/public_orders.yaml': 'table:\n  schema: public\n  name: orders\n',
    },
  },
  {
    what: 'the end of a table: its file goes',
    type: 'pg_untrack_table',
    args: { table: 'users' },
    changes: {
      'databases/default/tables/tables.yaml': '[]\n',
      'databases/default/tables/public_users.yaml': undefined,
    },
  },
  {
    what: 'a source to the list of them, with a list of its tables',
    type: 'pg_add_source',
    args: { name: 'archive', configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } } },
    changes: {
      'databases/databases.yaml': `- name: default
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: DEFAULT_URL
  tables: "!include default/tables/tables.yaml"
- name: archive
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: DEFAULT_URL
  tables: "!include archive/tables/tables.yaml"
`,
      'databases/archive/tables/tables.yaml': '[]\n',
    },
  },
  {
    what: 'the end of a source: its files go',
    type: 'pg_drop_source',
    args: { name: 'default' },
    changes: {
      'databases/databases.yaml': '[]\n',
      'databases/default/tables/tables.yaml': undefined,
      'databases/default/tables/public_users.yaml': undefined,
    },
  },
  {
    what: 'a remote schema to the list of them',
    type: 'add_remote_schema',
    args: { name: 'news', definition: { url_from_env: 'NEWS_URL', timeout_seconds: 5 }, comment: 'of today' },
    changes: {
      'remote_schemas.yaml': `- name: forum
  definition:
    url_from_env: FORUM_URL
- name: news
  definition:
    url_from_env: NEWS_URL
    timeout_seconds: 5
  comment: of today
`,
    },
  },
  {
    what: 'actions to both of their files',
    type: 'create_action',
    args: {
      name: 'thank',
      definition: {
        kind: 'synchronous',
        handler: '{{ACTIONS_URL}}',
        type: 'mutation',
        arguments: [{ name: 'whom', type: '[String!]!', description: 'All "of" them' }],
        output_type: 'Greeting!',
      },
    },
    changes: {
      'actions.graphql': `extend type Query {
  greet: Greeting
}

extend type Mutation {
  thank(
    "All \\"of\\" them"
    whom: [String!]!
  ): Greeting!
}

type Greeting {
  text: String!
}
`,
      'actions.yaml': `actions:
  - name: greet
    definition:
      kind: synchronous
      handler: "{{ACTIONS_URL}}"
  - name: thank
    definition:
      kind: synchronous
      handler: "{{ACTIONS_URL}}"
custom_types:
  enums: []
  input_objects: []
  objects:
    - name: Greeting
  scalars: []
`,
    },
  },
] as const) {
  test(`A call writes ${what}, leaves all other files as they are, and is read again`, async (t) => {
    const scope: Scope = { after: (end) => t.after(end) };
    const directory = createDirectory(scope, FILES);
    const first = await startCalls(scope, world, { metadata: directory });
    deepEqual(await first.call(type, args), done);
    deepEqual(changesOf(directory, FILES), changes);
    const { body } = await first.call('export_metadata');
    const second = await startCalls(scope, world, { metadata: directory });
    deepEqual(sorted((await second.call('export_metadata')).body), sorted(body));
    deepEqual(
      second.api.problems.filter(({ severity }) => severity === 'error').length,
      first.api.problems.filter(({ severity }) => severity === 'error').length,
    );
  });
}

/** Without what is empty, and with keys in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => !Array.isArray(member) || member.length > 0);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}

test('A JSON file is written whole, in the form it had', async (t) => {
  const scope: Scope = { after: (end) => t.after(end) };
  const source = {
    name: 'default',
    kind: 'postgres',
    configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } },
  };
  const tables = [{ table: { schema: 'public', name: 'users' } }];
  const metadata = { version: 3, sources: [{ ...source, tables }] };
  const directory = createDirectory(scope, { 'metadata.json': JSON.stringify({ resource_version: 7, metadata }) });
  const { call } = await startCalls(scope, world, { metadata: join(directory, 'metadata.json') });
  deepEqual(await call('pg_track_table', { table: 'orders' }), done);
  const next = {
    version: 3,
    sources: [{ ...source, tables: [...tables, { table: { schema: 'public', name: 'orders' } }] }],
  };
  deepEqual(readFiles(directory), {
    'metadata.json': `${JSON.stringify({ resource_version: 7, metadata: next }, null, 2)}\n`,
  });
});

test('What cannot be written changes nothing, in no file and in no answer', async (t) => {
  const scope: Scope = { after: (end) => t.after(end) };
  const directory = createDirectory(scope, FILES);
  const { call } = await startCalls(scope, world, { metadata: directory });
  const { body: before } = await call('export_metadata');
  // In the way of the second of two files that are written.
  mkdirSync(join(directory, `databases/default/tables/tables.yaml.${process.pid}.tmp`));
  deepEqual(await call('pg_track_table', { table: 'orders' }), {
    status: 400,
    body: { path: '$.args', error: 'the change could not be made', code: 'unexpected' },
  });
  deepEqual(readFiles(directory), FILES);
  deepEqual((await call('export_metadata')).body, before);
});

test('What others wrote is not overwritten: it has to be read first', async (t) => {
  const scope: Scope = { after: (end) => t.after(end) };
  const directory = createDirectory(scope, FILES);
  const { call } = await startCalls(scope, world, { metadata: directory });
  writeFileSync(join(directory, 'databases/default/tables/public_users.yaml'), usersWithMessage);
  const conflict = 'the files of the metadata were changed by somebody else. Call reload_metadata first';
  deepEqual(await call('pg_track_table', { table: 'orders' }), {
    status: 409,
    body: { path: '$.args', error: conflict, code: 'conflict' },
  });
  equal((await call('reload_metadata')).status, 200);
  deepEqual(await call('pg_track_table', { table: 'orders' }), done);
  equal(readFiles(directory)['databases/default/tables/public_users.yaml'], usersWithMessage);
});

test('What others write is taken over when it is watched; what is broken is told and changes nothing', async (t) => {
  const scope: Scope = { after: (end) => t.after(end) };
  const directory = createDirectory(scope, FILES);
  const told: (string | undefined)[] = [];
  const { call } = await startCalls(scope, world, {
    metadata: directory,
    watch: true,
    onReload(error) {
      told.push(error?.message);
      throw new Error('what is told of a change must not end watching');
    },
  });
  const file = join(directory, 'databases/default/tables/public_users.yaml');
  const until = async (count: number): Promise<void> => {
    for (let waited = 0; told.length < count && waited < 10_000; waited += 20) await sleep(20);
  };
  const relationships = async (): Promise<unknown> => {
    const { body } = await call('export_metadata');
    return JSON.stringify(body).includes('"remote_relationships"');
  };

  writeFileSync(file, usersWithMessage);
  await until(1);
  deepEqual([told, await relationships()], [[undefined], true]);

  writeFileSync(file, usersWithMessage.replace('name: users', 'name: "users'));
  await until(2);
  equal(
    told[1],
    'the metadata cannot be read: metadata#/sources/0/tables/0 (databases/default/tables/public_users.yaml:15:1) METADATA_PARSE_ERROR: The file is no YAML: a quote, bracket, comma or colon is missing. Correct the file, or export the metadata again.',
  );
  writeFileSync(file, usersWithMessage.replace('message:\n', 'massage:\n'));
  await until(3);
  deepEqual(
    [told[2], await relationships()],
    [
      'Inconsistent object: in table "users": in remote relationship "message": The remote schema has no field "massage" there.',
      true,
    ],
  );

  const notTaken = 'the files of the metadata hold what is not in use. Correct them, and call reload_metadata';
  deepEqual(await call('pg_track_table', { table: 'orders' }), {
    status: 409,
    body: { path: '$.args', error: `${notTaken}: ${told[2]}`, code: 'conflict' },
  });

  const permission = 'select_permissions: [{ role: reader, permission: { columns: [nam], filter: {} } }]\n';
  writeFileSync(file, usersWithMessage.replace('message:\n', 'massage:\n') + permission);
  await until(4);
  match(
    told[3] ?? '',
    /^cannot continue due to new inconsistent metadata:\n {2}- remote_relationship message .*"massage".*\n {2}- select_permission reader .*"nam".*$/,
  );

  writeFileSync(file, FILES['databases/default/tables/public_users.yaml']);
  await until(5);
  deepEqual([told.length, told[4], await relationships()], [5, undefined, false]);
});

test('A hundred reloads at once are a few, one after the other: all that come while one waits are one', async (t) => {
  const scope: Scope = { after: (end) => t.after(end) };
  const { call, api } = await startCalls(scope, world, { metadata: createDirectory(scope, FILES) });
  let builds = 0;
  let atOnce = 0;
  let most = 0;
  api.options.changes.subscribe(async () => {
    builds++;
    most = Math.max(most, ++atOnce);
    await sleep(50);
    atOnce--;
    return { commit: () => {}, discard: async () => {} };
  });
  const answers = await Promise.all(Array.from({ length: 100 }, () => call('reload_metadata')));
  deepEqual([answers.every(({ status }) => status === 200), most], [true, 1]);
  equal(builds <= 4, true, `${builds} builds`);
});

test('What is inconsistent is dropped from the file it stands in, and from no other', async (t) => {
  const scope = { after: (end: () => Promise<void>) => t.after(end) };
  const byOwner = usersWithMessage.replaceAll('id: $id', 'id: $user_id').replace('- id', '- user_id');
  const relationship =
    '      relationships: [{ name: r, type: object, remote_table: ghosts, field_mapping: { text: id } }]\n';
  const files = {
    ...FILES,
    'actions.yaml': `${FILES['actions.yaml']}${relationship}`,
    'databases/default/tables/tables.yaml': '- "!include public_users.yaml"\n- "!include public_orders.yaml"\n',
    'databases/default/tables/public_users.yaml': byOwner,
    'databases/default/tables/public_orders.yaml': byOwner.replace('users', 'orders'),
  };
  const directory = createDirectory(scope, files);
  const { call } = await startCalls(scope, world, { metadata: directory });
  deepEqual(await call('drop_inconsistent_metadata'), done);
  deepEqual(changesOf(directory, files), {
    'databases/default/tables/public_users.yaml': FILES['databases/default/tables/public_users.yaml'],
    'actions.graphql': FILES['actions.graphql'].replace('type Query', 'extend type Query'),
    'actions.yaml': `actions:
  - name: greet
    definition:
      kind: synchronous
      handler: "{{ACTIONS_URL}}"
custom_types:
  enums: []
  input_objects: []
  objects:
    - name: Greeting
      relationships: []
  scalars: []
`,
  });
  deepEqual(await call('get_inconsistent_metadata'), {
    status: 200,
    body: { is_consistent: true, inconsistent_objects: [] },
  });
});

test('What leads to a table goes with it from each file it stands in, and from no other', async (t) => {
  const scope = { after: (end: () => Promise<void>) => t.after(end) };
  const to = { source: 'default', table: 'users', relationship_type: 'object', field_mapping: { id: 'id' } };
  const orders = 'table:\n  name: orders\n  schema: public\n';
  const owner = 'object_relationships:\n  - name: owner\n    using:\n      foreign_key_constraint_on: user_id\n';
  const files = {
    ...FILES,
    'databases/default/tables/tables.yaml': '- "!include public_users.yaml"\n- "!include public_orders.yaml"\n',
    'databases/default/tables/public_orders.yaml': `${orders}${owner}`,
    'remote_schemas.yaml': `${FILES['remote_schemas.yaml']}  remote_relationships:
    - type_name: Message
      relationships: ${JSON.stringify([{ name: 'user', definition: { to_source: to } }])}
`,
  };
  const directory = createDirectory(scope, files);
  const { call } = await startCalls(scope, world, { metadata: directory });
  deepEqual(await call('pg_untrack_table', { table: 'users', cascade: true }), done);
  deepEqual(changesOf(directory, files), {
    'databases/default/tables/tables.yaml': '- "!include public_orders.yaml"\n',
    'databases/default/tables/public_users.yaml': undefined,
    'databases/default/tables/public_orders.yaml': orders,
    'remote_schemas.yaml': `- name: forum
  definition:
    url_from_env: FORUM_URL
  remote_relationships:
    - type_name: Message
      relationships: []
`,
  });
});

// Its file would be read in its place, and what is said there next be written to that file, be it a program.
test('A text that would be read as an include is refused where metadata is a directory, and is a text elsewhere', async (t) => {
  const scope: Scope = { after: (end) => t.after(end) };
  const files = { ...FILES, 'server.yaml': 'port: 1\n' };
  const directory = createDirectory(scope, files);
  const { call } = await startCalls(scope, world, { metadata: directory });
  const forum = { name: 'forum', definition: { url_from_env: 'FORUM_URL' }, comment: '!include server.yaml' };
  const { body } = await call('export_metadata');
  deepEqual(await call('update_remote_schema', forum), {
    status: 400,
    body: {
      path: '$.args',
      error: 'a text of the metadata begins with "!include", which names a file where metadata is a directory',
      code: 'not-supported',
    },
  });
  deepEqual(readFiles(directory), files);
  deepEqual((await call('export_metadata')).body, body);
  const metadata = { version: 3, sources: [], remote_schemas: [{ name: forum.name, definition: forum.definition }] };
  const file = join(createDirectory(scope, { 'metadata.json': JSON.stringify(metadata) }), 'metadata.json');
  const other = await startCalls(scope, world, { metadata: file });
  deepEqual(await other.call('update_remote_schema', forum), done);
  deepEqual(JSON.parse(readFileSync(file, 'utf8')), { ...metadata, remote_schemas: [forum] });
});
