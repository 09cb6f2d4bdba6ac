/** `introspect` of a source that is given by its address. */
import { deepEqual, equal } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createDatabase } from '../support/postgres.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { runCliMany } from './storefront.js';

const PASSWORD = 'CNRY_password';

test('A source is given by its URL, and nothing that is wrong with it tells a password or a header', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'remote-joins-introspect-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const database = await createDatabase(t, 'create table tags (id int primary key, name text not null)');
  const remote = await startRemoteServer(t, { typeDefs: 'type Query { "All" tags: [Tag!]! } type Tag { id: ID! }' });
  const nobody = new URL(database);
  nobody.username = 'nobody';
  nobody.password = PASSWORD;
  const hidden = `authorization: ${PASSWORD}`;

  const [schema, tables, named, ...refused] = await runCliMany([
    [folder, ['introspect', remote.url, '--header', hidden, '--header', 'x-tenant:eu']],
    [folder, ['introspect', database]],
    [folder, ['introspect', database, '--name', 'shop_db', '--include', 'tags']],
    [folder, ['introspect', nobody.href]],
    [folder, ['introspect', `postgres://u:${PASSWORD}@127.0.0.1:1/shop`]],
    [folder, ['introspect', `postgres://u:${PASSWORD}@host:port/shop`]],
    [folder, ['introspect', `mysql://u:${PASSWORD}@127.0.0.1/shop`]],
    [folder, ['introspect', `u:${PASSWORD}@127.0.0.1/shop`]],
    [folder, ['introspect', `http://u:${PASSWORD}@127.0.0.1:1/graphql`]],
    [folder, ['introspect', `http://127.0.0.1:1/${PASSWORD}`, '--header', hidden]],
    [folder, ['introspect', remote.url, '--header', PASSWORD]],
    [folder, ['introspect', remote.url, '--header', `x: ${PASSWORD}\n`]],
    [folder, ['introspect', database, '--header', hidden]],
    [folder, ['introspect', 'shop_db', '--header', hidden]],
  ]);
  const { authorization, 'x-tenant': tenant } = remote.requests[0]?.headers ?? {};
  deepEqual([authorization, tenant, remote.requests.length], [PASSWORD, 'eu', 1]);
  deepEqual(schema, {
    code: 0,
    stdout: 'type Query {\n  """All"""\n  tags: [Tag!]!\n}\n\ntype Tag {\n  id: ID!\n}\n',
    stderr: '',
  });
  const name = new URL(database).pathname.slice(1);
  equal(tables?.stdout.includes(`type tags @table(source: "${name}") {`), true);
  equal(named?.stdout, tables?.stdout.replaceAll(name, 'shop_db'));
  deepEqual(
    refused,
    [
      'The database refused the password. Check user and password of the connection.',
      'The connection was refused. Check that the database runs, its host and its port.',
      'The source is no URL that can be asked. Give one that begins with http://, https:// or postgres://.',
      'The source is no URL that can be asked. Give one that begins with http://, https:// or postgres://.',
      'There is no source of this name. The config has no sources.',
      'Option "url" of remoteSchema must not hold a user name or password; send them in "headers".',
      'The remote schema could not be reached (ECONNREFUSED). Check "url" and that the server runs, or give its SDL in "schema".',
      'A --header has no name. Write it as --header "name: value".',
      'Option "headers.x" of remoteSchema must be text without line breaks, control characters or characters beyond Latin-1.',
      'A database takes no --header. Leave it out.',
      '--name and --header are for a source that is given as a URL. Leave them out.',
    ].map((said) => ({ code: 2, stdout: '', stderr: `${said}\n` })),
  );
});
