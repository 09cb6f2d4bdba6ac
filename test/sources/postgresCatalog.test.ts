import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { TableCatalog } from '../../packages/core/src/model/catalog.js';
import type { Column, Table } from '../../packages/core/src/model/table.js';
import { postgres } from '../../packages/core/src/sources/postgres/index.js';
import { createDatabase, type Scope } from '../support/postgres.js';

/** What the catalog says of a database, told as plain objects. */
async function introspect(scope: Scope, ddl: string, schema?: string): Promise<TableCatalog> {
  const source = postgres({ connectionString: await createDatabase(scope, ddl), ...(schema && { schema }) });
  const catalog = await source.introspect('shop_db');
  await source.close();
  ok(catalog.kind === 'tables');
  return catalog;
}

const tableOf = (catalog: TableCatalog, name: string): Table | undefined =>
  [...catalog.tables.values()].find((table) => table.name === name);

test('a table tells its columns, their types, its primary key and its unique keys', async (t) => {
  const catalog = await introspect(
    t,
    `create table orders (
       id int primary key, region text not null, number bigint not null, dropped int, note varchar(10),
       unique (region, number)
     );
     alter table orders drop column dropped;`,
  );
  const column = (name: string, kind: Column['type']['kind'], notNull: boolean): [string, Column] => [
    name,
    { name, type: { kind, sql: kind }, notNull, deterministic: true },
  ];
  deepEqual(catalog, {
    kind: 'tables',
    defaultSchema: 'public',
    tables: new Map([
      [
        'public\0orders',
        {
          source: 'shop_db',
          schema: 'public',
          name: 'orders',
          isView: false,
          columns: new Map([
            column('id', 'int4', true),
            column('region', 'text', true),
            column('number', 'int8', true),
            column('note', 'varchar', false),
          ]),
          primaryKey: ['id'],
          uniqueKeys: [['id'], ['region', 'number']],
        },
      ],
    ]),
  });
});

test("all kinds of tables of all schemas are known, and none of the system's", async (t) => {
  const catalog = await introspect(
    t,
    `create schema "odd.""name";
     create table plain (id int);
     create table "odd.""name"."odd.""table" (id int);
     create view a_view as select 1 as id;
     create materialized view a_matview as select 1 as id; create unique index on a_matview (id);
     create table parts (id int primary key) partition by range (id);
     create table part_1 partition of parts for values from (0) to (10);
     create table empty ();
     create temporary table gone (id int);`,
    'odd.name',
  );
  equal(catalog.defaultSchema, 'odd.name');
  const told = [...catalog.tables].map(([key, { isView, primaryKey, uniqueKeys }]) => [
    key,
    isView,
    primaryKey,
    uniqueKeys,
  ]);
  deepEqual(told, [
    ['odd."name\0odd."table', false, [], []],
    ['public\0a_matview', true, [], [['id']]],
    ['public\0a_view', true, [], []],
    ['public\0empty', false, [], []],
    ['public\0part_1', false, ['id'], [['id']]],
    ['public\0parts', false, ['id'], [['id']]],
    ['public\0plain', false, [], []],
  ]);
});

test('only an index that is unique over the whole table at any time makes a unique key', async (t) => {
  const catalog = await introspect(
    t,
    `create table t (a int, b int, c int, d int, e int, f text, g int, h int);
     create unique index on t (a) where b > 0;
     create unique index on t (lower(f));
     create index on t (b);
     alter table t add unique (c) deferrable;
     create unique index on t (d) include (e);
     create unique index on t (h, g);`,
  );
  deepEqual(tableOf(catalog, 't')?.uniqueKeys, [['d'], ['h', 'g']]);
});

test('domains are their base types, arrays have elements, enums have labels in their order, other types keep their names', async (t) => {
  const catalog = await introspect(
    t,
    `create schema lib;
     create type lib."Odd ""Mood" as enum ('z', 'a');
     alter type lib."Odd ""Mood" add value 'm' after 'z';
     create domain lib.positive as int8 check (value > 0);
     create domain lib.small as lib.positive check (value < 10);
     create type lib.pair as (a int, b int);
     create collation lib.any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
     create table t (
       mood lib."Odd ""Mood", moods lib."Odd ""Mood"[], small lib.small, smalls lib.small[], numbers int[][], pair lib.pair,
       address inet, letter "char", word name, code char(2), folded text collate lib.any_case, at timestamptz(3)
     );`,
  );
  const labels = ['z', 'm', 'a'];
  const mood = { kind: 'enum', sql: '"lib"."Odd ""Mood"', name: { schema: 'lib', name: 'Odd "Mood' }, labels };
  const other = (schema: string, name: string) => ({
    kind: 'other',
    sql: `"${schema}"."${name}"`,
    name: { schema, name },
  });
  const int8 = { kind: 'int8', sql: 'int8' };
  const told = [...(tableOf(catalog, 't')?.columns.values() ?? [])].map(({ name, type, deterministic }) => [
    name,
    type,
    deterministic,
  ]);
  deepEqual(told, [
    ['mood', mood, true],
    ['moods', { kind: 'array', sql: '"lib"."Odd ""Mood"[]', element: mood }, true],
    ['small', int8, true],
    ['smalls', { kind: 'array', sql: '"lib"."small"[]', element: int8 }, true],
    ['numbers', { kind: 'array', sql: 'int4[]', element: { kind: 'int4', sql: 'int4' } }, true],
    ['pair', { ...other('lib', 'pair'), isComparable: false }, true],
    ['address', other('pg_catalog', 'inet'), true],
    ['letter', other('pg_catalog', 'char'), true],
    ['word', { kind: 'text', sql: 'name' }, true],
    ['code', { kind: 'bpchar', sql: 'bpchar' }, false],
    ['folded', { kind: 'text', sql: 'text' }, false],
    ['at', { kind: 'timestamptz', sql: 'timestamptz' }, true],
  ]);
});

test('types that Postgres neither compares nor sorts are told', async (t) => {
  const catalog = await introspect(
    t,
    `create type mood as enum ('z');
     create domain feeling as mood;
     create type span as range (subtype = int4);
     create table t (
       spot point, spots point[], raw json, raws json[], feeling feeling, feelings feeling[], net cidr, spans span[], lots int4multirange, moods mood[], page xml
     );`,
  );
  const told = [...(tableOf(catalog, 't')?.columns.values() ?? [])];
  deepEqual(
    told.filter(({ type }) => type.isComparable === false).map(({ name }) => name),
    ['spot', 'spots', 'raws', 'feeling', 'feelings', 'page'],
  );
});

test('arrays tell how many dimensions they were declared with', async (t) => {
  const catalog = await introspect(t, 'create table t (a int[], b int[][], c int[3][3][3])');
  const told = [...(tableOf(catalog, 't')?.columns.values() ?? [])];
  deepEqual(
    told.map(({ dimensions }) => dimensions),
    [undefined, 2, 3],
  );
});

test('tables and columns tell their comments', async (t) => {
  const catalog = await introspect(
    t,
    `create table t (a int, b int); create view v as select 1 as a; create index i on t (a);
     comment on table t is 'The table'; comment on column t.b is 'The column'; comment on view v is 'The view';
     comment on column v.a is 'Of the view'; comment on index i is 'not this'; comment on schema public is 'nor this';`,
  );
  const told = [...catalog.tables.values()].map(({ name, comment, columns }) => [
    name,
    comment,
    [...columns.values()].map((column) => column.comment),
  ]);
  deepEqual(told, [
    ['t', 'The table', [undefined, 'The column']],
    ['v', 'The view', ['Of the view']],
  ]);
});

test('foreign keys tell their columns and targets, each once, partitioned or not', async (t) => {
  const catalog = await introspect(
    t,
    `create schema lib;
     create table lib.users (dropped int, id int primary key, a int, b text, unique (b, a));
     alter table lib.users drop column dropped;
     create table parts (id int primary key, user_id int constraint to_user references lib.users) partition by range (id);
     create table part_1 partition of parts for values from (0) to (10);
     create table part_2 partition of parts for values from (10) to (20) partition by range (id);
     create table part_21 partition of part_2 for values from (10) to (15);
     create table more () inherits (lib.users);
     create table notes (
       x text, y int, part int constraint to_part references parts, up int constraint to_id references lib.users (id),
       constraint to_pair foreign key (y, x) references lib.users (a, b)
     );`,
  );
  const told = [...catalog.tables.values()].map(({ name, foreignKeys, partitionOf }) => [
    name,
    partitionOf?.name,
    foreignKeys,
  ]);
  const users = { schema: 'lib', name: 'users' };
  const toUser = { name: 'to_user', columns: ['user_id'], target: { ...users, columns: ['id'] } };
  deepEqual(told, [
    ['users', undefined, undefined],
    ['more', undefined, undefined],
    [
      'notes',
      undefined,
      [
        { name: 'to_id', columns: ['up'], target: { ...users, columns: ['id'] } },
        { name: 'to_pair', columns: ['y', 'x'], target: { ...users, columns: ['a', 'b'] } },
        { name: 'to_part', columns: ['part'], target: { schema: 'public', name: 'parts', columns: ['id'] } },
      ],
    ],
    ['part_1', 'parts', [toUser]],
    ['part_2', 'parts', [toUser]],
    ['part_21', 'part_2', [toUser]],
    ['parts', undefined, [toUser]],
  ]);
});

test('a thousand tables with twenty thousand columns are read in one statement, within seconds', async (t) => {
  const columns = Array.from({ length: 20 }, (_, index) => `c${index} int`).join(', ');
  const connectionString = await createDatabase(
    t,
    `do $$ begin for i in 1..1000 loop execute format('create table t%s (id int primary key, ${columns})', i); end loop; end $$`,
  );
  const source = postgres({ connectionString });
  t.after(() => source.close());
  const start = performance.now();
  const catalog = await source.introspect('big');
  const elapsed = performance.now() - start;
  ok(catalog.kind === 'tables');
  equal(catalog.tables.size, 1000);
  ok(elapsed < 5_000, `it took ${elapsed} ms`);
});

test('functions that take or answer rows of tables tell their arguments; all others are left out', async (t) => {
  const catalog = await introspect(
    t,
    `create schema extra;
     create type mood as enum ('good');
     create table users (id int primary key);
     create view extra.names as select id from users;
     create function mood_of(users, sep text[] default '{}', m mood default 'good') returns mood stable language sql as $$ select m $$;
     create function mood_of(n extra.names) returns int language sql as $$ select 1 $$;
     create function extra.find(q text) returns setof users immutable language sql as $$ select * from users $$;
     create function plain(a int) returns int stable language sql as $$ select 1 $$;
     create function tabled(u users) returns table (a int) stable language sql as $$ select 1 $$;
     create function many(u users, variadic a int[]) returns int stable language sql as $$ select 1 $$;`,
  );
  const users = { schema: 'public', name: 'users' };
  const row = (schema: string, name: string): Column['type'] => {
    return { kind: 'other', sql: `"${schema}"."${name}"`, name: { schema, name }, isComparable: false };
  };
  const mood: Column['type'] = {
    kind: 'enum',
    sql: '"public"."mood"',
    name: { schema: 'public', name: 'mood' },
    labels: ['good'],
  };
  const text: Column['type'] = { kind: 'text', sql: 'text' };
  deepEqual(
    catalog.functions,
    new Map([
      [
        'extra\0find',
        [
          {
            schema: 'extra',
            name: 'find',
            isVolatile: false,
            returnsSet: true,
            arguments: [{ type: text, name: 'q', isOptional: false }],
            returns: { type: row('public', 'users'), row: users },
          },
        ],
      ],
      [
        'public\0mood_of',
        [
          {
            schema: 'public',
            name: 'mood_of',
            isVolatile: false,
            returnsSet: false,
            arguments: [
              { type: row('public', 'users'), row: users, isOptional: false },
              { type: { kind: 'array', sql: 'text[]', element: text }, name: 'sep', isOptional: true },
              { type: mood, name: 'm', isOptional: true },
            ],
            returns: { type: mood },
          },
          {
            schema: 'public',
            name: 'mood_of',
            isVolatile: true,
            returnsSet: false,
            arguments: [
              { type: row('extra', 'names'), row: { schema: 'extra', name: 'names' }, name: 'n', isOptional: false },
            ],
            returns: { type: { kind: 'int4', sql: 'int4' } },
          },
        ],
      ],
    ]),
  );
});
