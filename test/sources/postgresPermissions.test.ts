import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { tableKey } from '../../packages/core/src/model/catalog.js';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import type { SessionVariable } from '../../packages/core/src/model/session.js';
import { compileSQL } from '../../packages/core/src/sources/postgres/compileSQL.js';
import { readShape } from '../../packages/core/src/sources/postgres/readShape.js';
import { createFilters, elsewhere, exists, type FilterParts } from '../support/filters.js';
import { contextOf, createPlanner, keysOf, type RowsPlanParts, setsOf } from '../support/rowsPlan.js';
import { asSession, createRowsScene, type RowsRequest } from '../support/rowsSource.js';

const integer: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };

const sdl = `
  type Query {
    notes(where: Where, limit: Int, offset: Int, order_by: [Order!], distinct_on: [Columns!], id: Int, secret: String): Int
    people(where: PersonWhere, limit: Int): Int
  }
  input Where { _and: [Where!] _or: [Where!] _not: Where id: Ints title: Texts secret: Texts tags: Lists raw: Jsons owner: PersonWhere }
  input PersonWhere { name: Texts secret: Texts notes: Where }
  input Ints { _eq: Int _gt: Int }
  input Texts { _eq: String _is_null: Boolean _like: String _regex: String }
  input Lists { _in: [[String!]!] }
  input Jsons { _eq: JSON }
  enum Columns { title secret }
  input Order { id: Direction title: Direction secret: Direction }
  enum Direction { asc desc }
`;
const scene = await createRowsScene(test, {
  ddl: `
    create table people (id int primary key, name text, org int, secret text);
    create table notes (id int primary key, owner_id int, title text, secret text not null, tags text[], raw json, team int);
    create table flags (name text primary key);
    insert into people values (1, 'Ada', 7, 's1'), (2, 'Bob', 7, 's2'), (3, 'Cy', 8, 's3');
    insert into notes values
      (1, 1, 'b', 'z', '{a}', '{}', 70), (2, 1, 'a', 'y', '{}', '{}', null), (3, 2, 'c', 'x', '{a,b}', '{}', 80),
      (4, 3, 'a', 'w', null, '{"bad": "\\u0000"}', 90), (5, null, null, 'v', null, null, 70);
    insert into flags values ('open');
  `,
});
const filterOf = createFilters(scene.catalog);
const may = (table: string, filter: FilterParts) => ({ filter: filterOf(table, filter) });
const notesColumns = (...names: string[]) =>
  names.flatMap((name) => scene.catalog.tables.get(tableKey('public', 'notes'))?.columns.get(name) ?? []);
const own = may('notes', { owner_id: { _eq: { session: 'x-user' } } });
const colleague = may('people', { org: { _eq: { session: 'x-org' } } });
const planner = createPlanner(scene.catalog, sdl, {
  'Where.owner': ['people', 'owner_id', 'id', colleague],
  'PersonWhere.notes': ['notes', 'id', 'owner_id', own],
});
const as: Readonly<Record<string, SessionVariable>> = { 'x-user': '1', 'x-org': '7' };

interface Sent {
  readonly sql: readonly string[];
  readonly values: readonly (readonly unknown[])[];
  readonly sets: unknown;
}

async function ask(parts: RowsPlanParts, request: RowsRequest = {}): Promise<Sent> {
  const { keys, variables = {}, lookup, as: session = as } = request;
  scene.statements.length = 0;
  const [answer] = await scene.fetch([{ plan: planner.plan(parts), ...(keys && { keys }) }], {
    variables,
    session: asSession(session),
    ...(lookup && { lookup }),
  });
  return {
    sql: scene.statements.map(({ text }) => text),
    values: scene.statements.map(({ values }) => values),
    sets: setsOf(answer),
  };
}

const columns = (...forms: string[]) =>
  `to_json(array[${forms.map((form) => `to_json(coalesce(array_agg(${form}), '{}'))`).join(', ')}])`;

interface Case extends RowsRequest {
  readonly name: string;
  readonly plan: RowsPlanParts;
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly sets: unknown;
}

const redactedColumns = new Map([['secret', filterOf('notes', { title: { _eq: { session: 'x-title' } } })]]);
const redacted = { redactedColumns };

const cases: readonly Case[] = [
  {
    name: 'a root field reads the rows that a filter leaves, and arguments narrow those',
    plan: { table: 'notes', leaves: { id: 'Int!' }, permission: own, field: 'notes(where: {id: {_gt: 1}})' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where t0."owner_id" = $1::int4 and t0."id" > $2::int4 order by t0."id") s0`,
    values: ['1', 1],
    sets: [[[2]]],
  },
  {
    name: 'a root field of one row finds none that is hidden, and knows no limit',
    plan: {
      table: 'notes',
      list: false,
      leaves: { id: 'Int!' },
      permission: { ...own, limit: 0 },
      field: 'notes(id: 3)',
    },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where t0."owner_id" = $1::int4 and t0."id" = $2::int4 order by t0."id" limit 1) s0`,
    values: ['1', 3],
    sets: [[[]]],
  },
  {
    name: 'rows found by key are those that a filter leaves',
    plan: {
      table: 'people',
      match: 'key',
      unique: true,
      list: false,
      key: { id: integer },
      leaves: { name: 'String' },
      permission: colleague,
    },
    keys: keysOf(3, 2),
    sql: `select ${columns('s0.c0', 's0.c1')}::text from (select t0."id" as c0, t0."name" as c1 from "public"."people" t0 where t0."id" = any($1::int4[]) and t0."org" = $2::int4) s0`,
    values: ['{3,2}', '7'],
    sets: [[[2], ['Bob']]],
  },
  {
    name: 'the limit of a permission holds per parent',
    plan: {
      table: 'notes',
      match: 'ordinal',
      key: { owner_id: integer },
      leaves: { id: 'Int!' },
      permission: { limit: 1 },
    },
    keys: keysOf(2, 1),
    sql: `select ${columns('s0.c0 - 1', 's0.c1')}::text from (select k.n as c0, t0."id" as c1 from unnest($1::int4[]) with ordinality k(k0, n) cross join lateral (select t0."id" from "public"."notes" t0 where t0."owner_id" = k.k0 order by t0."id" limit $2::int8) t0 order by k.n, t0."id") s0`,
    values: ['{2,1}', 1],
    sets: [
      [
        [0, 1],
        [3, 1],
      ],
    ],
  },
  {
    name: 'objects and lists of the same statement are filtered each by its own permission',
    plan: {
      table: 'people',
      leaves: { id: 'Int!' },
      permission: colleague,
      lists: [
        {
          table: 'notes',
          on: { id: 'owner_id' },
          leaves: { id: 'Int!' },
          permission: { ...own, limit: 5 },
          objects: [
            {
              table: 'people',
              on: { owner_id: 'id' },
              leaves: { name: 'String' },
              permission: { ...may('people', { name: { _eq: 'Ada' } }), limit: 0 },
            },
          ],
        },
      ],
    },
    sql: `with s0 as (select row_number() over () - 1 as n, q.* from (select t0."id" as c0, t0."id" as k1_0 from "public"."people" t0 where t0."org" = $1::int4 order by t0."id") q) select to_json(array[(select ${columns('s0.c0')} from s0), (select ${columns('s1.c0', 's1.c1', 's1.c2', 's1.c3')} from (select s0.n as c0, t1."id" as c1, (t2."id" is not null) as c2, t2."name" as c3 from s0 cross join lateral (select t1."id", t1."owner_id" from "public"."notes" t1 where t1."owner_id" = s0.k1_0 and t1."owner_id" = $2::int4 order by t1."id" limit $3::int8) t1 left join "public"."people" t2 on t2."id" = t1."owner_id" and t2."name" = $4::text order by s0.n, t1."id") s1)])::text`,
    values: ['7', '1', 5, 'Ada'],
    sets: [
      [[1, 2]],
      [
        [0, 0],
        [1, 2],
        [true, true],
        ['Ada', 'Ada'],
      ],
    ],
  },
  {
    name: 'the first of several is the first that may be seen, by what may be seen of it',
    plan: {
      table: 'people',
      leaves: { id: 'Int!' },
      objects: [
        {
          table: 'notes',
          on: { id: 'owner_id' },
          unique: false,
          leaves: { id: 'Int!' },
          permission: {
            ...may('notes', { id: { _neq: 2 } }),
            ties: notesColumns('title', 'raw'),
          },
        },
      ],
    },
    sql: `select ${columns('s0.c0', 's0.c1', 's0.c2')}::text from (select t0."id" as c0, (t1."owner_id" is not null) as c1, t1."id" as c2 from "public"."people" t0 left join lateral (select t1."owner_id", t1."id", t1."title" from "public"."notes" t1 where t1."owner_id" = t0."id" and t1."id" <> $1::int4 order by t1."title" limit 1) t1 on true order by t0."id") s0`,
    values: [2],
    sets: [
      [
        [1, 2, 3],
        [true, true, true],
        [1, 3, 4],
      ],
    ],
  },
  {
    name: 'a condition on another table holds for rows of it that may be seen',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: may('notes', { id: { _gt: 1 } }),
      field: 'notes(where: {owner: {notes: {title: {_eq: "b"}}}})',
    },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where t0."id" > $1::int4 and exists (select from "public"."people" w1 where w1."id" = t0."owner_id" and w1."org" = $2::int4 and exists (select from "public"."notes" w2 where w2."owner_id" = w1."id" and w2."owner_id" = $3::int4 and w2."title" = $4::text)) order by t0."id") s0`,
    values: [1, '7', '1', 'b'],
    sets: [[[2]]],
  },
  {
    name: 'a filter goes through other tables, whose own permissions do not matter, and asks whether there is any row at all',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: may('notes', {
        owner: exists(
          'people',
          { owner_id: 'id' },
          { org: { _in: { session: 'x-orgs' } }, mates: exists('people', { org: 'org' }, { name: { _eq: 'Bob' } }) },
        ),
        open: exists('flags', {}, { name: { _eq: 'open' } }),
        any: exists('flags'),
      }),
    },
    as: { 'x-orgs': '{7,8}' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where exists (select from "public"."people" w1 where w1."id" = t0."owner_id" and w1."org" = any($1::int4[]) and exists (select from "public"."people" w2 where w2."org" = w1."org" and w2."name" = $2::text)) and exists (select from "public"."flags" w1 where w1."name" = $3::text) and exists (select from "public"."flags" w1) order by t0."id") s0`,
    values: ['{"7","8"}', 'Bob', 'open'],
    sets: [[[1, 2, 3]]],
  },
  {
    name: 'a column that a role sees in some rows is null in the others, and a join by it is not',
    plan: { table: 'notes', leaves: { id: 'Int!', secret: 'String' }, keys: ['secret'], permission: redacted },
    as: { 'x-title': 'a' },
    sql: `select ${columns('s0.c0', 's0.c1', 's0.c2')}::text from (select t0."id" as c0, case when t0."title" = $1::text then t0."secret" end as c1, t0."secret" as c2 from "public"."notes" t0 order by t0."id") s0`,
    values: ['a'],
    sets: [
      [
        [1, 2, 3, 4, 5],
        [null, 'y', null, 'w', null],
        ['z', 'y', 'x', 'w', 'v'],
      ],
    ],
  },
  {
    name: 'conditions, orders and groups take such a column for what the role sees of it',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: redacted,
      field:
        'notes(where: {_or: [{secret: {_eq: "w"}}, {_not: {secret: {_is_null: false}}}]}, distinct_on: [secret], order_by: [{secret: desc}])',
    },
    as: { 'x-title': 'a' },
    sql: `select ${columns('s0.c0')}::text from (select distinct on (case when t0."title" = $1::text then t0."secret" end) t0."id" as c0 from "public"."notes" t0 where (case when t0."title" = $1::text then t0."secret" end = $2::text or (not case when t0."title" = $1::text then t0."secret" end is not null)) order by case when t0."title" = $1::text then t0."secret" end desc, t0."id") s0`,
    values: ['a', 'w'],
    sets: [[[1, 4]]],
  },
  {
    name: 'an order by such a column alone tells no more',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: redacted,
      field: 'notes(order_by: [{secret: asc}])',
    },
    as: { 'x-title': 'a' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 order by case when t0."title" = $1::text then t0."secret" end, t0."id") s0`,
    values: ['a'],
    sets: [[[4, 2, 1, 3, 5]]],
  },
  {
    name: 'and an argument that is equality finds no more',
    plan: { table: 'notes', leaves: { id: 'Int!' }, permission: redacted, field: 'notes(secret: "z")' },
    as: { 'x-title': 'a' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where case when t0."title" = $1::text then t0."secret" end = $2::text order by t0."id") s0`,
    values: ['a', 'z'],
    sets: [[[]]],
  },
  {
    name: 'where rows are narrowed first, what such a column depends on is still there',
    plan: {
      table: 'notes',
      leaves: { secret: 'String' },
      permission: { ...redacted, limit: 3 },
      field: 'notes(order_by: [{secret: asc}])',
      objects: [{ table: 'people', on: { owner_id: 'id' }, leaves: { name: 'String' } }],
    },
    as: { 'x-title': 'a' },
    sql: `select ${columns('s0.c0', 's0.c1', 's0.c2')}::text from (select case when t0."title" = $1::text then t0."secret" end as c0, (t1."id" is not null) as c1, t1."name" as c2 from (select t0."secret", t0."title", t0."owner_id", t0."id" from "public"."notes" t0 order by case when t0."title" = $1::text then t0."secret" end, t0."id" limit $2::int8) t0 left join "public"."people" t1 on t1."id" = t0."owner_id" order by case when t0."title" = $1::text then t0."secret" end, t0."id") s0`,
    values: ['a', 3],
    sets: [
      [
        ['w', 'y', null],
        [true, true, true],
        ['Cy', 'Ada', 'Ada'],
      ],
    ],
  },
  {
    name: 'what may break an order is what the role sees of it',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: {
        ...redacted,
        ties: notesColumns('secret', 'title'),
      },
    },
    as: { 'x-title': 'a' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 order by case when t0."title" = $1::text then t0."secret" end, t0."title") s0`,
    values: ['a'],
    sets: [[[4, 2, 1, 3, 5]]],
  },
  {
    name: 'a condition that the database may refuse is looked at in rows that may be seen, and in no others',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: own,
      field:
        'notes(where: {title: {_regex: "^[ab]"}, _not: {raw: {_eq: {bad: 1}}}, id: {_gt: 0}, tags: {_in: [["a"], []]}})',
    },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where t0."owner_id" = $1::int4 and case when t0."owner_id" = $1::int4 then (not t0."raw"::jsonb = $2::jsonb) end and t0."id" > $3::int4 and case when t0."owner_id" = $1::int4 then t0."title" ~ $4::text end and case when t0."owner_id" = $1::int4 then t0."tags" in (select v::text[] from unnest($5::text[]) v) end order by t0."id") s0`,
    values: ['1', '{"bad":1}', 0, '^[ab]', '{"{\\"a\\"}","{}"}'],
    sets: [[[1, 2]]],
  },
  {
    name: 'keys that were found in another database are sent as they are compared, and a null is none of them',
    plan: {
      table: 'notes',
      leaves: { id: 'Int!' },
      permission: may('notes', {
        _or: [
          { there: elsewhere('people', { team: 'org' }, [integer]) },
          { _not: { there: elsewhere('people', { team: 'org', title: 'name' }, [integer, { kind: 'text' }]) } },
        ],
      }),
    },
    lookup: (filter) => (filter.keys.length === 1 ? keysOf(80) : keysOf([70, 'b'], [90, 'a'])),
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."notes" t0 where (exists (select from unnest($1::int4[]) f(k0) where t0."team" = f.k0) or (not exists (select from unnest($2::int4[], $3::text[]) f(k0, k1) where t0."team" = f.k0 and t0."title" = f.k1))) order by t0."id") s0`,
    values: ['{80}', '{70,90}', '{"b","a"}'],
    sets: [[[2, 3, 5]]],
  },
];

for (const { name, plan, sql, values, sets, ...request } of cases) {
  test(name, async () => {
    deepEqual(await ask(plan, request), { sql: [sql], values: [values], sets });
  });
}

/** What is asked, the limit that is sent, and the ids of the first person's notes. */
const limits: readonly (readonly [field: string, limit: unknown, variables?: Readonly<Record<string, unknown>>])[] = [
  ['notes', 2],
  ['notes(limit: null)', 2],
  ['notes(limit: 1)', 1],
  ['notes(limit: 2)', 2],
  ['notes(limit: 5)', 2],
  ['notes(limit: $n)', 2, { n: 1_000_000 }],
  ['notes(limit: $n)', 1, { n: 1 }],
  ['notes(limit: $n)', 2, {}],
  ['notes(limit: $n, where: $where)', 2, { n: 9, where: {} }],
  ['notes(limit: $n, where: $where)', 1, { n: 1, where: { id: { _gt: 0 } } }],
];

for (const [field, limit, variables = {}] of limits) {
  test(`of a permission's limit 2 and ${field} with ${JSON.stringify(variables)} the lower is sent`, async () => {
    const plan = { table: 'notes', leaves: { id: 'Int!' }, permission: { limit: 2 }, field };
    const { values, sets } = await ask(plan, { variables });
    deepEqual([values[0]?.at(-1), sets], [limit, [[[1, 2].slice(0, Number(limit))]]]);
  });
}

test('a limit that is no limit is refused under a permission too', async () => {
  const plan = { table: 'notes', permission: { limit: 2 }, field: 'notes(limit: -1)' };
  const refused = 'Argument "limit" of field "Query.notes" is negative. Give 0 or more, or leave it out.';
  deepEqual(await ask(plan), { sql: [], values: [], sets: `BAD_USER_INPUT: ${refused}` });
});

test('values of session variables are never a part of the SQL text', async () => {
  const hostile = [
    "'",
    '"',
    '\\',
    '$1',
    "'; drop table notes; --",
    '{',
    '}',
    '%',
    ')',
    '/*',
    '--',
    '\u202e',
    '🙂',
    '__proto__',
    '',
  ];
  const permission = {
    ...may('notes', {
      title: { _neq: { session: 'x-a' }, _nin: { session: 'x-list' }, _nlike: { session: 'x-like' } },
      _not: { owner: exists('people', { owner_id: 'id' }, { name: { _eq: { session: 'x-a' } } }) },
    }),
    redactedColumns: new Map([['secret', filterOf('notes', { title: { _eq: { session: 'x-a' } } })]]),
  };
  const plan: RowsPlanParts = { table: 'notes', leaves: { id: 'Int!', secret: 'String' }, permission };
  const texts = new Set<string>();
  for (const value of hostile) {
    const { sql, sets } = await ask(plan, { as: { 'x-a': value, 'x-list': [value], 'x-like': `${value}x` } });
    deepEqual(sets, [
      [
        [1, 2, 3, 4],
        [null, null, null, null],
      ],
    ]);
    for (const text of sql) texts.add(text);
  }
  equal(texts.size, 1);
});

test('a table whose filter needs a variable that the session lacks is not asked for', async () => {
  deepEqual(await ask({ table: 'notes', leaves: { id: 'Int!' }, permission: own }, { as: {} }), {
    sql: [],
    values: [],
    sets: 'FORBIDDEN: The session has no variable "x-user", which field "T.notes" needs. Have the option "session" give it.',
  });
});

/** The answer of a plan, and the errors of fields below its own, by occurrence. */
async function askBelow(parts: RowsPlanParts, session: Readonly<Record<string, SessionVariable>>) {
  scene.statements.length = 0;
  const [answer] = await scene.fetch([{ plan: planner.plan(parts) }], { session: asSession(session) });
  const failures = answer !== undefined && 'failures' in answer ? [...(answer.failures ?? [])] : [];
  return {
    values: scene.statements.map(({ values }) => values),
    sets: setsOf(answer),
    failures: failures.map(([id, error]) => [id, setsOf(error)]),
  };
}

test('below another field, only the field whose filter needs it fails, and none of its rows is read', async () => {
  const plan: RowsPlanParts = {
    table: 'people',
    leaves: { id: 'Int!' },
    permission: colleague,
    lists: [
      { table: 'notes', on: { id: 'owner_id' }, leaves: { title: 'String' }, permission: own },
      { table: 'notes', on: { id: 'owner_id' }, leaves: { id: 'Int!' }, permission: { limit: 1 } },
    ],
    objects: [
      {
        table: 'people',
        on: { id: 'id' },
        leaves: { name: 'String' },
        permission: may('people', { id: { _gt: 0 }, name: { _eq: { session: 'x-name' } } }),
      },
    ],
  };
  const lacking = (name: string, field: string) =>
    `FORBIDDEN: The session has no variable "${name}", which field "${field}" needs. Have the option "session" give it.`;
  deepEqual(await askBelow(plan, { 'x-org': '7' }), {
    values: [['7', 1]],
    sets: [
      [
        [1, 2],
        [false, false],
        [null, null],
      ],
      [[], []],
      [
        [0, 1],
        [1, 3],
      ],
    ],
    failures: [
      [1, lacking('x-name', 'T.people')],
      [2, lacking('x-user', 'T.notes')],
    ],
  });
});

test('how far a field was read that cannot be asked for does not move the operands of others', async () => {
  const plan = planner.plan({
    table: 'people',
    leaves: { id: 'Int!' },
    lists: [
      {
        table: 'notes',
        on: { id: 'owner_id' },
        leaves: { id: 'Int!' },
        field: 'notes(where: $bad)',
        permission: may('notes', { id: { _gt: 0 }, title: { _eq: { session: 'x-title' } } }),
      },
      { table: 'notes', on: { id: 'owner_id' }, leaves: { id: 'Int!' }, permission: own },
    ],
  });
  const sent: unknown[] = [];
  for (const [bad, session] of [
    [{ id: { _gt: 1, _eq: null } }, { 'x-user': '1', 'x-title': 'a' }],
    [{ id: null }, { 'x-user': '2', 'x-title': 'a' }],
    [{}, { 'x-user': '1' }],
  ] as const) {
    scene.statements.length = 0;
    await scene.fetch([{ plan }], { variables: { bad }, session: asSession(session) });
    sent.push(...scene.statements.map(({ text, values }) => [text.includes('w1'), values]));
  }
  deepEqual(sent, [
    [false, ['1']],
    [false, ['2']],
    [false, ['1']],
  ]);
});

test('a value of the session that is none of the type of its column is told by the name of its variable', async () => {
  const plan = { table: 'notes', leaves: { id: 'Int!' }, permission: own, field: 'notes' };
  const { sets } = await ask(plan, { as: { 'x-user': 'CNRY' } });
  deepEqual(sets, 'BAD_USER_INPUT: The value of the session variable "x-user" is none that the database can use here.');
  const both = await ask({ ...plan, field: 'notes(id: 1)' }, { as: { 'x-user': '99999999999' } });
  deepEqual(
    both.sets,
    'BAD_USER_INPUT: The value of an argument, or of the session variable "x-user", is none that the database can use here.',
  );
});

test('a fault of a constant is not told as a fault of the client', async () => {
  const plan = { table: 'notes', leaves: { id: 'Int!' }, permission: may('notes', { title: { _regex: '(' } }) };
  deepEqual(
    (await ask(plan)).sets,
    "SOURCE_ERROR: The database refused the statement. The error's cause holds the SQLSTATE.",
  );
});

test('no condition of a client fails for a row that is hidden', async () => {
  // A filter that Postgres looks at last: it is dear, and the conditions beside it are cheap.
  const hidden = may('notes', { owner: exists('people', { owner_id: 'id' }, { name: { _eq: 'nobody' } }) });
  for (const where of ['{title: {_regex: "("}}', '{owner: {notes: {title: {_regex: "("}}}}', '{raw: {_eq: {}}}']) {
    const plan = { table: 'notes', leaves: { id: 'Int!' }, permission: hidden, field: `notes(where: ${where})` };
    deepEqual((await ask(plan, { as: { 'x-user': '9', 'x-org': '9' } })).sets, [[[]]], where);
    const seen = await ask({ ...plan, permission: {} }, { as: { 'x-user': '1', 'x-org': '7' } });
    equal(typeof seen.sets, 'string', `${where} fails where rows are seen`);
  }
});

const hiding = createPlanner(
  scene.catalog,
  sdl,
  {},
  { Where: ['secret', 'owner'], Order: ['secret'], PersonWhere: ['notes'] },
);

test('an input field that is hidden is refused as one that does not exist, in the words of graphql-js', async () => {
  const refused = async (field: string, variables: Readonly<Record<string, unknown>> = {}) => {
    scene.statements.length = 0;
    const [answer] = await scene.fetch([{ plan: hiding.plan({ table: 'notes', field }) }], { variables });
    return [setsOf(answer), scene.statements.length];
  };
  const unknown = (name: string, type: string) => [
    `BAD_USER_INPUT: Field "${name}" is not defined by type "${type}".`,
    0,
  ];
  deepEqual(await refused('notes(where: {secret: {_eq: "z"}})'), unknown('secret', 'Where'));
  deepEqual(await refused('notes(where: {secret: null})'), unknown('secret', 'Where'));
  deepEqual(await refused('notes(where: {_or: [{id: {_eq: 1}}, {_not: {owner: {}}}]})'), unknown('owner', 'Where'));
  deepEqual(await refused('notes(where: $where)', { where: { secret: { _eq: 'z' } } }), unknown('secret', 'Where'));
  deepEqual(await refused('notes(order_by: [{id: asc}, {secret: desc}])'), unknown('secret', 'Order'));
  deepEqual(await refused('notes(order_by: [{secret: null}])'), unknown('secret', 'Order'));
  deepEqual(await refused('notes(where: {id: {_eq: 1}}, order_by: [{id: asc}])'), [[[[1]]], 1]);
});

const ofTeam = may('notes', { there: elsewhere('people', { team: 'org' }, [integer]) });
const noteIds = planner.plan({ table: 'notes', leaves: { id: 'Int!' }, permission: ofTeam });
const noteTitles = planner.plan({ table: 'notes', leaves: { title: 'String' }, permission: ofTeam });
const peopleIds = planner.plan({ table: 'people', leaves: { id: 'Int!' } });

test('what waits for keys of another database holds up nothing else, and leaves as one statement', async () => {
  scene.statements.length = 0;
  const requests = [noteIds, peopleIds, noteTitles].map((plan) => ({ plan }));
  let tell = (_keys: ReturnType<typeof keysOf>): void => {};
  const waited = new Promise<ReturnType<typeof keysOf>>((resolve) => {
    tell = resolve;
  });
  const answers = scene.fetch(requests, { lookup: () => waited });
  for (let tries = 0; scene.statements.length === 0 && tries < 1_000; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  deepEqual(
    scene.statements.map(({ values }) => values),
    [[]],
  );
  tell(keysOf(70));
  deepEqual((await answers).map(setsOf), [[[[1, 5]]], [[[1, 2, 3]]], [[['b', null]]]]);
  deepEqual(
    scene.statements.map(({ values }) => values),
    [[], ['{70}']],
  );
});

test('what depends on keys that are known leaves with everything else', async () => {
  scene.statements.length = 0;
  const requests = [noteIds, peopleIds].map((plan) => ({ plan }));
  deepEqual((await scene.fetch(requests, { lookup: () => keysOf(80) })).map(setsOf), [[[[3]]], [[[1, 2, 3]]]]);
  deepEqual(
    scene.statements.map(({ values }) => values),
    [['{80}']],
  );
});

test('of a call whose keys cannot be had, only what depends on them fails', async () => {
  const failed = new RemoteJoinsError('SOURCE_TIMEOUT', 'The database did not answer in time.');
  const requests = [noteIds, peopleIds].map((plan) => ({ plan }));
  const answers = await scene.fetch(requests, { lookup: () => Promise.reject(failed) });
  deepEqual(answers.map(setsOf), [
    'SOURCE_TIMEOUT: What may be seen of field "T.notes" depends on another source, which gave no answer: The database did not answer in time.',
    [[[1, 2, 3]]],
  ]);
});

test('no statement is made of a table whose permission was not read', () => {
  const plan = planner.plan({ table: 'notes', leaves: { id: 'Int!' }, permission: own });
  const shape = readShape(planner.plan({ table: 'notes', leaves: { id: 'Int!' } }), contextOf());
  throws(() => compileSQL(plan, shape), /"T.notes" would be read without its permission/);
});
