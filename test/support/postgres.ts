import pg from 'pg';
import { startPostgresServer } from '../../examples/support/postgresServer.js';
import { startPostgres } from '../../examples/support/startPostgres.js';

/** Who tells when the database is no longer needed: the `t` of a test, or `test` itself for the whole file. */
export interface Scope {
  after(hook: () => Promise<void>): void;
}

/**
 * Creates a database with a name of its own, runs the DDL in it, and returns its connection string. The scope's end
 * drops it, whoever is still connected.
 *
 *     const connectionString = await createDatabase(t, 'create table users (id int primary key)');
 *
 * `npm test` has one server for all files (`run.ts`); a file that is run by itself starts one at first use.
 */
export async function createDatabase(scope: Scope, ddl?: string): Promise<string> {
  await sharedPostgres();
  const postgres = await startPostgres({ databases: ['test'] });
  scope.after(postgres.stop);
  const connectionString = postgres.url('test');
  if (ddl !== undefined) await execute(connectionString, ddl);
  return connectionString;
}

let shared: Promise<string> | undefined;

/** The connection string of the server that all tests share. It ends with the process that started it. */
export function sharedPostgres(): Promise<string> {
  shared ??= findOrStart();
  return shared;
}

async function findOrStart(): Promise<string> {
  const existing = process.env.REMOTE_JOINS_TEST_POSTGRES;
  if (existing !== undefined && existing !== '') return existing;
  const { connectionString } = await startPostgresServer();
  process.env.REMOTE_JOINS_TEST_POSTGRES = connectionString;
  return connectionString;
}

export interface LoggedDatabase {
  readonly connectionString: string;
  /** The SQL texts that the database was asked to execute since the last call (at first: since the DDL), in order. */
  statements(): Promise<string[]>;
}

/**
 * Creates a database on a server of its own that logs every statement: slower to start than `createDatabase`, for tests
 * that count what Postgres really gets.
 */
export async function createLoggedDatabase(scope: Scope, ddl?: string): Promise<LoggedDatabase> {
  let log = '';
  const postgres = await startPostgres({
    databases: ['test', 'marks'],
    settings: { log_statement: 'all', log_line_prefix: '%d ' },
    onLog: (chunk) => {
      log += chunk;
    },
  });
  scope.after(postgres.stop);

  /** The log arrives a little later than the results; a statement of ours tells that everything before it is here. */
  async function statements(): Promise<string[]> {
    const mark = `select ${Math.random()} as mark`;
    await execute(postgres.url('marks'), mark);
    while (!log.includes(mark)) await new Promise((resolve) => setTimeout(resolve, 2));
    const [before, after] = splitAfterLine(log, log.indexOf(mark));
    log = after;
    return readStatements(before, 'test');
  }

  const connectionString = postgres.url('test');
  if (ddl !== undefined) await execute(connectionString, ddl);
  await statements();
  return { connectionString, statements };
}

function splitAfterLine(text: string, position: number): [string, string] {
  const end = text.indexOf('\n', position) + 1;
  return end === 0 ? [text, ''] : [text.slice(0, end), text.slice(end)];
}

/** Entries start at the beginning of a line; Postgres indents the further lines of an entry by a tab. */
function readStatements(log: string, database: string): string[] {
  return log
    .split(/\n(?!\t)/)
    .map((entry) => /^(\S+) LOG: {2}(?:statement|execute [^:]+): (.*)$/s.exec(entry))
    .filter((match) => match?.[1] === database)
    .map((match) => (match?.[2] ?? '').replaceAll('\n\t', '\n'));
}

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
