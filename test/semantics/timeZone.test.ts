/** What the time zone of the process, of the database or of a session is never changes an answer. */
import { deepEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createDatabase } from '../support/postgres.js';

const ddl = `
  create table events (id int primary key, day date not null, at time not null, atz timetz not null, ts timestamp not null, tstz timestamptz not null);
  insert into events values
    (1, '2024-02-29', '23:59:59.5', '23:59:59.5+14', '2024-03-31 02:30:00.123456', '2024-03-31 00:30:00.123456+00'),
    (2, '0044-03-15 BC', '00:00', '00:00-12', '1969-12-31 23:59:59', '1969-12-31 23:59:59-10');
  create table days (day date primary key, note text not null);
  insert into days values ('2024-02-29', 'leap day'), ('2024-03-01', 'the day after'), ('2024-02-28', 'the day before');
  create table moments (at timestamptz primary key, local timestamp not null, note text not null);
  insert into moments values ('2024-03-31 00:30:00.123456+00', '2024-03-31 02:30:00.123456', 'clocks go forward');`;

const expected = {
  events: [
    {
      day: '2024-02-29',
      at: '23:59:59.5',
      atz: '23:59:59.5+14',
      ts: '2024-03-31T02:30:00.123456',
      tstz: '2024-03-31T00:30:00.123456+00:00',
      tstzText: '2024-03-31T00:30:00.123456+00:00',
      dayRow: { note: 'leap day' },
      moment: { note: 'clocks go forward' },
      local: [{ note: 'clocks go forward' }],
      remote: { text: '2024-03-31T00:30:00.123456+00:00 2024-02-29' },
    },
    {
      day: '0044-03-15 BC',
      at: '00:00:00',
      atz: '00:00:00-12',
      ts: '1969-12-31T23:59:59',
      tstz: '1970-01-01T09:59:59+00:00',
      tstzText: '1970-01-01T09:59:59+00:00',
      dayRow: null,
      moment: null,
      local: [],
      remote: { text: '1970-01-01T09:59:59+00:00 0044-03-15 BC' },
    },
  ],
  since: [{ id: 1 }],
  on: [{ id: 1 }],
};

const child = fileURLToPath(new URL('timeZoneProcess.ts', import.meta.url));

async function answerOf(url: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, url], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  process_.stdout.on('data', (chunk) => {
    out += chunk;
  });
  await once(process_, 'close');
  return JSON.parse(out);
}

test('dates and times are the same in any process and any session', async (t) => {
  const url = await createDatabase(t as never, ddl);
  const reference = await answerOf(url, { TZ: 'UTC' });
  deepEqual(reference, { data: expected });
  deepEqual(await answerOf(url, { TZ: 'Pacific/Kiritimati' }), reference);

  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const name = client.escapeIdentifier(client.database ?? '');
  await client.query(`alter database ${name} set timezone = 'Pacific/Apia'`);
  await client.query(`alter database ${name} set datestyle = 'German, DMY'`);
  await client.query(`alter database ${name} set intervalstyle = 'sql_standard'`);
  await client.query(`alter database ${name} set extra_float_digits = 0`);
  await client.end();
  deepEqual(await answerOf(url, { TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8' }), reference);
});
