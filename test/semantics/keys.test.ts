/** Which keys are keys, what they match, and what stands where nothing does. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const A0 = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';

const world = await startWorld(test, {
  databases: {
    left_db: `
      create table parents (
        id int primary key, i int, t text, b bool, n numeric, big int8, u uuid, ut text, site int, country text, r float8
      );
      insert into parents values
        (1, 1, 'x', true, 1.00, 9007199254740993, '${A0}', upper('${A0}'), 1, 'NL', 1.5),
        (2, 0, '', false, 0, 0, null, 'x', null, 'NL', 0),
        (3, null, null, null, null, null, null, null, null, null, null),
        (4, 99, '05', null, 1.5, -9223372036854775808, null, '1e1', 9, 'NL', -0.5),
        (5, 10, '99999999999', true, 10.0, 10, null, '10', 1, 'DE', 10),
        (6, 1, '1e1', true, 1.0, 1, '${A0}', '${A0}', 1, 'NL', 1.5);`,
    right_db: `
      create table ints (id int primary key, note text not null);
      insert into ints values (0, 'zero'), (1, 'one'), (5, 'five'), (10, 'ten');
      create table bigs (id int8 primary key, note text not null);
      insert into bigs values (0, 'zero'), (1, 'one'), (10, 'ten'), (9007199254740993, 'odd'), (9007199254740992, 'even'), (-9223372036854775808, 'least');
      create table texts (id text primary key, note text not null);
      insert into texts values ('', 'empty'), ('x', 'ex'), ('0', 'nil'), ('1', 'one'), ('05', 'oh five'), ('1.5', 'half'), ('10', 'ten'), ('true', 'yes'), ('${A0}', 'uuid'), (upper('${A0}') || ' ', 'other');
      create table flags (id bool primary key, note text not null);
      insert into flags values (true, 'yes'), (false, 'no');
      create table numbers (id numeric primary key, note text not null);
      insert into numbers values (0.00, 'zero'), (1.000, 'one'), (1.50, 'half'), (10, 'ten');
      create table uuids (id uuid primary key, note text not null);
      insert into uuids values ('${A0}', 'uuid');
      create extension citext;
      create table folded (id citext primary key, note text not null);
      insert into folded values ('X', 'ex'), ('TRUE', 'yes');
      create table padded (id char(4) primary key, note text not null);
      insert into padded values ('x', 'ex'), ('10', 'ten');
      create table places (country text, site int, note text not null, primary key (country, site));
      insert into places values ('NL', 1, 'here'), ('DE', 1, 'there');
      create table many (id int primary key, of_int int, of_text text, note text collate "C" not null);
      insert into many values (3, 1, 'x', 'b'), (1, 1, 'x', 'B'), (2, 1, 'x', 'a'), (4, 0, '', 'zero'), (5, 10, '1e1', 'a');`,
  },
});

const joined = (name: string, type: string, mapping: string) =>
  `${name}: ${type} @remoteRelationship(fieldMapping: {${mapping}})`;

const typeDefs = `
  type Query { parents(id: Int): [Parent!]! @select }
  type Parent @table(source: "left_db", name: "parents") {
    id: Int!
    ${joined('intOfInt', 'Int_', 'i: "id"')}
    ${joined('intOfText', 'Int_', 't: "id"')}
    ${joined('intOfNumeric', 'Int_', 'n: "id"')}
    ${joined('intOfFloat', 'Int_', 'r: "id"')}
    ${joined('intOfBig', 'Int_', 'big: "id"')}
    ${joined('bigOfBig', 'Big', 'big: "id"')}
    ${joined('bigOfText', 'Big', 'ut: "id"')}
    ${joined('textOfText', 'Text', 't: "id"')}
    ${joined('textOfInt', 'Text', 'i: "id"')}
    ${joined('textOfNumeric', 'Text', 'n: "id"')}
    ${joined('textOfBool', 'Text', 'b: "id"')}
    ${joined('textOfUuid', 'Text', 'u: "id"')}
    ${joined('foldedOfText', 'Folded', 't: "id"')}
    ${joined('foldedOfBool', 'Folded', 'b: "id"')}
    ${joined('paddedOfText', 'Padded', 'ut: "id"')}
    ${joined('flagOfBool', 'Flag', 'b: "id"')}
    ${joined('numberOfNumeric', 'Number_', 'n: "id"')}
    ${joined('numberOfText', 'Number_', 't: "id"')}
    ${joined('uuidOfUuid', 'Uuid', 'u: "id"')}
    ${joined('uuidOfText', 'Uuid', 'ut: "id"')}
    ${joined('place', 'Place', 'country: "country", site: "site"')}
    ${joined('places', '[Place!]', 'country: "country", site: "site"')}
    ${joined('placesNonNull', '[Place!]!', 'country: "country", site: "site"')}
    ${joined('many', '[Many!]!', 'i: "of_int"')}
    ${joined('manyOrNull', '[Many!]', 'i: "of_int"')}
    ${joined('first', 'Many', 'i: "of_int"')}
  }
  type Int_ @table(source: "right_db", name: "ints") { note: String! }
  type Big @table(source: "right_db", name: "bigs") { note: String! }
  type Text @table(source: "right_db", name: "texts") { note: String! }
  type Folded @table(source: "right_db", name: "folded") { note: String! }
  type Padded @table(source: "right_db", name: "padded") { note: String! }
  type Flag @table(source: "right_db", name: "flags") { note: String! }
  type Number_ @table(source: "right_db", name: "numbers") { note: String! }
  type Uuid @table(source: "right_db", name: "uuids") { note: String! }
  type Place @table(source: "right_db", name: "places") { note: String! }
  type Many @table(source: "right_db", name: "many") { id: Int! }`;

defineHostSuite('Join keys', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  /** The notes of one relationship, parent by parent, and the keys that were sent for it. */
  async function join(field: string): Promise<[unknown[], unknown[]]> {
    const { data, errors } = await query(`{ parents { ${field} { note } } }`);
    deepEqual(errors, undefined);
    const { parents } = data as { parents: Record<string, { note: string } | null>[] };
    const sent = (world.calls().right_db ?? []).flatMap(([, values]) => Object.values(values));
    return [parents.map((parent) => parent[field]?.note ?? null), sent];
  }

  const cases: Readonly<Record<string, readonly [notes: readonly unknown[], sent: readonly unknown[]]>> = {
    intOfInt: [['one', 'zero', null, null, 'ten', 'one'], ['{1,0,99,10}']],
    intOfText: [[null, null, null, null, null, null], []],
    intOfNumeric: [['one', 'zero', null, null, 'ten', 'one'], ['{1,0,10}']],
    intOfFloat: [[null, 'zero', null, null, 'ten', null], ['{0,10}']],
    intOfBig: [[null, 'zero', null, null, 'ten', 'one'], ['{0,10,1}']],
    bigOfBig: [
      ['odd', 'zero', null, 'least', 'ten', 'one'],
      ['{"9007199254740993","0","-9223372036854775808","10","1"}'],
    ],
    bigOfText: [[null, null, null, null, 'ten', null], ['{"10"}']],
    textOfText: [['ex', 'empty', null, 'oh five', null, null], ['{"x","","05","99999999999","1e1"}']],
    textOfInt: [['one', 'nil', null, null, 'ten', 'one'], ['{"1","0","99","10"}']],
    textOfNumeric: [['one', 'nil', null, 'half', 'ten', 'one'], ['{"1","0","1.5","10"}']],
    textOfBool: [['yes', null, null, null, 'yes', 'yes'], ['{"true","false"}']],
    textOfUuid: [['uuid', null, null, null, null, 'uuid'], [`{"${A0}"}`]],
    foldedOfText: [['ex', null, null, null, null, null], ['{"x","","05","99999999999","1e1"}']],
    foldedOfBool: [['yes', null, null, null, 'yes', 'yes'], ['{"true","false"}']],
    paddedOfText: [[null, 'ex', null, null, 'ten', null], [`{"${A0.toUpperCase()}","x","1e1","10","${A0}"}`]],
    flagOfBool: [['yes', 'no', null, null, 'yes', 'yes'], ['{true,false}']],
    numberOfNumeric: [['one', 'zero', null, 'half', 'ten', 'one'], ['{"1","0","1.5","10"}']],
    numberOfText: [[null, null, null, null, null, null], ['{"99999999999"}']],
    uuidOfUuid: [['uuid', null, null, null, null, 'uuid'], [`{"${A0}"}`]],
    uuidOfText: [['uuid', null, null, null, null, 'uuid'], [`{"${A0}"}`]],
  };
  for (const [field, expected] of Object.entries(cases)) {
    test(`${field}: what is no key is not sent, and fails nobody else`, async () => {
      deepEqual(await join(field), expected);
    });
  }

  test('no part of a composite key may be null; null or [] stands by the outer list', async () => {
    deepEqual(await query('{ parents { place { note } places { note } placesNonNull { note } } }'), {
      data: {
        parents: [
          { place: { note: 'here' }, places: [{ note: 'here' }], placesNonNull: [{ note: 'here' }] },
          { place: null, places: null, placesNonNull: [] },
          { place: null, places: null, placesNonNull: [] },
          { place: null, places: [], placesNonNull: [] },
          { place: { note: 'there' }, places: [{ note: 'there' }], placesNonNull: [{ note: 'there' }] },
          { place: { note: 'here' }, places: [{ note: 'here' }], placesNonNull: [{ note: 'here' }] },
        ],
      },
    });
    deepEqual(world.counts(), { left_db: 1, right_db: 1 });
  });

  test('nothing is fetched where no parent has a key', async () => {
    deepEqual(await query('{ parents(id: 3) { id place { note } many { id } manyOrNull { id } first { id } } }'), {
      data: { parents: [{ id: 3, place: null, many: [], manyOrNull: null, first: null }] },
    });
    deepEqual(world.counts(), { left_db: 1 });
  });

  test('several rows: a list has all by primary key, an object the first by primary key', async () => {
    deepEqual(await query('{ parents { id many { id } manyOrNull { id } first { id } } }'), {
      data: {
        parents: [
          {
            id: 1,
            many: [{ id: 1 }, { id: 2 }, { id: 3 }],
            manyOrNull: [{ id: 1 }, { id: 2 }, { id: 3 }],
            first: { id: 1 },
          },
          { id: 2, many: [{ id: 4 }], manyOrNull: [{ id: 4 }], first: { id: 4 } },
          { id: 3, many: [], manyOrNull: null, first: null },
          { id: 4, many: [], manyOrNull: [], first: null },
          { id: 5, many: [{ id: 5 }], manyOrNull: [{ id: 5 }], first: { id: 5 } },
          {
            id: 6,
            many: [{ id: 1 }, { id: 2 }, { id: 3 }],
            manyOrNull: [{ id: 1 }, { id: 2 }, { id: 3 }],
            first: { id: 1 },
          },
        ],
      },
    });
    deepEqual(world.counts(), { left_db: 1, right_db: 1 });
  });
});
