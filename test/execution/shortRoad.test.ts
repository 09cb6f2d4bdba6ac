import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { type ApolloRemoteJoinsOptions, remoteJoins, remoteJoinsTypeDefs } from '@remote-joins/apollo';
import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { startWorld } from '../support/world.js';

const typeDefs = `
  scalar JSON
  enum Kind { OLD, NEW }
  type Query {
    people: [Person!]! @select
    person(id: Int!): Person! @select
    all: All! @namespace
  }
  type All { people: [Person!]! @select own: String }
  type Person @table(source: "db", name: "people") { id: Int!, data: JSON!, secret: String, kind: Kind }
`;

const world = await startWorld(test, {
  databases: {
    db: `create table people (id int primary key, data jsonb not null, secret text, kind text);
         insert into people values (1, '{"a": 1}', 'x', 'OLD'), (2, 'null', 'y', 'NEW');`,
  },
});

interface Given {
  readonly variables?: Record<string, unknown>;
  readonly options?: Partial<ApolloRemoteJoinsOptions>;
  readonly plugins?: readonly ApolloServerPlugin[];
}

/** What a server answers on the short road or off it, and how many statements that took. */
async function ask(shortRoad: boolean, query: string, { variables, options, plugins = [] }: Given) {
  const server = new ApolloServer({
    typeDefs: [remoteJoinsTypeDefs, typeDefs],
    resolvers: { Kind: { OLD: 1, NEW: 1 }, All: { own: () => 'mine' } },
    plugins: [remoteJoins({ sources: world.sources(), shortRoad, ...options }), ...plugins],
    includeStacktraceInErrorResponses: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await server.start();
  world.forget();
  const { body, http } = await server.executeOperation({ query, variables });
  await server.stop();
  const answer = body.kind === 'single' ? body.singleResult : undefined;
  return { answer: JSON.parse(JSON.stringify(answer)), status: http.status, calls: world.counts() };
}

/** Asks on both roads: the answers must be the same, and nothing may be fetched twice. */
async function askBoth(query: string, given: Given = {}) {
  const answer = await ask(true, query, given);
  deepEqual(answer, await ask(false, query, given));
  return answer.answer;
}

const nonNull = (coordinate: string): string => `Cannot return null for non-nullable field ${coordinate}.`;

test('A JSON null in a column that is NOT NULL is no value of a non-null field', async () => {
  const { data, errors } = await askBoth('{ people { id data } }');
  deepEqual([data, errors[0].message, errors[0].path], [null, nonNull('Person.data'), ['people', 1, 'data']]);
});

test('Of enum values with one internal value both roads write the same', async () => {
  const { data } = await askBoth('{ people { kind } }');
  deepEqual(data.people, [{ kind: 'NEW' }, { kind: 'NEW' }]);
});

test('A row that is missing is no value of a non-null root field', async () => {
  const { data, errors } = await askBoth('{ person(id: 3) { id } }');
  deepEqual([data, errors[0].message, errors[0].path], [null, nonNull('Query.person'), ['person']]);
});

test('A fault met before anything is fetched is reported where the executor reports it', async () => {
  const query = 'query ($all: Boolean = true) { people { id secret @include(if: $all) } }';
  const condition = await askBoth(query, { variables: { all: null } });
  deepEqual(condition.errors[0].path, ['people']);

  const signal = (): never => {
    throw new Error('no signal');
  };
  const option = await askBoth('{ people { id } }', { options: { signal } });
  deepEqual(option.errors[0].path, ['people']);
});

test('A namespace leaves no road: what it groups is walked only where a field of the host is among it', async () => {
  for (const [query, walks] of [
    ['{ a: all { __typename people { id } } b: all { people { secret } } people { id } }', 0],
    ['{ all { people { id } own } }', 1],
    ['{ all { people { data } } }', 1], // null where it may not be
  ] as const) {
    let walked = 0;
    const count: ApolloServerPlugin = {
      async requestDidStart() {
        return { executionDidStart: async () => void walked++ };
      },
    };
    const { answer, calls } = await ask(true, query, { plugins: [count] });
    deepEqual({ answer, calls, walked }, { answer: await askBoth(query), calls: calls, walked: walks });
  }
});

test('A wrapper that is put around a field after the plugin has started is not passed by', async () => {
  const hideSecrets: ApolloServerPlugin = {
    async serverWillStart({ schema }) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      wrap(schema, 'Person', 'secret', () => 'hidden');
    },
  };
  const { data } = await askBoth('{ people { secret } }', { plugins: [hideSecrets] });
  deepEqual(data.people, [{ secret: 'hidden' }, { secret: 'hidden' }]);
});

function wrap(schema: GraphQLSchema, typeName: string, fieldName: string, change: (value: unknown) => unknown): void {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) throw new Error(`There is no field "${typeName}.${fieldName}".`);
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (...call) => change(resolve(...call));
}
