import type { Source } from '../../source.js';
import { createDatabase } from './database.js';
import { fetchRows } from './fetchRows.js';
import { introspect } from './introspect.js';
import { getValidOptions, type PostgresOptions } from './options.js';

/**
 * A Postgres database as a source: its tables and views, by `@table`, `@select` and `@remoteRelationship`.
 *
 * Nothing is opened before the source is first used; `close` ends what was opened here and leaves a given pool alone. A
 * closed source opens again when it is next attached.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 *
 * @example
 * postgres({ connectionString: process.env.ORDERS_DB })
 * postgres({ pool: new pg.Pool({ … }), schema: 'shop' })
 */
export function postgres(options: PostgresOptions): Source {
  const valid = getValidOptions(options);
  let database = createDatabase(valid);
  let isClosed = false;
  return {
    kind: 'postgres',
    onUnavailable: valid.onUnavailable,
    recall: (saved) => saved,
    introspect(name) {
      if (isClosed) database = createDatabase(valid);
      isClosed = false;
      return introspect(database, name, valid.schema);
    },
    fetch: (requests, context) => fetchRows(database, requests, context),
    close() {
      isClosed = true;
      return database.close();
    },
  };
}

export type { ConnectionString, PostgresOptions } from './options.js';
export type { PostgresClient, PostgresPool, PostgresQuery } from './pool.js';
