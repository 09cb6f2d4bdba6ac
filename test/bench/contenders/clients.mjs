// How contenders written by hand reach the sources: with the drivers, and as many connections, as Remote Joins has.
import pg from 'pg';
import { Pool } from 'undici';

/** A database whose statements are prepared once per connection: a statement is known by its text. */
export function openDatabase(connectionString) {
  const pool = new pg.Pool({ connectionString, max: 10 });
  const names = new Map();
  return {
    async query(text, values) {
      if (!names.has(text)) names.set(text, `s${names.size}`);
      const { rows } = await pool.query({ name: names.get(text), text, values });
      return rows;
    },
    close: () => pool.end(),
  };
}

/** A GraphQL server; `ask` answers whatever it answered. */
export function openRemote(url) {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const headers = { 'content-type': 'application/json' };
  return {
    async ask(query, variables) {
      const { body } = await pool.request({
        path,
        method: 'POST',
        headers,
        body: JSON.stringify({ query, variables }),
      });
      return JSON.parse(await body.text());
    },
    close: () => pool.close(),
  };
}

/** The data of an answer that has no errors. */
export async function askForData(remote, query, variables) {
  const { data, errors } = await remote.ask(query, variables);
  if (errors) throw new Error(errors[0].message);
  return data;
}
