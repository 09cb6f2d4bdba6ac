/** One change of a running server: what the host adds, what cannot be, who may see what, and who is still subscribed. */
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApolloServer } from '@apollo/server';
import { remoteJoinsGateway } from '@remote-joins/apollo';
import {
  createGenerations,
  type LiveOptions,
  postgres,
  RemoteJoinsError,
  type ServerDefinition,
} from '@remote-joins/core';
import { type ExecutionResult, GraphQLScalarType, parse, subscribe } from 'graphql';
import { createChanges, type OwnChanges } from '../../packages/core/src/live/createChanges.js';
import { createDatabase } from '../support/postgres.js';
import { roleSession } from '../support/roads.js';
import { type LiveAnswer, liveHosts } from './liveHosts.js';

const connectionString = await createDatabase(
  test,
  `create table users (id int primary key, name text not null, nick text not null);
   insert into users values (1, 'Ada', 'A'), (2, 'Grace', 'G');`,
);

const sources = (name = 'users_db') => ({ [name]: postgres({ connectionString, maxConnections: 3 }) });

function definition(field: string, members: Partial<ServerDefinition> = {}): ServerDefinition {
  return {
    typeDefs: `
      type Query { user(id: Int!): User @select }
      type User @table(source: "users_db", name: "users") { id: Int! ${field} }`,
    sources: sources(),
    ...members,
  };
}

const change = (changes: OwnChanges, next: ServerDefinition): Promise<void> => changes.change(next, async () => {});

const none = { status: 200, errors: [] };

for (const host of liveHosts) {
  describe(`A schema that changes (${host.name})`, () => {
    test('has what the host adds to it, before and after', async (t) => {
      const changes = createChanges(definition('name: String!'));
      const options: LiveOptions = {
        changes,
        typeDefs: `
          extend type Query { host(size: Size = BIG, day: Day = "1"): String favourite: Host! anything: Thing }
          type Host { id: Int! user: User @remoteRelationship(fieldMapping: {id: "id"}) }
          union Thing = Host
          enum Size { BIG SMALL }
          scalar Day`,
        resolvers: {
          Query: {
            host: (_: unknown, { size, day }: { size: number; day: number }) => `${size} on ${day}`,
            favourite: () => ({ id: 2 }),
            anything: () => ({ id: 1 }),
          },
          Thing: { __resolveType: () => 'Host' },
          Size: { BIG: 100, SMALL: 1 },
          Day: new GraphQLScalarType({
            name: 'Day',
            parseValue: Number,
            parseLiteral: (node) => ('value' in node ? Number(node.value) + 1 : 0),
          }),
        },
      };
      const { post } = await host.start({ after: (end) => t.after(end) }, options);
      const query = (field: string) => `{
        default: host
        given: host(size: SMALL, day: 5)
        favourite { user { ${field} } }
        anything { ... on Host { user { id } } }
      }`;
      const answer = (user: object) => ({
        ...none,
        data: {
          default: '100 on 2',
          given: '1 on 6',
          favourite: { user },
          anything: { user: { id: 1 } },
        },
      });
      deepEqual(await post(query('name')), answer({ name: 'Grace' }));
      await change(changes, definition('nick: String!'));
      deepEqual(await post(query('nick')), answer({ nick: 'G' }));
    });

    test('stays as it is where what is to come has problems, cannot be built, or cannot be settled', async (t) => {
      const changes = createChanges(definition('name: String!'));
      const { post, schemas } = await host.start({ after: (end) => t.after(end) }, { changes });
      const answer = { ...none, data: { user: { name: 'Ada' } } };
      for (const [next, code] of [
        [definition('nam: String!'), 'INVALID_SCHEMA'],
        [definition('name: Strin!'), 'INVALID_SCHEMA'],
        [definition('name: String!', { typeDefs: 'type Query {' }), 'INVALID_SCHEMA'],
        [definition('name: String!', { resolvers: { Query: { usr: () => null } } }), 'INVALID_OPTIONS'],
        [definition('name: String!', { sources: sources('other_db') }), 'INVALID_SCHEMA'],
      ] as const) {
        await rejects(change(changes, next), (error) => error instanceof RemoteJoinsError && error.code === code);
        deepEqual(await post('{ user(id: 1) { name } }'), answer);
      }
      const full = new Error('the disk is full');
      await rejects(
        changes.change(definition('nick: String!'), () => Promise.reject(full)),
        full,
      );
      deepEqual(await post('{ user(id: 1) { name } }'), answer);
      equal(schemas.length, 1, 'the host was given no other schema');
      await change(changes, definition('nick: String!'));
      deepEqual((await post('{ user(id: 1) { nick } }')).data, { user: { nick: 'A' } });
    });

    test('lets a request that is under way end on what it began with', async (t) => {
      let begun = (): void => {};
      const isBegun = new Promise<void>((resolve) => {
        begun = resolve;
      });
      let goOn = (): void => {};
      const wait = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const changes = createChanges(definition('name: String!'));
      const { post } = await host.start(
        { after: (end) => t.after(end) },
        {
          changes,
          typeDefs: `
            extend type Query { slow: Slow }
            type Slow { id: Int! user: User @remoteRelationship(fieldMapping: {id: "id"}) }`,
          resolvers: {
            Query: {
              async slow() {
                begun();
                await wait;
                return { id: 1 };
              },
            },
          },
        },
      );
      const answer = post('{ slow { user { name } } }');
      await isBegun;
      await change(changes, definition('nick: String!'));
      await change(changes, definition('nick: String!'));
      goOn();
      deepEqual(await answer, { ...none, data: { slow: { user: { name: 'Ada' } } } });
    });
  });
}

for (const host of liveHosts.filter(({ name }) => name !== 'Apollo Server without the plugin')) {
  test(`Who may see what changes with the schema, under load, and nothing else is told (${host.name})`, async (t) => {
    const governed = (fields: string): ServerDefinition => ({
      typeDefs: `
        type Query { user(id: Int!): User @select }
        type User @table(source: "users_db", name: "users") @permission(role: "user", fields: ${fields}) {
          id: Int!
          nickname: String @column(name: "nick")
          nicknames: String @column(name: "nick")
        }`,
      sources: sources(),
      session: roleSession,
    });
    const open = (): ServerDefinition => governed('["id", "nickname"]');
    const closed = (): ServerDefinition => governed('["id"]');
    const changes = createChanges(open());
    const { post } = await host.start({ after: (end) => t.after(end) }, { changes }, { dawdle: true });

    const seen = new Set<string>();
    const note = (what: string, { data, errors }: LiveAnswer): void => {
      seen.add(`${what}: ${JSON.stringify(data)} ${errors.join()}`);
    };
    let isOver = false;
    const client = async (what: string, query: string): Promise<void> => {
      while (!isOver) note(what, await post(query, { headers: { 'x-role': 'user' } }));
    };
    const clients = [
      client('open', '{ user(id: 1) { nickname } }'),
      client('closed', '{ user(id: 1) { nicknames } }'),
      client('introspection', '{ __type(name: "User") { fields { name } } }'),
    ];
    for (let swap = 0; swap < 20; swap++) {
      await change(changes, swap % 2 === 0 ? closed() : open());
      await sleep(20);
    }
    isOver = true;
    await Promise.all(clients);
    // Nothing hints at what is there, but not for this role.
    deepEqual([...seen].sort(), [
      'closed: null Cannot query field "nicknames" on type "User".',
      'introspection: {"__type":{"fields":[{"name":"id"},{"name":"nickname"}]}} ',
      'introspection: {"__type":{"fields":[{"name":"id"}]}} ',
      'open: null Cannot query field "nickname" on type "User".',
      'open: {"user":{"nickname":"A"}} ',
    ]);
  });
}

test('A gateway refuses what Apollo Server does, with code, place and remedy of each problem', async () => {
  const gateway = remoteJoinsGateway({
    sources: {},
    typeDefs: ['type Query { a: Int b: Strin }', 'extend type Query { c: Int }\nextend type Querry { d: Int }'],
  });
  await rejects(new ApolloServer({ gateway, plugins: [gateway], logger: silent }).start(), {
    code: 'INVALID_SCHEMA',
    message: [
      'The SDL is invalid:',
      '  - Query.b (typeDefs[0]:1:24) UNKNOWN_TYPE: Unknown type "Strin". Did you mean "String"? Define the type, or name another.',
      '  - Querry (typeDefs[1]:2:13) UNKNOWN_TYPE: Cannot extend type "Querry" because it is not defined. Did you mean "Query"? Define the type, or extend another.',
    ].join('\n'),
  });
});

test('A gateway alone refuses what has permissions, and says how it can be kept', async (t) => {
  const host = liveHosts.find(({ name }) => name === 'Apollo Server without the plugin');
  ok(host !== undefined);
  const governed = definition('name: String!', {
    typeDefs: `
      type Query { user(id: Int!): User @select }
      type User @table(source: "users_db", name: "users") @permission(role: "user", fields: ["*"]) { name: String! }`,
    session: roleSession,
  });
  const { post } = await host.start({ after: (end) => t.after(end) }, { changes: createChanges(governed) });
  deepEqual(await post('{ user(id: 1) { name } }', { headers: { 'x-role': 'user' } }), {
    status: 500,
    data: null,
    errors: [
      'The schema has permissions, which a gateway alone cannot keep. Give it to the server as a plugin as well: "new ApolloServer({ gateway, plugins: [gateway] })".',
    ],
  });
});

test('A gateway serves one server, and takes nothing for changes that is none', async (t) => {
  const gateway = remoteJoinsGateway({ changes: createChanges(definition('name: String!')) });
  const server = new ApolloServer({ gateway });
  await server.start();
  t.after(() => server.stop());
  const refusals = [
    [gateway, 'A gateway serves one server, once. Make another with remoteJoinsGateway({ … }).'],
    [
      remoteJoinsGateway({ changes: 'api' as never }),
      'Option "changes" is none. Give "options" of createMetadataApi({ … }).',
    ],
  ] as const;
  for (const [given, message] of refusals) {
    await rejects(new ApolloServer({ gateway: given, logger: silent }).start(), { message, code: 'INVALID_OPTIONS' });
  }
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };

test('A subscription stays on its schema until that is closed, and then ends', async (t) => {
  const events = (async function* () {
    for (let id = 1; id <= 2; id++) yield { sold: { id } };
    await new Promise(() => {});
  })();
  const changes = createChanges(definition('name: String!'));
  const generations = await createGenerations(
    {
      changes,
      typeDefs: `
        type Subscription { sold: Sale }
        type Sale { id: Int! user: User @remoteRelationship(fieldMapping: {id: "id"}) }`,
      resolvers: { Subscription: { sold: { subscribe: () => events } } },
    },
    { publish: () => {}, graceMs: 300 },
  );
  t.after(() => generations.close());
  const awake = setInterval(() => {}, 1_000); // nothing of ours keeps a process from its end
  t.after(() => clearInterval(awake));
  const { schema } = generations.current();
  const document = parse('subscription { sold { user { name } } }');
  const stream = (await subscribe({ schema, document })) as AsyncGenerator<ExecutionResult>;
  const next = async (): Promise<unknown> => JSON.parse(JSON.stringify(await stream.next()));
  const event = (name: string) => ({ value: { data: { sold: { user: { name } } } }, done: false });
  deepEqual(await next(), event('Ada'));
  await change(changes, definition('nick: String!'));
  deepEqual(await next(), event('Grace'));
  deepEqual(await next(), { done: true });
});
