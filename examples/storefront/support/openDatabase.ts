import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Call, Observed } from './observed.js';

export interface Database extends Observed {
  readonly pool: pg.Pool;
}

/** Fills a database from a file of SQL, and opens a pool whose connections write down what is sent. */
export async function openDatabase(connectionString: string, seed: URL): Promise<Database> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(await readFile(seed, 'utf8'));
  await client.end();

  let calls: Call[] = [];
  const pool = new pg.Pool({ connectionString });
  pool.on('connect', (client) => {
    const { query } = client;
    Object.assign(client, {
      query(statement: string | pg.QueryConfig, ...rest: unknown[]) {
        const [values] = Array.isArray(rest[0]) ? rest : [[]];
        calls.push(
          typeof statement === 'string'
            ? { text: statement, values }
            : { text: statement.text, values: statement.values ?? values },
        );
        return Reflect.apply(query, client, [statement, ...rest]);
      },
    });
  });

  return {
    pool,
    async takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: () => pool.end(),
  };
}
