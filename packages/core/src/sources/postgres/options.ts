import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { PostgresPool } from './pool.js';

/** A database. Exactly one of `connectionString` and `pool`. */
export interface PostgresOptions {
  /**
   * `postgres://user:password@host:5432/database`, a function that gives it (asked once, when the source is first used),
   * or `{ env: 'NAME' }`, the environment variable that holds it. Needs the package `pg`.
   */
  readonly connectionString?: ConnectionString | undefined;
  /** A pool of the package `pg` (or anything with its `connect`). It is used as it is and never ended by us. */
  readonly pool?: PostgresPool | undefined;
  /** Schema of the tables that are named without one. Default: `public`. Tables of all schemas are known. */
  readonly schema?: string | undefined;
  /**
   * Milliseconds after which the server ends a statement; 0 for no limit. Default: 30000. Holds for connections opened
   * here; a `pool` of yours has its own. It is a parameter of the connection, which some poolers refuse: give 0 there.
   */
  readonly statementTimeoutMs?: number | undefined;
  /** Whether statements that recur are prepared once per connection. Default: true. Switch off behind a transaction pooler. */
  readonly preparedStatements?: boolean | undefined;
  /** Most connections opened here. Default: 10. */
  readonly maxConnections?: number | undefined;
  /** Milliseconds to wait for a connection, free or new, before the source counts as unavailable. Default: 5000. */
  readonly connectionTimeoutMs?: number | undefined;
  /**
   * What a start does where the database cannot be asked and no lock tells what it holds: `'fail'`, or `'defer'` what depends on
   * it: those fields answer `SOURCE_UNAVAILABLE` until it is back. Not where roles see different things. Default: `'fail'`.
   */
  readonly onUnavailable?: 'fail' | 'defer' | undefined;
  /** How connections opened here call themselves in `pg_stat_activity`. Default: `remote-joins`. */
  readonly applicationName?: string | undefined;
}

export type ConnectionString = string | (() => string | Promise<string>) | { readonly env: string };

export interface ValidOptions {
  readonly connection: { readonly pool: PostgresPool } | { readonly connectionString: () => Promise<string> };
  readonly schema: string;
  readonly statementTimeoutMs: number;
  readonly preparedStatements: boolean;
  readonly maxConnections: number;
  readonly connectionTimeoutMs: number;
  readonly applicationName: string;
  readonly onUnavailable: 'fail' | 'defer';
}

const known: readonly (keyof PostgresOptions)[] = [
  'connectionString', 'pool', 'schema', 'statementTimeoutMs', 'preparedStatements', 'maxConnections',
  'connectionTimeoutMs', 'applicationName', 'onUnavailable',
]; // biome-ignore format: a table

/** The longest time a timer of Node can hold. */
const MAX_MS = 2 ** 31 - 1;

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: PostgresOptions): ValidOptions {
  if (typeof options !== 'object' || options === null) throw invalid('takes an object of options');
  for (const name of Object.keys(options)) {
    if (!known.some((each) => each === name)) {
      throw invalid(`has no option "${name}". Its options are ${known.map((each) => `"${each}"`).join(', ')}`);
    }
  }
  return {
    connection: getValidConnection(options),
    schema: getValidText('schema', options.schema, 'public'),
    statementTimeoutMs: getValidNumber('statementTimeoutMs', options.statementTimeoutMs, 30_000, 0),
    preparedStatements: getValidBoolean('preparedStatements', options.preparedStatements, true),
    maxConnections: getValidNumber('maxConnections', options.maxConnections, 10, 1),
    connectionTimeoutMs: getValidNumber('connectionTimeoutMs', options.connectionTimeoutMs, 5_000, 1),
    applicationName: getValidText('applicationName', options.applicationName, 'remote-joins'),
    onUnavailable: getValidChoice(options.onUnavailable),
  };
}

function getValidConnection({ connectionString, pool }: PostgresOptions): ValidOptions['connection'] {
  if (connectionString !== undefined && pool !== undefined) {
    throw invalid('takes "connectionString" or "pool", not both');
  }
  if (pool !== undefined) {
    if (typeof pool?.connect !== 'function') throw invalid('needs a "pool" with a method "connect"');
    return { pool };
  }
  if (connectionString === undefined) {
    throw invalid('needs a "connectionString" or a "pool". Check that the environment variable it is read from is set');
  }
  if (typeof connectionString === 'function') {
    return { connectionString: async () => getValidConnectionString(await connectionString()) };
  }
  const text = getValidConnectionString(
    typeof connectionString === 'object' ? readEnvironment(connectionString) : connectionString,
  );
  return { connectionString: () => Promise.resolve(text) };
}

function readEnvironment(reference: { readonly env: string } | null): string {
  const name = reference?.env;
  if (typeof name !== 'string' || name === '') throw invalid('takes { env } with the name of an environment variable');
  const text = process.env[name];
  if (text === undefined || text === '') throw invalid(`reads the environment variable "${name}", which is not set`);
  return text;
}

function getValidConnectionString(text: unknown): string {
  if (typeof text !== 'string' || text === '') throw invalid('needs a "connectionString" that is a text and not empty');
  return text;
}

function getValidText(name: string, text: unknown, standard: string): string {
  if (text === undefined) return standard;
  if (typeof text !== 'string' || text === '' || text.includes('\0')) {
    throw invalid(`needs a "${name}" that is a text and not empty`);
  }
  return text;
}

function getValidChoice(value: unknown): ValidOptions['onUnavailable'] {
  if (value === undefined) return 'fail';
  if (value !== 'fail' && value !== 'defer') throw invalid('takes "fail" or "defer" as "onUnavailable"');
  return value;
}

function getValidBoolean(name: string, value: unknown, standard: boolean): boolean {
  if (value === undefined) return standard;
  if (typeof value !== 'boolean') throw invalid(`needs a "${name}" that is true or false`);
  return value;
}

function getValidNumber(name: string, value: unknown, standard: number, least: number): number {
  if (value === undefined) return standard;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > MAX_MS) {
    throw invalid(`needs a "${name}" that is a whole number of at least ${least}`);
  }
  return value;
}

function invalid(what: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `postgres() ${what}.`);
}
