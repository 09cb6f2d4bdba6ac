/** Answers of a remote schema that are GraphQL and yet not what was asked: what does not fit fails at its own position. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { remoteSchema } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startFaultServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

/** What the remote schema answers, whatever it is asked. */
let answer: unknown;
const sick = await startFaultServer(test, (_, response) =>
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer)),
);

const world = await startWorld(test, {
  databases: {
    db: `
      create table items (id int primary key, sku text not null);
      insert into items values (1, 'a'), (2, 'b');
      create table owners (id int primary key, name text not null);
      insert into owners values (7, 'Ada');`,
  },
});

const typeDefs = `
  scalar Json
  type Query {
    items: [Item!]! @select
    thing: Thing @remoteField(schema: "sick")
    things: [Thing!] @remoteField(schema: "sick")
    shape: Shape @remoteField(schema: "sick")
  }
  type Item @table(source: "db", name: "items") {
    id: Int!
    thing: Thing @remoteRelationship(schema: "sick", field: "byId(id: $sku)")
    inBulk: Thing @remoteRelationship(schema: "sick", field: "byIds(ids: [$sku])", matchBy: {sku: "id"})
  }
  type Thing {
    int: Int float: Float text: String flag: Boolean id: ID color: Color json: Json list: [Int] inner: Thing
    owner: Owner @remoteRelationship(source: "db", table: "owners", fieldMapping: {int: "id"})
  }
  enum Color { RED }
  interface Shape { text: String }
  type Square implements Shape { text: String side: Int }
  type Owner @table(source: "db", name: "owners") { name: String! }`;

const upstream = `
  scalar Json
  type Query { thing: Thing things: [Thing!] byId(id: ID!): Thing byIds(ids: [ID!]!): [Thing] shape: Shape }
  type Thing { int: Int float: Float text: String flag: Boolean id: ID color: Color json: Json list: [Int] inner: Thing }
  enum Color { RED }
  interface Shape { text: String }
  type Square implements Shape { text: String side: Int }`;

const invalid = 'SOURCE_INVALID_RESPONSE';
const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);

defineHostSuite('Answers that do not fit', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: { ...world.sources(), sick: remoteSchema({ url: sick.url, schema: upstream }) },
    beforeRequest: world.forget,
  }));

  async function ask(source: string, given: unknown): Promise<readonly [data: unknown, errors: readonly string[]]> {
    answer = given;
    const { data, errors = [] } = await query(source);
    for (const { message } of errors) equal(message.includes('CNRY'), false, message);
    return [data, errors.map(({ path, code }) => `${path?.join('.')} ${code}`).sort()];
  }

  test('leaves of the wrong type', async () => {
    const fields = {
      int: ['1', 1.5, 2 ** 31, {}],
      float: ['1', [1]],
      text: [1, {}],
      flag: [1, 'true'],
      id: [{}, 1.5],
      color: ['BLUE', 1],
      list: [1, {}],
    };
    for (const [field, values] of Object.entries(fields)) {
      for (const value of values) {
        deepEqual(
          await ask(`{ thing { it: ${field} } }`, { data: { _0: { it: value } } }),
          [{ thing: { it: null } }, [`thing.it ${invalid}`]],
          `${field}: ${JSON.stringify(value)}`,
        );
      }
    }
  });

  test('values that fit stay beside those that do not', async () => {
    const data = {
      _0: { int: 1, text: 5, id: 6, float: 2, flag: false, color: 'RED', list: [1, 'x', null], json: { a: ['CNRY'] } },
    };
    deepEqual(await ask('{ thing { int text id float flag color list json } }', { data }), [
      {
        thing: {
          int: 1,
          text: null,
          id: '6',
          float: 2,
          flag: false,
          color: 'RED',
          list: [1, null, null],
          json: { a: ['CNRY'] },
        },
      },
      [`thing.list.1 ${invalid}`, `thing.text ${invalid}`],
    ]);
  });

  test('objects and lists in the wrong place', async () => {
    for (const value of [5, 'CNRY', [], [{ text: 'x' }]]) {
      deepEqual(await ask('{ thing { text } }', { data: { _0: value } }), [{ thing: null }, [`thing ${invalid}`]]);
    }
    deepEqual(await ask('{ things { text } }', { data: { _0: { text: 'x' } } }), [
      { things: null },
      [`things ${invalid}`],
    ]);
    deepEqual(await ask('{ things { text } }', { data: { _0: [{ text: 'x' }, 5] } }), [
      { things: null },
      [`things.1 ${invalid}`],
    ]);
    deepEqual(await ask('{ thing { inner { text } } }', { data: { _0: { inner: 'CNRY' } } }), [
      { thing: { inner: null } },
      [`thing.inner ${invalid}`],
    ]);
  });

  test('members that are missing, and members that nobody asked for', async () => {
    deepEqual(await ask('{ thing { text int } }', { data: { _0: { text: 'x', CNRY: 1, __proto__: { int: 5 } } } }), [
      { thing: { text: 'x', int: null } },
      [`thing.int ${invalid}`],
    ]);
    deepEqual(
      await ask('{ thing { text toString: int } }', '{"data":{"_0":{"text":"x","__proto__":{"toString":5}}}}'),
      [{ thing: { text: 'x', toString: null } }, [`thing.toString ${invalid}`]],
    );
    equal(({} as { CNRY?: unknown }).CNRY, undefined);
  });

  test('type names that are wrong or missing', async () => {
    const source = '{ shape { __typename text ... on Square { side } } }';
    for (const shape of [
      { text: 'x' },
      { __typename: 'CNRY', text: 'x' },
      { __typename: 'Thing', text: 'x' },
      { __typename: 5 },
    ]) {
      deepEqual(
        await ask(source, { data: { _0: shape } }),
        [{ shape: null }, [`shape ${invalid}`]],
        JSON.stringify(shape),
      );
    }
    deepEqual(await ask(source, { data: { _0: { __typename: 'Square', text: 'x', side: 4 } } }), [
      { shape: { __typename: 'Square', text: 'x', side: 4 } },
      [],
    ]);
  });

  test('JSON so deep that it would break the server that writes it', async () => {
    deepEqual(await ask('{ thing { json text } }', { data: { _0: { json: deep(100), text: 'x' } } }), [
      { thing: { json: null, text: 'x' } },
      [`thing.json ${invalid}`],
    ]);
    const huge = `{"data":{"_0":{"text":"x","json":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}`;
    deepEqual(await ask('{ thing { json text } }', huge), [
      { thing: { json: null, text: 'x' } },
      [`thing.json ${invalid}`],
    ]);
    deepEqual(await ask('{ thing { json } }', { data: { _0: { json: deep(50) } } }), [
      { thing: { json: deep(50) } },
      [],
    ]);
  });

  test('keys of the wrong type are no keys, and join nothing', async () => {
    deepEqual(await ask('{ things { owner { name } } }', { data: { _0: [{ int: 7 }, { int: {} }, { int: null }] } }), [
      { things: [{ owner: { name: 'Ada' } }, { owner: null }, { owner: null }] },
      [],
    ]);
    deepEqual(world.counts(), { db: 1 });
  });

  test('one of several keys unanswered, and lists longer, shorter and doubled', async () => {
    deepEqual(await ask('{ items { thing { text } } }', { data: { _0_1: { text: 'b' } } }), [
      { items: [{ thing: null }, { thing: { text: 'b' } }] },
      [`items.0.thing ${invalid}`],
    ]);
    const found = [
      { _m0: 'b', text: 'first' },
      null,
      { _m0: 'CNRY', text: 'x' },
      { _m0: 'b', text: 'second' },
      { _m0: {}, text: 'y' },
    ];
    deepEqual(await ask('{ items { inBulk { text } } }', { data: { _0: found } }), [
      { items: [{ inBulk: null }, { inBulk: { text: 'first' } }] },
      [],
    ]);
    deepEqual(await ask('{ items { inBulk { text } } }', { data: { _0: [] } }), [
      { items: [{ inBulk: null }, { inBulk: null }] },
      [],
    ]);
  });

  test('errors without a path, with odd paths, and errors that are none', async () => {
    const two = { _0_0: { text: 'a' }, _0_1: null };
    const source = '{ items { thing { text } } }';
    const oneFails = [{ items: [{ thing: { text: 'a' } }, { thing: null }] }, ['items.1.thing SOURCE_ERROR']];
    for (const error of [
      { message: 'CNRY' },
      { path: ['CNRY'] },
      { path: [{}] },
      { path: 'CNRY' },
      null,
      5,
      'CNRY',
      [],
      { path: ['_0_1'] },
      { path: ['_0_1', 'text'] },
    ]) {
      deepEqual(await ask(source, { data: two, errors: [error] }), oneFails, JSON.stringify(error));
    }
    deepEqual(
      await ask(source, { data: { _0_0: { text: 'a' }, _0_1: { text: 'b' } }, errors: [{ message: 'CNRY' }] }),
      [{ items: [{ thing: null }, { thing: null }] }, ['items.0.thing SOURCE_ERROR', 'items.1.thing SOURCE_ERROR']],
    );
    deepEqual(await ask(source, { data: two, errors: [] }), [
      { items: [{ thing: { text: 'a' } }, { thing: null }] },
      [],
    ]);
  });
});
