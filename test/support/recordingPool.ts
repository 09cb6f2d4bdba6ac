import pg from 'pg';
import type { Scope } from './postgres.js';

export interface RecordedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface RecordingPool {
  readonly pool: pg.Pool;
  /** Every statement sent, introspection too, in order. Empty it to count anew. */
  readonly statements: RecordedStatement[];
}

/** A real pool that records each statement at the moment it is sent. Ends with the scope. */
export function createRecordingPool(
  scope: Scope,
  connectionString: string,
  config: Pick<pg.PoolConfig, 'max'> = {},
): RecordingPool {
  const statements: RecordedStatement[] = [];
  class RecordingClient extends pg.Client {
    // The overloads of `query` are pg's; all of them pass through here unchanged.
    override query = ((...args: Parameters<pg.Client['query']>) => {
      const statement = readStatement(...(args as unknown[]));
      if (statement !== undefined) statements.push(statement);
      return super.query(...args);
    }) as pg.Client['query'];
  }
  const pool = new pg.Pool({ ...config, connectionString, Client: RecordingClient as typeof pg.Client });
  pool.on('error', () => {}); // connections that end when the database is dropped
  scope.after(() => pool.end());
  return { pool, statements };
}

/** What `query` was given: a text, a config, or a config that sends itself. */
function readStatement(config?: unknown, second?: unknown): RecordedStatement | undefined {
  const given: unknown = typeof config === 'string' ? { text: config } : config;
  if (typeof given !== 'object' || given === null || !('text' in given)) return undefined;
  const values = Array.isArray(second) ? second : 'values' in given ? given.values : undefined;
  return { text: String(given.text), values: Array.isArray(values) ? values : [] };
}
