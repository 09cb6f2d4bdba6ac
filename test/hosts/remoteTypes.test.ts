import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const people = [
  { __typename: 'Author', id: 1, name: 'Ada', homeCity: 'Delft', address: { geo: { code: 'NL' } } },
  { __typename: 'Reader', id: 2, nick: 'grace', homeCity: 'Jena', address: null },
  { __typename: 'Bot', id: 3, model: 'm1' },
];

/** What the remote server's mutation did, in order. */
const renamed: string[] = [];

const world = await startWorld(test, {
  databases: {
    users_db: `
      create table users (id int primary key, name text not null, sku text);
      insert into users values (1, 'Ada L.', 'pen'), (2, 'Grace H.', null), (3, 'Marvin', 'ink');
      create table visits (id int primary key, user_id int not null, place text not null);
      insert into visits values (1, 1, 'Delft'), (2, 2, 'Jena'), (3, 1, 'Jena');`,
  },
  remotes: {
    people: {
      typeDefs: `
        type Query {
          persons(limit: Int): [Person]!
          anyone: [Anyone!]!
          author(id: Int!): Author
          people(ids: [Int!]!): [Human!]!
        }
        type Mutation { rename(id: Int!, name: String!): Author }
        interface Person { id: Int! homeCity: String }
        type Author implements Person { id: Int! homeCity: String name: String! address: Address friends: [[Person!]!]! }
        type Reader implements Person { id: Int! homeCity: String nick: String! address: Address }
        type Bot { id: Int! model: String! }
        union Anyone = Author | Reader | Bot
        type Address { geo: Geo! }
        type Geo { code: String! }
        type Human { id: Int! alias: String! }`,
      resolvers: {
        Query: {
          persons: (_: unknown, { limit = 3 }: { limit?: number }) => [...people.slice(0, 2), null].slice(0, limit),
          anyone: () => people,
          author: (_: unknown, { id }: { id: number }) => people.find((person) => person.id === id),
          people: (_: unknown, { ids }: { ids: number[] }) => ids.map((id) => ({ id, alias: `human ${id}` })),
        },
        Mutation: {
          rename: async (_: unknown, { id, name }: { id: number; name: string }) => {
            renamed.push(`start ${name}`);
            await new Promise((resolve) => setTimeout(resolve, 5));
            renamed.push(`end ${name}`);
            return { ...people[0], id, name };
          },
        },
        Author: { friends: () => [[people[1], people[0]], [], [people[1]]] },
      },
    },
    weather: {
      typeDefs: `
        type Query { weather(city: String!, day: String): Weather }
        type Weather { city: String! text: String! authorId: Int }`,
      resolvers: {
        Query: {
          weather: (_: unknown, { city, day }: { city: string; day?: string }) => ({
            city,
            text: `rain in ${city} ${day ?? 'today'}`,
            authorId: city === 'Delft' ? 1 : null,
          }),
        },
      },
    },
  },
});

const typeDefs = `
  type Query {
    persons(limit: Int): [Person]! @remoteField(schema: "people")
    anyone: [Anyone!]! @remoteField(schema: "people")
    writer(id: Int!): Author @remoteField(schema: "people", field: "author")
  }
  type Mutation { rename(id: Int!, name: String!): Author @remoteField(schema: "people") }
  interface Person { id: Int! homeCity: String user: User }
  type Author implements Person {
    id: Int!
    homeCity: String
    name: String!
    friends: [[Person!]!]!
    "A table."
    user: User @remoteRelationship(fieldMapping: {id: "id"})
    visits(limit: Int): [Visit!]! @remoteRelationship(fieldMapping: {id: "user_id"})
    "By a key below the object; the fields on the way are not exposed."
    abroad: Weather @remoteRelationship(schema: "weather", field: "weather(city: $city)", variables: {city: "address.geo.code"})
    "Another remote schema."
    weather(day: String): Weather @remoteRelationship(schema: "weather", field: "weather(city: $homeCity)")
    "The same remote schema."
    human: Human @remoteRelationship(schema: "people", field: "people(ids: [$id])", matchBy: {id: "id"})
  }
  type Reader implements Person {
    id: Int!
    homeCity: String
    nick: String!
    user: User @remoteRelationship(fieldMapping: {id: "id"})
    weather(day: String): Weather @remoteRelationship(schema: "weather", field: "weather(city: $homeCity)")
  }
  type Bot { id: Int! model: String! user: User @remoteRelationship(fieldMapping: {id: "id"}) }
  union Anyone = Author | Reader | Bot
  type Human { alias: String! }
  type Weather {
    text: String!
    author: Author @remoteRelationship(schema: "people", field: "author(id: $authorId)")
  }
  type User @table(source: "users_db", name: "users") { name: String! }
  type Visit @table(source: "users_db", name: "visits") { place: String! }`;

defineHostSuite('Joins of remote types', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));

  test('a remote object joins a table; its key is asked for and not shown', async () => {
    deepEqual(await query('{ writer(id: 1) { name user { name } } }'), {
      data: { writer: { name: 'Ada', user: { name: 'Ada L.' } } },
    });
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."id" as c0, t0."name" as c1
            from "public"."users" t0
            where t0."id" = any($1::int4[])) s0`,
          ['{1}'],
        ],
      ],
      people: [['query RemoteJoins($v0_0: Int!) { _0: author(id: $v0_0) { name id } }', { v0_0: 1 }]],
    });
  });

  test('a key may lie below the object, in fields that the SDL does not have', async () => {
    deepEqual(await query('{ writer(id: 1) { abroad { text } } }'), {
      data: { writer: { abroad: { text: 'rain in NL today' } } },
    });
    deepEqual(world.calls().people, [
      ['query RemoteJoins($v0_0: Int!) { _0: author(id: $v0_0) { address { geo { code } } } }', { v0_0: 1 }],
    ]);
  });

  test('below an interface every type’s parents share one call per source', async () => {
    const source = `{
      persons {
        id
        user { name }
        ... on Author { weather(day: "Monday") { text } visits(limit: 1) { place } }
        ... on Reader { weather(day: "Friday") { text } }
      }
    }`;
    deepEqual(await query(source), {
      data: {
        persons: [
          { id: 1, user: { name: 'Ada L.' }, weather: { text: 'rain in Delft Monday' }, visits: [{ place: 'Delft' }] },
          { id: 2, user: { name: 'Grace H.' }, weather: { text: 'rain in Jena Friday' } },
          null,
        ],
      },
    });
    deepEqual(world.counts(), { people: 1, users_db: 1, weather: 1 });
    deepEqual(world.calls().people, [
      [
        oneLine`
          query RemoteJoins {
            _0: persons { __typename ... on Author { id homeCity } ... on Reader { _1_id: id _1_homeCity: homeCity } } }`,
        {},
      ],
    ]);
    deepEqual(world.calls().weather, [
      [
        oneLine`
          query RemoteJoins($v0_1: String, $v0_0_0: String!, $v1_1: String, $v1_0_0: String!) {
            _0_0: weather(city: $v0_0_0, day: $v0_1) { text }
            _1_0: weather(city: $v1_0_0, day: $v1_1) { text } }`,
        { v0_0_0: 'Delft', v0_1: 'Monday', v1_0_0: 'Jena', v1_1: 'Friday' },
      ],
    ]);
  });

  test('below a union, with fragments named, inline and nested', async () => {
    const source = `
      query { anyone { __typename ...WithUser ... on Person { id ... on Reader { called: nick } } } }
      fragment WithUser on Anyone { ... on Author { ...A } ... on Bot { model owner: user { name } } }
      fragment A on Author { by: name user { __typename name } }`;
    deepEqual(await query(source), {
      data: {
        anyone: [
          { __typename: 'Author', by: 'Ada', user: { __typename: 'User', name: 'Ada L.' }, id: 1 },
          { __typename: 'Reader', id: 2, called: 'grace' },
          { __typename: 'Bot', model: 'm1', owner: { name: 'Marvin' } },
        ],
      },
    });
    deepEqual(world.counts(), { people: 1, users_db: 1 });
  });

  test('below lists of lists', async () => {
    const grace = { user: { name: 'Grace H.' } };
    deepEqual(await query('{ writer(id: 1) { friends { user { name } } } }'), {
      data: { writer: { friends: [[grace, { user: { name: 'Ada L.' } }], [], [grace]] } },
    });
    deepEqual(
      world.calls().users_db?.map(([, values]) => values),
      [['{1}', '{2}']],
    );
  });

  test('a remote object joins another remote schema, the same one, and back, one call per level', async () => {
    const source = `{
      writer(id: 1) { human { alias } weather { text author { name human { alias } user { name } weather { text } } } }
    }`;
    deepEqual(await query(source), {
      data: {
        writer: {
          human: { alias: 'human 1' },
          weather: {
            text: 'rain in Delft today',
            author: {
              name: 'Ada',
              human: { alias: 'human 1' },
              user: { name: 'Ada L.' },
              weather: { text: 'rain in Delft today' },
            },
          },
        },
      },
    });
    deepEqual(world.counts(), { people: 4, weather: 2, users_db: 1 });
    deepEqual(world.calls().people, [
      ['query RemoteJoins($v0_0: Int!) { _0: author(id: $v0_0) { id homeCity } }', { v0_0: 1 }],
      ['query RemoteJoins($v0_0: [Int!]!) { _0: people(ids: $v0_0) { _m0: id alias } }', { v0_0: [1] }],
      ['query RemoteJoins($v0_0_0: Int!) { _0_0: author(id: $v0_0_0) { name id homeCity } }', { v0_0_0: 1 }],
      ['query RemoteJoins($v0_0: [Int!]!) { _0: people(ids: $v0_0) { _m0: id alias } }', { v0_0: [1] }],
    ]);
    deepEqual(world.calls().weather, [
      ['query RemoteJoins($v0_0_0: String!) { _0_0: weather(city: $v0_0_0) { text authorId } }', { v0_0_0: 'Delft' }],
      ['query RemoteJoins($v0_0_0: String!) { _0_0: weather(city: $v0_0_0) { text } }', { v0_0_0: 'Delft' }],
    ]);
  });

  test('root fields of one remote schema are one document, with what their arguments are', async () => {
    const source =
      'query ($n: Int) { first: persons(limit: $n) { id } persons { homeCity } bots: anyone { __typename } }';
    deepEqual(await query(source, { n: 1 }), {
      data: {
        first: [{ id: 1 }],
        persons: [{ homeCity: 'Delft' }, { homeCity: 'Jena' }, null],
        bots: [{ __typename: 'Author' }, { __typename: 'Reader' }, { __typename: 'Bot' }],
      },
    });
    deepEqual(world.calls(), {
      people: [
        [
          oneLine`
          query RemoteJoins($v0_0: Int) {
            _0: persons(limit: $v0_0) {
              __typename ... on Author { id } ... on Reader { _1_id: id } }
            _1: persons { __typename ... on Author { homeCity } ... on Reader { _1_homeCity: homeCity } }
            _2: anyone { __typename ... on Author { __typename } ... on Reader { __typename } ... on Bot { __typename } } }`,
          { v0_0: 1 },
        ],
      ],
    });
  });

  test('mutations of a remote schema run one after the other, each joined, and none is sent twice', async () => {
    const source = `mutation {
      a: rename(id: 1, name: "A") { name user { name } weather { text } }
      b: rename(id: 2, name: "B") { name user { name } }
    }`;
    renamed.length = 0;
    deepEqual(await query(source), {
      data: {
        a: { name: 'A', user: { name: 'Ada L.' }, weather: { text: 'rain in Delft today' } },
        b: { name: 'B', user: { name: 'Grace H.' } },
      },
    });
    deepEqual(renamed.slice(-4), ['start A', 'end A', 'start B', 'end B']);
    deepEqual(world.counts(), { people: 2, users_db: 2, weather: 1 });
    deepEqual(world.calls().people, [
      [
        oneLine`
          mutation RemoteJoins($v0_0: Int!, $v0_1: String!) {
            _0: rename(id: $v0_0, name: $v0_1) { name id homeCity } }`,
        { v0_0: 1, v0_1: 'A' },
      ],
      [
        oneLine`
          mutation RemoteJoins($v0_0: Int!, $v0_1: String!) {
            _0: rename(id: $v0_0, name: $v0_1) { name id } }`,
        { v0_0: 2, v0_1: 'B' },
      ],
    ]);
  });
});
