import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkTypeDefs,
  postgres,
  remoteSchema,
  type TypeDefsFromDatabaseOptions,
  typeDefsFromDatabase,
} from '@remote-joins/core';
import { createDatabase, type Scope } from '../support/postgres.js';

type Choice = Omit<TypeDefsFromDatabaseOptions, 'name' | 'source'>;

/** The SDL of a new database. Every SDL must pass the check against its own database. */
async function typeDefsOf(scope: Scope, ddl: string, choice: Choice = {}): Promise<string> {
  const source = postgres({ connectionString: await createDatabase(scope, ddl) });
  const typeDefs = await typeDefsFromDatabase({ name: 'db', source, ...choice });
  const problems = await checkTypeDefs({ typeDefs, sources: { db: source } });
  deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return typeDefs;
}

/** The lines of the type, input or enum that begins with these words, without their indentation. */
function linesOf(typeDefs: string, head: string): readonly string[] {
  const block = typeDefs.split('\n\n').find((text) => text.split('\n').some((line) => line.startsWith(`${head} `)));
  const lines = block?.split('\n') ?? [];
  return lines
    .slice(lines.findIndex((line) => line.startsWith(`${head} `)) + 1, lines.indexOf('}'))
    .map((line) => line.trim());
}

/** The fields of a type that are joined, as `name: Type {mapping}`. */
function joinsOf(typeDefs: string, typeName: string): readonly string[] {
  return linesOf(typeDefs, `type ${typeName}`)
    .filter((line) => line.includes('@remoteRelationship'))
    .map((line) => line.replace(/\(where:.*?\)/, '').replace(/ @remoteRelationship\(fieldMapping: (.*)\)/, ' $1'));
}

const shop = `
  create type status as enum ('open', 'in progress');
  create table users (id int primary key, name text not null);
  create table orders (
    id bigint primary key, user_id int not null references users, status status, total numeric(9, 2) not null, placed_at timestamptz
  );
  comment on table orders is 'What somebody bought.';
  comment on column orders.total is 'In euros.
With tax.';`;

test('tables become types, root fields, relationships and the input types that these need', async (t) => {
  const shopOfHasura = `type Query {
  orders(where: orders_bool_exp, order_by: [orders_order_by!], limit: Int, offset: Int, distinct_on: [orders_select_column!]): [orders!]! @select
  orders_by_pk(id: String!): orders @select
  users(where: users_bool_exp, order_by: [users_order_by!], limit: Int, offset: Int, distinct_on: [users_select_column!]): [users!]! @select
  users_by_pk(id: Int!): users @select
}

"""What somebody bought."""
type orders @table(source: "db") {
  id: String!
  placed_at: String
  status: status
  """
  In euros.
  With tax.
  """
  total: String!
  user_id: Int!
  user: users @remoteRelationship(fieldMapping: {user_id: "id"})
}

input orders_bool_exp {
  _and: [orders_bool_exp!]
  _not: orders_bool_exp
  _or: [orders_bool_exp!]
  id: bigint_comparison_exp
  placed_at: timestamptz_comparison_exp
  status: status_comparison_exp
  total: numeric_comparison_exp
  user_id: Int_comparison_exp
  user: users_bool_exp
}

input orders_order_by {
  id: order_by
  placed_at: order_by
  status: order_by
  total: order_by
  user_id: order_by
  user: users_order_by
}

enum orders_select_column {
  id
  placed_at
  status
  total
  user_id
}

type users @table(source: "db") {
  id: Int!
  name: String!
  orders(where: orders_bool_exp, order_by: [orders_order_by!], limit: Int, offset: Int, distinct_on: [orders_select_column!]): [orders!]! @remoteRelationship(fieldMapping: {id: "user_id"})
}

input users_bool_exp {
  _and: [users_bool_exp!]
  _not: users_bool_exp
  _or: [users_bool_exp!]
  id: Int_comparison_exp
  name: String_comparison_exp
  orders: orders_bool_exp
}

input users_order_by {
  id: order_by
  name: order_by
}

enum users_select_column {
  id
  name
}

enum status {
  open
  in_progress @column(name: "in progress")
}

input Int_comparison_exp {
  _eq: Int
  _gt: Int
  _gte: Int
  _in: [Int!]
  _is_null: Boolean
  _lt: Int
  _lte: Int
  _neq: Int
  _nin: [Int!]
}

input String_comparison_exp {
  _eq: String
  _gt: String
  _gte: String
  _ilike: String
  _in: [String!]
  _iregex: String
  _is_null: Boolean
  _like: String
  _lt: String
  _lte: String
  _neq: String
  _nilike: String
  _nin: [String!]
  _niregex: String
  _nlike: String
  _nregex: String
  _nsimilar: String
  _regex: String
  _similar: String
}

input bigint_comparison_exp {
  _eq: String
  _gt: String
  _gte: String
  _in: [String!]
  _is_null: Boolean
  _lt: String
  _lte: String
  _neq: String
  _nin: [String!]
}

input numeric_comparison_exp {
  _eq: String
  _gt: String
  _gte: String
  _in: [String!]
  _is_null: Boolean
  _lt: String
  _lte: String
  _neq: String
  _nin: [String!]
}

input status_comparison_exp {
  _eq: status
  _gt: status
  _gte: status
  _in: [status!]
  _is_null: Boolean
  _lt: status
  _lte: status
  _neq: status
  _nin: [status!]
}

input timestamptz_comparison_exp {
  _eq: String
  _gt: String
  _gte: String
  _in: [String!]
  _is_null: Boolean
  _lt: String
  _lte: String
  _neq: String
  _nin: [String!]
}

enum order_by {
  asc
  asc_nulls_first
  asc_nulls_last
  desc
  desc_nulls_first
  desc_nulls_last
}
`;
  equal(await typeDefsOf(t, shop), shopOfHasura);
});

test('the naming graphql-default has types in PascalCase, and fields and arguments in camelCase', async (t) => {
  const typeDefs = await typeDefsOf(
    t,
    'create table user_accounts (id int primary key, full_name text, order_by int, "LOUD" int, created_by_id int references user_accounts);',
    { naming: 'graphql-default' },
  );
  const page =
    '(where: UserAccountsBoolExp, orderBy: [UserAccountsOrderBy!], limit: Int, offset: Int, distinctOn: [UserAccountsSelectColumn!])';
  equal(
    typeDefs.split('\n\ninput Int')[0],
    `type Query {
  userAccounts${page}: [UserAccounts!]! @select
  userAccountsByPk(id: Int!): UserAccounts @select
}

type UserAccounts @table(source: "db", name: "user_accounts") {
  id: Int!
  createdById: Int @column(name: "created_by_id")
  fullName: String @column(name: "full_name")
  loud: Int @column(name: "LOUD")
  orderBy: Int @column(name: "order_by")
  createdBy: UserAccounts @remoteRelationship(fieldMapping: {createdById: "id"})
  userAccounts${page}: [UserAccounts!]! @remoteRelationship(fieldMapping: {id: "createdById"})
}

input UserAccountsBoolExp {
  _and: [UserAccountsBoolExp!]
  _not: UserAccountsBoolExp
  _or: [UserAccountsBoolExp!]
  id: IntComparisonExp
  createdById: IntComparisonExp
  fullName: StringComparisonExp
  loud: IntComparisonExp
  orderBy: IntComparisonExp
  createdBy: UserAccountsBoolExp
  userAccounts: UserAccountsBoolExp
}

input UserAccountsOrderBy {
  id: OrderBy
  createdById: OrderBy
  fullName: OrderBy
  loud: OrderBy
  orderBy: OrderBy
  createdBy: UserAccountsOrderBy
}

enum UserAccountsSelectColumn {
  id
  createdById
  fullName
  loud
  orderBy
}`,
  );
  deepEqual(linesOf(typeDefs, 'enum OrderBy'), [
    'ASC',
    'ASC_NULLS_FIRST',
    'ASC_NULLS_LAST',
    'DESC',
    'DESC_NULLS_FIRST',
    'DESC_NULLS_LAST',
  ]);
});

test('JSON and arrays are asked what they hold, and JSON as a text', async (t) => {
  const typeDefs = await typeDefsOf(
    t,
    'create table notes (id int primary key, meta jsonb, raw json, sizes int[], places point[])',
  );
  const comparing = (type: string): string[] => [
    `_eq: ${type}`,
    `_gt: ${type}`,
    `_gte: ${type}`,
    `_in: [${type}!]`,
    '_is_null: Boolean',
    `_lt: ${type}`,
    `_lte: ${type}`,
    `_neq: ${type}`,
    `_nin: [${type}!]`,
  ];
  const holding = (type: string): string[] => [`_contained_in: ${type}`, `_contains: ${type}`];
  const keys = ['_has_key: String', '_has_keys_all: [String!]', '_has_keys_any: [String!]'];
  deepEqual(
    linesOf(typeDefs, 'input jsonb_comparison_exp'),
    ['_cast: jsonb_cast_exp', ...holding('JSON'), ...comparing('JSON'), ...keys].sort(),
  );
  deepEqual(linesOf(typeDefs, 'input jsonb_cast_exp'), ['String: String_comparison_exp']);
  deepEqual(linesOf(typeDefs, 'input String_comparison_exp').slice(0, 2), ['_eq: String', '_gt: String']);
  deepEqual(linesOf(typeDefs, 'input Int_array_comparison_exp'), [...holding('[Int]'), ...comparing('[Int]')]);
  deepEqual(linesOf(typeDefs, 'input json_comparison_exp'), ['_is_null: Boolean']);
  deepEqual(linesOf(typeDefs, 'input point_array_comparison_exp'), ['_is_null: Boolean']);
});

test('of names that become one, that of the database itself wins, and the others get a number', async (t) => {
  const typeDefs = await typeDefsOf(
    t,
    `create table "my table" ("a b" int, "a-b" int, a_b int primary key, "A B" int, "true" int, "_and" int, "limit" int, "naïve" int);
     create table my_table (id int primary key references "my table"); create table my_table_by_pk (id int);`,
  );
  const page = (name: string): string =>
    `(where: ${name}_bool_exp, order_by: [${name}_order_by!], limit: Int, offset: Int, distinct_on: [${name}_select_column!]): [${name}!]! @select`;
  deepEqual(linesOf(typeDefs, 'type Query'), [
    `my_table${page('my_table')}`,
    'my_table_by_pk(id: Int!): my_table @select',
    `my_table_2${page('my_table_2')}`,
    'my_table_2_by_pk(a_b: Int!): my_table_2 @select',
    `my_table_by_pk_2${page('my_table_by_pk_2')}`,
  ]);
  deepEqual(linesOf(typeDefs, 'type my_table_2'), [
    'a_b: Int!',
    'A_B: Int @column(name: "A B")',
    '_and_: Int @column(name: "_and")',
    'a_b_2: Int @column(name: "a b")',
    'a_b_3: Int @column(name: "a-b")',
    'limit: Int',
    'naive: Int @column(name: "naïve")',
    'true_: Int @column(name: "true")',
    'my_table: my_table @remoteRelationship(fieldMapping: {a_b: "id"})',
  ]);
  deepEqual(linesOf(typeDefs, 'type my_table'), [
    'id: Int!',
    'my_table_2: my_table_2 @remoteRelationship(fieldMapping: {id: "a_b"})',
  ]);
});

test('each relationship is named after what it leads to, and none after what two could mean', async (t) => {
  const typeDefs = await typeDefsOf(
    t,
    `create table users (id int primary key, posts text, code text unique);
     create table posts (
       id int primary key, "authorId" int references users, author text, editor_id int references users (id), reader int references users,
       user_code text references users (code), again int references users, foreign key (again) references users
     );
     create table profiles (id int primary key references users, grid int references users);
     create table tags (post_id int references posts, tag text, primary key (post_id, tag));
     create table uses (post_id int, tag text, foreign key (post_id, tag) references tags);`,
  );
  deepEqual(
    Object.fromEntries(['users', 'posts', 'profiles', 'tags', 'uses'].map((name) => [name, joinsOf(typeDefs, name)])),
    {
      users: [
        'posts_by_again: [posts!]! {id: "again"}',
        'posts_by_authorId: [posts!]! {id: "authorId"}',
        'posts_by_editor_id: [posts!]! {id: "editor_id"}',
        'posts_by_reader: [posts!]! {id: "reader"}',
        'posts_by_user_code: [posts!]! {code: "user_code"}',
        'profiles_by_grid: [profiles!]! {id: "grid"}',
        'profiles_by_id: profiles {id: "id"}',
      ],
      posts: [
        'editor: users {editor_id: "id"}',
        'tags: [tags!]! {id: "post_id"}',
        'users_by_again: users {again: "id"}',
        'users_by_authorId: users {authorId: "id"}',
        'users_by_reader: users {reader: "id"}',
        'users_by_user_code: users {user_code: "code"}',
      ],
      profiles: ['users_by_grid: users {grid: "id"}', 'users_by_id: users {id: "id"}'],
      tags: ['post: posts {post_id: "id"}', 'uses: [uses!]! {post_id: "post_id", tag: "tag"}'],
      uses: ['tags: tags {post_id: "post_id", tag: "tag"}'],
    },
  );
});

test('a foreign key whose columns cannot be join keys is told in a comment', async (t) => {
  const typeDefs = await typeDefsOf(
    t,
    `create table days (day date primary key); create table moments (at timestamp constraint "odd\nname" references days);
     create table nets (net inet primary key); create table hosts (net inet references nets);`,
  );
  deepEqual(
    ['days', 'moments', 'nets', 'hosts'].map((name) => linesOf(typeDefs, `type ${name}`)),
    [
      ['day: String!'],
      ['at: String', '# Foreign key "odd\\nname" is no relationship: such columns cannot be join keys.'],
      ['net: String!'],
      ['net: String', '# Foreign key "hosts_net_fkey" is no relationship: such columns cannot be join keys.'],
    ],
  );
});

test('an enum with labels that make no values is text, and a comment tells why', async (t) => {
  const typeDefs = await typeDefsOf(
    t,
    `create type nothing as enum ();
     create type blank as enum ('a', '');
     create type clash as enum ('a b', 'a-b');
     create type "odd name" as enum ('null', '1st', '用户', 'naïve', 'a"b', '__x');
     create table t (id int primary key, a nothing, b clash[], c "odd name", d blank);`,
  );
  deepEqual(linesOf(typeDefs, 'type t'), [
    'id: Int!',
    '# Type "public.nothing" is no enum here: it has no labels.',
    'a: String',
    '# Type "public.clash" is no enum here: its labels "a b" and "a-b" would have one name, a_b.',
    'b: [String]',
    'c: odd_name',
    '# Type "public.blank" is no enum here: one of its labels is empty.',
    'd: String',
  ]);
  deepEqual(linesOf(typeDefs, 'enum odd_name'), [
    'null_ @column(name: "null")',
    '_1st @column(name: "1st")',
    'u7528_u6237 @column(name: "用户")',
    'naive @column(name: "naïve")',
    'a_b @column(name: "a\\"b")',
    '_x @column(name: "__x")',
  ]);
});

test('views have no key, tables without columns no type, and partitions are left to their table', async (t) => {
  const ddl = `create table empty (); create view v as select 1 as a; create materialized view m as select 1 as a;
    create table parts (id int primary key) partition by range (id);
    create table part_1 partition of parts for values from (0) to (10);`;
  const rootsOf = (typeDefs: string) =>
    linesOf(typeDefs, 'type Query').map((line) => line.replace(/\(where:.*?\)/, ''));
  const typeDefs = await typeDefsOf(t, ddl);
  deepEqual(rootsOf(typeDefs), [
    'm: [m!]! @select',
    'parts: [parts!]! @select',
    'parts_by_pk(id: Int!): parts @select',
    'v: [v!]! @select',
  ]);
  equal(
    typeDefs.split('\n\n').at(-1),
    `# Partitions of "public.parts" are not here, since their rows are its own. Include them by name.
# Table "public.empty" has no columns, and so no type.
`,
  );
  const named = await typeDefsOf(t, ddl, { include: ['part_1', 'parts'] });
  deepEqual(rootsOf(named), [
    'part_1: [part_1!]! @select',
    'part_1_by_pk(id: Int!): part_1 @select',
    'parts: [parts!]! @select',
    'parts_by_pk(id: Int!): parts @select',
  ]);
  equal(named.includes('#'), false);
});

test('tables are chosen by name or pattern, of the own schema or another', async (t) => {
  const connectionString = await createDatabase(
    t,
    `create table users (id int); create table "tmp_a.b" (id int); create table tmp_axb (id int);
     create schema billing; create table billing.invoices (id int); create table billing.tmp_d (id int);`,
  );
  const namesOf = async (choice: Choice, schema = 'public'): Promise<readonly string[]> => {
    const typeDefs = await typeDefsFromDatabase({
      name: 'db',
      source: postgres({ connectionString, schema }),
      ...choice,
    });
    return Array.from(typeDefs.matchAll(/^type (.*) @table\(.*?\) \{$/gm), ([, name = '']) => name);
  };
  deepEqual(await namesOf({}), ['tmp_a_b', 'tmp_axb', 'users']);
  deepEqual(await namesOf({}, 'billing'), ['invoices', 'tmp_d']);
  deepEqual(await namesOf({ include: ['*.*'] }), ['billing_invoices', 'billing_tmp_d', 'tmp_a_b', 'tmp_axb', 'users']);
  deepEqual(await namesOf({ include: ['*', 'billing.invoices'], exclude: ['tmp_*'] }), ['billing_invoices', 'users']);
  deepEqual(await namesOf({ include: ['*.*'], exclude: ['*.tmp_*'] }), ['billing_invoices', 'users']);
  deepEqual(await namesOf({ include: ['public.tmp_a.b', 'b*.*'], exclude: ['billing.nothing*', '*.t?p*'] }), [
    'billing_invoices',
    'billing_tmp_d',
    'tmp_a_b',
  ]);
});

test('names and options that cannot be meant are refused', async (t) => {
  const source = postgres({
    connectionString: await createDatabase(t, 'create table users (id int); create table empty ();'),
  });
  const refused = (options: object, message: string) =>
    rejects(typeDefsFromDatabase({ name: 'db', source, ...options }), { code: 'INVALID_OPTIONS', message });
  await refused(
    { exclude: ['user'] },
    'Option "exclude" of typeDefsFromDatabase names "user", which is no table or view of the database. Did you mean "users"? Correct the name, or remove it.',
  );
  await refused(
    { include: ['public.user'] },
    'Option "include" of typeDefsFromDatabase names "public.user", which is no table or view of the database. Did you mean "public.users"? Correct the name, or remove it.',
  );
  await refused(
    { exclude: ['*'] },
    'Database "db" has no table with columns among those that typeDefsFromDatabase is to take. Create one, or name others with "include": its own schema is "public".',
  );
  await refused(
    { exclude: 'users' },
    'typeDefsFromDatabase takes a list of table names as "exclude", such as ["orders", "billing.*"].',
  );
  await refused(
    { naming: 'camel' },
    'typeDefsFromDatabase knows no naming of that name. Use hasura-default or graphql-default.',
  );
  await refused({ name: '' }, 'typeDefsFromDatabase needs "name", the name of the source in the plugin\'s options.');
  await refused(
    { tables: [] },
    'typeDefsFromDatabase has no option "tables". Its options are name, source, include, exclude, naming, prefix, beside.',
  );
  await refused(
    { beside: new URL('file:///shop.graphql') },
    'SDL must be a text, a Source or what was parsed of one, or a list of these. Read files first.',
  );
  const remote = remoteSchema({ url: 'http://127.0.0.1:9', schema: 'type Query { a: Int }' });
  await refused({ source: remote }, 'typeDefsFromDatabase needs a database as "source". Make it with postgres({ … }).');
});

test('a database that cannot be reached is told as that', async () => {
  const source = postgres({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  await rejects(typeDefsFromDatabase({ name: 'db', source }), { code: 'SOURCE_UNAVAILABLE' });
});
