/** `lock`, `check --lock`, `print --lock` and `diff` of Hasura's metadata. */
import { deepEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { createDatabase, type Scope } from '../support/postgres.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { runCliMany } from './storefront.js';

const tables = `
- table: { schema: public, name: status }
  is_enum: true
- table: { schema: public, name: orders }
  object_relationships:
    - name: user
      using: { foreign_key_constraint_on: user_id }
  remote_relationships:
    - name: product
      definition:
        to_remote_schema:
          remote_schema: catalog
          lhs_fields: [sku]
          remote_field: { product: { arguments: { sku: $sku } } }
  select_permissions:
    - role: clerk
      permission: { columns: [id, sku], filter: {} }
- table: { schema: public, name: users }
`;

/** A repository that has nothing but metadata, whose addresses are in the environment. */
function createRepository(t: Scope, changes: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'remote-joins-metadata-'));
  t.after(async () => rmSync(folder, { recursive: true, force: true }));
  const files = {
    'remote-joins.config.json': '{ "metadata": "metadata" }',
    'metadata/version.yaml': 'version: 3',
    'metadata/databases/databases.yaml': `
- name: shop
  kind: postgres
  configuration: { connection_info: { database_url: { from_env: SHOP_DB } } }
  tables: "!include tables.yaml"`,
    'metadata/databases/tables.yaml': tables,
    'metadata/remote_schemas.yaml': `
- name: catalog
  definition: { url_from_env: CATALOG_URL, headers: [{ name: x-key, value_from_env: CATALOG_KEY }] }`,
    ...changes,
  };
  mkdirSync(join(folder, 'metadata/databases'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

const ddl = `
  create table status (value text primary key, comment text);
  insert into status values ('OPEN', 'Not paid');
  create table users (id int primary key, name text not null);
  create table orders (id int primary key, sku text not null, user_id int references users, status text references status);`;
const typeDefs = 'type Query { product(sku: ID!): Product } type Product { sku: ID! kind: Kind } enum Kind { A B }';

test('Metadata is locked, then checked, printed and compared by nothing but the lock', async (t) => {
  const database = await createDatabase(t, ddl);
  const catalog = await startRemoteServer(t, { typeDefs });
  const folder = createRepository(t, {
    'orders.graphql': '{ orders { sku product { kind } } }',
  });
  const env = { SHOP_DB: database, CATALOG_URL: catalog.url, CATALOG_KEY: 'key' };

  deepEqual(await runCliMany([[folder, ['lock']]], env), [
    {
      code: 0,
      stdout: 'catalog: 3 types, 3 fields\nshop: 3 tables, 8 columns\n',
      stderr: 'Wrote remote-joins.lock.json.\n',
    },
  ]);
  const lock = readFileSync(join(folder, 'remote-joins.lock.json'), 'utf8');
  const more = createRepository(t, {
    'remote-joins.lock.json': lock,
    'metadata/databases/tables.yaml': `${tables}- table: { schema: public, name: logins }\n`,
  });
  const lacking = createRepository(t, { 'remote-joins.lock.json': '{ "version": 1, "sources": {} }' });
  const note = `note  NO_BATCH_FORM  orders.product
  Field "product" of "catalog" takes one key, so that each key has an alias of its own in the document.
  → A field of "catalog" that takes a list of keys, and matchBy, would ask for all keys at once.

1 note.
`;
  deepEqual(
    await runCliMany([
      [folder, ['check', '--lock']],
      [folder, ['check', '--metadata', 'metadata', '--lock', 'remote-joins.lock.json']],
      [folder, ['explain', 'orders.graphql', '--lock', '--role', 'clerk']],
      [more, ['check', '--lock']],
      [lacking, ['check', '--lock']],
    ]),
    [
      { code: 0, stdout: note, stderr: '' },
      { code: 0, stdout: note, stderr: '' },
      {
        code: 0,
        stdout: `query: 2 calls, one after another
└─ shop (SQL)
   │  Query.orders
   └─ catalog (GraphQL)
         orders.product by sku, one alias per key
`,
        stderr: '',
      },
      {
        code: 1,
        stdout: `metadata/databases/tables.yaml:19:3  error  METADATA_INCONSISTENT  metadata#/sources/0/tables/3
  Database "shop" has no table or view "logins".
  → Create it, or track another. If the source has it by now, run: remote-joins lock

1 error.
`,
        stderr: '',
      },
      {
        code: 1,
        stdout: `metadata/databases/databases.yaml:2:3  error  METADATA_SOURCE_UNAVAILABLE  metadata#/sources/0
  It cannot be asked what it holds. The lock does not have it. Make the lock anew.
  → Run: remote-joins lock

metadata/remote_schemas.yaml:2:3  error  METADATA_SOURCE_UNAVAILABLE  metadata#/remote_schemas/0
  It cannot be asked what it holds. The lock does not have it. Make the lock anew.
  → Run: remote-joins lock

2 errors.
`,
        stderr: '',
      },
    ],
  );

  const client = new pg.Client(database);
  await client.connect();
  await client.query('alter table orders drop constraint orders_user_id_fkey, drop sku; alter table users add age int');
  await client.end();
  await catalog.close();
  await startRemoteServer(t, { typeDefs: typeDefs.replace('A B', 'A B C'), port: Number(new URL(catalog.url).port) });
  const remedy = '→ See with remote-joins check whether that matters, and lock it anew: remote-joins lock';
  const also = 'Query.orders_by_pk, Query.orders_aggregate too.';
  deepEqual(await runCliMany([[folder, ['diff']]], env), [
    {
      code: 1,
      stdout: `error  SOURCE_DRIFT  orders.product
  public.orders.sku of "shop" was text not null, and is gone. It is used by orders.sku, Query.orders, ${also}
  ${remedy}

error  SOURCE_DRIFT  Query.orders
  public.orders of "shop" was with the foreign key user_id to public.users (id), and is without it. It is used by ${also}
  ${remedy}

warning  SOURCE_DRIFT  orders.product
  Kind.C of "catalog" is a value that may be answered, and was not there. It is used by Query.product too.
  ${remedy}

2 errors, 1 warning.
`,
      stderr: '',
    },
  ]);
});
