// biome-ignore-all lint/suspicious/noThenProperty: a field of GraphQL may be called so
/** Answers with errors in them on the short road: the executor walks only to what is wrong. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/apollo';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { startWorld } from '../support/world.js';

const typeDefs = `
  scalar JSON
  type Query {
    people(limit: Int): [Person!]! @select
    loose(limit: Int): [Person] @select
    strict: [Strict!] @select
    strictest: [Strict!]! @select
    person(id: Int!): Person @select
    teams: [Team!] @select
    pets: [Pet!]! @remoteField(schema: "shop")
    kennels: [[Dog]] @remoteField(schema: "shop")
    words: [JSON] @remoteField(schema: "shop")
  }
  type Person @table(source: "db", name: "people") {
    id: Int!
    name: String
    data: JSON!
    extra: [JSON!]
    teamId: Int! @column(name: "team_id")
    team: Team @remoteRelationship(fieldMapping: {teamId: "id"})
    badge: Badge @remoteRelationship(schema: "shop", field: "badge(id: $id)")
    teamBadge: Badge @remoteRelationship(schema: "shop", field: "badge(id: $teamId)")
    pet: Pet @remoteRelationship(schema: "shop", field: "pet(id: $id)")
    any: Any @remoteRelationship(schema: "shop", field: "any(id: $id)")
  }
  type Strict @table(source: "db", name: "people") {
    id: Int!
    badge: Badge! @remoteRelationship(schema: "shop", field: "badge(id: $id)")
  }
  type Team @table(source: "db", name: "teams") {
    id: Int!
    people: [Person!]! @remoteRelationship(fieldMapping: {id: "teamId"})
  }
  type Badge { id: Int! color: String! toys: [Toy!] then: Toy }
  type Toy { size: Int! then: String }
  interface Pet { id: Int! name: String! }
  type Dog implements Pet { id: Int! name: String! toys: [Toy!] }
  type Cat implements Pet { id: Int! name: String! friends: [Pet] }
  union Any = Dog | Badge
`;

/** Where it says JSON, it may answer with what no value of our types is. */
const upstream = `
  scalar JSON
  type Query { badge(id: Int!): Badge pet(id: Int!): Pet any(id: Int!): Any pets: [Pet!]! kennels: [[Dog]] words: [JSON] }
  type Badge { id: Int! color: String! toys: [Toy!] then: Toy }
  type Toy { size: JSON! then: String }
  interface Pet { id: Int! name: JSON! }
  type Dog implements Pet { id: Int! name: JSON! toys: [Toy!] }
  type Cat implements Pet { id: Int! name: JSON! friends: [Pet] }
  union Any = Dog | Badge`;

const fail = (): never => {
  throw new GraphQLError('upstream');
};

/** Badge 17 fails, a toy of whoever is 5 has no size, cat 6 no name. */
const toysOf = (id: number) => [{ size: 1 }, { size: id === 5 ? 'none' : id, then: `t${id}` }];
const badge = (id: number) => ({
  __typename: 'Badge',
  id,
  color: 'red',
  toys: toysOf(id),
  then: { size: 2, then: 'x' },
});
const dog = (id: number) => ({ __typename: 'Dog', id, name: `d${id}`, toys: toysOf(id) });
const cat = (id: number) => ({
  __typename: 'Cat',
  id,
  name: id === 6 ? 6 : `c${id}`,
  friends: () => [dog(id), dog(5)],
});

const world = await startWorld(test, {
  databases: {
    db: `
      create table people (id int primary key, name text, data jsonb not null, extra jsonb[], team_id int not null);
      insert into people
        select i, 'p' || i, case i when 9 then 'null' else '[{"then": 1}]' end::jsonb, array['[1]', '{"a": 2}']::jsonb[], (i % 4 + 1) * 4 + 1
        from generate_series(1, 40) i;
      create table teams (id int primary key);
      insert into teams values (5), (9), (13), (17);`,
  },
  remotes: {
    shop: {
      typeDefs: upstream,
      resolvers: {
        Query: {
          badge: (_: unknown, { id }: { id: number }) => (id === 17 ? fail() : badge(id)),
          pet: (_: unknown, { id }: { id: number }) => (id % 2 === 0 ? cat(id) : dog(id)),
          any: (_: unknown, { id }: { id: number }) => (id % 2 === 0 ? badge(id) : dog(id)),
          pets: () => [dog(1), cat(2), dog(3), cat(4), dog(5), cat(6), cat(8)],
          kennels: () => [[dog(1), dog(5), null], [dog(2)], null, [new GraphQLError('no dog'), dog(3)]],
          words: () => [1, [{ then: 2 }], { a: [3] }, null],
        },
        JSON: { serialize: (value: unknown) => value },
      },
    },
  },
});

/** What an error looks like to a plugin or to `formatError`. */
const look = ({ message, path, locations, originalError, extensions }: GraphQLError) => ({
  message,
  path,
  locations,
  extensions,
  original: originalError?.message,
  name: originalError?.name,
});

/** What a server writes on the short road or off it, what others see of the errors, and what that took. */
async function ask(shortRoad: boolean, query: string, plugins: readonly ApolloServerPlugin[]) {
  const seen: unknown[] = [];
  const formatted: (readonly [GraphQLFormattedError, unknown])[] = [];
  const resolved: string[] = [];
  const watch: ApolloServerPlugin = {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors }) {
          seen.push(...errors.map(look));
        },
        async willSendResponse({ response: { body } }) {
          seen.push(body.kind === 'single' ? JSON.stringify(body.singleResult) : '');
        },
        async executionDidStart() {
          return {
            willResolveField({ info }) {
              resolved.push(`${info.parentType.name}.${info.path.key}`);
            },
          };
        },
      };
    },
  };
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    plugins: [watch, remoteJoins({ sources: world.sources(), shortRoad }), ...plugins],
    includeStacktraceInErrorResponses: false,
    formatError(error, original) {
      formatted.push([error, original instanceof GraphQLError ? look(original) : original]);
      return error;
    },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await server.start();
  world.forget();
  const { body, status, headers } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      body: { query },
      search: '',
    },
    context: async () => ({}),
  });
  await server.stop();
  const text = body.kind === 'complete' ? body.string : '';
  return { answer: { text, status, headers: [...headers], seen, formatted, calls: world.counts() }, resolved };
}

/** Asks on both roads: the same bytes, the same errors to whoever looks, and nothing is fetched twice. */
async function askBoth(query: string, plugins: readonly ApolloServerPlugin[] = []) {
  const { answer, resolved } = await ask(true, query, plugins);
  const normal = await ask(false, query, plugins);
  deepEqual(answer, normal.answer);
  const { data, errors } = JSON.parse(answer.text);
  const paths: string[] = errors.map(({ path }: { path: string[] }) => path.join('.'));
  return { data, errors, paths, calls: answer.calls, resolved, normal: normal.resolved };
}

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const upstreamFailed = (field: string): string =>
  `Field "${field}" has no value: The remote schema answered with an error for this field.`;

test('One failing item of forty is the only one that the executor walks', async () => {
  const { data, errors, calls, resolved, normal } = await askBoth('{ people { id badge { color } } }');
  const people = ids(40).map((id) => ({ id, badge: id === 17 ? null : { color: 'red' } }));
  deepEqual(data, { people });
  deepEqual(errors, [
    {
      message: upstreamFailed('Person.badge'),
      locations: [{ line: 1, column: 15 }],
      path: ['people', 16, 'badge'],
      extensions: { code: 'SOURCE_ERROR' },
    },
  ]);
  deepEqual(calls, { db: 1, shop: 1 });
  deepEqual(resolved, ['Query.people', 'Person.id', 'Person.badge']);
  equal(normal.length, 1 + 40 * 2 + 39);
});

test('A null in a non-null column ends its row, where rows may be null', async () => {
  const { data, errors, resolved } = await askBoth('{ loose { id data } }');
  deepEqual(data.loose[7], { id: 8, data: [{ then: 1 }] });
  deepEqual(data.loose[8], null);
  deepEqual(errors[0].message, 'Cannot return null for non-nullable field Person.data.');
  deepEqual(errors[0].path, ['loose', 8, 'data']);
  deepEqual(resolved, ['Query.loose', 'Person.id', 'Person.data']);
});

test('Errors deep below a row are walked to alone, list by list', async () => {
  const { data, paths, resolved } = await askBoth('{ teams { id people { id badge { toys { size } } } } }');
  deepEqual(paths, ['teams.1.people.1.badge.toys.1.size', 'teams.1.people.4.badge']);
  deepEqual(data.teams[1].people.slice(0, 5), [
    { id: 1, badge: { toys: [{ size: 1 }, { size: 1 }] } },
    { id: 5, badge: { toys: null } },
    { id: 9, badge: { toys: [{ size: 1 }, { size: 9 }] } },
    { id: 13, badge: { toys: [{ size: 1 }, { size: 13 }] } },
    { id: 17, badge: null },
  ]);
  deepEqual(
    data.teams.map(({ people }: { people: object[] }) => people.length),
    [10, 10, 10, 10],
  );
  const person = ['Person.id', 'Person.badge'];
  deepEqual(resolved, ['Query.teams', 'Team.id', 'Team.people', ...person, 'Badge.toys', 'Toy.size', ...person]);
});

test('Below a single object, lists are walked only to what is wrong', async () => {
  const { paths, resolved } = await askBoth('{ person(id: 1) { id team { people { id badge { id } } } } }');
  deepEqual(paths, ['person.team.people.4.badge']);
  const walked = ['Query.person', 'Person.id', 'Person.team', 'Team.people', 'Person.id', 'Person.badge'];
  deepEqual(resolved, walked);
});

test('Rows that share one broken object are each told of', async () => {
  const { data, paths } = await askBoth('{ people(limit: 12) { teamBadge { toys { size } } } }');
  const broken = { teamBadge: { toys: null } };
  const whole = (size: number) => ({ teamBadge: { toys: [{ size: 1 }, { size }] } });
  const four = [whole(9), whole(13), { teamBadge: null }, broken];
  deepEqual(data.people, [...four, ...four, ...four]);
  const pathsOf = (row: number): string[] => [`people.${row}.teamBadge`, `people.${row + 1}.teamBadge.toys.1.size`];
  deepEqual(paths, [2, 6, 10].flatMap(pathsOf));
});

test('Fields under several aliases are told apart in rows that are walked, and in those that are not', async () => {
  const query =
    '{ few: people(limit: 17) { a: id b: badge { x: color } c: badge { y: id toys { size } z: toys { s: size } } n: name } }';
  const { data, paths } = await askBoth(query);
  deepEqual(data.few[1], {
    a: 2,
    b: { x: 'red' },
    c: { y: 2, toys: [{ size: 1 }, { size: 2 }], z: [{ s: 1 }, { s: 2 }] },
    n: 'p2',
  });
  deepEqual(data.few[4], { a: 5, b: { x: 'red' }, c: { y: 5, toys: null, z: null }, n: 'p5' });
  deepEqual(data.few[16], { a: 17, b: null, c: null, n: 'p17' });
  deepEqual(paths, ['few.4.c.toys.1.size', 'few.4.c.z.1.s', 'few.16.b', 'few.16.c']);
});

test('Rows of abstract types keep their types', async () => {
  const query = `{
    people(limit: 8) {
      pet { __typename name ... on Dog { toys { size } } ... on Cat { friends { kind: __typename ... on Dog { toys { size } } } } }
      any { ... on Dog { name toys { size } } ... on Badge { id } }
    }
  }`;
  const { data, paths } = await askBoth(query);
  deepEqual(data.people[0].any, { name: 'd1', toys: [{ size: 1 }, { size: 1 }] });
  deepEqual(data.people[1].pet, {
    __typename: 'Cat',
    name: 'c2',
    friends: [
      { kind: 'Dog', toys: [{ size: 1 }, { size: 2 }] },
      { kind: 'Dog', toys: null },
    ],
  });
  deepEqual(paths, [
    'people.1.pet.friends.1.toys.1.size',
    'people.3.pet.friends.1.toys.1.size',
    'people.4.pet.toys.1.size',
    'people.4.any.toys.1.size',
    'people.5.pet.name',
    'people.7.pet.friends.1.toys.1.size',
  ]);
});

test('A null at an item that must not be null ends the list, and data where that must not be null', async () => {
  const list = await askBoth('{ strict { id badge { id } } teams { id } }');
  deepEqual([list.data.strict, list.data.teams.length, list.paths], [null, 4, ['strict.16.badge']]);
  const all = await askBoth('{ strictest { id badge { id } } }');
  deepEqual([all.data, all.paths], [null, ['strictest.16.badge']]);
  const pets = await askBoth('{ pets { id name } }');
  deepEqual([pets.data, pets.paths], [null, ['pets.5.name']]);
});

test('Lists of lists, and scalars that hold lists and objects, are left as they are', async () => {
  const kennels = await askBoth('{ kennels { id toys { size } } words }');
  const toys = (size: number) => [{ size: 1 }, { size }];
  deepEqual(kennels.data, {
    kennels: [
      [{ id: 1, toys: toys(1) }, { id: 5, toys: null }, null],
      [{ id: 2, toys: toys(2) }],
      null,
      [null, { id: 3, toys: toys(3) }],
    ],
    words: [1, [{ then: 2 }], { a: [3] }, null],
  });
  deepEqual(kennels.paths, ['kennels.0.1.toys.1.size', 'kennels.3.0']);
  deepEqual(kennels.resolved, ['Query.kennels', 'Query.words', 'Dog.id', 'Dog.toys', 'Toy.size']);
  const { data } = await askBoth('{ loose(limit: 17) { extra data badge { id } } }');
  deepEqual(data.loose[16], { extra: [[1], { a: 2 }], data: [{ then: 1 }], badge: null });
});

test('A root field with nothing wrong is taken whole beside one that failed', async () => {
  const { data, resolved } = await askBoth('{ people { badge { id } } teams { id } }');
  deepEqual(data.teams, [{ id: 5 }, { id: 9 }, { id: 13 }, { id: 17 }]);
  deepEqual(resolved, ['Query.people', 'Query.teams', 'Person.badge']);
});

test('An object with a field named "then" is no promise', async () => {
  const { data, paths } = await askBoth('{ people(limit: 17) { badge { then { size then } toys { then size } } } }');
  deepEqual(data.people[4].badge, { then: { size: 2, then: 'x' }, toys: null });
  deepEqual(data.people[5].badge.toys[1], { then: 't6', size: 6 });
  deepEqual(paths, ['people.4.badge.toys.1.size', 'people.16.badge']);
});

test('Whoever waits for a field that is walked sees the parents', async () => {
  const results: unknown[] = [];
  const trace: ApolloServerPlugin = {
    async requestDidStart() {
      return {
        async executionDidStart() {
          return {
            willResolveField:
              ({ info }) =>
              (_error, result) => {
                if (info.parentType.name !== 'Query' || !Array.isArray(result)) return;
                results.push(JSON.stringify(result.map(({ id }: { id: number }) => id)));
              },
          };
        },
      };
    },
  };
  await askBoth('{ people(limit: 17) { key: id badge { id } } }', [trace]);
  deepEqual(results, [JSON.stringify(ids(17)), JSON.stringify(ids(17))]);
});
