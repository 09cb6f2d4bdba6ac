import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyForm } from '../../packages/core/src/model/keyForm.js';
import { keysOf, type RowsPlanParts } from '../support/rowsPlan.js';
import { createRowsScene, type RowsRequest } from '../support/rowsSource.js';

const integer: KeyForm = { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
const text: KeyForm = { kind: 'text' };

const scene = await createRowsScene(test, {
  ddl: `
    create table users (id int primary key, name text not null);
    create table profiles (id int primary key, user_id int, bio text);
    create table orders (id int primary key, user_id int, note text);
    create table items (order_id int, line int, sku text not null, primary key (order_id, line));
    create table parts (id int primary key, order_id int, line int, name text);
    create view order_view as select * from orders;
    insert into users values (1, 'Ada'), (2, 'Bob'), (3, 'Cy');
    insert into profiles values (2, 1, 'b2'), (1, 1, 'b1'), (3, 2, 'b3');
    insert into orders values (1, 1, 'n1'), (2, 1, 'n2'), (3, 2, null), (4, null, 'x');
    insert into items values (1, 1, 's1'), (1, 2, 's2'), (2, 1, 's1'), (3, 1, 's3'), (3, 2, 's4'), (3, 3, 's5');
    insert into parts values (1, 1, 1, 'p1'), (2, 1, 1, 'p2'), (3, 3, 3, 'p3');
  `,
  sdl: `
    type Query {
      orders(id: Int, user_id: [Int!], limit: Int, offset: Int, where: Where, order_by: [Order!], distinct_on: [Columns!]): Int
      items(limit: Int, offset: Int, order_by: ItemOrder, distinct_on: [ItemColumns!]): Int
      users(where: UserWhere): Int
    }
    input Where { id: Ints }
    input UserWhere { name: Texts }
    input Ints { _gt: Int }
    input Texts { _eq: String }
    enum Columns { user_id note }
    enum ItemColumns { sku }
    input Order { id: Direction user_id: Direction note: Direction }
    input ItemOrder { sku: Direction line: Direction }
    enum Direction { asc DESC desc_nulls_last ASC_NULLS_FIRST }
  `,
});

/** The answer of a set: a JSON array per column. */
const columns = (...forms: string[]) =>
  `to_json(array[${forms.map((form) => `to_json(coalesce(array_agg(${form}), '{}'))`).join(', ')}])`;

interface Case extends RowsRequest {
  readonly name: string;
  readonly plan: RowsPlanParts;
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly sets: unknown;
}

const cases: readonly Case[] = [
  {
    name: 'a root field reads its rows by primary key',
    plan: { table: 'users', leaves: { id: 'Int!', name: 'String!' } },
    sql: `select ${columns('s0.c0', 's0.c1')}::text from (select t0."id" as c0, t0."name" as c1 from "public"."users" t0 order by t0."id") s0`,
    sets: [
      [
        [1, 2, 3],
        ['Ada', 'Bob', 'Cy'],
      ],
    ],
  },
  {
    name: 'a view has no order of its own',
    plan: { table: 'order_view', leaves: { id: 'Int!' }, field: 'orders(id: 2)' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."order_view" t0 where t0."id" = $1::int4) s0`,
    values: [2],
    sets: [[[2]]],
  },
  {
    name: 'a selection without columns keeps its number of rows',
    plan: { table: 'users' },
    sql: `select ${columns('s0.c0')}::text from (select 1 as c0 from "public"."users" t0 order by t0."id") s0`,
    sets: [[[1, 1, 1]]],
  },
  {
    name: 'a root field that is no list asks for one row',
    plan: { table: 'orders', list: false, leaves: { id: 'Int!' }, field: 'orders(user_id: 1)' },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."orders" t0 where t0."user_id" = any($1::int4[]) order by t0."id" limit 1) s0`,
    values: ['{1}'],
    sets: [[[1]]],
  },
  {
    name: "order, limit and offset are the database's, and the primary key breaks ties",
    plan: {
      table: 'orders',
      leaves: { id: 'Int!' },
      field: 'orders(order_by: [{note: desc_nulls_last}, {user_id: ASC_NULLS_FIRST}], limit: 2, offset: 1)',
    },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."orders" t0 order by t0."note" desc nulls last, t0."user_id" nulls first, t0."id" limit $1::int8 offset $2::int8) s0`,
    values: [2, 1],
    sets: [[[2, 1]]],
  },
  {
    name: 'null arguments are no arguments',
    plan: {
      table: 'orders',
      leaves: { id: 'Int!' },
      field:
        'orders(id: null, user_id: null, limit: null, offset: null, where: null, order_by: null, distinct_on: null)',
    },
    sql: `select ${columns('s0.c0')}::text from (select t0."id" as c0 from "public"."orders" t0 order by t0."id") s0`,
    sets: [[[1, 2, 3, 4]]],
  },
  {
    name: 'distinct_on leads the order where none is asked for',
    plan: { table: 'orders', leaves: { id: 'Int!' }, field: 'orders(distinct_on: [user_id])' },
    sql: `select ${columns('s0.c0')}::text from (select distinct on (t0."user_id") t0."id" as c0 from "public"."orders" t0 order by t0."user_id", t0."id") s0`,
    sets: [[[1, 3, 4]]],
  },
  {
    name: 'distinct_on takes the first row by the order that begins with its columns',
    plan: {
      table: 'orders',
      leaves: { id: 'Int!' },
      field: 'orders(distinct_on: [user_id], order_by: [{user_id: DESC}, {id: DESC}])',
    },
    sql: `select ${columns('s0.c0')}::text from (select distinct on (t0."user_id") t0."id" as c0 from "public"."orders" t0 order by t0."user_id" desc, t0."id" desc) s0`,
    sets: [[[4, 3, 2]]],
  },
  {
    name: 'a unique object is more columns of its parent, its conditions part of the join',
    plan: {
      table: 'orders',
      leaves: { id: 'Int!' },
      objects: [
        {
          table: 'users',
          on: { user_id: 'id' },
          leaves: { name: 'String!' },
          field: 'users(where: {name: {_eq: "Ada"}})',
        },
      ],
    },
    sql: `select ${columns('s0.c0', 's0.c1', 's0.c2')}::text from (select t0."id" as c0, (t1."id" is not null) as c1, t1."name" as c2 from "public"."orders" t0 left join "public"."users" t1 on t1."id" = t0."user_id" and t1."name" = $1::text order by t0."id") s0`,
    values: ['Ada'],
    sets: [
      [
        [1, 2, 3, 4],
        [true, true, false, false],
        ['Ada', 'Ada', null, null],
      ],
    ],
  },
  {
    name: 'rows are limited before their objects are joined; an object that is not unique is the first by primary key',
    plan: {
      table: 'orders',
      leaves: { id: 'Int!' },
      field: 'orders(where: {id: {_gt: 1}}, order_by: {id: DESC}, limit: 3)',
      objects: [
        {
          table: 'users',
          on: { user_id: 'id' },
          leaves: { name: 'String!' },
          objects: [{ table: 'profiles', on: { id: 'user_id' }, unique: false, leaves: { bio: 'String' } }],
        },
      ],
    },
    sql: `select ${columns('s0.c0', 's0.c1', 's0.c2', 's0.c3', 's0.c4')}::text from (select t0."id" as c0, (t1."id" is not null) as c1, t1."name" as c2, (t2."user_id" is not null) as c3, t2."bio" as c4 from (select t0."id", t0."user_id" from "public"."orders" t0 where t0."id" > $1::int4 order by t0."id" desc limit $2::int8) t0 left join "public"."users" t1 on t1."id" = t0."user_id" left join lateral (select t2."user_id", t2."bio", t2."id" from "public"."profiles" t2 where t2."user_id" = t1."id" order by t2."id" limit 1) t2 on true order by t0."id" desc) s0`,
    values: [1, 3],
    sets: [
      [
        [4, 3, 2],
        [false, true, true],
        [null, 'Bob', 'Ada'],
        [false, true, true],
        [null, 'b3', 'b1'],
      ],
    ],
  },
  {
    name: "lists of the same database, three deep, are one statement whose rows carry their parent's row number",
    plan: {
      table: 'users',
      leaves: { id: 'Int!' },
      lists: [
        {
          table: 'orders',
          on: { id: 'user_id' },
          leaves: { id: 'Int!' },
          lists: [
            {
              table: 'items',
              on: { id: 'order_id' },
              leaves: { sku: 'String!' },
              lists: [{ table: 'parts', on: { order_id: 'order_id', line: 'line' }, leaves: { name: 'String' } }],
            },
          ],
        },
      ],
    },
    sql: [
      'with s0 as (select row_number() over () - 1 as n, q.* from (select t0."id" as c0, t0."id" as k1_0 from "public"."users" t0 order by t0."id") q)',
      ', s1 as (select row_number() over () - 1 as n, q.* from (select s0.n as c0, t1."id" as c1, t1."id" as k2_0 from s0 join "public"."orders" t1 on t1."user_id" = s0.k1_0 order by s0.n, t1."id") q)',
      ', s2 as (select row_number() over () - 1 as n, q.* from (select s1.n as c0, t2."sku" as c1, t2."order_id" as k3_0, t2."line" as k3_1 from s1 join "public"."items" t2 on t2."order_id" = s1.k2_0 order by s1.n, t2."line") q)',
      ` select to_json(array[(select ${columns('s0.c0')} from s0), (select ${columns('s1.c0', 's1.c1')} from s1), (select ${columns('s2.c0', 's2.c1')} from s2)`,
      `, (select ${columns('s3.c0', 's3.c1')} from (select s2.n as c0, t3."name" as c1 from s2 join "public"."parts" t3 on t3."order_id" = s2.k3_0 and t3."line" = s2.k3_1 order by s2.n, t3."id") s3)])::text`,
    ].join(''),
    sets: [
      [[1, 2, 3]],
      [
        [0, 0, 1],
        [1, 2, 3],
      ],
      [
        [0, 0, 1, 2, 2, 2],
        ['s1', 's2', 's1', 's3', 's4', 's5'],
      ],
      [
        [0, 0, 5],
        ['p1', 'p2', 'p3'],
      ],
    ],
  },
  {
    name: 'limit and order of a list of the same database hold per parent; lists may hang on objects',
    plan: {
      table: 'orders',
      field: 'orders(limit: 3)',
      objects: [
        {
          table: 'users',
          on: { user_id: 'id' },
          lists: [
            {
              table: 'items',
              on: { id: 'order_id' },
              leaves: { sku: 'String!' },
              field: 'items(order_by: {sku: DESC}, limit: 1)',
            },
          ],
        },
      ],
    },
    sql: [
      'with s0 as (select row_number() over () - 1 as n, q.* from (select (t1."id" is not null) as c0, t1."id" as k1_0 from (select t0."user_id", t0."id" from "public"."orders" t0 order by t0."id" limit $1::int8) t0 left join "public"."users" t1 on t1."id" = t0."user_id" order by t0."id") q)',
      ` select to_json(array[(select ${columns('s0.c0')} from s0)`,
      `, (select ${columns('s1.c0', 's1.c1')} from (select s0.n as c0, t2."sku" as c1 from s0 cross join lateral (select t2."sku", t2."line" from "public"."items" t2 where t2."order_id" = s0.k1_0 order by t2."sku" desc, t2."line" limit $2::int8) t2 order by s0.n, t2."sku" desc, t2."line") s1)])::text`,
    ].join(''),
    values: [3, 1],
    sets: [
      [[true, true, true]],
      [
        [0, 1, 2],
        ['s2', 's2', 's1'],
      ],
    ],
  },
  {
    name: 'a unique single-column key is found by any() and told by its own value',
    plan: {
      table: 'users',
      match: 'key',
      unique: true,
      list: false,
      key: { id: integer },
      leaves: { name: 'String!' },
    },
    keys: keysOf(3, 1, 9),
    sql: `select ${columns('s0.c0', 's0.c1')}::text from (select t0."id" as c0, t0."name" as c1 from "public"."users" t0 where t0."id" = any($1::int4[])) s0`,
    values: ['{3,1,9}'],
    sets: [
      [
        [1, 3],
        ['Ada', 'Cy'],
      ],
    ],
  },
  {
    name: 'an object that is found by a key that is not unique is the first by primary key',
    plan: { table: 'orders', match: 'key', list: false, key: { user_id: integer }, leaves: { id: 'Int!' } },
    keys: keysOf(2, 1),
    sql: `select ${columns('s0.c0', 's0.c1')}::text from (select distinct on (t0."user_id") t0."user_id" as c0, t0."id" as c1 from "public"."orders" t0 where t0."user_id" = any($1::int4[]) order by t0."user_id", t0."id") s0`,
    values: ['{2,1}'],
    sets: [
      [
        [1, 2],
        [1, 3],
      ],
    ],
  },
  {
    name: 'composite keys travel as one typed array per column and come back by number',
    plan: {
      table: 'items',
      match: 'ordinal',
      unique: true,
      list: false,
      key: { order_id: integer, sku: text },
      leaves: { line: 'Int!' },
    },
    keys: keysOf([3, 's5'], [1, 's"\\1'], [1, 's1']),
    sql: `select ${columns('s0.c0 - 1', 's0.c1')}::text from (select k.n as c0, t0."line" as c1 from unnest($1::int4[], $2::text[]) with ordinality k(k0, k1, n) join "public"."items" t0 on t0."order_id" = k.k0 and t0."sku" = k.k1 order by k.n) s0`,
    values: ['{3,1,1}', '{"s5","s\\"\\\\1","s1"}'],
    sets: [
      [
        [0, 2],
        [3, 1],
      ],
    ],
  },
  {
    name: 'a text that is asked for a uuid is compared, and answered, in lower case',
    plan: { table: 'orders', match: 'key', list: true, key: { note: { kind: 'uuid' } }, leaves: { id: 'Int!' } },
    keys: keysOf('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'n1'),
    sql: `select ${columns('lower(s0.c0::text)', 's0.c1')}::text from (select t0."note" as c0, t0."id" as c1 from "public"."orders" t0 where lower(t0."note"::text) = any($1::text[]) order by t0."id") s0`,
    values: ['{"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","n1"}'],
    sets: [[['n1'], [1]]],
  },
  {
    name: 'a list by key is ordered within its parent',
    plan: { table: 'items', match: 'ordinal', key: { sku: text }, leaves: { order_id: 'Int!' } },
    keys: keysOf('s3', 's1'),
    sql: `select ${columns('s0.c0 - 1', 's0.c1')}::text from (select k.n as c0, t0."order_id" as c1 from unnest($1::text[]) with ordinality k(k0, n) join "public"."items" t0 on t0."sku" = k.k0 order by k.n, t0."order_id", t0."line") s0`,
    values: ['{"s3","s1"}'],
    sets: [
      [
        [0, 1, 1],
        [3, 1, 2],
      ],
    ],
  },
  {
    name: 'limit, offset and order of a list by key hold per parent',
    plan: {
      table: 'items',
      match: 'ordinal',
      key: { order_id: integer },
      leaves: { sku: 'String!' },
      field: 'items(order_by: {line: DESC}, limit: 1, offset: 1)',
    },
    keys: keysOf(3, 2, 1),
    sql: `select ${columns('s0.c0 - 1', 's0.c1')}::text from (select k.n as c0, t0."sku" as c1 from unnest($1::int4[]) with ordinality k(k0, n) cross join lateral (select t0."sku", t0."line" from "public"."items" t0 where t0."order_id" = k.k0 order by t0."line" desc limit $2::int8 offset $3::int8) t0 order by k.n, t0."line" desc) s0`,
    values: ['{3,2,1}', 1, 1],
    sets: [
      [
        [0, 2],
        ['s4', 's1'],
      ],
    ],
  },
  {
    name: 'an object by number that is not unique is the first by its order, without a subquery per key',
    plan: {
      table: 'items',
      match: 'ordinal',
      list: false,
      key: { order_id: integer },
      leaves: { sku: 'String!' },
      field: 'items(order_by: {sku: DESC})',
    },
    keys: keysOf(1, 3),
    sql: `select ${columns('s0.c0 - 1', 's0.c1')}::text from (select distinct on (k.n) k.n as c0, t0."sku" as c1 from unnest($1::int4[]) with ordinality k(k0, n) join "public"."items" t0 on t0."order_id" = k.k0 order by k.n, t0."sku" desc, t0."line") s0`,
    values: ['{1,3}'],
    sets: [
      [
        [0, 1],
        ['s2', 's5'],
      ],
    ],
  },
  {
    name: 'distinct_on where nothing of the rows is asked for tells how many there are',
    plan: {
      table: 'items',
      match: 'ordinal',
      key: { order_id: integer, line: integer },
      unique: true,
      leaves: {},
      field: 'items(distinct_on: [sku])',
    },
    keys: keysOf([1, 1], [3, 1]),
    sql: `select ${columns('s0.c0 - 1')}::text from (select k.n as c0 from unnest($1::int4[], $2::int4[]) with ordinality k(k0, k1, n) cross join lateral (select distinct on (t0."sku") 1 from "public"."items" t0 where t0."order_id" = k.k0 and t0."line" = k.k1) t0 order by k.n) s0`,
    values: ['{1,3}', '{1,1}'],
    sets: [[[0, 1]]],
  },
];

for (const { name, plan, sql, values = [], sets, ...request } of cases) {
  test(name, async () => {
    scene.statements.length = 0;
    const answer = await scene.read(plan, request);
    deepEqual(scene.statements, [{ text: sql, values }]);
    deepEqual(answer, sets);
  });
}

test('a row may have more columns than a function has arguments', async (t) => {
  const names = Array.from({ length: 150 }, (_, index) => `column_${index}`);
  const wide = await createRowsScene(t, {
    ddl: `create table wide (${names.map((name) => `${name} int`)}); insert into wide values (${names.map((_, index) => index)})`,
  });
  const answer = await wide.read({ table: 'wide', leaves: Object.fromEntries(names.map((name) => [name, 'Int'])) });
  deepEqual(answer, [names.map((_, index) => [index])]);
});

test('names with quotes, dots, spaces, other scripts, keywords and 63 bytes are names like any other', async (t) => {
  const names = [
    'a"b',
    'a.b',
    "a'b",
    'a b',
    '列',
    'select',
    '__proto__',
    'constructor',
    '$1',
    'x'.repeat(63),
    '"; drop table a --',
  ];
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`);
  const hostile = await createRowsScene(t, {
    ddl: quoted
      .map(
        (name) =>
          `create schema ${name}; create table ${name}.${name} (${name} int primary key, other int); insert into ${name}.${name} values (7, 7)`,
      )
      .join(';'),
  });
  for (const name of names) {
    const answer = await hostile.read({
      schema: name,
      table: name,
      leaves: { [name]: 'Int' },
      keys: ['other'],
      objects: [{ schema: name, table: name, on: { other: name }, leaves: { [name]: 'Int' } }],
    });
    deepEqual(answer, [[[7], [7], [true], [7]]], name);
  }
});
