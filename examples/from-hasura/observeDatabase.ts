import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Call, Observed } from '../storefront/support/observed.js';

/**
 * Fills a database from a file of SQL, and writes down what it is asked from then on: where `pg` sends statements, since
 * metadata knows databases by their URLs and opens them itself.
 */
export async function observeDatabase(url: string, seed: URL): Promise<Observed & { readonly url: string }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(await readFile(seed, 'utf8'));
  const name = client.database;
  await client.end();

  let calls: Call[] = [];
  const { query } = pg.Client.prototype;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: readonly unknown[]) {
      const [statement] = args;
      if (this.database === name && isStatement(statement)) {
        calls.push({ text: statement.text, values: statement.values ?? [] });
      }
      return Reflect.apply(query, this, args);
    },
  });
  return {
    url,
    async takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    async stop() {
      Object.assign(pg.Client.prototype, { query });
    },
  };
}

function isStatement(value: unknown): value is pg.QueryConfig {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
