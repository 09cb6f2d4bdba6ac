/** Warnings about what metadata stands for are told where that stands: nobody has the SDL before them. */
import { deepEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startHasuraWorld } from './hasuraWorld.js';

const world = await startHasuraWorld(test, {
  databases: {
    default: `
      create table users (id int primary key, name text not null);
      create view names as select name, 1 as user_id from users;`,
  },
});

const FILES = {
  'version.yaml': 'version: 3\n',
  'databases/databases.yaml': `- name: default
  kind: postgres
  configuration: { connection_info: { database_url: { from_env: DEFAULT_URL } } }
  tables: "!include default/tables/tables.yaml"
`,
  'databases/default/tables/tables.yaml': '- "!include public_users.yaml"\n- "!include public_names.yaml"\n',
  'databases/default/tables/public_names.yaml': '# Made of users\ntable: { schema: public, name: names }\n',
  'databases/default/tables/public_users.yaml': `table: { schema: public, name: users }
object_relationships:
  - name: alias
    using:
      manual_configuration: { remote_table: names, column_mapping: { id: user_id } }
`,
};

const WARNINGS = [
  ['UNORDERED_LIST', 'Query.names', 'databases/default/tables/public_names.yaml:2:1'],
  ['UNORDERED_LIST', 'Query.names_aggregate', 'databases/default/tables/public_names.yaml:2:1'],
  ['NON_UNIQUE_TARGET', 'users.alias', 'databases/default/tables/public_users.yaml:3:5'],
] as const;

function write(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'remote-joins-metadata-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

test('In a directory they have file, line and column of the table or relationship', async (t) => {
  const { problems } = await world.read(write(t));
  deepEqual(
    problems.map(({ code, coordinate, location }) => {
      return [code, coordinate, location && `${location.text}:${location.line}:${location.column}`];
    }),
    WARNINGS,
  );
});

test('In JSON, which has no lines, they have no place but their coordinate', async () => {
  const names = { table: { schema: 'public', name: 'names' } };
  const manual_configuration = { remote_table: 'names', column_mapping: { id: 'user_id' } };
  const users = { table: 'users', object_relationships: [{ name: 'alias', using: { manual_configuration } }] };
  const configuration = { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } };
  const { problems } = await world.read({
    version: 3,
    sources: [{ name: 'default', configuration, tables: [users, names] }],
  });
  deepEqual(
    problems.map(({ code, coordinate, location }) => [code, coordinate, location]),
    WARNINGS.map(([code, coordinate]) => [code, coordinate, undefined]),
  );
});
