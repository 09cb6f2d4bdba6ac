/** Keys of every type, as Hasura sends them: to arguments of remote schemas, and to columns of another database. */
import { test } from 'node:test';
import { startHasuraWorld } from './hasuraWorld.js';
import { toRemote, toSource } from './relationships.js';
import { defineScene } from './scenes.js';

const ddl = `
  create type mood as enum ('NEW', 'sad');
  create table ways (value text primary key);
  insert into ways values ('NEW'), ('OLD');
  create table things (
    id int primary key, small int2, big int8, num numeric, real float8, name text, uid uuid, mood mood, way text references ways,
    flag bool, day date, moment timestamptz, info jsonb, plain json, list int[], words text[], bigs int8[], uids uuid[]
  );
  insert into things values
    (1, 3, 9007199254740993, 1.50, 0.5, 'NEW', '00000000-0000-0000-0000-00000000000a', 'NEW', 'OLD',
     true, '2024-01-02', '2024-01-02T03:04:05Z', '{"id": "a", "list": [1]}', '{"id": "b"}', '{1,2}', '{a,b}',
     '{9007199254740993}', '{00000000-0000-0000-0000-00000000000a}'),
    (2, null, null, null, null, '00000000-0000-0000-0000-00000000000A', null, 'sad', null, null, null, null, '"NEW"', 'null', '{}', '{a,null}', null, null),
    (3, null, 7, 7.0, 7, '7', null, null, null, null, null, null, '[4, 5]', '[{"id": "c"}]', null, null, null, null);`;

const echo = (_: unknown, args: object) => JSON.stringify(args);
const fields = [
  'int', 'float', 'string', 'id', 'bool', 'custom', 'ints', 'ids', 'customs', 'kind', 'kinds', 'box', 'boxes',
] as const; // biome-ignore format: a list of names

const world = await startHasuraWorld(test, {
  databases: { main: ddl, other: ddl },
  remotes: {
    echo: {
      typeDefs: `
        type Query {
          int(v: Int): String float(v: Float): String string(v: String): String id(v: ID): String bool(v: Boolean): String
          custom(v: Custom): String ints(v: [Int!]): String ids(v: [ID]): String customs(v: [Custom!]): String
          kind(v: Kind): String kinds(v: [Kind!]): String box(v: Box): String boxes(v: [Box!]): String
          thing(id: Int): Thing
        }
        type Thing { id: Int big: Custom uid: String any: Custom kind: Kind kinds: [Kind!] ids: [ID] }
        scalar Custom enum Kind { NEW OLD } input Box { id: ID list: [Int!] any: Custom boxes: [Box!] }`,
      resolvers: {
        Query: {
          ...Object.fromEntries(fields.map((name) => [name, echo])),
          thing: (_: unknown, { id }: { id: number }) => ({
            id,
            big: id === 1 ? '9007199254740993' : 7,
            uid: '00000000-0000-0000-0000-00000000000A',
            any: id === 1 ? { id: 'a' } : [1, 2],
            kind: 'OLD',
            kinds: ['NEW', 'OLD'],
            ids: ['1', null],
          }),
        },
      },
    },
  },
});

/** A relationship that is named for its key and what it is given to. */
function given(key: string, field: (typeof fields)[number]) {
  return toRemote(`${key}_${field}`, [key], { [field]: { arguments: { v: `$${key}` } } }, 'echo');
}

function toThings(key: string, column: string, type: 'object' | 'array' = 'array', source = 'other') {
  return toSource(`${key}_is_${column}`, type, 'things', { [key]: column }, source);
}

const ofColumns = [
  ...(['int', 'float', 'string', 'id', 'custom', 'ints', 'ids', 'customs'] as const).flatMap((field) =>
    ['small', 'big', 'num', 'real', 'name'].map((key) => given(key, field)),
  ),
  ...(['string', 'id', 'custom', 'ids'] as const).flatMap((field) =>
    ['uid', 'mood', 'way', 'flag', 'day', 'moment'].map((key) => given(key, field)),
  ),
  ...['name', 'mood', 'way'].flatMap((key) => [given(key, 'kind'), given(key, 'kinds')]),
  given('flag', 'bool'),
  given('name', 'bool'),
  ...fields.map((field) => given('info', field)),
  given('plain', 'box'),
  given('plain', 'boxes'),
  given('plain', 'string'),
  ...(['custom', 'ints', 'ids', 'customs'] as const).flatMap((field) =>
    ['list', 'words', 'bigs'].map((key) => given(key, field)),
  ),
  given('uids', 'ids'),
  toRemote('inside', ['info', 'list', 'big'], {
    box: { arguments: { v: { any: { deep: ['$info'], list: '$list', big: '$big' }, boxes: [{ list: '$list' }] } } },
  }, 'echo'), // biome-ignore format: one relationship
];

const ofThings = [
  toThings('small', 'id'),
  toThings('big', 'small'),
  toThings('big', 'big'),
  toThings('num', 'id'),
  toThings('num', 'num'),
  toThings('real', 'big'),
  toThings('name', 'big'),
  toThings('name', 'uid'),
  toThings('name', 'mood'),
  toThings('name', 'name'),
  toThings('big', 'name'),
  toThings('uid', 'name'),
  toThings('mood', 'name'),
  toThings('way', 'name'),
  toThings('flag', 'flag'),
  toThings('day', 'day'),
  toThings('moment', 'moment'),
  toThings('info', 'name'),
  toThings('info', 'id'),
  toSource('info_is_name_here', 'array', 'things', { info: 'name' }, 'main'),
  toSource('info_is_mood_here', 'array', 'things', { info: 'mood' }, 'main'),
];

const metadata = {
  version: 3,
  sources: [
    {
      name: 'main',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'MAIN_URL' } } },
      tables: [
        { table: 'ways', is_enum: true },
        { table: 'things', remote_relationships: [...ofColumns, ...ofThings] },
      ],
    },
    {
      name: 'other',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'OTHER_URL' } } },
      customization: { type_names: { prefix: 'other_' }, root_fields: { prefix: 'other_' } },
      tables: [{ table: 'things' }],
    },
  ],
  remote_schemas: [
    {
      name: 'echo',
      definition: { url: '{{ECHO_URL}}' },
      remote_relationships: [
        {
          type_name: 'Thing',
          relationships: [
            toThings('id', 'id', 'object'),
            toThings('big', 'big'),
            toThings('uid', 'uid'),
            toThings('kind', 'mood'),
            toThings('kind', 'name'),
            given('big', 'id'),
            given('big', 'custom'),
            given('any', 'custom'),
            given('any', 'box'),
            given('any', 'ints'),
            given('kind', 'kind'),
            given('kind', 'kinds'),
            given('kind', 'string'),
            given('kinds', 'kinds'),
            given('kinds', 'custom'),
            given('ids', 'ids'),
          ],
        },
      ],
    },
  ],
};

const ask = (...names: readonly string[]): string => `{ things_by_pk(id: 1) { ${names.join(' ')} } }`;
const answered = (values: object) => ({ data: { things_by_pk: values } });
const v = (value: unknown): string => JSON.stringify({ v: value });

defineScene(world, 'Keys that are given to arguments', {
  metadata,
  cases: {
    'Numbers are numbers to Int and Float, and texts to String and ID, with all their digits': {
      query: ask(
        'small_int big_int num_int real_int small_float big_float num_float real_float',
        'small_string big_string num_string real_string small_id big_id num_id real_id',
      ),
      answer: answered({
        small_int: v(3),
        big_int: null,
        num_int: null,
        real_int: null,
        small_float: v(3),
        big_float: v(2 ** 53),
        num_float: v(1.5),
        real_float: v(0.5),
        small_string: v('3'),
        big_string: v('9007199254740993'),
        num_string: v('1.5'),
        real_string: v('0.5'),
        small_id: v('3'),
        big_id: v('9007199254740993'),
        num_id: v('1.5'),
        real_id: v('0.5'),
      }),
      calls: { main: 1, echo: 1 },
    },
    'A whole number is one to Int, whatever its column, and so is a text of digits': {
      query: '{ things_by_pk(id: 3) { big_int num_int real_int name_int big_ints num_ints } }',
      answer: answered({
        big_int: v(7),
        num_int: v(7),
        real_int: v(7),
        name_int: v(7),
        big_ints: v([7]),
        num_ints: v([7]),
      }),
    },
    'Custom scalars are given numbers where no digit is lost, and else texts': {
      query: ask('small_custom real_custom big_custom num_custom name_custom small_customs big_customs'),
      answer: answered({
        small_custom: v(3),
        real_custom: v(0.5),
        big_custom: v('9007199254740993'),
        num_custom: v('1.5'),
        name_custom: v('NEW'),
        small_customs: v([3]),
        big_customs: v(['9007199254740993']),
      }),
    },
    'Uuids, enums and times are texts, and booleans booleans to custom scalars': {
      query: ask(
        'uid_string uid_id uid_custom mood_string mood_custom way_id way_custom flag_string flag_custom',
        'day_string day_custom moment_string moment_custom uid_ids',
      ),
      answer: answered({
        uid_string: v('00000000-0000-0000-0000-00000000000a'),
        uid_id: v('00000000-0000-0000-0000-00000000000a'),
        uid_custom: v('00000000-0000-0000-0000-00000000000a'),
        mood_string: v('NEW'),
        mood_custom: v('NEW'),
        way_id: v('OLD'),
        way_custom: v('OLD'),
        flag_string: v('true'),
        flag_custom: v(true),
        day_string: v('2024-01-02'),
        day_custom: v('2024-01-02'),
        moment_string: v('2024-01-02T03:04:05+00:00'),
        moment_custom: v('2024-01-02T03:04:05+00:00'),
        uid_ids: v(['00000000-0000-0000-0000-00000000000a']),
      }),
    },
    'Texts, enums and enum tables are values of an enum, where they have its names': {
      query: '{ things(order_by: [{id: asc}]) { name_kind mood_kind way_kind mood_kinds } }',
      answer: {
        data: {
          things: [
            { name_kind: v('NEW'), mood_kind: v('NEW'), way_kind: v('OLD'), mood_kinds: v(['NEW']) },
            { name_kind: null, mood_kind: null, way_kind: null, mood_kinds: null },
            { name_kind: null, mood_kind: null, way_kind: null, mood_kinds: null },
          ],
        },
      },
    },
    'Booleans are booleans, and so is no other text': {
      query: ask('flag_bool name_bool'),
      answer: answered({ flag_bool: v(true), name_bool: null }),
    },
    'An object of JSON is an object to custom scalars and input objects, and its text to String': {
      query: ask('info_string info_custom info_customs info_box info_boxes plain_box'),
      answer: answered({
        info_string: v('{"id": "a", "list": [1]}'),
        info_custom: v({ id: 'a', list: [1] }),
        info_customs: v([{ id: 'a', list: [1] }]),
        info_box: v({ id: 'a', list: [1] }),
        info_boxes: v([{ id: 'a', list: [1] }]),
        plain_box: v({ id: 'b' }),
      }),
      calls: { main: 1, echo: 1 },
    },
    'A text in JSON is that text, and no object': {
      query:
        '{ things_by_pk(id: 2) { info_string info_id info_ids info_custom info_int info_kind info_box plain_string plain_box } }',
      answer: answered({
        info_string: v('NEW'),
        info_id: v('NEW'),
        info_ids: v(['NEW']),
        info_custom: v('NEW'),
        info_int: null,
        info_kind: v('NEW'),
        info_box: null,
        plain_string: null,
        plain_box: null,
      }),
    },
    'A list in JSON is a list': {
      query:
        '{ things_by_pk(id: 3) { info_ints info_ids info_custom info_customs info_box plain_boxes plain_box info_kinds } }',
      answer: answered({
        info_ints: v([4, 5]),
        info_ids: v(['4', '5']),
        info_custom: v([4, 5]),
        info_customs: v([4, 5]),
        info_box: null,
        plain_boxes: v([{ id: 'c' }]),
        plain_box: null,
        info_kinds: null,
      }),
    },
    'Arrays are lists to arguments that take lists, and to custom scalars': {
      query: ask(
        'list_ints list_ids list_custom list_customs words_ids words_ints words_custom bigs_ids bigs_custom bigs_ints uids_ids',
      ),
      answer: answered({
        list_ints: v([1, 2]),
        list_ids: v(['1', '2']),
        list_custom: v([1, 2]),
        list_customs: v([1, 2]),
        words_ids: v(['a', 'b']),
        words_ints: null,
        words_custom: v(['a', 'b']),
        bigs_ids: v(['9007199254740993']),
        bigs_custom: v(['9007199254740993']),
        bigs_ints: null,
        uids_ids: v(['00000000-0000-0000-0000-00000000000a']),
      }),
      calls: { main: 1, echo: 1 },
    },
    'An empty array is a list, and a null in one is where the argument takes it': {
      query: '{ things_by_pk(id: 2) { list_ints list_custom words_ids words_customs bigs_ids } }',
      answer: answered({
        list_ints: v([]),
        list_custom: v([]),
        words_ids: v(['a', null]),
        words_customs: null,
        bigs_ids: null,
      }),
    },
    'Keys of all kinds stand anywhere inside of an object': {
      query: ask('inside'),
      answer: answered({
        inside: v({
          any: { deep: [{ id: 'a', list: [1] }], list: [1, 2], big: '9007199254740993' },
          boxes: [{ list: [1, 2] }],
        }),
      }),
    },
    'Keys of a remote type are given on as they are': {
      query: `{ a: thing(id: 1) { big_id big_custom any_custom any_box kind_kind kind_kinds kind_string kinds_kinds kinds_custom ids_ids }
        b: thing(id: 2) { big_id big_custom any_custom any_box any_ints } }`,
      answer: {
        data: {
          a: {
            big_id: v('9007199254740993'),
            big_custom: v('9007199254740993'),
            any_custom: v({ id: 'a' }),
            any_box: v({ id: 'a' }),
            kind_kind: v('OLD'),
            kind_kinds: v(['OLD']),
            kind_string: v('OLD'),
            kinds_kinds: v(['NEW', 'OLD']),
            kinds_custom: v(['NEW', 'OLD']),
            ids_ids: v(['1', null]),
          },
          b: { big_id: v('7'), big_custom: v(7), any_custom: v([1, 2]), any_box: null, any_ints: v([1, 2]) },
        },
      },
      calls: { echo: 2 },
    },
  },
});

defineScene(world, 'Keys that are compared with columns', {
  metadata,
  cases: {
    'Numbers match by their value, whatever their columns': {
      query: '{ things(order_by: [{id: asc}]) { small_is_id { id } big_is_big { id } num_is_num { id } real_is_big { id } name_is_big { id } } }',
      answer: {
        data: {
          things: [
            { small_is_id: [{ id: 3 }], big_is_big: [{ id: 1 }], num_is_num: [{ id: 1 }], real_is_big: [], name_is_big: [] },
            { small_is_id: null, big_is_big: null, num_is_num: null, real_is_big: null, name_is_big: [] },
            { small_is_id: null, big_is_big: [{ id: 3 }], num_is_num: [{ id: 3 }], real_is_big: [{ id: 3 }], name_is_big: [{ id: 3 }] },
          ],
        },
      },
      calls: { main: 1, other: 1 },
    }, // biome-ignore format: rows
    'A key that is no value of the column matches nothing: the list is empty, and only without a key null': {
      query: `{ things(order_by: [{id: asc}]) { big_is_small { id } big_is_small_aggregate { aggregate { count } } num_is_id { id } name_is_uid { id } } }`,
      answer: {
        data: {
          things: [
            { big_is_small: [], big_is_small_aggregate: { aggregate: { count: 0 } }, num_is_id: [], name_is_uid: [] },
            { big_is_small: null, big_is_small_aggregate: null, num_is_id: null, name_is_uid: [{ id: 1 }] },
            { big_is_small: [], big_is_small_aggregate: { aggregate: { count: 0 } }, num_is_id: [], name_is_uid: [] },
          ],
        },
      },
      calls: { main: 1, other: 1 },
    }, // biome-ignore format: rows
    'Texts match enums, numbers and uuids as they are written, in any case of a uuid': {
      query: `{ a: things_by_pk(id: 1) { name_is_mood { id } uid_is_name { id } mood_is_name { id } way_is_name { id } name_is_name { id } }
        b: things_by_pk(id: 3) { big_is_name { id } } }`,
      answer: {
        data: {
          a: {
            name_is_mood: [{ id: 1 }],
            uid_is_name: [{ id: 2 }],
            mood_is_name: [{ id: 1 }],
            way_is_name: [],
            name_is_name: [{ id: 1 }],
          },
          b: { big_is_name: [{ id: 3 }] },
        },
      },
    },
    'Booleans and times match their like': {
      query: '{ things_by_pk(id: 1) { flag_is_flag { id } day_is_day { id } moment_is_moment { id } } }',
      answer: answered({ flag_is_flag: [{ id: 1 }], day_is_day: [{ id: 1 }], moment_is_moment: [{ id: 1 }] }),
    },
    'JSON matches by what it says, in its own database as well, and objects match nothing': {
      query:
        '{ things(order_by: [{id: asc}]) { info_is_name { id } info_is_id { id } info_is_name_here { id } info_is_mood_here { id } } }',
      answer: {
        data: {
          things: [
            { info_is_name: [], info_is_id: [], info_is_name_here: [], info_is_mood_here: [] },
            {
              info_is_name: [{ id: 1 }],
              info_is_id: [],
              info_is_name_here: [{ id: 1 }],
              info_is_mood_here: [{ id: 1 }],
            },
            { info_is_name: [], info_is_id: [], info_is_name_here: [], info_is_mood_here: [] },
          ],
        },
      },
    },
    'Fields of a remote type match as their values say': {
      query:
        '{ thing(id: 1) { id_is_id { name } big_is_big { id } uid_is_uid { id } kind_is_mood { id } kind_is_name { id } } b: thing(id: 2) { big_is_big { id } } }',
      answer: {
        data: {
          thing: {
            id_is_id: { name: 'NEW' },
            big_is_big: [{ id: 1 }],
            uid_is_uid: [{ id: 1 }],
            kind_is_mood: [],
            kind_is_name: [],
          },
          b: { big_is_big: [{ id: 3 }] },
        },
      },
      calls: { echo: 1, other: 1 },
    },
  },
});

defineScene(world, 'Numbers as texts', {
  metadata,
  env: { HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: 'true' },
  cases: {
    'Rows that are joined have them too, and keys are what they were': {
      query:
        '{ things_by_pk(id: 3) { big num real big_is_big { big num big_is_big_of: id } num_is_num_aggregate { aggregate { sum { big num } } } big_int big_id } }',
      answer: answered({
        big: '7',
        num: '7.0',
        real: '7',
        big_is_big: [{ big: '7', num: '7.0', big_is_big_of: 3 }],
        num_is_num_aggregate: { aggregate: { sum: { big: '7', num: '7.0' } } },
        big_int: v(7),
        big_id: v('7'),
      }),
      calls: { main: 1, other: 1, echo: 1 },
    },
  },
});
