/** What a source of actions is told by its options, and what goes out and comes in by them. */
import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  type ActionOptions,
  action,
  attachRemoteJoins,
  type RemoteJoinsOptions,
  remoteJoinsTypeDefs,
} from '@remote-joins/core';
import { execute, GraphQLScalarType, parse } from 'graphql';
import { Refusal, startActionServer } from '../support/actionServer.js';
import { startFaultServer } from '../support/remoteServer.js';

const typeDefs = `
  type Query { say(at: Date, odd: Odd): Said @action(source: "actions") }
  type Said { id: Int, constructor: Int, toString: Int @upstream(name: "__proto__"), nested: Said }
  scalar Date
  scalar Odd`;

const resolvers = {
  Date: new GraphQLScalarType({
    name: 'Date',
    parseValue: (value) => new Date(String(value)),
    serialize: (value) => value,
  }),
  Odd: new GraphQLScalarType({
    name: 'Odd',
    serialize(value) {
      throw new Error(`CNRY ${value}`);
    },
  }),
};

/** One operation against a handler, what it answered and what it was sent. */
async function run(
  t: { after(end: () => Promise<void>): void },
  source: string,
  given: {
    readonly answer?: unknown;
    readonly action?: Partial<ActionOptions>;
    readonly options?: Partial<RemoteJoinsOptions>;
    readonly parsing?: Parameters<typeof parse>[1];
  } = {},
) {
  const server = await startActionServer(t, { say: () => given.answer ?? null });
  const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers, assumeValidSDL: true });
  const sources = { actions: action({ url: server.url, ...given.action }) };
  const joins = await attachRemoteJoins(schema, { sources, ...given.options });
  t.after(joins.close);
  const result = await execute({ schema, document: parse(source, given.parsing), contextValue: {} });
  const { data, errors } = JSON.parse(JSON.stringify(result));
  const told = result.errors?.map(({ extensions }) => Object.keys(extensions));
  const sent = server.calls.map(({ body, headers }) => ({ ...body, headers }));
  return { data, errors, told, sent };
}

test('A document whose text was not kept is printed, with its fragments', async (t) => {
  const source = 'query Q { say { ...F } } fragment F on Said { id }';
  const kept = await run(t, source);
  equal(kept.sent[0]?.request_query, source);
  const printed = await run(t, source, { parsing: { noLocation: true } });
  equal(printed.sent[0]?.request_query, 'query Q {\n  say {\n    ...F\n  }\n}\n\nfragment F on Said {\n  id\n}');
});

const session = () => ({
  role: 'me',
  variables: { 'x-hasura-user-id': '1', 'x-other': 'ü\n', 'x-list': ['1', 'a,b'] },
});
const forwarded: [promise: string, options: Partial<ActionOptions>, variables: object][] = [
  [
    'all of the session',
    {},
    { 'x-hasura-role': 'me', 'x-hasura-user-id': '1', 'x-other': 'ü\n', 'x-list': '{1,"a,b"}' },
  ],
  ['none of it', { forwardSession: 'none' }, {}],
  ['the variables named', { forwardSession: ['X-Hasura-User-Id', 'x-missing'] }, { 'x-hasura-user-id': '1' }],
];
for (const [promise, options, variables] of forwarded) {
  test(`The handler is told ${promise} in the body, and nothing of it in headers`, async (t) => {
    const headers = () => ({ 'X-Hasura-User-Id': 'CNRY', 'x-hasura-other': 'CNRY', 'x-plain': 'sent' });
    const forwardHeaders = ['x-plain', ...(options.forwardSession === 'none' ? [] : ['x-hasura-user-id'])];
    const { sent } = await run(t, '{ say { id } }', {
      action: { ...options, forwardHeaders },
      options: { session, headers },
    });
    deepEqual(sent[0]?.session_variables, variables);
    deepEqual(
      Object.entries(sent[0]?.headers ?? {}).filter(([name]) => name.startsWith('x-')),
      [['x-plain', 'sent']],
    );
  });
}

test('A date leaves as its scalar makes it, in UTC', async (t) => {
  const { sent } = await run(t, '{ say(at: "2024-05-06T07:08:09+02:00") { id } }');
  deepEqual(sent[0]?.input, { at: '2024-05-06T05:08:09.000Z' });
});

test('An argument that its scalar cannot write fails its field, and the value is not told', async (t) => {
  const { data, errors, sent } = await run(t, '{ say(odd: 5) { id } }');
  deepEqual([data, sent], [{ say: null }, []]);
  deepEqual(errors, [
    {
      message:
        'Field "Query.say" has no answer of source "actions": Argument "Query.say(odd:)" has a value that its type cannot write for the handler.',
      locations: [{ line: 1, column: 3 }],
      path: ['say'],
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});

test('Of the extensions of a refusal, clients see the code and the members that are listed', async (t) => {
  const extensions = JSON.parse(
    '{"code": "TAKEN", "field": {"path": ["email"]}, "http": {"status": 500}, "secret": "CNRY", "__proto__": {"a": 1}}',
  );
  const answer = new Refusal(422, { message: 'Taken.', extensions: { ...extensions, deep: nest(65) } });
  const refused = { message: 'Taken.', locations: [{ line: 1, column: 3 }], path: ['say'] };
  const without = await run(t, '{ say { id } }', { answer });
  deepEqual(without.errors, [{ ...refused, extensions: { code: 'TAKEN' } }]);
  const errorExtensions = ['field', 'deep', 'missing', 'toString'];
  const listed = await run(t, '{ say { id } }', { answer, action: { errorExtensions } });
  deepEqual(listed.told, [['field', 'code']]);
  deepEqual(listed.errors, [{ ...refused, extensions: { field: { path: ['email'] }, code: 'TAKEN' } }]);
});

function nest(levels: number): unknown {
  return levels === 0 ? 1 : [nest(levels - 1)];
}

test('Members are the answer’s own, whatever they are called', async (t) => {
  const source = '{ say { __proto__: id constructor toString nested { __proto__: constructor toString } } }';
  const answer = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "nested": {"id": 1}, "id": 4}');
  const { data, errors } = await run(t, source, { answer });
  deepEqual(errors, undefined);
  equal(
    JSON.stringify(data),
    '{"say":{"__proto__":4,"constructor":2,"toString":1,"nested":{"__proto__":null,"toString":null}}}',
  );
  equal(Object.getPrototypeOf({}).id, undefined);
});

test('An action under way ends when its client goes', async (t) => {
  let isClosed = false;
  const gone = new AbortController();
  const server = await startFaultServer(t, (_, response) => {
    response.on('close', () => {
      isClosed = true;
    });
    gone.abort();
  });
  const { errors, data } = await run(t, '{ say { id } }', {
    action: { url: server.url },
    options: { signal: () => gone.signal },
  });
  deepEqual([data, errors[0].extensions, server.count()], [{ say: null }, { code: 'REQUEST_CANCELLED' }, 1]);
  while (!isClosed) await new Promise(setImmediate);
});

test('The address and headers may be asked for at each call; what a function throws stays behind', async (t) => {
  const server = await startActionServer(t, { say: () => ({ id: 7 }) });
  const asked = await run(t, '{ say { id } }', {
    action: { url: async () => server.url, headers: () => ({ 'x-key': 'k' }) },
  });
  deepEqual([asked.data, server.calls[0]?.headers['x-key']], [{ say: { id: 7 } }, 'k']);
  const { errors } = await run(t, '{ say { id } }', {
    action: {
      url() {
        throw new Error('CNRY');
      },
    },
  });
  deepEqual(
    [errors[0].message, errors[0].extensions],
    [
      'Field "Query.say" has no answer of source "actions": The function in option "url" of action failed.',
      { code: 'SOURCE_UNAVAILABLE' },
    ],
  );
});

const refused: [options: unknown, message: RegExp][] = [
  [undefined, /^Option "options" of action must be an object with a "url"\.$/],
  [{}, /^Option "url" of action is missing; give the address to send calls to\.$/],
  [{ url: 'ftp://a' }, /^Option "url" of action must be an absolute address/],
  [{ url: 'http://a:b@c' }, /^Option "url" of action must not hold a user name or password/],
  [{ url: 'http://a', schema: 'type Query' }, /^Option "schema" of action is unknown\. Options are: url, headers,/],
  [
    { url: 'http://a', forwardHeaders: ['host'] },
    /^Option "forwardHeaders" of action names a header that belongs to one/,
  ],
  [{ url: 'http://a', forwardSession: true }, /^Option "forwardSession" of action must be "all", "none" or a list/],
  [{ url: 'http://a', timeoutMs: 0 }, /^Option "timeoutMs" of action must be an integer from 1 to/],
  [{ url: 'http://a', errorExtensions: 'field' }, /^Option "errorExtensions" of action must be a list of names\.$/],
  [
    { url: 'http://a', errorExtensions: ['http'] },
    /^Option "errorExtensions" of action names "http", which is never passed/,
  ],
  [
    { url: 'http://a', errorExtensions: ['code'] },
    /^Option "errorExtensions" of action names "code", which is always passed/,
  ],
];
for (const [options, message] of refused) {
  test(`The options ${JSON.stringify(options)} are refused`, () => {
    throws(() => action(options as never), { code: 'INVALID_OPTIONS', message });
  });
}

test('A source that was closed opens again for another server', async (t) => {
  const server = await startActionServer(t, { say: () => ({ id: 7 }) });
  const source = action({ url: server.url });
  for (let i = 0; i < 2; i++) {
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], assumeValidSDL: true });
    const joins = await attachRemoteJoins(schema, { sources: { actions: source } });
    const answer = await execute({ schema, document: parse('{ say { id } }'), contextValue: {} });
    await joins.close();
    ok(!answer.errors);
  }
});
