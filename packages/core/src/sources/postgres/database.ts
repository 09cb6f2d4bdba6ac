import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { CancelSignal } from '../../source.js';
import { type Failure, type Origins, toFailure } from './failure.js';
import type { ValidOptions } from './options.js';
import { openPool, type PostgresClient, type PostgresPool, type PostgresQuery } from './pool.js';
import { createPreparedNames } from './preparedNames.js';
import { isWireClient, TextQuery, type WireClient } from './textQuery.js';

/** Sends statements to one database, each on a connection of the pool that nobody else has meanwhile. */
export interface Database {
  /** The one row of the answer, as an array, or why there is none. Never rejects. */
  send(statement: BoundStatement): Promise<readonly unknown[] | Failure>;
  /** Ends a pool that was opened here; one that was given stays. May be called again. */
  close(): Promise<void>;
}

export interface BoundStatement {
  readonly text: string;
  readonly values: unknown[];
  /** Where the same text is likely to come again: the magnitude of its counts, see `magnitudeOf`. */
  readonly magnitude?: string;
  readonly origins: Origins;
  readonly signal?: CancelSignal;
}

export function isFailure(answer: readonly unknown[] | Failure): answer is Failure {
  return 'error' in answer;
}

/** A pool, or a client between two statements, says on an event that its connection broke: unheard, that ends the process. */
function ignore(): void {}

function hear(client: PostgresClient): void {
  client.on?.('error', ignore);
}

export function createDatabase({ connection, preparedStatements, ...options }: ValidOptions): Database {
  const names = createPreparedNames(preparedStatements);
  const isOwn = !('pool' in connection);
  let opening: Promise<PostgresPool> | undefined;
  let opened: PostgresPool | undefined;
  let closed: Promise<void> | undefined;

  async function open(): Promise<PostgresPool> {
    const pool =
      'pool' in connection
        ? connection.pool
        : await openPool({ ...options, connectionString: await connection.connectionString() });
    pool.on?.('error', ignore);
    if (isOwn) pool.on?.('connect', hear);
    opened = pool;
    return pool;
  }

  function openOnce(): Promise<PostgresPool> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined; // a function that gives the connection string may do better the next time
      throw error;
    });
    return opening;
  }

  async function send(statement: BoundStatement): Promise<readonly unknown[] | Failure> {
    const { signal, magnitude, text } = statement;
    if (signal?.aborted) return cancelled();
    let client: PostgresClient;
    try {
      if (closed !== undefined) throw new RemoteJoinsError('SOURCE_UNAVAILABLE', 'The source is closed already.');
      client = await (opened ?? (await openOnce())).connect();
    } catch (error) {
      return error instanceof RemoteJoinsError ? ownFailure(error) : toFailure(error, 'connect');
    }
    if (signal?.aborted) {
      client.release();
      return cancelled();
    }
    const name = magnitude === undefined ? undefined : names.nameOf(text, magnitude);
    // The clients of a pool that was given are somebody else's at other times.
    if (!isOwn) hear(client);
    const answer = await query(client, statement, name);
    if (!isOwn) client.off?.('error', ignore);
    // A statement that failed leaves a good connection behind: thrown away, clients could make us reconnect for ever.
    client.release(isFailure(answer) && answer.isConnection);
    if (!isFailure(answer) || !answer.isLostStatement || name === undefined) return answer;
    names.disable();
    return send(statement);
  }

  async function end(): Promise<void> {
    const pool = await opening?.catch(() => undefined);
    if (pool === undefined) return;
    if ('pool' in connection) pool.off?.('error', ignore);
    else await pool.end?.();
  }

  return {
    send,
    close() {
      closed ??= end();
      return closed;
    },
  };
}

async function query(
  client: PostgresClient,
  { text, values, origins }: BoundStatement,
  name: string | undefined,
): Promise<readonly unknown[] | Failure> {
  try {
    if (isWireClient(client)) return await sendText(client, text, values, name);
    return await sendQuery(client, { text, values, rowMode: 'array', queryMode: 'extended', ...(name && { name }) });
  } catch (error) {
    return toFailure(error, 'query', origins);
  }
}

function sendText(
  client: WireClient,
  text: string,
  values: readonly unknown[],
  name = '',
): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new TextQuery(text, values, name, (error, row = []) => (error === null ? resolve(row) : reject(error))),
    );
  });
}

async function sendQuery(client: PostgresClient, config: PostgresQuery): Promise<readonly unknown[]> {
  const { rows } = await client.query(config);
  const [row] = rows;
  return Array.isArray(row) ? row : [];
}

function cancelled(): Failure {
  return ownFailure(new RemoteJoinsError('REQUEST_CANCELLED', 'The client went away.'));
}

function ownFailure(error: RemoteJoinsError): Failure {
  return { error, isConnection: false, isOfOnePlan: false, isLostStatement: false };
}
