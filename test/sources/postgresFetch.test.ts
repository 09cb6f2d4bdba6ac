import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import {
  type PostgresClient,
  type PostgresPool,
  type PostgresQuery,
  postgres,
} from '../../packages/core/src/sources/postgres/index.js';
import { createDatabase, type Scope } from '../support/postgres.js';
import { contextOf, createPlanner, keysOf, setsOf } from '../support/rowsPlan.js';
import { createRowsScene } from '../support/rowsSource.js';

const integer = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 } as const;

const parts = {
  ddl: `
    create table users (id int primary key, name text);
    insert into users values (1, 'Ada'), (2, 'CNRY-Bob');
    create view slow as select 1 as id, pg_sleep(10)::text as name;
    create view broken as select id, 1 / (id - id) as name from users;
  `,
  sdl: 'type Query { users(name: String, limit: Int): Int where(where: Where): Int } input Where { name: Names } input Names { _regex: String }',
};

const scene = await createRowsScene(test, parts);
const planner = createPlanner(scene.catalog, parts.sdl);
const { connectionString } = scene;
const users = planner.plan({ table: 'users', leaves: { id: 'Int!' } });
const slow = planner.plan({ table: 'slow', leaves: { name: 'String' } });
const broken = planner.plan({ table: 'broken', leaves: { name: 'Int' } });
const badPattern = planner.plan({
  table: 'users',
  leaves: { id: 'Int!' },
  field: 'where(where: {name: {_regex: "CNRY-("}})',
});

test.beforeEach(() => {
  scene.statements.length = 0;
});

test('requests of one call are one statement, which sends equal keys once', async () => {
  const byKey = { table: 'users', match: 'key', unique: true, list: false, key: { id: integer } } as const;
  const names = planner.plan({ ...byKey, leaves: { name: 'String' } });
  const lists = planner.plan({ ...byKey, match: 'ordinal', leaves: { id: 'String!' } });
  const keys = keysOf(2, 7);
  const answers = await scene.fetch([
    { plan: names, keys },
    { plan: lists, keys },
    { plan: names, keys: keysOf(1) },
  ]);
  deepEqual(answers.map(setsOf), [[[[2], ['CNRY-Bob']]], [[[0], ['2']]], [[[1], ['Ada']]]]);
  const column = (...forms: string[]) =>
    `to_json(array[${forms.map((form) => `to_json(coalesce(array_agg(${form}), '{}'))`).join(', ')}])::text`;
  const name = (number: number) =>
    `(select ${column('s0.c0', 's0.c1')} from (select t0."id" as c0, t0."name" as c1 from "public"."users" t0 where t0."id" = any($${number}::int4[])) s0)`;
  deepEqual(scene.statements, [
    {
      text: `select ${name(1)}, (select ${column('s0.c0 - 1', 's0.c1::text')} from (select k.n as c0, t0."id" as c1 from unnest($1::int4[]) with ordinality k(k0, n) join "public"."users" t0 on t0."id" = k.k0 order by k.n) s0), ${name(2)}`,
      values: ['{2,7}', '{1}'],
    },
  ]);
});

test('a request with bad arguments fails alone and is not sent', async () => {
  const bad = planner.plan({ table: 'users', leaves: { id: 'Int!' }, field: 'users(limit: -1)' });
  const answers = await scene.fetch([{ plan: bad }, { plan: users }]);
  deepEqual(answers.map(setsOf), [
    'BAD_USER_INPUT: Argument "limit" of field "Query.users" is negative. Give 0 or more, or leave it out.',
    [[[1, 2]]],
  ]);
  equal(scene.statements.length, 1);
});

test('a merged statement that fails for one plan is split once, and only that plan fails', async () => {
  const answers = await scene.fetch([{ plan: users }, { plan: broken }, { plan: badPattern }, { plan: users }]);
  deepEqual(answers.map(setsOf), [
    [[[1, 2]]],
    "SOURCE_ERROR: The database refused the statement. The error's cause holds the SQLSTATE.",
    'BAD_USER_INPUT: The value of an argument is none that the database can use here.',
    [[[1, 2]]],
  ]);
  equal(scene.statements.length, 5);
});

test('no error holds a value, a key, SQL text or a detail of the driver', async () => {
  const [error] = await scene.fetch([{ plan: badPattern }]);
  ok(error instanceof RemoteJoinsError);
  deepEqual(error.cause, { sqlState: '2201B', class: '22' });
  doesNotMatch(JSON.stringify([error, error.message, error.stack, error.cause]), /CNRY|select/);
});

/** A pool of one connection, whose queries are kept. */
function keepQueries(
  scope: Scope,
  connectionString: string,
  options: pg.PoolConfig = {},
): { pool: PostgresPool; queries: PostgresQuery[] } {
  const queries: PostgresQuery[] = [];
  const inner = new pg.Pool({ connectionString, max: 1, ...options });
  scope.after(() => inner.end());
  const pool: PostgresPool = {
    on: (event, listener) => inner.on(event, listener),
    async connect() {
      const client = await inner.connect();
      const kept: PostgresClient = {
        query: (query) => {
          queries.push(query);
          return client.query(query);
        },
        release: (failure) => client.release(failure),
      };
      return kept;
    },
  };
  return { pool, queries };
}

test('every statement uses the extended protocol; a text that recurs is prepared under one name', async (t) => {
  const { pool, queries } = keepQueries(t, connectionString);
  const source = postgres({ pool });
  const other = planner.plan({ table: 'users', leaves: { name: 'String' } });
  for (const each of [users, users, users, other, other]) await source.fetch([{ plan: each }], contextOf());
  await source.fetch([{ plan: users }, { plan: other }], contextOf());
  ok(queries.every(({ queryMode }) => queryMode === 'extended'));
  const [first, second, third, fourth, fifth, merged] = queries.map(({ name }) => name);
  deepEqual([first, fourth, merged], [undefined, undefined, undefined]);
  match(second ?? '', /^rj_[0-9a-f]{32}$/);
  equal(third, second);
  match(fifth ?? '', /^rj_[0-9a-f]{32}$/);
  ok(fifth !== second);
});

test('on a connection of pg a statement is prepared once, for each order of magnitude of its limits', async (t) => {
  const pool = new pg.Pool({ connectionString, max: 1 });
  t.after(() => pool.end());
  const source = postgres({ pool });
  const limited = planner.plan({ table: 'users', leaves: { id: 'Int!' }, field: 'users(limit: $limit)' });
  const answers: unknown[] = [];
  for (const limit of [1, 1, 2, 10, 99, 100]) {
    const [answer] = await source.fetch([{ plan: limited }], contextOf({ variables: { limit } }));
    answers.push((setsOf(answer) as readonly (readonly unknown[])[])[0]?.[0]);
  }
  deepEqual(answers, [[1], [1], [1, 2], [1, 2], [1, 2], [1, 2]]);
  const { rows } = await pool.query('select name, generic_plans + custom_plans as calls from pg_prepared_statements');
  const [hash] = rows.map(({ name }) => String(name).slice(0, 35));
  // The first call of a text is not prepared, since it may be the only one.
  deepEqual(rows.map(({ name, calls }) => [name, Number(calls)]).sort(), [
    [`${hash}_1`, 2],
    [`${hash}_2`, 2],
    [`${hash}_3`, 1],
  ]);
});

test('a client in pipeline mode, which takes no statements that send themselves, is given what it takes', async (t) => {
  const pool = new pg.Pool({ connectionString, max: 1, pipeline: true } as pg.PoolConfig);
  t.after(() => pool.end());
  const source = postgres({ pool });
  const answers = await Promise.all([users, users, broken].map((plan) => source.fetch([{ plan }], contextOf())));
  deepEqual(
    answers.map(([answer]) => (answer instanceof RemoteJoinsError ? answer.code : setsOf(answer))),
    [[[[1, 2]]], [[[1, 2]]], 'SOURCE_ERROR'],
  );
});

test('without preparedStatements nothing is named', async (t) => {
  const { pool, queries } = keepQueries(t, connectionString);
  const source = postgres({ pool, preparedStatements: false });
  for (let i = 0; i < 3; i++) await source.fetch([{ plan: users }], contextOf());
  deepEqual(
    queries.map(({ name }) => name),
    [undefined, undefined, undefined],
  );
});

test('where prepared statements get lost on the way, as behind a pooler, they are given up and nothing fails', async (t) => {
  const { pool, queries } = keepQueries(t, connectionString);
  const source = postgres({ pool });
  const read = async () => setsOf((await source.fetch([{ plan: users }], contextOf()))[0]);
  await read();
  await read();
  const client = await pool.connect();
  await client.query({ text: 'deallocate all', values: [], rowMode: 'array', queryMode: 'extended' });
  client.release();
  queries.length = 0;
  deepEqual([await read(), await read()], [[[[1, 2]]], [[[1, 2]]]]);
  deepEqual(
    queries.map(({ name }) => name === undefined),
    [false, true, true],
  );
});

test('a statement that takes too long is ended by the server, is not repeated, and leaves the connection', async (t) => {
  const { pool, queries } = keepQueries(t, connectionString, { statement_timeout: 100 });
  const source = postgres({ pool });
  const pid = await backendOf(pool);
  const answers = await source.fetch([{ plan: slow }, { plan: users }], contextOf());
  const message = 'SOURCE_TIMEOUT: The database did not answer in time. Ask for less, or raise "statementTimeoutMs".';
  deepEqual(answers.map(setsOf), [message, message]);
  equal(queries.length, 2);
  equal(await backendOf(pool), pid);
});

test('statementTimeoutMs holds for connections that are opened here', async (t) => {
  const source = postgres({ connectionString, statementTimeoutMs: 50 });
  t.after(() => source.close());
  const [answer] = await source.fetch([{ plan: slow }], contextOf());
  match(String(setsOf(answer)), /^SOURCE_TIMEOUT/);
});

test('a refused statement costs no connection, a broken connection is replaced', async (t) => {
  const connectionString = await createDatabase(t, parts.ddl);
  const { pool } = keepQueries(t, connectionString);
  const source = postgres({ pool });
  const first = await backendOf(pool);
  await source.fetch([{ plan: broken }], contextOf());
  equal(await backendOf(pool), first);
  const answer = source.fetch([{ plan: slow }], contextOf());
  await terminate(connectionString, 'active');
  deepEqual((await answer).map(setsOf), ['SOURCE_UNAVAILABLE: The database closed the connection. Try again.']);
  deepEqual((await source.fetch([{ plan: users }], contextOf())).map(setsOf), [[[[1, 2]]]]);
});

test('idle connections that the server ends do not end the process, and the next request gets a new one', async (t) => {
  const connectionString = await createDatabase(t, parts.ddl);
  const ownPool = new pg.Pool({ connectionString });
  const sources = [postgres({ connectionString, applicationName: 'idle' }), postgres({ pool: ownPool })];
  t.after(async () => {
    for (const source of sources) await source.close();
    ownPool.on('error', () => {});
    await ownPool.end();
  });
  for (const source of sources) await source.fetch([{ plan: users }], contextOf());
  await terminate(connectionString, 'idle');
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const source of sources) {
    deepEqual((await source.fetch([{ plan: users }], contextOf())).map(setsOf), [[[[1, 2]]]]);
  }
});

test('what cannot be reached says so, and what to check, without its password', async (t) => {
  const url = new URL(connectionString);
  const unreachable: readonly (readonly [change: (url: URL) => void, message: string])[] = [
    [(it) => (it.port = '1'), 'The connection was refused. Check that the database runs, its host and its port.'],
    [(it) => (it.password = 'CNRY'), 'The database refused the password. Check user and password of the connection.'],
    [
      (it) => (it.pathname = '/CNRY'),
      "The database does not exist on that server. Check the database's name in the connection.",
    ],
    [(it) => (it.hostname = 'cnry.invalid'), "The database's host name is unknown. Check the host of the connection."],
    [
      (it) => it.searchParams.set('sslmode', 'verify-full'),
      'The database takes no encrypted connections. Add "sslmode=disable" to the connection string, or let it have TLS.',
    ],
  ];
  for (const [change, message] of unreachable) {
    const other = new URL(url);
    change(other);
    const source = postgres({ connectionString: other.href });
    t.after(() => source.close());
    const error = await source.introspect('db').then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    ok(error instanceof RemoteJoinsError);
    deepEqual([error.code, error.message], ['SOURCE_UNAVAILABLE', message]);
    doesNotMatch(JSON.stringify([error, error.stack, error.cause]), /cnry/i);
  }
});

test('a database whose certificate is refused, or that refuses who does not encrypt, says so, and what to write', async () => {
  const untrusted =
    'The certificate of the database is not trusted. Name the file of its authority in the connection string, "sslrootcert=…": "sslmode=require" verifies it too, but where "uselibpqcompat=true" stands beside it.';
  const plain =
    'The database takes no connection without encryption from here. Add "sslmode=require" to the connection string.';
  for (const [code, text, message] of [
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate of CNRY', untrusted],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', untrusted],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', untrusted],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Host: CNRY. is not in the cert's altnames", untrusted],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "CNRY", database "x", no encryption', plain],
  ] as const) {
    const connect = async (): Promise<never> => {
      throw Object.assign(new Error(text), { code });
    };
    const error = await postgres({ pool: { connect } })
      .introspect('db')
      .catch((thrown: unknown) => thrown);
    ok(error instanceof RemoteJoinsError);
    deepEqual([error.code, error.message], ['SOURCE_UNAVAILABLE', message]);
    doesNotMatch(JSON.stringify([error, error.stack, error.cause]), /cnry/i);
  }
});

test('a request that is cancelled is not sent', async () => {
  const answers = await scene.fetch([{ plan: users }], { signal: AbortSignal.abort() });
  deepEqual(answers.map(setsOf), ['REQUEST_CANCELLED: The client went away.']);
  deepEqual(scene.statements, []);
});

test('an answer that is none is an error of the source', async () => {
  const rows: readonly unknown[] = [undefined, [], [null], ['{'], ['{}'], ['[]'], ['[[1],[2]]'], ['[1]']];
  for (const row of rows) {
    const pool: PostgresPool = { connect: async () => ({ query: async () => ({ rows: [row] }), release() {} }) };
    const answers = await postgres({ pool }).fetch([{ plan: users }], contextOf());
    match(String(setsOf(answers[0])), /^SOURCE_INVALID_RESPONSE/, JSON.stringify(row));
  }
});

test('close ends a pool that was opened here, once, and leaves a given one alone', async (t) => {
  const opened = postgres({ connectionString: async () => connectionString });
  await opened.fetch([{ plan: users }], contextOf());
  await opened.close();
  await opened.close();
  deepEqual((await opened.fetch([{ plan: users }], contextOf())).map(setsOf), [
    'SOURCE_UNAVAILABLE: The source is closed already.',
  ]);
  await postgres({ connectionString }).close();

  const { pool } = keepQueries(t, connectionString);
  const given = postgres({ pool });
  await given.fetch([{ plan: users }], contextOf());
  await given.close();
  ok((await backendOf(pool)) > 0);
});

const badOptions: readonly (readonly [options: object, message: string])[] = [
  [
    {},
    'postgres() needs a "connectionString" or a "pool". Check that the environment variable it is read from is set.',
  ],
  [
    { connectionString: undefined },
    'postgres() needs a "connectionString" or a "pool". Check that the environment variable it is read from is set.',
  ],
  [{ connectionString: '' }, 'postgres() needs a "connectionString" that is a text and not empty.'],
  [{ connectionString: { env: 'NOT_SET' } }, 'postgres() reads the environment variable "NOT_SET", which is not set.'],
  [{ connectionString: 'x', pool: { connect() {} } }, 'postgres() takes "connectionString" or "pool", not both.'],
  [{ pool: {} }, 'postgres() needs a "pool" with a method "connect".'],
  [{ connectionString: 'x', schema: 1 }, 'postgres() needs a "schema" that is a text and not empty.'],
  [
    { connectionString: 'x', maxConnections: 0 },
    'postgres() needs a "maxConnections" that is a whole number of at least 1.',
  ],
  [
    { connectionString: 'x', statementTimeoutMs: -1 },
    'postgres() needs a "statementTimeoutMs" that is a whole number of at least 0.',
  ],
  [
    { connectionString: 'x', preparedStatements: 'no' },
    'postgres() needs a "preparedStatements" that is true or false.',
  ],
  [
    { connectionString: 'x', poolSize: 3 },
    'postgres() has no option "poolSize". Its options are "connectionString", "pool", "schema", "statementTimeoutMs", "preparedStatements", "maxConnections", "connectionTimeoutMs", "applicationName", "onUnavailable".',
  ],
];

for (const [options, message] of badOptions) {
  test(`options are checked at the door: ${JSON.stringify(options)}`, () => {
    let error: unknown;
    try {
      postgres(options);
    } catch (thrown) {
      error = thrown;
    }
    ok(error instanceof RemoteJoinsError);
    deepEqual([error.code, error.message], ['INVALID_OPTIONS', message]);
  });
}

async function backendOf(pool: PostgresPool): Promise<number> {
  const client = await pool.connect();
  const { rows } = await client.query({
    text: 'select pg_backend_pid()',
    values: [],
    rowMode: 'array',
    queryMode: 'extended',
  });
  client.release();
  const [row] = rows;
  return Array.isArray(row) ? Number(row[0]) : 0;
}

/** Ends the other connections to the database that are in a state, once there are any. */
async function terminate(connectionString: string, state: 'active' | 'idle'): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const text = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state = $1`;
  while ((await client.query(text, [state])).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await client.end();
}
