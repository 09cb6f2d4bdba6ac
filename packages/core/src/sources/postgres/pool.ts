import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';

/** The few methods of a `pg` pool that are used: any pool that has them will do. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  on?(event: 'error', listener: (error: Error) => void): unknown;
  on?(event: 'connect', listener: (client: PostgresClient) => void): unknown;
  off?(event: 'error', listener: (error: Error) => void): unknown;
  end?(): Promise<void>;
}

export interface PostgresClient {
  query(query: PostgresQuery): Promise<{ readonly rows: readonly unknown[] }>;
  /** With `true` or an error the connection is closed instead of used again. */
  release(failure?: Error | boolean): void;
  on?(event: 'error', listener: (error: Error) => void): unknown;
  off?(event: 'error', listener: (error: Error) => void): unknown;
}

/** A query as `pg` takes it. */
export interface PostgresQuery {
  readonly text: string;
  readonly values: unknown[];
  readonly rowMode: 'array';
  /** Always: the simple protocol would run `select 1; drop …` as two statements. */
  readonly queryMode: 'extended';
  /** Names a prepared statement. */
  readonly name?: string;
}

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly statementTimeoutMs: number;
  readonly maxConnections: number;
  readonly connectionTimeoutMs: number;
  readonly applicationName: string;
}

/** How long the client waits beyond the server's own limit before it takes the server for gone. */
const GRACE_MS = 5_000;

/** Opens a pool of `pg`, the one place that needs the package. */
export async function openPool(options: ConnectionOptions): Promise<PostgresPool> {
  const { Pool } = await importPg();
  const { statementTimeoutMs } = options;
  return new Pool({
    connectionString: options.connectionString,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectionTimeoutMs,
    statement_timeout: statementTimeoutMs === 0 ? false : statementTimeoutMs,
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + GRACE_MS,
    application_name: options.applicationName,
    keepAlive: true,
    // A process whose work is done may end although the pool was not closed.
    allowExitOnIdle: true,
  });
}

type PgModule = { readonly Pool: new (options: Readonly<Record<string, unknown>>) => PostgresPool };

async function importPg(): Promise<PgModule> {
  try {
    const pg: { readonly default: unknown } = await import('pg');
    return pg.default as PgModule; // the driver's edge: typed by what is used of it
  } catch {
    throw new RemoteJoinsError(
      'INVALID_OPTIONS',
      'postgres({ connectionString }) needs the package "pg". Run "npm install pg", or give a "pool".',
    );
  }
}
