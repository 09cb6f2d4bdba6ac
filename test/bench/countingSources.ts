import pg from 'pg';
import { startPostgres } from '../../examples/support/startPostgres.js';
import { type Contents, toDatabases, type toRemotes } from './contents.js';
import type { Remote } from './remote.js';
import { ADMIN, createLogReader } from './statementLog.js';

export interface CountingSources {
  /** What contenders get: where the four sources are. */
  readonly env: Readonly<Record<string, string>>;
  readonly postgresVersion: string;
  /** From now on, and until `stopCounting`, the database writes down what it is asked. */
  startCounting(): Promise<void>;
  stopCounting(): Promise<void>;
  /** The SQL statements and the number of upstream requests that `action` took. */
  count(action: () => Promise<void>): Promise<Calls>;
  stop(): Promise<void>;
}

export interface Calls {
  readonly statements: readonly string[];
  readonly requests: number;
}

export interface CountingSourcesOptions {
  readonly contents: Contents;
  /** Starts one of the GraphQL servers: in this process, or in one of its own. */
  startRemote(name: keyof ReturnType<typeof toRemotes>): Promise<Remote>;
}

/** Two databases and two GraphQL servers that tell what they were asked. */
export async function startCountingSources({
  contents,
  startRemote,
}: CountingSourcesOptions): Promise<CountingSources> {
  const { readLog, ...listener } = createLogReader();
  const databases = toDatabases(contents);
  const postgres = await startPostgres({ databases: Object.keys(databases), ...listener });
  for (const [name, database] of Object.entries(databases)) await fill(postgres.url(name), database);
  const remotes = await Promise.all([startRemote('catalog'), startRemote('profiles')]);
  const admin = new pg.Client({ connectionString: postgres.url('orders_db'), application_name: ADMIN });
  await admin.connect();
  const log = readLog(admin);
  const { rows } = await admin.query('show server_version');

  async function countRequests(): Promise<number> {
    const [catalog, profiles] = await Promise.all(remotes.map((remote) => remote.requests()));
    return (catalog ?? 0) + (profiles ?? 0);
  }

  return {
    env: {
      ORDERS_DB: postgres.url('orders_db'),
      USERS_DB: postgres.url('users_db'),
      CATALOG_URL: remotes[0].url,
      PROFILES_URL: remotes[1].url,
    },
    postgresVersion: rows[0].server_version,
    startCounting: log.open,
    stopCounting: log.close,
    async count(action) {
      await log.take();
      const before = await countRequests();
      await action();
      return { statements: await log.take(), requests: (await countRequests()) - before };
    },
    async stop() {
      await Promise.all(remotes.map((remote) => remote.stop()));
      await admin.end();
      await postgres.stop();
    },
  };
}

interface Database {
  readonly ddl: string;
  readonly tables: Readonly<Record<string, readonly object[]>>;
}

async function fill(connectionString: string, { ddl, tables }: Database): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(ddl);
  for (const [table, rows] of Object.entries(tables)) {
    const insert = `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`;
    await client.query(insert, [JSON.stringify(rows)]);
  }
  await client.query('vacuum analyze');
  await client.end();
}
