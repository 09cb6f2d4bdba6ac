/** Sources at fault when a server starts: told all at once, located and coded, and nothing stays open. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { postgres, remoteSchema } from '@remote-joins/core';
import pg from 'pg';
import { hosts } from '../support/hosts.js';
import { createDatabase } from '../support/postgres.js';
import { startFaultServer, startRemoteServer } from '../support/remoteServer.js';
import type { StartInput } from './startProcess.js';

const child = fileURLToPath(new URL('startProcess.ts', import.meta.url));

const url = await createDatabase(test, 'create table users (id int primary key)');
const admin = new pg.Client({ connectionString: url });
await admin.connect();
admin.on('error', () => {});
after(() => admin.end());

const good = await startRemoteServer(test, { typeDefs: 'type Query { ping: String }' });
const page = await startFaultServer(test, (_, response) => response.end('<html>CNRY</html>'));
const closed = await startFaultServer(test, (_, response) =>
  response.writeHead(400).end('{"errors":[{"message":"CNRY introspection is not allowed"}]}'),
);
const guarded = await startFaultServer(test, (_, response) => response.writeHead(401).end('CNRY'));
const moved = await startFaultServer(test, (_, response) => response.writeHead(302, { location: good.url }).end());
const mute = await startFaultServer(test, () => {});
const odd = await startFaultServer(test, (_, response) => response.end('{"data":{"__schema":{"types":[]}}}'));

function changed(change: (parsed: URL) => void): string {
  const parsed = new URL(url);
  change(parsed);
  return parsed.href;
}

interface Told {
  readonly started?: boolean;
  readonly code: string;
  readonly problems: readonly {
    code: string;
    severity: string;
    coordinate: string;
    message: string;
    remedy: string;
    location?: object;
  }[];
  readonly text: string;
}

/** Starts a host in a process of its own, which must end by itself. */
async function start(input: StartInput): Promise<Told> {
  const begun = spawn(process.execPath, ['--import', 'tsx', child, JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  begun.stdout.on('data', (chunk) => {
    out += chunk;
  });
  begun.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const timer = setTimeout(() => begun.kill('SIGKILL'), 15_000);
  const [exit, signal] = await once(begun, 'close');
  clearTimeout(timer);
  deepEqual([exit, signal, err], [0, null, ''], out);
  return JSON.parse(out);
}

const typeDefs = `
  type Query { users: [User!]! @select ping: String @remoteField(schema: "good") }
  type User @table(source: "db", name: "users") { id: Int! wrong: Int }`;

const databases = {
  db: url,
  refused: 'postgres://user:CNRY-password@127.0.0.1:1/db',
  password: changed((parsed) => {
    parsed.password = 'CNRY-wrong';
  }),
  missing: changed((parsed) => {
    parsed.pathname = '/CNRY_missing';
  }),
  unknown: 'postgres://user:CNRY-password@no-such-host.invalid/db',
};
const remotes = {
  good: { url: good.url },
  down: { url: 'http://127.0.0.1:1/CNRY' },
  page: { url: page.url },
  closed: { url: closed.url },
  guarded: { url: guarded.url },
  moved: { url: moved.url },
  mute: { url: mute.url, timeoutMs: 300 },
  odd: { url: odd.url },
  sdl: { url: good.url, schema: 'type Query {\n  ping: Missing\n}' },
};

/** What is said of each source, after "The source could not say what it holds: ". */
const expected: Readonly<Record<string, string>> = {
  refused: 'The connection was refused. Check that the database runs, its host and its port.',
  password: 'The database refused the password. Check user and password of the connection.',
  missing: "The database does not exist on that server. Check the database's name in the connection.",
  unknown: "The database's host name is unknown",
  down: 'The remote schema could not be reached (ECONNREFUSED). Check "url" and that the server runs, or give its SDL in "schema".',
  page: 'The remote schema answers something that is not GraphQL: something that is not JSON. Check that "url" is its GraphQL endpoint.',
  closed:
    'The remote schema refused the introspection query. Allow introspection for "introspectionHeaders", or give the SDL in "schema".',
  guarded:
    'The remote schema answered the introspection query with HTTP 401. Give the headers it asks for in "headers" or "introspectionHeaders", or its SDL in "schema".',
  moved:
    'The remote schema answered with a redirect (HTTP 302), which is never followed. Give the final address in "url".',
  mute: 'The remote schema did not answer the introspection query in time. Raise "timeoutMs", or give its SDL in "schema".',
  odd: 'The remote schema is not valid GraphQL. Mend it, or give a valid SDL in "schema". Query root type must be provided.',
  sdl: 'Option "schema" of remoteSchema is no valid SDL. Unknown type "Missing". (line 2, column 9)',
};

for (const host of hosts) {
  test(`a start of ${host.name} that fails closes what it opened, at once`, async (t) => {
    const scope = { after: (hook: () => Promise<void>) => t.after(hook) };
    const options = {
      typeDefs,
      sources: { db: postgres({ connectionString: url }), good: remoteSchema({ url: good.url }) },
    };
    good.requests.length = 0;
    await rejects(host.start(scope, options), /User\.wrong.* UNKNOWN_COLUMN/);
    equal(good.requests.length, 1);
    deepEqual(await openConnections(), [0, 0]);
  });
}

/** Connections of ours to the database and to the remote schema, once those that are about to end have ended. */
async function openConnections(): Promise<readonly [database: number, remote: number]> {
  for (let tries = 0; ; tries++) {
    const { rows } = await admin.query(
      "select count(*)::int as open from pg_stat_activity where datname = current_database() and application_name = 'remote-joins'",
    );
    const open = [rows[0].open, await good.connections()] as const;
    if (Math.max(...open) === 0 || tries === 20) return open;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

for (const host of ['graphql-js', 'Apollo Server', 'Mercurius']) {
  test(`${host} tells all sources at fault at once, beside the faults of the SDL, and leaves nothing open`, async () => {
    const { code, problems, text } = await start({ host, typeDefs, databases, remotes });
    equal(code, 'INVALID_SCHEMA');
    const told = Object.fromEntries(
      problems
        .filter(({ code }) => code === 'UNREACHABLE_SOURCE')
        .map(({ coordinate, message }) => [
          coordinate.replace('sources.', ''),
          message.replace('The source could not say what it holds: ', ''),
        ]),
    );
    deepEqual(Object.keys(told).sort(), Object.keys(expected).sort());
    for (const [name, message] of Object.entries(expected))
      equal(told[name]?.startsWith(message), true, `${name}: ${told[name]}`);
    const others = problems.filter(({ code }) => code !== 'UNREACHABLE_SOURCE');
    deepEqual(
      others.map(({ code, severity, coordinate, location }) => [
        code,
        severity,
        coordinate,
        location === undefined ? undefined : Object.keys(location).length > 0,
      ]),
      [['UNKNOWN_COLUMN', 'error', 'User.wrong', true]],
    );
    for (const { coordinate, code } of problems)
      equal(text.includes(`${coordinate}`) && text.includes(code), true, `${coordinate} is in the text`);
    equal(/CNRY|127\.0\.0\.1|@(?!column)/.test(text), false, text);
    deepEqual(await openConnections(), [0, 0]);
  });

  test(`${host} starts and ends where nothing is at fault`, async () => {
    const told = await start({
      host,
      typeDefs: typeDefs.replace(' wrong: Int', ''),
      databases: { db: url },
      remotes: { good: remotes.good },
    });
    // What was opened stays open here, but nothing of it keeps a process from ending.
    deepEqual(told, { started: true });
  });
}
