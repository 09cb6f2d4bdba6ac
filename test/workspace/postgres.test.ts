import { deepEqual, equal, notEqual, rejects, throws } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgresServer } from '../../examples/support/postgresServer.js';
import { startPostgres } from '../../examples/support/startPostgres.js';
import { createDatabase, sharedPostgres } from '../support/postgres.js';

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function folderOf(connectionString: string): Promise<string> {
  const [row] = await query(connectionString, `select current_setting('data_directory') as data`);
  if (typeof row !== 'object' || row === null || !('data' in row)) throw new Error('no data directory');
  return dirname(String(row.data));
}

test('A started server has the databases that were named, and its settings', async (t) => {
  const postgres = await startPostgres({ databases: ['orders', 'users'], settings: { work_mem: '5MB' } });
  t.after(postgres.stop);

  deepEqual(await query(postgres.url('orders'), 'select current_database()'), [{ current_database: 'orders' }]);
  deepEqual(await query(postgres.url('users'), 'show work_mem'), [{ work_mem: '5MB' }]);
  throws(() => postgres.url('user'), /Unknown database "user"/);
});

test('A server listens on the loopback address only, and asks for its password', async (t) => {
  const server = await startPostgresServer();
  t.after(server.stop);

  const url = new URL(server.connectionString);
  equal(url.hostname, '127.0.0.1');
  deepEqual(await query(url.href, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }]);
  deepEqual(await query(url.href, 'show unix_socket_directories'), [{ unix_socket_directories: '' }]);
  url.password = 'wrong';
  await rejects(query(url.href, 'select 1'), /password authentication failed/);
});

test('A stopped server leaves no files and takes no connections', async () => {
  const server = await startPostgresServer();
  const folder = await folderOf(server.connectionString);
  equal(existsSync(folder), true);

  await server.stop();

  equal(existsSync(folder), false);
  await rejects(query(server.connectionString, 'select 1'), /ECONNREFUSED/);
});

test('A server that cannot start says why and leaves no files', async () => {
  await rejects(startPostgresServer({ settings: { shared_buffers: 'plenty' } }), /invalid value.*"plenty"/s);
});

for (const [end, mode] of [
  ['SIGINT', 'wait'],
  ['SIGTERM', 'wait'],
  ['SIGKILL', 'wait'],
  ['an uncaught error', 'throw'],
  ['its last line', 'return'],
] as const) {
  test(`A process that ends by ${end} takes its server with it`, async () => {
    const holder = spawn(process.execPath, ['--import', 'tsx', 'test/support/holdPostgres.ts', mode], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(holder, 'exit');
    const [line] = await once(holder.stdout, 'data');
    const connectionString = String(line).trim();
    if (end.startsWith('SIG')) {
      const folder = await folderOf(connectionString);
      equal(existsSync(folder), true);
      holder.kill(end as NodeJS.Signals);
      await exit;
      while (existsSync(folder)) await sleep(10);
    } else {
      await exit;
    }

    const isRefused = () =>
      query(connectionString, 'select 1').then(
        () => false,
        (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
      );
    while (!(await isRefused())) await sleep(10);
  });
}

test('On an existing server databases have names of their own, and are dropped at the end', async () => {
  const shared = await sharedPostgres();
  const [one, two] = await Promise.all([startPostgres({ databases: ['a'] }), startPostgres({ databases: ['a'] })]);
  const names = [one, two].map((postgres) => new URL(postgres.url('a')).pathname.slice(1));
  notEqual(names[0], names[1]);
  const open = new pg.Client({ connectionString: one.url('a') });
  open.on('error', () => {});
  await open.connect();

  await Promise.all([one.stop(), two.stop()]);

  const left = `select datname from pg_database where datname in ('${names.join(`', '`)}')`;
  deepEqual(await query(shared, left), []);
});

test('A test gets a database with its tables', async (t) => {
  const connectionString = await createDatabase(t, 'create table users (id int); insert into users values (1), (2)');
  deepEqual(await query(connectionString, 'select id from users order by id'), [{ id: 1 }, { id: 2 }]);
});
