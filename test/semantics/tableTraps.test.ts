/** Shapes of tables and arguments that SQL, JSON or a careless reader of arguments would get wrong. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const wideColumns = Array.from({ length: 101 }, (_, index) => `c${index}`);

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table people (id int primary key, name text, age int, team_id int);
      insert into people values (1, 'Ada', 36, 7), (2, 'Grace', null, 7), (3, null, 40, null);
      create table wide (id int primary key, ${wideColumns.map((name) => `${name} int not null`).join(', ')});
      insert into wide values (1, ${wideColumns.map((_, index) => index).join(', ')});
      create table lists (id int primary key, tags text[], grid int[], big int8[], empty text[] not null, team_id int);
      insert into lists values
        (1, '{a,NULL,"b,c"}', '{{1,2},{3,4}}', '{9007199254740993}', '{}', 7),
        (2, '{only}', '{}', null, '{x,y,z}', 7),
        (3, null, '{5}', '{}', '{}', null);`,
    teams_db: `
      create table teams (id int primary key, name text not null);
      insert into teams values (7, 'Seven');
      create table members (team_id int not null, note text);
      insert into members values (7, 'a'), (7, 'b');`,
  },
});

const typeDefs = `
  scalar BigInt
  scalar Grid
  type Query {
    people(where: people_bool_exp, name: String, limit: Int, offset: Int, order_by: people_order): [Person!]! @select
    person(id: Int!): Person @select
    wide: [Wide!]! @select
    lists(tags: [String], where: lists_bool_exp): [List!]! @select
  }
  type Person @table(source: "shop_db", name: "people") {
    id: Int!
    name: String
    age: Int
    teamId: Int @column(name: "team_id")
    team: Team @remoteRelationship(source: "teams_db", table: "teams", fieldMapping: {teamId: "id"})
    mates(where: people_bool_exp, limit: Int): [Person!]! @remoteRelationship(fieldMapping: {teamId: "team_id"})
    teams(where: team_bool_exp, limit: Int): [Team!] @remoteRelationship(source: "teams_db", table: "teams", fieldMapping: {teamId: "id"})
    label(suffix: String = "!"): String
    team_label: String
  }
  type Team @table(source: "teams_db", name: "teams") {
    name: String!
    members: [Member!]! @remoteRelationship(fieldMapping: {id: "team_id"})
  }
  type Member @table(source: "teams_db", name: "members") { note: String }
  type Wide @table(source: "shop_db", name: "wide") { ${wideColumns.map((name) => `${name}: Int!`).join(' ')} }
  type List @table(source: "shop_db", name: "lists") {
    id: Int!
    tags: [String]
    text: String @column(name: "tags")
    grid: Grid
    big: [BigInt!]
    empty: [String!]!
    team: Team @remoteRelationship(source: "teams_db", table: "teams", fieldMapping: {team_id: "id"})
  }
  input people_bool_exp { _and: [people_bool_exp!] _not: people_bool_exp id: int_exp name: text_exp team_id: int_exp }
  input team_bool_exp { name: text_exp }
  input lists_bool_exp { id: int_exp }
  input int_exp { _eq: Int _in: [Int] _is_null: Boolean }
  input text_exp { _eq: String _like: String }
  enum direction { asc desc }
  input people_order { id: direction name: direction }`;

const parents: unknown[] = [];
const resolvers = {
  Person: {
    label(person: Record<string, unknown>, { suffix }: { suffix: string }) {
      parents.push({ ...person });
      return `${person.name ?? '?'} ${person.age ?? '?'}${suffix}`;
    },
    team_label: (person: { team?: { name: string } }) => person.team?.name ?? 'not asked for',
  },
};

defineHostSuite('Traps of tables', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest() {
      world.forget();
      parents.length = 0;
    },
  }));

  const badInput = (path: string[], message: string) => ({ message, path, code: 'BAD_USER_INPUT' });

  test('a null operand is an error and never every row', async () => {
    const source = 'query ($where: people_bool_exp) { people(where: $where) { id } }';
    const refused: [unknown, string][] = [
      [{ id: { _eq: null } }, 'where.id._eq'],
      [{ id: { _in: null } }, 'where.id._in'],
      [{ id: { _in: [1, null] } }, 'where.id._in'],
      [{ id: null }, 'where.id'],
      [{ _and: null }, 'where._and'],
      [{ _not: null }, 'where._not'],
      [{ _and: [{ id: { _eq: 1 } }, { name: { _eq: null } }] }, 'where._and.name._eq'],
    ];
    for (const [where, path] of refused) {
      const answer = await query(source, { where });
      deepEqual(
        { data: answer.data, errors: answer.errors?.map(({ path, code }) => ({ path, code })) },
        { data: null, errors: [{ path: ['people'], code: 'BAD_USER_INPUT' }] },
        path,
      );
      deepEqual(answer.errors?.[0]?.message.includes(`"${path}"`), true, `${path}: ${answer.errors?.[0]?.message}`);
      deepEqual(world.counts(), {}, path);
    }
  });

  test('what is left out, empty, or a null argument is no condition', async () => {
    const source =
      'query ($where: people_bool_exp, $name: String, $limit: Int) { people(where: $where, name: $name, limit: $limit) { id } }';
    const everybody = { data: { people: [{ id: 1 }, { id: 2 }, { id: 3 }] } };
    deepEqual(await query(source), everybody);
    deepEqual(await query(source, { where: null, name: null, limit: null }), everybody);
    deepEqual(await query(source, { where: {} }), everybody);
    deepEqual(await query(source, { where: { id: {}, _and: [] } }), everybody);
    deepEqual(await query(source, { where: { id: { _is_null: null } } }), everybody);
    deepEqual(await query(source, { where: { _and: [{}] } }), everybody);
    deepEqual(await query(source, { where: { id: { _in: [] } } }), { data: { people: [] } });
    deepEqual(await query(source, { where: { team_id: { _is_null: true } } }), { data: { people: [{ id: 3 }] } });
    deepEqual(await query(source, { where: { team_id: { _is_null: false } }, limit: 0 }), { data: { people: [] } });
  });

  test('an argument that cannot be used fails its own field alone', async () => {
    deepEqual(await query('{ people(limit: -1) { id } }'), {
      data: null,
      errors: [
        badInput(
          ['people'],
          'Field "Query.people" has no answer of source "shop_db": Argument "limit" of field "Query.people" is negative. Give 0 or more, or leave it out.',
        ),
      ],
    });
    deepEqual(await query('{ person(id: 1) { id teams(limit: -1) { name } team { name } } }'), {
      data: { person: { id: 1, teams: null, team: { name: 'Seven' } } },
      errors: [
        badInput(
          ['person', 'teams'],
          'Field "Person.teams" has no answer of source "teams_db": Argument "limit" of field "Person.teams" is negative. Give 0 or more, or leave it out.',
        ),
      ],
    });
    deepEqual(world.counts(), { shop_db: 1, teams_db: 1 });
    deepEqual(await query('{ person(id: 1) { teams(where: {name: {_eq: null}}) { name } } }'), {
      data: { person: { teams: null } },
      errors: [
        badInput(
          ['person', 'teams'],
          'Field "Person.teams" has no answer of source "teams_db": Argument "where.name._eq" of field "Person.teams" is null. Leave it out, or use "_is_null" to ask for nulls.',
        ),
      ],
    });
  });

  test('more columns than a function of Postgres takes arguments', async () => {
    deepEqual(await query(`{ wide { ${wideColumns.join(' ')} } }`), {
      data: { wide: [Object.fromEntries(wideColumns.map((name, index) => [name, index]))] },
    });
    deepEqual(world.counts(), { shop_db: 1 });
  });

  test('array columns of different lengths and depths, as lists, as text and through a scalar', async () => {
    deepEqual(await query('{ lists { id tags text grid big empty team { name } } }'), {
      data: {
        lists: [
          {
            id: 1,
            tags: ['a', null, 'b,c'],
            text: '{a,NULL,"b,c"}',
            grid: [
              [1, 2],
              [3, 4],
            ],
            big: ['9007199254740993'],
            empty: [],
            team: { name: 'Seven' },
          },
          {
            id: 2,
            tags: ['only'],
            text: '{only}',
            grid: [],
            big: null,
            empty: ['x', 'y', 'z'],
            team: { name: 'Seven' },
          },
          { id: 3, tags: null, text: null, grid: [5], big: [], empty: [], team: null },
        ],
      },
    });
    deepEqual(await query('{ lists(tags: ["only"]) { id } }'), { data: { lists: [{ id: 2 }] } });
  });

  test('a set without columns keeps its row count', async () => {
    deepEqual(await query('{ people { __typename } }'), {
      data: { people: [{ __typename: 'Person' }, { __typename: 'Person' }, { __typename: 'Person' }] },
    });
    deepEqual(
      await query(
        '{ people { t: __typename team { __typename members { __typename } } mates(limit: 1) { __typename } } }',
      ),
      {
        data: {
          people: [
            {
              t: 'Person',
              team: { __typename: 'Team', members: [{ __typename: 'Member' }, { __typename: 'Member' }] },
              mates: [{ __typename: 'Person' }],
            },
            {
              t: 'Person',
              team: { __typename: 'Team', members: [{ __typename: 'Member' }, { __typename: 'Member' }] },
              mates: [{ __typename: 'Person' }],
            },
            { t: 'Person', team: null, mates: [] },
          ],
        },
      },
    );
    deepEqual(world.counts(), { shop_db: 1, teams_db: 1 });
  });

  test('a resolver of the host on a table type gets every column the type declares, where it is selected', async () => {
    deepEqual(await query('{ people(limit: 2) { label other: label(suffix: "?") } }'), {
      data: {
        people: [
          { label: 'Ada 36!', other: 'Ada 36?' },
          { label: 'Grace ?!', other: 'Grace ??' },
        ],
      },
    });
    deepEqual(parents, [
      { id: 1, name: 'Ada', age: 36, teamId: 7 },
      { id: 1, name: 'Ada', age: 36, teamId: 7 },
      { id: 2, name: 'Grace', age: null, teamId: 7 },
      { id: 2, name: 'Grace', age: null, teamId: 7 },
    ]);
    const columns = () =>
      world.calls().shop_db?.map(([text]) => [...text.matchAll(/t0\."(\w+)" as/g)].map(([, name]) => name));
    deepEqual(columns(), [['id', 'name', 'age', 'team_id']]);

    deepEqual(await query('{ people(limit: 1) { name } }'), { data: { people: [{ name: 'Ada' }] } });
    deepEqual(columns(), [['name']]);
    deepEqual(parents, []);

    // What a resolver reads of other joins is there where the client asked for them.
    deepEqual(await query('{ people(limit: 1) { team { name } team_label } }'), {
      data: { people: [{ team: { name: 'Seven' }, team_label: 'Seven' }] },
    });
    deepEqual(await query('{ people(limit: 1) { team_label } }'), {
      data: { people: [{ team_label: 'not asked for' }] },
    });
  });
});
