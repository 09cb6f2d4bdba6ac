import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgresServer } from './postgresServer.js';

export interface StartPostgresOptions {
  /** Names of the databases to create. */
  readonly databases: readonly string[];
  /** Server settings, as in postgresql.conf: `{ log_statement: 'all' }`. Brings a server of its own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called with each piece of the server's log (several lines, or a part of one). Brings a server of its own. */
  readonly onLog?: (chunk: string) => void;
}

export interface StartedPostgres {
  /** The connection string of one of the databases, by the name given in `databases`. */
  url(database: string): string;
  /** Drops the databases, connections included, and ends the server if it was started here. */
  stop(): Promise<void>;
}

/**
 * Gives databases on a real Postgres, with nothing installed and nothing left behind:
 *
 *     const postgres = await startPostgres({ databases: ['orders', 'users'] });
 *     const pool = new pg.Pool({ connectionString: postgres.url('orders') });
 *     …
 *     await pool.end();
 *     await postgres.stop();
 *
 * The server is one of our own (see `postgresServer.ts`). If the environment variable REMOTE_JOINS_TEST_POSTGRES holds
 * the connection string of a server whose user may create databases, that server is used instead, unless `settings` or
 * `onLog` ask for more than somebody else's server can give. Databases have random names there.
 */
export async function startPostgres({ databases, settings, onLog }: StartPostgresOptions): Promise<StartedPostgres> {
  const existing = process.env.REMOTE_JOINS_TEST_POSTGRES;
  if (existing !== undefined && existing !== '' && settings === undefined && onLog === undefined) {
    const suffix = randomBytes(6).toString('hex');
    return createDatabases(existing, new Map(databases.map((name) => [name, `${name}_${suffix}`])));
  }

  const server = await startPostgresServer({ ...(settings && { settings }), ...(onLog && { onLog }) });
  try {
    const { url } = await createDatabases(server.connectionString, new Map(databases.map((name) => [name, name])));
    return { url, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Creates databases named by the values; `url` knows them by the keys. */
async function createDatabases(server: string, names: ReadonlyMap<string, string>): Promise<StartedPostgres> {
  const created: string[] = [];

  async function stop(): Promise<void> {
    await execute(
      server,
      created.splice(0).map((name) => `drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    );
  }

  try {
    for (const name of names.values()) {
      await execute(server, [`create database ${pg.escapeIdentifier(name)}`]);
      created.push(name);
    }
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    url(database) {
      const name = names.get(database);
      if (name === undefined) throw new Error(`Unknown database "${database}". Name it in "databases".`);
      const url = new URL(server);
      url.pathname = `/${encodeURIComponent(name)}`;
      return url.href;
    },
    stop,
  };
}

async function execute(connectionString: string, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
