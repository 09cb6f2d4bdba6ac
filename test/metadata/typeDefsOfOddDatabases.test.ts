/** Whatever a database holds and calls its own, its SDL passes the check, and all that the SDL offers works. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import {
  attachRemoteJoins,
  checkTypeDefs,
  postgres,
  remoteJoinsTypeDefs,
  typeDefsFromDatabase,
} from '@remote-joins/core';
import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  graphql,
  isInputObjectType,
  isLeafType,
  isListType,
} from 'graphql';
import pg from 'pg';
import { namings } from '../../packages/core/src/metadata/database/naming.js';
import { toTypeDefs } from '../../packages/core/src/metadata/database/toTypeDefs.js';
import { createDatabase, type Scope } from '../support/postgres.js';

type Naming = (typeof namings)[number];

interface Served {
  readonly typeDefs: string;
  readonly schema: GraphQLSchema;
  /** The answer's data; an answer with errors fails the test. */
  query(source: string, variables?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
}

/** Serves a database by its SDL, which must have no errors. */
async function serve(scope: Scope, connectionString: string, naming: Naming = 'hasura-default'): Promise<Served> {
  const source = postgres({ connectionString });
  const typeDefs = await typeDefsFromDatabase({ name: 'db', source, naming, include: ['*.*'] });
  const problems = await checkTypeDefs({ typeDefs, sources: { db: source } });
  deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  const schema = buildSchema(remoteJoinsTypeDefs + typeDefs);
  const joins = await attachRemoteJoins(schema, { sources: { db: source } });
  scope.after(() => joins.close());
  return {
    typeDefs,
    schema,
    async query(source, variableValues = {}) {
      const { data, errors } = await graphql({ schema, source, variableValues });
      deepEqual(
        errors?.map(({ message }) => message),
        undefined,
        source,
      );
      return JSON.parse(JSON.stringify(data));
    },
  };
}

/** One value per type; what is not listed in `incomparable` must be found again by its own value. */
const values: Readonly<Record<string, string>> = {
  int2: '-5', int4: '7', int8: '9007199254740993', numeric: "'12345678901234567890.10'", money: '12.5', float4: '1.5',
  float8: '0.1', text: "'a\"b'", varchar: "'v'", bpchar: "'b'", citext: "'CaSe'", name: "'n'", uuid: "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
  bool: 'false', bytea: "'\\x00ff'", date: "'2024-02-29'", time: "'12:30:00.5'", timetz: "'12:30:00+02'", timestamp: "'2024-02-29 12:30'",
  timestamptz: "'2024-02-29 12:30+02'", interval: "'1 day 2 hours'", json: "'{\"a\": 1}'", jsonb: "'{\"a\": [1, null]}'",
  inet: "'10.0.0.1'", cidr: "'10.0.0.0/8'", int4range: "'[1,5)'", int4multirange: "'{[1,5)}'", span: "'[2,3)'", tsvector: "'fat cat'", bit: "'1'",
  varbit: "'101'", macaddr: "'08:00:2b:01:02:03'", regclass: "'t'", point: "'(1,2)'", xml: "'<a/>'", pair: "'(1,2)'", mood: "'so so'",
  feeling: "'so so'", small: '3', '"odd enum"': "'a b'", code: "'C'",
}; // biome-ignore format: a table
const incomparable = ['json', 'point', 'xml', 'pair', 'feeling'];

test('each column of every type can be read, found by its own value, sorted by and told apart', async (t) => {
  const columns = Object.entries(values).flatMap(([type, value], index) => [
    { name: `c${index}`, type, value, isArray: false },
    { name: `a${index}`, type: `${type}[]`, value: `array[${value}::${type}, null]`, isArray: true },
  ]);
  const connectionString = await createDatabase(
    t,
    `create extension citext;
     create type pair as (a int, b int); create type mood as enum ('happy', 'so so'); create domain feeling as mood;
     create type span as range (subtype = int4); create domain small as int8 check (value > 0); create domain code as text;
     create type "odd enum" as enum ('a b', 'a-b');
     create table t (id int primary key, grid int[][], ${columns.map(({ name, type }) => `${name} ${type}`).join(', ')});
     insert into t values (1, '{{1,2},{3,4}}', ${columns.map(({ value }) => value).join(', ')});
     insert into t values (2);`,
  );
  const { schema, query } = await serve(t, connectionString);
  const where = schema.getType('t_bool_exp');
  const sortable = schema.getType('t_order_by');
  ok(isInputObjectType(where) && isInputObjectType(sortable));
  const found: string[] = [];
  for (const name of ['grid', ...columns.map((column) => column.name)]) {
    const { value } = (await query(`{ t_by_pk(id: 1) { value: ${name} } }`)).t_by_pk as { value: unknown };
    ok(value !== null, name);
    const operators = getNamedType(where.getFields()[name]?.type);
    ok(isInputObjectType(operators));
    const notNull = await query(`{ t(where: {${name}: {_is_null: false}}) { id } }`);
    deepEqual(notNull, { t: [{ id: 1 }] }, name);
    if (sortable.getFields()[name] === undefined) continue;
    const all = await query(
      `query ($eq: ${operators.getFields()._eq?.type}, $in: ${operators.getFields()._in?.type}) {
         eq: t(where: {${name}: {_eq: $eq}}) { id }
         in: t(where: {${name}: {_in: $in}}) { id }
         gte: t(where: {${name}: {_gte: $eq, _lte: $eq}}) { id }
         sorted: t(order_by: [{${name}: desc_nulls_last}]) { id }
         distinct: t(distinct_on: [${name}]) { id }
       }`,
      { eq: value, in: [value] },
    );
    const one = [{ id: 1 }];
    deepEqual(
      all,
      { eq: one, in: one, gte: one, sorted: [{ id: 1 }, { id: 2 }], distinct: [{ id: 1 }, { id: 2 }] },
      name,
    );
    found.push(name);
  }
  const types = columns.filter(({ name }) => !found.includes(name)).map(({ type }) => type);
  deepEqual(
    types.filter((type) => !type.endsWith('[]')),
    incomparable,
  );
});

const tableNames = [
  'users', 'users_bool_exp', 'users_by_pk', 'users by pk', 'order_by', 'OrderBy', 'Int', 'JSON', 'Query', 'String_comparison_exp',
  '__type', 'a b', 'a-b', 'a_b', 'aB', '用户', '"; }', 'new\nline', '# note', 'true', "it's", '$1', '_service', 'table\\', '{x}',
]; // biome-ignore format: a table
const columnNames = [
  'where', 'limit', 'offset', 'order_by', 'distinct_on', 'orderBy', 'distinctOn', '_and', '_or', '_not', '_AND', 'true', 'false', 'null', 'NULL',
  '__typename', '__proto__', 'constructor', 'a b', 'a-b', 'a_b', 'A B', 'aB', '1st', '用户', 'naïve', 'naive', '"', '\\', 'new\nline', '"""', '#',
  '@x', '$1', '}', "it's", ' ', '_', '__', 'users', 'x',
]; // biome-ignore format: a table

const quote = pg.escapeIdentifier;

for (const naming of namings) {
  test(`names of any kind, in the naming ${naming}, stand for what they are called in the database`, async (t) => {
    const columns = columnNames.map((name) => `${quote(name)} text`).join(', ');
    const key = columnNames.slice(0, 20).map(quote).join(', ');
    const ddl = tableNames.map(
      (name) => `
        create table ${quote(name)} (${columns}, primary key (${key}), parent text, foreign key (${key}) references ${quote(name)});
        insert into ${quote(name)} values (${columnNames.map(pg.escapeLiteral).join(', ')}, ${pg.escapeLiteral(name)});
        comment on table ${quote(name)} is ${pg.escapeLiteral(tableComment(name))};
        comment on column ${quote(name)}.parent is ${pg.escapeLiteral(columnComment(name))};`,
    );
    const { schema, query } = await serve(t, await createDatabase(t, ddl.join('\n')), naming);
    const tables: unknown[] = [];
    const order = naming === 'hasura-default' ? 'order_by' : 'orderBy';
    const distinct = naming === 'hasura-default' ? 'distinct_on' : 'distinctOn';
    const asc = naming === 'hasura-default' ? 'asc' : 'ASC';
    for (const root of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      const type = getNamedType(root.type) as GraphQLObjectType;
      const leaves = Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
      const names = leaves.map(({ name }) => name);
      if (!isListType(getNullableType(root.type))) {
        const given = root.args
          .map(({ name }) => `${name}: ${JSON.stringify(columnOf(schema, type, name))}`)
          .join(', ');
        deepEqual(await query(`{ row: ${root.name}(${given}) { __typename } }`), { row: { __typename: type.name } });
        continue;
      }
      const { rows } = await query(
        `query ($where: ${root.args.find(({ name }) => name === 'where')?.type}) {
           rows: ${root.name}(where: $where, ${order}: [${names.map((name) => `{${name}: ${asc}}`)}]) { ${names.join(' ')} }
         }`,
        {
          where: Object.fromEntries(
            names.filter((name) => name !== 'parent').map((name) => [name, { _eq: columnOf(schema, type, name) }]),
          ),
        },
      );
      const table = tableOf(type);
      equal(type.description, tableComment(table).trim());
      equal(type.getFields().parent?.description, columnComment(table).trim());
      deepEqual(rows, [
        Object.fromEntries(names.map((name) => [name, name === 'parent' ? table : columnOf(schema, type, name)])),
      ]);
      deepEqual(names.map((name) => columnOf(schema, type, name)).sort(), [...columnNames, 'parent'].sort());
      deepEqual(await query(`{ rows: ${root.name}(${distinct}: [${names}]) { __typename } }`), {
        rows: [{ __typename: type.name }],
      });
      tables.push(table);
    }
    deepEqual(tables.sort(), [...tableNames].sort());
  });
}

/** Comments that would be more than a description, were they printed as they are. */
const tableComment = (name: string): string => `${name}\n""" } type Query { x: Int } # \\""" ${name}`;
const columnComment = (name: string): string => `  ${name}\r\n\n    """"`;

/** What `@table` and `@column` say, or else the name here. */
function tableOf({ name, astNode }: GraphQLObjectType): string {
  return argumentOf(astNode?.directives, 'table') ?? name;
}

function columnOf(_: GraphQLSchema, type: GraphQLObjectType, field: string): string {
  return argumentOf(type.getFields()[field]?.astNode?.directives, 'column') ?? field;
}

type Directives = NonNullable<GraphQLObjectType['astNode']>['directives'];

function argumentOf(directives: Directives, directive: string): string | undefined {
  const node = directives?.find(({ name }) => name.value === directive);
  const value = node?.arguments?.find(({ name }) => name.value === 'name')?.value;
  return value?.kind === 'StringValue' ? value.value : undefined;
}

test('the same database gives the same text, in whatever order its catalog tells it', async (t) => {
  const ddl = `
    create schema other;
    create type mood as enum ('b', 'a');
    create table users (id int primary key, mood mood, "a b" int, "a-b" int, u2 int references users, u1 int references users);
    create table "us ers" (id int primary key, user_id int references users, mood mood[]);
    create table "us-ers" (id int primary key, user_id int references users);
    create table other.users (id int primary key, user_id int references public.users, at date);
    create table other_users (id int primary key, user_id int references public.users, x int8);`;
  const source = postgres({ connectionString: await createDatabase(t, ddl) });
  t.after(() => source.close());
  const catalog = await source.introspect('db');
  ok(catalog.kind === 'tables');
  const turned = [...catalog.tables].reverse().map(([key, table]) => {
    const foreignKeys = [...(table.foreignKeys ?? [])].reverse();
    return [key, { ...table, columns: new Map([...table.columns].reverse()), foreignKeys }] as const;
  });
  const choice = {
    source: 'db',
    naming: 'hasura-default',
    include: ['*.*'],
    exclude: [],
    prefix: '',
    beside: [],
  } as const;
  const text = toTypeDefs({ ...choice, catalog });
  equal(toTypeDefs({ ...choice, catalog: { ...catalog, tables: new Map(turned) } }), text);
  ok(text.includes('type other_users @table(source: "db") {'));
  ok(text.includes('type other_users_2 @table(source: "db", name: "users", schema: "other") {'));
});
