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

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
