import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { createRowsScene } from '../support/rowsSource.js';

const scene = await createRowsScene(test, {
  ddl: `
    create type mood as enum ('happy', 'it''s "so\\so"');
    create table users (id int primary key, name text not null, mood mood);
    create table notes (
      id int primary key, user_id int, title text, code char(4), ref uuid, size bigint, price numeric, done bool,
      tags text[], meta jsonb, raw json, made timestamptz, hash bytea
    );
    insert into users values (1, 'Ada', 'happy'), (2, 'Bob', 'it''s "so\\so"');
    insert into notes values
      (1, 1, 'One', 'ab', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 9007199254740993, 1.50, true,
       '{a,b}', '{"x": [1]}', '{"y": 1}', '2024-02-29T12:00:00Z', '\\x00ff'),
      (2, 1, 'two%', null, null, 2, 2, false, '{}', '"t"', '1', '2024-03-01T12:00:00Z', null),
      (3, 2, null, null, null, null, null, null, null, 'null', null, null, null);
  `,
  sdl: `
    type Query { notes(where: Where, limit: Int, offset: Int, order_by: Order, distinct_on: [Columns!], id: Int, tags: [String!], meta: JSON): Int }
    input Where {
      _and: [Where!] _or: [Where!] _not: Where
      id: Ints title: Texts code: Texts ref: Texts size: Texts price: Texts done: Booleans tags: Lists meta: Jsons raw: Jsons
      made: Texts hash: Texts user: UserWhere
    }
    input UserWhere { name: Texts mood: Texts notes: Where }
    input Ints { _eq: Int _neq: Int _gt: Int _gte: Int _lt: Int _lte: Int _in: [Int] _nin: [Int] _is_null: Boolean }
    input Texts {
      _eq: String _neq: String _gt: String _in: [String] _is_null: Boolean _like: String _nlike: String _ilike: String
      _nilike: String _similar: String _nsimilar: String _regex: String _nregex: String _iregex: String _niregex: String
    }
    input Booleans { _eq: Boolean }
    input Lists { _eq: [String] _in: [[String!]!] _nin: [[String!]!] _contains: [String!] _contained_in: [String!] }
    input Jsons {
      _eq: JSON _in: [JSON!] _contains: JSON _contained_in: JSON _has_key: String _has_keys_any: [String] _has_keys_all: [String!]
      _cast: JsonCast
    }
    input JsonCast { String: Texts }
    enum Columns { id user_id }
    input Order { id: Direction user_id: Direction }
    enum Direction { asc desc }
  `,
  relations: { 'Where.user': ['users', 'user_id', 'id'], 'UserWhere.notes': ['notes', 'id', 'user_id'] },
});

/** Reads the ids of the notes that an argument leaves, and says which condition and values were sent for it. */
async function ask(args: string, variables?: Readonly<Record<string, unknown>>) {
  scene.statements.length = 0;
  const field = `notes(${args})`;
  const sets = await scene.read({ table: 'notes', leaves: { id: 'Int!' }, field }, { ...(variables && { variables }) });
  const [statement] = scene.statements;
  const sql = / t0 (.*?)\)? s0$/.exec(statement?.text ?? '')?.[1]?.replace(/ ?order by t0\."id"$/, '');
  return { ids: Array.isArray(sets) ? sets[0]?.[0] : sets, sql, values: statement?.values };
}

const exists = 'exists (select from "public"."users" w1 where w1."id" = t0."user_id"';

/** What is asked, what is sent for it, and the ids it leaves. */
const conditions: readonly (readonly [where: string, sql: string, values: readonly unknown[], ids: readonly number[]])[] = [
  ['{}', '', [], [1, 2, 3]],
  ['{id: {}}', '', [], [1, 2, 3]],
  ['{id: {_eq: 2}}', 'where t0."id" = $1::int4', [2], [2]],
  ['{id: {_neq: 2}}', 'where t0."id" <> $1::int4', [2], [1, 3]],
  ['{id: {_gt: 1, _lt: 3}}', 'where t0."id" > $1::int4 and t0."id" < $2::int4', [1, 3], [2]],
  ['{id: {_gte: 2, _lte: 2}}', 'where t0."id" >= $1::int4 and t0."id" <= $2::int4', [2, 2], [2]],
  ['{id: {_in: [3, 1]}}', 'where t0."id" = any($1::int4[])', ['{3,1}'], [1, 3]],
  ['{id: {_in: []}}', 'where t0."id" = any($1::int4[])', ['{}'], []],
  ['{id: {_nin: [3, 1]}}', 'where t0."id" <> all($1::int4[])', ['{3,1}'], [2]],
  ['{id: {_nin: []}}', 'where t0."id" <> all($1::int4[])', ['{}'], [1, 2, 3]],
  ['{title: {_is_null: true}}', 'where t0."title" is null', [], [3]],
  ['{title: {_is_null: false}}', 'where t0."title" is not null', [], [1, 2]],
  ['{title: {_is_null: null}}', '', [], [1, 2, 3]],
  ['{title: {_in: ["One", "\\"{,}\\\\"]}}', 'where t0."title" = any($1::text[])', ['{"One","\\"{,}\\\\"}'], [1]],
  ['{title: {_like: "%o%"}}', 'where t0."title" like $1::text', ['%o%'], [2]],
  ['{title: {_nlike: "%o%"}}', 'where t0."title" not like $1::text', ['%o%'], [1]],
  ['{title: {_ilike: "o%"}}', 'where t0."title" ilike $1::text', ['o%'], [1]],
  ['{title: {_nilike: "o%"}}', 'where t0."title" not ilike $1::text', ['o%'], [2]],
  ['{title: {_similar: "(One|Two)"}}', 'where t0."title" similar to $1::text', ['(One|Two)'], [1]],
  ['{title: {_regex: "^O"}}', 'where t0."title" ~ $1::text', ['^O'], [1]],
  ['{title: {_iregex: "^[OT]"}}', 'where t0."title" ~* $1::text', ['^[OT]'], [1, 2]],
  ['{title: {_nsimilar: "(One|Two)"}}', 'where t0."title" not similar to $1::text', ['(One|Two)'], [2]],
  ['{title: {_nregex: "^O"}}', 'where t0."title" !~ $1::text', ['^O'], [2]],
  ['{title: {_niregex: "^O"}}', 'where t0."title" !~* $1::text', ['^O'], [2]],
  ['{code: {_eq: "ab"}}', 'where t0."code" = $1::bpchar', ['ab'], [1]],
  ['{ref: {_eq: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}}', 'where t0."ref" = $1::uuid', ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'], [1]],
  ['{ref: {_like: "a0%"}}', 'where t0."ref"::text like $1::text', ['a0%'], [1]],
  ['{size: {_eq: "9007199254740993"}}', 'where t0."size" = $1::int8', ['9007199254740993'], [1]],
  ['{price: {_in: ["1.5"]}}', 'where t0."price" = any($1::numeric[])', ['{"1.5"}'], [1]],
  ['{done: {_eq: false}}', 'where t0."done" = $1::bool', [false], [2]],
  ['{tags: {_eq: ["a", "b"]}}', 'where t0."tags" = $1::text[]', ['{"a","b"}'], [1]],
  ['{tags: {_in: [["a", "b"], []]}}', 'where t0."tags" in (select v::text[] from unnest($1::text[]) v)', ['{"{\\"a\\",\\"b\\"}","{}"}'], [1, 2]],
  ['{tags: {_nin: [[]]}}', 'where (not t0."tags" in (select v::text[] from unnest($1::text[]) v))', ['{"{}"}'], [1]],
  ['{meta: {_eq: {x: [1]}}}', 'where t0."meta" = $1::jsonb', ['{"x":[1]}'], [1]],
  ['{meta: {_in: ["t", [1]]}}', 'where t0."meta" = any($1::jsonb[])', ['{"\\"t\\"","[1]"}'], [2]],
  ['{tags: {_contains: ["b"]}}', 'where t0."tags" @> $1::text[]', ['{"b"}'], [1]],
  ['{tags: {_contained_in: ["b", "a", "c"]}}', 'where t0."tags" <@ $1::text[]', ['{"b","a","c"}'], [1, 2]],
  ['{meta: {_contains: {x: []}}}', 'where t0."meta" @> $1::jsonb', ['{"x":[]}'], [1]],
  ['{meta: {_contained_in: {x: [1, 2], y: 1}}}', 'where t0."meta" <@ $1::jsonb', ['{"x":[1,2],"y":1}'], [1]],
  ['{meta: {_has_key: "x"}}', 'where t0."meta" ? $1::text', ['x'], [1]],
  ['{meta: {_has_keys_any: ["y", "t"]}}', 'where t0."meta" ?| $1::text[]', ['{"y","t"}'], [2]],
  ['{meta: {_has_keys_all: ["x", "y"]}}', 'where t0."meta" ?& $1::text[]', ['{"x","y"}'], []],
  ['{meta: {_cast: {String: {_like: "%[1]%", _in: ["{\\"x\\": [1]}"]}}}}', 'where t0."meta"::text = any($1::text[]) and t0."meta"::text like $2::text', ['{"{\\"x\\": [1]}"}', '%[1]%'], [1]],
  ['{meta: {_cast: {String: {_is_null: true}}}}', 'where t0."meta" is null', [], []],
  ['{meta: {_cast: {}, _eq: "t"}}', 'where t0."meta" = $1::jsonb', ['"t"'], [2]],
  ['{raw: {_cast: {String: {_eq: "1"}}}}', 'where t0."raw"::text = $1::text', ['1'], [2]],
  ['{raw: {_eq: {y: 1}}}', 'where t0."raw"::jsonb = $1::jsonb', ['{"y":1}'], [1]],
  ['{made: {_gt: "2024-02-29T14:00:00+02:00"}}', 'where t0."made" > $1::timestamptz', ['2024-02-29T14:00:00+02:00'], [2]],
  ['{hash: {_eq: "\\\\x00ff"}}', 'where t0."hash" = $1::bytea', ['\\x00ff'], [1]],
  ['{_and: []}', '', [], [1, 2, 3]],
  ['{_and: [{id: {_gt: 1}}, {id: {_lt: 3}}]}', 'where t0."id" > $1::int4 and t0."id" < $2::int4', [1, 3], [2]],
  ['{_or: []}', 'where false', [], []],
  ['{_or: [{}, {id: {_eq: 1}}]}', 'where (true or t0."id" = $1::int4)', [1], [1, 2, 3]],
  [
    '{_or: [{id: {_eq: 1}, title: {_eq: "One"}}, {id: {_eq: 3}}], id: {_lt: 9}}',
    'where ((t0."id" = $1::int4 and t0."title" = $2::text) or t0."id" = $3::int4) and t0."id" < $4::int4',
    [1, 'One', 3, 9],
    [1, 3],
  ],
  ['{_not: {}}', 'where (not true)', [], []],
  ['{_not: {id: {_eq: 1}}}', 'where (not t0."id" = $1::int4)', [1], [2, 3]],
  ['{user: {}}', `where ${exists})`, [], [1, 2, 3]],
  ['{user: {mood: {_eq: "it\'s \\"so\\\\so\\""}}}', `where ${exists} and w1."mood" = $1::"public"."mood")`, ['it\'s "so\\so"'], [3]],
  [
    '{user: {notes: {id: {_eq: 2}}, name: {_eq: "Ada"}}}',
    `where ${exists} and w1."name" = $1::text and exists (select from "public"."notes" w2 where w2."user_id" = w1."id" and w2."id" = $2::int4))`,
    ['Ada', 2],
    [1, 2],
  ],
]; // biome-ignore format: a table

for (const [where, sql, values, ids] of conditions) {
  test(`where: ${where}`, async () => {
    deepEqual(await ask(`where: ${where}`), { ids, sql, values });
  });
}

// Whether a pattern ends in one was looked for from each of them: a client made the server stand still for minutes.
test('a pattern of a hundred thousand backslashes is read at once', async () => {
  const pattern = '\\'.repeat(100_000);
  const started = performance.now();
  const { ids, values } = await ask(`where: {title: {_like: ${JSON.stringify(`${pattern}x`)}}}`);
  deepEqual([ids, values, performance.now() - started < 3_000], [[], [`${pattern}x`], true]);
});

test('other arguments are equality, with any of a list', async () => {
  deepEqual(await ask('id: 2'), { ids: [2], sql: 'where t0."id" = $1::int4', values: [2] });
  deepEqual(await ask('tags: ["a", "b"]'), { ids: [1], sql: 'where t0."tags" = $1::text[]', values: ['{"a","b"}'] });
  deepEqual(await ask('meta: "t"'), { ids: [2], sql: 'where t0."meta" = $1::jsonb', values: ['"t"'] });
});

const remedy = 'Leave it out, or use "_is_null" to ask for nulls.';
const refused: readonly (readonly [args: string, message: string])[] = [
  ['where: {id: {_eq: null}}', `Argument "where.id._eq" of field "Query.notes" is null. ${remedy}`],
  ['where: {id: {_in: null}}', `Argument "where.id._in" of field "Query.notes" is null. ${remedy}`],
  ['where: {id: {_nin: [1, null]}}', `Argument "where.id._nin" of field "Query.notes" holds a null. ${remedy}`],
  ['where: {id: null}', `Argument "where.id" of field "Query.notes" is null. ${remedy}`],
  ['where: {_and: null}', `Argument "where._and" of field "Query.notes" is null. ${remedy}`],
  ['where: {_or: null}', `Argument "where._or" of field "Query.notes" is null. ${remedy}`],
  ['where: {_not: null}', `Argument "where._not" of field "Query.notes" is null. ${remedy}`],
  ['where: {meta: {_cast: null}}', `Argument "where.meta._cast" of field "Query.notes" is null. ${remedy}`],
  ['where: {meta: {_cast: {String: null}}}', `Argument "where.meta._cast.String" of field "Query.notes" is null. ${remedy}`],
  ['where: {meta: {_cast: {String: {_eq: null}}}}', `Argument "where.meta._cast.String._eq" of field "Query.notes" is null. ${remedy}`],
  ['where: {meta: {_has_keys_any: ["a", null]}}', `Argument "where.meta._has_keys_any" of field "Query.notes" holds a null. ${remedy}`],
  ['where: {user: null}', `Argument "where.user" of field "Query.notes" is null. ${remedy}`],
  ['where: {_or: [{user: {name: {_eq: null}}}]}', `Argument "where._or.user.name._eq" of field "Query.notes" is null. ${remedy}`],
  [
    'where: {title: {_like: "50%\\\\"}}',
    'Argument "where.title._like" of field "Query.notes" ends in a backslash that escapes nothing. Give it another value, or leave it out.',
  ],
  ['limit: -1', 'Argument "limit" of field "Query.notes" is negative. Give 0 or more, or leave it out.'],
  ['offset: -5', 'Argument "offset" of field "Query.notes" is negative. Give 0 or more, or leave it out.'],
  [
    'distinct_on: [user_id], order_by: {id: asc}',
    'Argument "distinct_on" of field "Query.notes" names columns that the order does not begin with. Begin "order_by" with the same columns.',
  ],
  [
    'where: {title: {_eq: "secret\\u0000"}}',
    'Argument "where.title._eq" of field "Query.notes" holds a character that no text can hold. Give it another value, or leave it out.',
  ],
]; // biome-ignore format: a table

for (const [args, message] of refused) {
  test(`nothing is sent for ${args}`, async () => {
    deepEqual(await ask(args), { ids: `BAD_USER_INPUT: ${message}`, sql: undefined, values: undefined });
  });
}

test('half a character, which Postgres would get as another one, is not sent', async () => {
  const { ids, sql } = await ask('where: $where', { where: { title: { _eq: 'secret\ud800' } } });
  deepEqual(
    { ids, sql },
    {
      ids: 'BAD_USER_INPUT: Argument "where.title._eq" of field "Query.notes" holds a character that no text can hold. Give it another value, or leave it out.',
      sql: undefined,
    },
  );
});

const unusable = [
  '{title: {_regex: "("}}',
  '{user: {mood: {_eq: "sad"}}}',
  '{ref: {_eq: "x"}}',
  '{size: {_eq: "99999999999999999999"}}',
  '{made: {_gt: "soon"}}',
];

for (const where of unusable) {
  test(`the database's refusal of ${where} tells no value`, async () => {
    const { ids } = await ask(`where: ${where}`);
    equal(ids, 'BAD_USER_INPUT: The value of an argument is none that the database can use here.');
  });
}

test('values of one shape have one SQL text, whatever they hold', async () => {
  const hostile = [
    "'",
    '"',
    '\\',
    '$1',
    "'; drop table notes; --",
    '{',
    '}',
    '%',
    '\n',
    ')',
    '/*',
    '--',
    '\u202e',
    '🙂',
    '__proto__',
    '',
  ];
  const texts = new Set<string>();
  for (const value of hostile) {
    scene.statements.length = 0;
    const where = {
      title: { _eq: value, _in: [value, `${value}2`], _like: `${value}%` },
      _or: [
        {
          meta: {
            _eq: { [value]: value },
            _has_key: value,
            _has_keys_all: [value],
            _cast: { String: { _like: `${value}%` } },
          },
        },
      ],
      tags: { _eq: [value], _contains: [value] },
      raw: { _cast: { String: { _neq: value } } },
    };
    const plan = { table: 'notes', field: 'notes(where: $where)' };
    deepEqual(await scene.read(plan, { variables: { where } }), [[[]]]);
    for (const { text } of scene.statements) texts.add(text);
  }
  equal(texts.size, 1);
});
