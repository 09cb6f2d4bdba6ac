/** JSON of rows that is nested too deep for a host to write: whoever can store it must not take from others what they asked for. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    notes_db: `
      create table notes (id int primary key, body jsonb, plain json);
      insert into notes values (1, '{"a": [1]}', '[2]');
      insert into notes select n, (repeat('{"a":', n) || '1' || repeat('}', n))::jsonb, (repeat('[', n) || repeat(']', n))::json
        from unnest(array[2000, 6000]) n;`,
  },
});

const typeDefs = `
  scalar JSON
  type Query { notes: [Note!]! @select pinned: Pin }
  type Pin { note: Int notes: [Note!]! @remoteRelationship(fieldMapping: {note: "id"}) }
  type Note @table(source: "notes_db", name: "notes") { id: Int! body: JSON plain: JSON }`;

defineHostSuite('Rows with JSON of thousands of levels', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers: { Query: { pinned: () => ({ note: 6_000 }) } },
    sources: world.sources(),
    options: {},
    beforeRequest: world.forget,
  }));

  test('R3: are errors in their places, and nobody else loses anything', async () => {
    const message = (field: string) =>
      `Field "Note.${field}" has no value: The source answered with JSON that is nested deeper than 500 levels.`;
    const errorAt = (...path: (string | number)[]) => ({
      message: message(String(path.at(-1))),
      path,
      code: 'SOURCE_INVALID_RESPONSE',
    });
    deepEqual(await query('{ notes { id body plain } }'), {
      data: {
        notes: [
          { id: 1, body: { a: [1] }, plain: [2] },
          { id: 2000, body: null, plain: null },
          { id: 6000, body: null, plain: null },
        ],
      },
      errors: [
        errorAt('notes', 1, 'body'),
        errorAt('notes', 1, 'plain'),
        errorAt('notes', 2, 'body'),
        errorAt('notes', 2, 'plain'),
      ],
    });
    deepEqual(world.counts(), { notes_db: 1 });
    deepEqual(await query('{ pinned { note notes { id body } } }'), {
      data: { pinned: { note: 6000, notes: [{ id: 6000, body: null }] } },
      errors: [errorAt('pinned', 'notes', 0, 'body')],
    });
  });
});
