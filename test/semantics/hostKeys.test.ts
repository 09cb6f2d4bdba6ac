/** Keys of the host's own objects: any JavaScript value may come as one. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    db: `
      create table ints (id int primary key, note text not null);
      insert into ints values (0, 'zero'), (7, 'seven');
      create table texts (id text primary key, note text not null);
      insert into texts values ('', 'empty'), ('a', 'ay'), ('false', 'no'), ('7', 'seven');
      create type mood as enum ('happy', 'sad');
      create table feelings (mood mood primary key, note text not null);
      insert into feelings values ('happy', ':)');`,
  },
  remotes: {
    remote: {
      typeDefs:
        'type Query { byInt(id: Int!): Item byId(id: ID!): Item byFloat(x: Float!): Item byFlag(on: Boolean!): Item } type Item { note: String! }',
      resolvers: {
        Query: {
          byInt: (_: unknown, { id }: { id: number }) => ({ note: `int ${id}` }),
          byId: (_: unknown, { id }: { id: string }) => ({ note: `id ${id}` }),
          byFloat: (_: unknown, { x }: { x: number }) => ({ note: `float ${x}` }),
          byFlag: (_: unknown, { on }: { on: boolean }) => ({ note: `flag ${on}` }),
        },
      },
    },
  },
});

const remote = (name: string, call: string) => `${name}: Item @remoteRelationship(schema: "remote", field: "${call}")`;

const typeDefs = `
  scalar Any
  type Query { things: [Thing!]! }
  type Thing {
    key: Any
    flag: Boolean
    int: Int_ @remoteRelationship(source: "db", table: "ints", fieldMapping: {key: "id"})
    text: Text @remoteRelationship(source: "db", table: "texts", fieldMapping: {key: "id"})
    feeling: Feeling @remoteRelationship(source: "db", table: "feelings", fieldMapping: {key: "mood"})
    ${remote('remoteInt', 'byInt(id: $key)')}
    ${remote('remoteId', 'byId(id: $key)')}
    ${remote('remoteFloat', 'byFloat(x: $key)')}
    ${remote('remoteFlag', 'byFlag(on: $flag)')}
  }
  type Int_ @table(source: "db", name: "ints") { note: String! }
  type Text @table(source: "db", name: "texts") { note: String! }
  type Feeling @table(source: "db", name: "feelings") { note: String! }
  type Item { note: String! }`;

let keys: readonly unknown[] = [];
const resolvers = {
  Query: { things: () => keys.map((key) => ({ key, ...(typeof key === 'boolean' && { flag: key }) })) },
};

defineHostSuite("Keys of the host's objects", (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest: world.forget,
  }));

  async function join(field: string, values: readonly unknown[]): Promise<readonly unknown[]> {
    keys = values;
    const { data, errors } = await query(`{ things { ${field} { note } } }`);
    deepEqual(errors, undefined, field);
    return (data as { things: Record<string, { note: string } | null>[] }).things.map(
      (thing) => thing[field]?.note ?? null,
    );
  }

  const sent = () =>
    Object.values(world.calls()).flatMap((calls) => calls.flatMap(([, values]) => Object.values(values)));

  test('an int column: only its numbers, in their one spelling, are sent', async () => {
    const values = [
      7,
      '7',
      '07',
      '7.0',
      ' 7',
      '1e1',
      'x',
      7.5,
      99999999999,
      '99999999999',
      -1,
      'a\0b',
      true,
      [7],
      { id: 7 },
      Number.NaN,
      Infinity,
      0,
      -0,
      '',
      null,
      undefined,
    ];
    deepEqual(await join('int', values), [
      'seven',
      'seven',
      null,
      'seven',
      ...Array(13).fill(null),
      'zero',
      'zero',
      null,
      null,
      null,
    ]);
    deepEqual(sent(), ['{7,-1,0}']);
  });

  test('a text column: texts, and what has one text', async () => {
    const values = ['', 'a', false, 7, 'a\0', '\ud800', [], null];
    deepEqual(await join('text', values), ['empty', 'ay', 'no', 'seven', null, null, null, null]);
    deepEqual(sent(), ['{"","a","false","7"}']);
  });

  test('an enum column: only its labels are sent', async () => {
    deepEqual(await join('feeling', ['happy', 'HAPPY', 'angry', 1, null]), [':)', null, null, null, null]);
    deepEqual(sent(), ['{"happy"}']);
    deepEqual(await join('feeling', ['angry', null]), [null, null]);
    deepEqual(world.counts(), {});
  });

  test('arguments of a remote schema: what their types can hold', async () => {
    deepEqual(await join('remoteInt', [0, 7, '7', 'x', 2 ** 31, 1.5, null]), [
      'int 0',
      'int 7',
      'int 7',
      null,
      null,
      null,
      null,
    ]);
    deepEqual(sent(), [0, 7]);
    deepEqual(await join('remoteId', ['', 'a', 7, '7', null]), ['id ', 'id a', 'id 7', 'id 7', null]);
    deepEqual(sent(), ['', 'a', '7']);
    deepEqual(await join('remoteFloat', [0, 1.5, '1.50', 'x', Infinity]), [
      'float 0',
      'float 1.5',
      'float 1.5',
      null,
      null,
    ]);
    deepEqual(sent(), [0, 1.5]);
    deepEqual(await join('remoteFlag', [false, true, 1]), ['flag false', 'flag true', null]);
    deepEqual(sent(), [false, true]);
  });
});
