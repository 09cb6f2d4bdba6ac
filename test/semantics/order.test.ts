/** The order of rows: what is asked for, ties by primary key, text by the column's own collation. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    db: `
      create table words (a int, b int, c text collate "C", en text collate "en-x-icu", n int, primary key (b, a));
      insert into words values
        (1, 9, 'b', 'b', 1), (2, 9, 'B', 'B', null), (3, 9, 'a', 'a', 1), (1, 1, 'ä', 'ä', null), (2, 1, 'Z', 'Z', 0);
      create table groups (id int primary key);
      insert into groups values (9), (1), (5);`,
    other_db: 'create table sets (id int primary key, of_b int); insert into sets values (1, 9), (2, 1);',
  },
});

const typeDefs = `
  type Query {
    words(order_by: [word_order!], limit: Int, offset: Int): [Word!]! @select
    sorted(orderBy: word_order): [Word!]! @select
    word(n: Int, a: Int): Word @select
    groups: [Group!]! @select
    sets: [Set!]! @select
  }
  type Word @table(source: "db", name: "words") { a: Int! b: Int! c: String en: String n: Int }
  type Group @table(source: "db", name: "groups") {
    id: Int!
    words(order_by: [word_order!], limit: Int, offset: Int): [Word!]! @remoteRelationship(fieldMapping: {id: "b"})
  }
  type Set @table(source: "other_db", name: "sets") {
    id: Int!
    words(order_by: [word_order!], limit: Int, offset: Int): [Word!]! @remoteRelationship(fieldMapping: {of_b: "b"})
  }
  enum direction { asc desc ASC_NULLS_FIRST desc_nulls_last desc_nulls_first asc_nulls_last }
  input word_order { n: direction en: direction c: direction a: direction b: direction }`;

defineHostSuite('The order of rows', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  async function order(by: string): Promise<string> {
    const { data, errors } = await query(`{ words: ${by} { a b } }`);
    deepEqual(errors, undefined);
    return (data as { words: { a: number; b: number }[] }).words.map(({ a, b }) => `${b}${a}`).join(' ');
  }

  const cases: Readonly<Record<string, string>> = {
    words: '11 12 91 92 93',
    'words(order_by: [])': '11 12 91 92 93',
    'words(order_by: [{c: asc}])': '92 12 93 91 11',
    'words(order_by: [{en: asc}])': '93 11 91 92 12',
    'words(order_by: [{n: asc}])': '12 91 93 11 92',
    'words(order_by: [{n: ASC_NULLS_FIRST}])': '11 92 12 91 93',
    'words(order_by: [{n: desc}])': '11 92 91 93 12',
    'words(order_by: [{n: desc_nulls_last}])': '91 93 12 11 92',
    'words(order_by: [{a: desc}, {b: desc}])': '93 92 12 91 11',
    'words(order_by: [{b: desc}, {a: desc}])': '93 92 91 12 11',
    // The keys of one object have no order of their own: coercion puts them into that of the input type.
    'sorted(orderBy: {b: desc, a: desc})': '93 92 12 91 11',
    'sorted(orderBy: {b: desc, n: asc_nulls_last})': '12 91 93 92 11',
    'words(order_by: [{n: asc}, {n: desc}])': '12 91 93 11 92',
    'words(order_by: [{n: null}, {a: desc}])': '93 12 92 11 91',
    'words(limit: 2, offset: 1)': '12 91',
    'words(order_by: [{c: desc}], limit: 1)': '11',
  };
  for (const [by, expected] of Object.entries(cases)) {
    test(by, async () => {
      deepEqual(await order(by), expected);
    });
  }

  test('limit and order hold for each parent, in the same database and in another', async () => {
    const below = 'words(order_by: [{c: asc}], limit: 2, offset: 1) { c }';
    const of9 = [{ c: 'a' }, { c: 'b' }];
    const of1 = [{ c: 'ä' }];
    deepEqual(await query(`{ groups { id ${below} } sets { id ${below} } }`), {
      data: {
        groups: [
          { id: 1, words: of1 },
          { id: 5, words: [] },
          { id: 9, words: of9 },
        ],
        sets: [
          { id: 1, words: of9 },
          { id: 2, words: of1 },
        ],
      },
    });
    deepEqual(world.counts(), { db: 2, other_db: 1 });
  });

  test('one row by columns that are not unique is the first by primary key', async () => {
    deepEqual(
      await query(
        '{ one: word(n: 1) { a b } two: word(a: 2) { a b } both: word(a: 3, n: 1) { b } none: word(n: 7) { a } any: word { a b } }',
      ),
      {
        data: { one: { a: 1, b: 9 }, two: { a: 2, b: 1 }, both: { b: 9 }, none: null, any: { a: 1, b: 1 } },
      },
    );
  });

  test('members of an object come in the order of the selection', async () => {
    const { data } = await query('{ sets { words(limit: 1) { c a } id again: id } }');
    deepEqual(
      JSON.stringify(data),
      '{"sets":[{"words":[{"c":"b","a":1}],"id":1,"again":1},{"words":[{"c":"ä","a":1}],"id":2,"again":2}]}',
    );
  });
});
