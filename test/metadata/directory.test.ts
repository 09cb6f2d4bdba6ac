import { deepEqual, equal } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { printProblem } from '../../packages/core/src/error/problem.js';
import { toJson } from '../../packages/core/src/metadata/metadataNode.js';
import { readMetadata } from '../../packages/core/src/metadata/readMetadata.js';
import { check } from './harness.js';

/** As hasura metadata export writes it, with includes in both forms. */
const EXPORTED = {
  'version.yaml': 'version: 3\n',
  'databases/databases.yaml': `- name: default
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: ORDERS_DB
  tables: "!include default/tables/tables.yaml"
  functions: !include default/functions/functions.yaml
`,
  'databases/default/tables/tables.yaml': `- "!include public_orders.yaml"
- !include public_users.yaml
`,
  'databases/default/tables/public_orders.yaml': `table:
  name: orders
  schema: public
object_relationships:
  - name: user
    using:
      foreign_key_constraint_on: user_id
select_permissions:
  - role: user
    permission:
      columns: '*'
      filter:
        user_id:
          _eq: X-Hasura-User-Id
      limit: 20
    comment: ""
`,
  'databases/default/tables/public_users.yaml': `table: &users
  name: users
  schema: public
is_enum: false
`,
  'databases/default/functions/functions.yaml': '[]\n',
  'remote_schemas.yaml': `- name: catalog
  definition:
    url: 'https://{{CATALOG_HOST}}/graphql'
    timeout_seconds: 60
  permissions:
    - role: user
      definition:
        schema: |
          schema { query: Query }
          type Query { version: String }
`,
  'actions.graphql': `# What the actions take and give
type Query {
  whoAmI: Token
}
type Mutation {
  """ Gives a token """
  login(name: String!, "How" options: [LoginOptions!]): Token!
}
"What a session has"
type Token { token: String!, "Whose" userId: Int! }
input LoginOptions { kind: LoginKind = KEY }
enum LoginKind { PASSWORD "By key" KEY }
scalar Instant
`,
  'actions.yaml': `actions:
  - name: login
    definition:
      kind: synchronous
      handler: '{{AUTH}}/login'
    permissions:
      - role: anonymous
    comment: Logs in
  - name: whoAmI
    definition:
      kind: ""
      handler: '{{AUTH}}/me'
custom_types:
  enums:
    - name: LoginKind
  input_objects:
    - name: LoginOptions
  objects:
    - name: Token
      relationships:
        - field_mapping: { userId: id }
          name: user
          remote_table: { name: users, schema: public }
          source: default
          type: object
  scalars:
    - name: Instant
      description: A point in time
`,
  'inherited_roles.yaml': '[]\n',
  'cron_triggers.yaml': '[]\n',
  'network.yaml': '{}\n',
  'api_limits.yaml': '',
  'query_collections.yaml': '- name: allowed\n',
} as const;

type Files = Readonly<Record<string, string>>;

/** Writes files to a directory of its own. */
function write(t: TestContext, files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'remote-joins-metadata-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

async function read(t: TestContext, files: Files): Promise<{ json: unknown; lines: string[] }> {
  const { tree, problems } = await readMetadata(write(t, files));
  return { json: toJson(tree), lines: problems.map(printProblem) };
}

test('Members of one object may be merged into another, which keeps its own', async (t) => {
  const table = 'databases/default/tables/public_users.yaml';
  const yaml = `table: users
select_permissions:
  - role: clerk
    permission: &clerk { columns: [id], filter: {}, limit: 5 }
  - role: boss
    permission:
      <<: *clerk
      columns: '*'
  - role: lead
    permission:
      <<: [{ filter: { id: 1 } }, *clerk]
      "<<": none
`;
  const { json, lines } = await read(t, { ...EXPORTED, [table]: yaml });
  deepEqual(lines, []);
  deepEqual(Object(json).sources[0].tables[1].select_permissions, [
    { role: 'clerk', permission: { columns: ['id'], filter: {}, limit: 5 } },
    { role: 'boss', permission: { columns: '*', filter: {}, limit: 5 } },
    { role: 'lead', permission: { '<<': 'none', filter: { id: 1 }, columns: ['id'], limit: 5 } },
  ]);
  const wrong = await read(t, { ...EXPORTED, [table]: 'table: users\n<<: none\n' });
  deepEqual(wrong.lines, [
    'metadata#/sources/0/tables/1 (databases/default/tables/public_users.yaml:1:1) METADATA_INVALID_VALUE: What "<<" merges is no object. Write plain YAML, as hasura metadata export does.',
  ]);
});

test('A directory may be given by its URL, and be written by an editor on Windows', async (t) => {
  const { json } = await read(t, EXPORTED);
  const onWindows = Object.entries(EXPORTED).map(([path, text]) => [path, `\uFEFF${text.replaceAll('\n', '\r\n')}`]);
  const { tree, problems } = await readMetadata(pathToFileURL(write(t, Object.fromEntries(onWindows))));
  deepEqual([problems, toJson(tree)], [[], json]);
});

test('A directory is the one JSON that export_metadata would answer', async (t) => {
  const { json, lines } = await read(t, EXPORTED);
  deepEqual(lines, []);
  deepEqual(json, {
    version: 3,
    sources: [
      {
        name: 'default',
        kind: 'postgres',
        configuration: { connection_info: { database_url: { from_env: 'ORDERS_DB' } } },
        tables: [
          {
            table: { name: 'orders', schema: 'public' },
            object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'user_id' } }],
            select_permissions: [
              {
                role: 'user',
                permission: { columns: '*', filter: { user_id: { _eq: 'X-Hasura-User-Id' } }, limit: 20 },
                comment: '',
              },
            ],
          },
          { table: { name: 'users', schema: 'public' }, is_enum: false },
        ],
        functions: [],
      },
    ],
    remote_schemas: [
      {
        name: 'catalog',
        definition: { url: 'https://{{CATALOG_HOST}}/graphql', timeout_seconds: 60 },
        permissions: [
          { role: 'user', definition: { schema: 'schema { query: Query }\ntype Query { version: String }\n' } },
        ],
      },
    ],
    actions: [
      {
        name: 'login',
        definition: {
          kind: 'synchronous',
          handler: '{{AUTH}}/login',
          type: 'mutation',
          arguments: [
            { name: 'name', type: 'String!' },
            { name: 'options', type: '[LoginOptions!]', description: 'How' },
          ],
          output_type: 'Token!',
        },
        permissions: [{ role: 'anonymous' }],
        comment: 'Logs in',
      },
      {
        name: 'whoAmI',
        definition: { kind: '', handler: '{{AUTH}}/me', type: 'query', arguments: [], output_type: 'Token' },
      },
    ],
    custom_types: {
      objects: [
        {
          name: 'Token',
          description: 'What a session has',
          fields: [
            { name: 'token', type: 'String!' },
            { name: 'userId', type: 'Int!', description: 'Whose' },
          ],
          relationships: [
            {
              field_mapping: { userId: 'id' },
              name: 'user',
              remote_table: { name: 'users', schema: 'public' },
              source: 'default',
              type: 'object',
            },
          ],
        },
      ],
      input_objects: [{ name: 'LoginOptions', fields: [{ name: 'kind', type: 'LoginKind' }] }],
      scalars: [{ name: 'Instant', description: 'A point in time' }],
      enums: [{ name: 'LoginKind', values: [{ value: 'PASSWORD' }, { value: 'KEY', description: 'By key' }] }],
    },
    inherited_roles: [],
    cron_triggers: [],
    network: {},
    api_limits: null,
    query_collections: [{ name: 'allowed' }],
  });
});

test('Problems stand in the file, at the line, of whatever is included or said in SDL', async (t) => {
  const { lines } = await check(
    write(t, {
      ...EXPORTED,
      'databases/default/tables/public_users.yaml': 'table: users\nis_enum: "no"\n',
      'actions.graphql': EXPORTED['actions.graphql'].replace('enum LoginKind { PASSWORD', 'enum LoginKind { KEY'),
    }),
  );
  deepEqual(
    lines.map((line) => line.split(': ')[0]),
    [
      'error metadata#/actions/0 (actions.yaml:2:5) METADATA_REFERENCE_NOT_FOUND',
      'error metadata#/actions/1 (actions.yaml:9:5) METADATA_REFERENCE_NOT_FOUND',
      'error metadata#/custom_types/enums/0 (actions.yaml:15:7) METADATA_DUPLICATE',
      'error metadata#/sources/0/tables/1/is_enum (databases/default/tables/public_users.yaml:2:10) METADATA_INVALID_VALUE',
      'warning metadata#/query_collections (query_collections.yaml:1:1) METADATA_NOT_SUPPORTED',
    ],
  );
});

test('A file of JSON is read with its lines', async (t) => {
  const directory = write(t, { 'metadata.json': '{ "version": 3,\n  "sourcs": [] }\n' });
  const { lines } = await check(join(directory, 'metadata.json'));
  deepEqual(lines, [
    'error metadata.json#/sourcs (metadata.json:2:3) METADATA_UNKNOWN_KEY: Unknown key "sourcs" in the definition of the metadata. Did you mean "sources"? Use only "version", "sources", "remote_schemas", "actions", "custom_types" and "inherited_roles".',
  ]);
});

test('What is no directory of config v3 is told', async (t) => {
  deepEqual((await check(write(t, { 'tables.yaml': '[]' }))).lines, [
    'error metadata# METADATA_FILE_NOT_FOUND: The directory has no file "version.yaml". Give the directory that hasura metadata export writes, of a project with config v3.',
    'error metadata# METADATA_MISSING_KEY: The definition of the metadata lacks its key "version". Add "version".',
  ]);
});

const table = 'databases/default/tables/public_users.yaml';
const place = `metadata#/sources/0/tables/1 (${table}`;

/** What the file of one table holds, and what is said: the text before the message's first colon, or all. */
const files: readonly (readonly [name: string, text: string, said: readonly string[]])[] = [
  [
    'is included by a name with a slip',
    'table: "!include publik_users.yaml"',
    [
      `metadata#/sources/0/tables/1/table (${table}:1:8) METADATA_FILE_NOT_FOUND: The include of "publik_users.yaml" finds nothing: there is no file "databases/default/tables/publik_users.yaml". Did you mean "public_users.yaml" or "public_orders.yaml"? Correct the path.`,
    ],
  ],
  [
    'includes itself',
    'table: "!include public_users.yaml"',
    [
      `metadata#/sources/0/tables/1/table (${table}:1:8) METADATA_INVALID_INCLUDE: The include of "public_users.yaml" includes a file that includes this one. Let no file include itself, by itself or through others.`,
    ],
  ],
  [
    'includes the file that includes it',
    '- !include tables.yaml',
    [
      `metadata#/sources/0/tables/1/0 (${table}:1:12) METADATA_INVALID_INCLUDE: The include of "tables.yaml" includes a file that includes this one. Let no file include itself, by itself or through others.`,
    ],
  ],
  ...['../../../../secret.yaml', '/etc/hostname', '../../../..', 'C:/secret.yaml', '..\\\\..\\\\secret.yaml', ''].map(
    (path) =>
      [
        `leads out of the directory (${path})`,
        `table: !include "${path}"`,
        [`metadata#/sources/0/tables/1/table (${table}:1:17) METADATA_INVALID_INCLUDE`],
      ] as const,
  ),
  ['is empty', '', []],
  ['is a comment', '# nothing', []],
  [
    'has a tab',
    'table:\n\tname: users',
    [
      `${place}:2:1) METADATA_PARSE_ERROR: The file is no YAML: tabs cannot indent. Correct the file, or export the metadata again.`,
    ],
  ],
  ['lacks a quote', 'table: "CNRY', [`${place}:1:13) METADATA_PARSE_ERROR`]],
  ['lacks a bracket', 'table: {name: CNRY', [`${place}:1:19) METADATA_PARSE_ERROR`]],
  ['has a colon too many', 'table: CNRY: x', [`${place}:1:8) METADATA_PARSE_ERROR`]],
  ['is badly indented', 'table:\n    name: a\n  schema: b', [`${place}:3:1) METADATA_PARSE_ERROR`]],
  ['has a list in an object', 'table: users\n- CNRY', [`${place}:2:1) METADATA_PARSE_ERROR`]],
  [
    'has an unknown tag',
    'table: !env CNRY',
    [
      `${place}:1:8) METADATA_PARSE_ERROR: The file is no YAML: a tag other than !include is used. Correct the file, or export the metadata again.`,
    ],
  ],
  ['has an escape that is none', 'table: "\\q"', [`${place}:1:9) METADATA_PARSE_ERROR`]],
  [
    'has an unknown alias',
    'table: *nothing',
    [`metadata#/sources/0/tables/1/table (${table}:1:8) METADATA_INVALID_VALUE`],
  ],
  [
    'has an alias in what it stands for',
    'table: &a [*a]',
    [
      `metadata#/sources/0/tables/1/table/0 (${table}:1:12) METADATA_INVALID_VALUE: An alias stands in what it stands for. Write plain YAML, as hasura metadata export does.`,
    ],
  ],
  ['has two documents', '--- a\n--- b', [`${place}:2:1) METADATA_PARSE_ERROR`]],
  [
    'has a key twice',
    'table: users\ntable: users',
    [`metadata#/sources/0/tables/1/table (${table}:2:1) METADATA_DUPLICATE`],
  ],
  ['has a key that is a list', '[a]: b', [`metadata#/sources/0/tables/1/? (${table}:1:1) METADATA_INVALID_VALUE`]],
  [
    'has a date',
    'table: !!timestamp 2020-01-01',
    [`metadata#/sources/0/tables/1/table (${table}:1:20) METADATA_INVALID_VALUE`],
  ],
  [
    'has what is no number',
    'limit: .nan',
    [`metadata#/sources/0/tables/1/limit (${table}:1:8) METADATA_INVALID_VALUE`],
  ],
  ['is nested without end', '['.repeat(10_000), [`${place}:`]],
  ['has a directive that is none', '%YAML 9\n---\na: 1', [`${place}:1:7) METADATA_PARSE_ERROR`]],
  ['is binary', '\u0000\u0001\u0002', []],
];

for (const [name, text, said] of files) {
  test(`A file is told of that ${name}`, async (t) => {
    const { lines } = await read(t, { ...EXPORTED, [table]: text });
    deepEqual(
      lines.map((line, index) => line.slice(0, said[index]?.length)),
      said,
    );
    equal(lines.join().includes('CNRY'), false);
  });
}

test('Aliases and merged includes that would fill the memory are refused', async (t) => {
  const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`);
  const { lines } = await read(t, { ...EXPORTED, [table]: ['l0: &l0 x', ...levels].join('\n') });
  equal(
    lines.every((line) => line.includes('METADATA_INVALID_VALUE: Aliases and includes repeat too many values.')),
    true,
  );
  equal(lines.length > 0 && lines.length < 500, true);
});

test('Of two equal keys neither is used', async (t) => {
  const { json } = await read(t, { ...EXPORTED, [table]: 'table: users\nis_enum: true\nis_enum: false' });
  deepEqual(Object(json).sources[0].tables[1], { table: 'users', is_enum: null });
});

test('A link that leads out of the directory is not followed', async (t) => {
  const secret = write(t, { 'secret.yaml': 'CNRY: 1' });
  const directory = write(t, { ...EXPORTED, [table]: 'table: !include link.yaml' });
  symlinkSync(join(secret, 'secret.yaml'), join(directory, 'databases/default/tables/link.yaml'));
  const { tree, problems } = await readMetadata(directory);
  deepEqual(
    problems.map(({ code }) => code),
    ['METADATA_INVALID_INCLUDE'],
  );
  equal(JSON.stringify(toJson(tree)).includes('CNRY'), false);
});

for (const [name, sdl, said] of [
  [
    'is no SDL',
    'type Mutation {',
    'metadata# (actions.graphql:1:16) METADATA_PARSE_ERROR: The file is no SDL. Syntax Error: Expected Name, found <EOF>. Correct the file, or export the metadata again.',
  ],
  [
    'is nested without end',
    `type A { a: ${'['.repeat(20_000)}`,
    'metadata# (actions.graphql:1:1) METADATA_PARSE_ERROR: The file is no SDL. It is nested too deep. Correct the file, or export the metadata again.',
  ],
  [
    'lacks an action',
    EXPORTED['actions.graphql'].replace('whoAmI: Token', 'whoIAm: Token'),
    'metadata#/actions/1/name (actions.yaml:9:11) METADATA_REFERENCE_NOT_FOUND: The action "whoAmI" is not in "actions.graphql". Did you mean "whoIAm"? Define it in "actions.graphql", or remove it here.',
  ],
  [
    'lacks a type',
    EXPORTED['actions.graphql'].replace('scalar Instant', ''),
    'metadata#/custom_types/scalars/0/name (actions.yaml:27:13) METADATA_REFERENCE_NOT_FOUND: The type "Instant" is not in "actions.graphql". Define it in "actions.graphql", or remove it here.',
  ],
  [
    'has one action more',
    `${EXPORTED['actions.graphql']} extend type Query { more: Int }`,
    'metadata#/actions (actions.graphql:14:22) METADATA_REFERENCE_NOT_FOUND: The action "more" is not in "actions.yaml", which says what serves it. Add it there, or remove the field.',
  ],
] as const) {
  test(`An actions.graphql is told of that ${name}`, async (t) => {
    const { lines } = await read(t, { ...EXPORTED, 'actions.graphql': sdl });
    equal(lines[0], said);
  });
}

test('Types that only the SDL has are there', async (t) => {
  const actions = { 'actions.yaml': '', 'actions.graphql': 'input A { b: Int }' };
  deepEqual(Object((await read(t, { ...EXPORTED, ...actions })).json).custom_types, {
    objects: [],
    input_objects: [{ name: 'A', fields: [{ name: 'b', type: 'Int' }] }],
    scalars: [],
    enums: [],
  });
});
