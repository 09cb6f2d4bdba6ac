import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { check, labelOf } from './harness.js';

const connection = { connection_info: { database_url: { from_env: 'DB' } } };
const source = (tables: readonly unknown[]) => ({ name: 'default', configuration: connection, tables });
const users = { table: 'users' };
const permission = (role: string) => ({ role, permission: { columns: '*', filter: {} } });

test('Several mistakes are told together, each with its place, what was found and what to do, by their places', async () => {
  const { lines } = await check({
    version: 3,
    sources: [
      source([
        { ...users, select_permissions: [{ role: 'user', permission: { columns: ['id'], filtr: {}, limit: '5' } }] },
        {
          table: { schema: 'sales', name: 'orders' },
          remote_relationships: [
            {
              name: 'user',
              definition: {
                to_source: {
                  source: 'default',
                  table: 'user',
                  relationship_type: 'object',
                  field_mapping: { a: 'id' },
                },
              },
            },
          ],
        },
      ]),
    ],
    remote_schema: [],
  });
  deepEqual(lines, [
    'error metadata#/remote_schema METADATA_UNKNOWN_KEY: Unknown key "remote_schema" in the definition of the metadata. Did you mean "remote_schemas"? Use only "version", "sources", "remote_schemas", "actions", "custom_types" and "inherited_roles".',
    'error metadata#/sources/0/tables/0/select_permissions/0/permission METADATA_MISSING_KEY: "permission" of select_permission user in table users in source default lacks its key "filter". Add "filter".',
    'error metadata#/sources/0/tables/0/select_permissions/0/permission/filtr METADATA_UNKNOWN_KEY: Unknown key "filtr" in "permission" of select_permission user in table users in source default. Did you mean "filter"? Use only "columns", "filter", "limit", "allow_aggregations", "computed_fields", "query_root_fields" and "subscription_root_fields".',
    'error metadata#/sources/0/tables/1/remote_relationships/0 METADATA_REFERENCE_NOT_FOUND: remote_relationship user in table sales.orders in source default points to the table "user" of the source "default", which is not in the metadata. Did you mean "users"? Track the table, or name another.',
  ]);
});

test("What is left out is listed in Hasura's shape, with its definition, and what depends on it is left out, too", async () => {
  const broken = { ...users, is_enum: 'yes' };
  const friend = {
    name: 'friend',
    using: { manual_configuration: { remote_table: 'users', column_mapping: { a: 'b' } } },
  };
  const note = {
    name: 'note',
    definition: { remote_schema: 'notes', hasura_fields: [], remote_field: { note: { arguments: {} } } },
  };
  const orders = { table: 'orders', object_relationships: [friend], remote_relationships: [note] };
  const { inconsistent, metadata } = await check({ version: 3, sources: [source([broken, orders])] });
  deepEqual(inconsistent, [
    {
      type: 'table',
      name: 'table users in source default',
      definition: broken,
      reason: 'Inconsistent object: "is_enum" of table users in source default must be true or false, but is a text.',
    },
    {
      type: 'object_relation',
      name: 'object_relation friend in table orders in source default',
      definition: friend,
      reason:
        'Inconsistent object: in table "orders": in relationship "friend": object_relation friend in table orders in source default points to the table "users" of the source "default", which is left out for its own problems.',
    },
    {
      type: 'remote_relationship',
      name: 'remote_relationship note in table orders in source default',
      definition: note,
      reason:
        'Inconsistent object: in table "orders": in remote relationship "note": remote_relationship note in table orders in source default points to the remote schema "notes", which is not in the metadata.',
    },
  ]);
  deepEqual(Object(metadata).sources[0].tables, [
    {
      table: { schema: 'public', name: 'orders' },
      isEnum: false,
      columns: {},
      rootFields: {},
      objectRelationships: [],
      arrayRelationships: [],
      computedFields: [],
      remoteRelationships: [],
      selectPermissions: [],
    },
  ]);
});

test('Each kind of object is named, and is said to be where it stands, as Hasura does', async () => {
  const wrong = 7;
  const { inconsistent } = await check({
    version: 3,
    sources: [
      { name: 'old', kind: 'mssql' },
      {
        ...source([
          {
            table: { schema: 'a', name: 't' },
            object_relationships: [{ name: 'o', wrong }],
            array_relationships: [{ name: 'r', wrong }],
            computed_fields: [{ name: 'c', wrong }],
            remote_relationships: [{ name: 'm', wrong }],
            select_permissions: [{ role: 'p', wrong }],
          },
        ]),
        functions: [{ function: 'f', wrong }],
      },
    ],
    remote_schemas: [
      { name: 'bad', wrong },
      {
        name: 'good',
        definition: { url: 'https://a' },
        permissions: [{ role: 'p', wrong }],
        remote_relationships: [{ type_name: 'T', relationships: [{ name: 'm', wrong }, 7] }],
      },
    ],
    actions: [{ name: 'act', wrong }],
    custom_types: { wrong },
    inherited_roles: [{ role_name: 'i', wrong }],
  });
  const inTable = (name: string) => `${name} in table a.t in source default`;
  const at = 'at metadata#/remote_schemas/1/remote_relationships/0/relationships/1';
  const ofType = (name: string) =>
    `remote_schema_remote_relationship remote_relationship ${name} on type T in remote schema good`;
  deepEqual(
    inconsistent.map((each) => [labelOf(each), /^Inconsistent object: ((?:in [^:;]*[:;] )*)/.exec(each.reason)?.[1]]),
    [
      ['custom_types custom_types', ''],
      ['source old', ''],
      [inTable('object_relation o'), 'in table "a.t": in relationship "o": '],
      [inTable('array_relation r'), 'in table "a.t": in relationship "r": '],
      [inTable('computed_field c'), 'in table "a.t": in computed field "c": '],
      [inTable('remote_relationship m'), 'in table "a.t": in remote relationship "m": '],
      [inTable('select_permission p'), 'in table "a.t": in permission for role "p": '],
      ['function f in source default', 'in function "f": '],
      ['remote_schema bad', ''],
      ['remote_schema_permission p permission in remote schema good', 'in remote schema permission for role "p": '],
      [ofType('m'), 'in remote relationship "m": '],
      [ofType(at), `in remote relationship "${at}": `],
      ['action act', 'in action "act"; '],
      ['inherited_role inherited role i', ''],
    ],
  );
});

test('A remote schema whose only permission is left out still has permissions: it is closed, not open', async () => {
  const { metadata } = await check({
    version: 3,
    remote_schemas: [{ name: 'a', definition: { url: 'https://a' }, permissions: [{ role: 'user' }] }],
  });
  const [{ permissions, hasPermissions }] = Object(metadata).remoteSchemas;
  deepEqual([permissions, hasPermissions], [[], true]);
});

test('Of two permissions of one role neither is used', async () => {
  const table = { ...users, select_permissions: [permission('user'), permission('clerk'), permission('user')] };
  const { metadata } = await check({ version: 3, sources: [source([table])] });
  const [{ tables }] = Object(metadata).sources;
  deepEqual(
    tables[0].selectPermissions.map(({ role }: { role: string }) => role),
    ['clerk'],
  );
});

test('A role that has only other permissions than of selecting can be inherited from', async () => {
  const table = { ...users, insert_permissions: [{ role: 'writer', permission: {} }] };
  const inherited_roles = [{ role_name: 'chief', role_set: ['writer'] }];
  const { metadata } = await check({ version: 3, sources: [source([table])], inherited_roles });
  deepEqual(Object(metadata).inheritedRoles, [{ role: 'chief', roleSet: ['writer'] }]);
});

for (const [what, value] of [
  [
    'a cycle',
    () => {
      const value: unknown[] = [];
      value.push(value);
      return value;
    },
  ],
  ['a depth without end', () => Array.from({ length: 5_000 }).reduce((inner: unknown) => [inner], [])],
  ['a function', () => () => 1],
  ['a date', () => new Date(0)],
  ['a bigint', () => 1n],
  ['a number that is none', () => Number.NaN],
] as const) {
  test(`What is no JSON is told, and nothing is thrown: ${what}`, async () => {
    const { problems } = await check({ version: 3, sources: value() });
    equal(problems[0]?.code, 'METADATA_INVALID_VALUE');
    equal(problems[0]?.coordinate.startsWith('metadata#/sources'), true);
  });
}

for (const [text, place, fault] of [
  ['{', '1:2', 'it ends too early'],
  ['[1', '1:3', 'it ends too early'],
  ['{"a": "CNRY', '1:12', 'it ends too early'],
  ['{"a": CNRY}', '1:7', 'something stands here that JSON does not have'],
  ['{"a" 1}', '1:6', 'something stands here that JSON does not have'],
  ['{a: 1}', '1:2', 'something stands here that JSON does not have'],
  ['{"a": 01}', '1:8', 'something stands here that JSON does not have'],
  ['{"a": 1e999}', '1:7', 'something stands here that JSON does not have'],
  ['{\n  "a": 1,\n}', '3:1', 'something stands here that JSON does not have'],
  ['{} {}', '1:4', 'something stands here that JSON does not have'],
  ['{"a": "\\x"}', '1:7', 'a text has an escape or a character that JSON does not have'],
  ['['.repeat(100_000), '1:202', 'values are nested deeper than 200 levels'],
] as const) {
  test(`A text that is no JSON is told with its place, and without its words: ${JSON.stringify(text).slice(0, 30)}`, async () => {
    deepEqual((await check(text)).lines, [
      `error metadata# (${place}) METADATA_PARSE_ERROR: The metadata is no JSON: ${fault}. Correct the JSON, or export the metadata again.`,
    ]);
  });
}

test('What cannot be read of something optional leaves its object out: a limit that stands twice is not no limit', async () => {
  const text = JSON.stringify({
    version: 3,
    sources: [source([{ ...users, select_permissions: [permission('user')] }])],
  });
  const { metadata, inconsistent } = await check(text.replace('"filter":{}', '"filter":{},"limit":1,"limit":2'));
  deepEqual(Object(metadata).sources[0].tables[0].selectPermissions, []);
  deepEqual(inconsistent.map(labelOf), ['select_permission user in table users in source default']);
});

test('A place is a JSON pointer, whatever the keys hold', async () => {
  const { problems } = await check({ version: 3, 'a/b~c~1': 1 });
  deepEqual(
    problems.map(({ coordinate }) => coordinate),
    ['metadata#/a~1b~0c~01'],
  );
});

test('Problems of a JSON text have line and column, and of two equal keys neither is used', async () => {
  const { lines, metadata } = await check(
    '{\n  "version": 3,\n  "inherited_roles": [\n    { "role_name": "a",\n      "role_set": ["a"], "role_set": [] }\n  ]\n}',
  );
  deepEqual(lines, [
    'error metadata#/inherited_roles/0/role_set (5:26) METADATA_DUPLICATE: The key "role_set" stands twice in one object. Keep one of them.',
  ]);
  deepEqual(Object(metadata).inheritedRoles, []);
});

test('A path that leads nowhere is told', async () => {
  deepEqual((await check('no/such/place')).lines, [
    'error metadata# METADATA_FILE_NOT_FOUND: The path of the metadata leads to no directory and no file that can be read. Give the directory that hasura metadata export writes, or the answer of export_metadata.',
  ]);
});
