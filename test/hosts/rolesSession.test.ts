/** What a client is told where it is not known who asks, and how the host's own ways with errors are kept. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApolloServer } from '@apollo/server';
import * as apollo from '@remote-joins/apollo';
import { GraphQLError } from 'graphql';
import type { Scope } from '../support/postgres.js';
import { roadHosts, roleSession } from '../support/roads.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: { shop_db: 'create table orders (id int primary key, cost int); insert into orders values (1, 77701);' },
});

const typeDefs = `
  type Query { orders(id: Int): [Order!]! @select ping: String self: Query }
  type Order @table(source: "shop_db", name: "orders") @permission(role: "user", fields: ["id"]) { id: Int! cost: Int }`;
const resolvers = { Query: { ping: () => 'pong', self: () => ({}) } };

const failures: Readonly<Record<string, readonly [error: Error, status: number, told: unknown]>> = {
  UNAUTHENTICATED: [
    new GraphQLError('Log in.', { extensions: { code: 'UNAUTHENTICATED', realm: 'shop' } }),
    401,
    { message: 'Log in.', extensions: { code: 'UNAUTHENTICATED', realm: 'shop' } },
  ],
  FORBIDDEN: [
    Object.assign(new Error('Not you.'), { extensions: { code: 'FORBIDDEN' } }),
    403,
    { message: 'Not you.', extensions: { code: 'FORBIDDEN' } },
  ],
  'a status of its own': [
    new GraphQLError('Pay.', { extensions: { code: 'UNPAID', http: { status: 402 } } }),
    402,
    { message: 'Pay.', extensions: { code: 'UNPAID' } },
  ],
  'no code': [
    new Error('CNRY'),
    500,
    {
      message: 'The option "session" failed. Make it answer with a session for every request.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  ],
};

for (const host of roadHosts.filter(({ name }) => name !== 'graphql-js')) {
  describe(`A session that fails (${host.name})`, () => {
    for (const [what, [error, status, told]] of Object.entries(failures)) {
      test(`with ${what} refuses all that somebody might see or nobody, and nothing else`, async (t) => {
        const scope: Scope = { after: (end) => t.after(end) };
        const session = async () => Promise.reject(error);
        const server = await host.start(scope, { typeDefs, resolvers, sources: world.sources(), options: { session } });
        world.forget();
        for (const road of ['POST', 'GET']) {
          const ask = async (query: string): Promise<readonly [status: number, body: unknown]> => {
            const answer = (await server(road)({ query })) as { readonly status: number; readonly body: string };
            const { data, errors } = JSON.parse(answer.body);
            const [first] = errors ?? [];
            if (first?.extensions) delete first.extensions.stacktrace;
            return [answer.status, errors ? { data: data ?? null, errors } : { data }];
          };
          for (const query of [
            '{ orders { id } }',
            '{ ping orders { cost } }',
            '{ nothing }',
            '{ self { nothing } }',
          ]) {
            deepEqual(await ask(query), [status, { data: null, errors: [told] }], query);
          }
          deepEqual(await ask('{ ping self { ping } }'), [200, { data: { ping: 'pong', self: { ping: 'pong' } } }]);
          deepEqual(await ask('{ __type(name: "Order") { name } ping }'), [
            200,
            { data: { __type: null, ping: 'pong' } },
          ]);
        }
        deepEqual(world.counts(), {});
      });
    }
  });
}

describe('What a role is refused with on Apollo Server', () => {
  test("goes through the server's formatError and is what its plugins are shown", async (t) => {
    const seen: unknown[] = [];
    const server = new ApolloServer<{ role: string }>({
      typeDefs: [apollo.remoteJoinsTypeDefs, typeDefs],
      resolvers,
      includeStacktraceInErrorResponses: false,
      formatError: ({ message, extensions }, error) => ({
        message: `${(error as Error).name}: ${message}`,
        extensions: { ...extensions, formatted: true },
      }),
      plugins: [
        apollo.remoteJoins({ session: roleSession, sources: world.sources() }),
        {
          async requestDidStart() {
            return { willSendResponse: async ({ errors }) => void seen.push(errors?.map(({ message }) => message)) };
          },
        },
      ],
    });
    await server.start();
    t.after(() => server.stop());
    const ask = async (query: string, variables = {}): Promise<unknown> => {
      const { body, http } = await server.executeOperation({ query, variables }, { contextValue: { role: 'user' } });
      return [http.status, body.kind === 'single' && JSON.parse(JSON.stringify(body.singleResult))];
    };
    const error = (name: string, code: string, message: string) => ({
      message: `${name}: ${message}`,
      extensions: { code, formatted: true },
    });
    const unknown = (name: string) => `Cannot query field "${name}" on type "Order".`;
    const invalid = (name: string) => error('ValidationError', 'GRAPHQL_VALIDATION_FAILED', unknown(name));
    deepEqual(await ask('{ orders { cost costs } }'), [400, { errors: [invalid('cost'), invalid('costs')] }]);
    const message = 'Variable "$id" got invalid value "x"; Int cannot represent non-integer value: "x"';
    const variables = { id: 'x' };
    deepEqual(await ask('query ($id: Int) { orders(id: $id) { id } }', variables), [
      400,
      { errors: [error('UserInputError', 'BAD_USER_INPUT', message)] },
    ]);
    deepEqual(seen, [[unknown('cost'), unknown('costs')], [message]]);
  });

  test('comes before what the rules of the server say, which stand where the role may ask', async (t) => {
    const server = new ApolloServer<{ role: string }>({
      typeDefs: [apollo.remoteJoinsTypeDefs, typeDefs],
      resolvers,
      introspection: false,
      plugins: [apollo.remoteJoins({ session: roleSession, sources: world.sources() })],
    });
    await server.start();
    t.after(() => server.stop());
    const messages = async (query: string, role: string): Promise<unknown> => {
      const { body } = await server.executeOperation({ query }, { contextValue: { role } });
      return body.kind === 'single' && body.singleResult.errors?.map((error) => error.message.slice(0, 31));
    };
    const mixed = '{ orders { cost } __schema { description } }';
    equal(String(await messages(mixed, 'user')), 'Cannot query field "cost" on ty');
    equal(String(await messages(mixed, 'admin')), 'GraphQL introspection is not al');
    equal(String(await messages('{ __schema { description } }', 'user')), 'GraphQL introspection is not al');
  });
});
