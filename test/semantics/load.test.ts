/** Many keys at once, and many requests at one connection. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { postgres } from '@remote-joins/core';
import pg from 'pg';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { createDatabase } from '../support/postgres.js';
import { startWorld } from '../support/world.js';

const MANY = 70_000;

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table clicks (id int primary key, user_id int not null);
      insert into clicks select n, 3 * n from generate_series(1, ${MANY}) n;`,
    users_db: `
      create table users (id int primary key, note text not null);
      insert into users select n, 'n' || n from generate_series(1, ${3 * MANY}) n;
      create table pairs (a int, b text, note text not null, primary key (a, b));`,
  },
});

defineHostSuite('Seventy thousand keys in one join', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs: `
      type Query { clicks(limit: Int): [Click!]! @select }
      type Click @table(source: "shop_db", name: "clicks") {
        id: Int!
        user: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {user_id: "id"})
        few: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {user_id: "id"}, batchSize: 3)
      }
      type User @table(source: "users_db", name: "users") { note: String! }`,
    sources: world.sources(),
    beforeRequest: world.forget,
  }));

  // Engine and source are the same everywhere; two hosts are enough for the slow one.
  const skip = !['Apollo Server', 'Mercurius'].includes(host.name);
  const keysOf = (value: unknown) => String(value).split(',').length;

  test('leave in chunks of ten thousand, side by side, each key once', { skip }, async () => {
    const { data, errors } = await query('{ clicks { id user { note } } }');
    equal(errors, undefined);
    const { clicks } = data as { clicks: { id: number; user: { note: string } }[] };
    equal(clicks.length, MANY);
    deepEqual(
      clicks.filter(({ id, user }) => user.note !== `n${3 * id}`),
      [],
    );
    const { shop_db = [], users_db = [] } = world.calls();
    equal(shop_db.length, 1);
    deepEqual(
      users_db.map(([, values]) => keysOf(Object.values(values)[0])),
      Array(7).fill(10_000),
    );
    equal(new Set(users_db.map(([text]) => text)).size, 1);
    equal(new Set(users_db.flatMap(([, values]) => String(Object.values(values)[0]).match(/\d+/g) ?? [])).size, MANY);
  });

  test('none, one, a whole chunk, and one more', async () => {
    const sizes = async (limit: number) => {
      const { data } = await query('query ($limit: Int) { clicks(limit: $limit) { few { note } } }', { limit });
      const { clicks } = data as { clicks: { few: { note: string } }[] };
      deepEqual(
        clicks.map(({ few }) => few.note),
        Array.from({ length: limit }, (_, index) => `n${3 * (index + 1)}`),
      );
      return (world.calls().users_db ?? []).map(([, values]) => keysOf(Object.values(values)[0]));
    };
    deepEqual(await sizes(0), []);
    deepEqual(await sizes(1), [1]);
    deepEqual(await sizes(3), [3]);
    deepEqual(await sizes(4), [3, 1]);
  });
});

defineHostSuite('One connection', (host) => {
  // Under jit the suite sends each request three times.
  const skip = host.name === 'Mercurius with jit';

  test('serves a hundred requests of several hops at once', { skip }, async (t) => {
    const scope = { after: (hook: () => Promise<void>) => t.after(hook) };
    const url = await createDatabase(
      scope,
      `create table nodes (id int primary key, next int, label text not null);
       insert into nodes select n, n % 10 + 1, 'node ' || n from generate_series(1, 10) n;
       create table tags (id int primary key, node int not null, text text not null);
       insert into tags select n, n, 'tag ' || n from generate_series(1, 10) n;`,
    );
    const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 20_000 });
    const source = () => postgres({ pool });
    pool.on('error', () => {}); // its database is dropped first
    t.after(() => pool.end());
    const { query, stop } = await host.start(scope, {
      typeDefs: `
        type Query { nodes(id: Int): [Node!]! @select all: [Tag!]! @select }
        type Node @table(source: "a", name: "nodes") {
          label: String!
          tag: Tag @remoteRelationship(source: "b", table: "tags", fieldMapping: {id: "node"})
          tags: [Tag!]! @remoteRelationship(source: "b", table: "tags", fieldMapping: {next: "node"})
        }
        type Tag @table(source: "b", name: "tags") {
          text: String!
          node: Node @remoteRelationship(source: "a", table: "nodes", fieldMapping: {id: "id"})
        }`,
      sources: { a: source(), b: source() },
    });
    const text =
      '{ nodes(id: 3) { label tag { node { tags { node { label } } } } tags { text } } all { node { label } } }';
    const first = {
      data: {
        nodes: [
          { label: 'node 3', tag: { node: { tags: [{ node: { label: 'node 4' } }] } }, tags: [{ text: 'tag 4' }] },
        ],
        all: Array.from({ length: 10 }, (_, index) => ({ node: { label: `node ${index + 1}` } })),
      },
    };
    const answers = await Promise.all(Array.from({ length: 100 }, () => query(text)));
    deepEqual(answers, Array(100).fill(first));
    deepEqual([pool.totalCount, pool.idleCount, pool.waitingCount], [1, 1, 0]);
    await stop();
    equal((await pool.query('select 1')).rowCount, 1, 'a pool that was given stays open');
  });
});
