import { deepEqual, equal, ok } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { type RemoteSchemaOptions, remoteSchema } from '../../packages/core/src/sources/graphql/index.js';
import { contextOf, createPlan, step } from '../support/remotePlan.js';
import { startRemoteServer } from '../support/remoteServer.js';

const typeDefs = 'type Query { time: String }';
const plan = createPlan({ type: 'String', path: [step('time')] });
const resolvers = { Query: { time: () => 'noon' } };

/** What every call carries, beside `host` and the body's own. */
const ALWAYS = {
  accept: 'application/graphql-response+json, application/json;q=0.9',
  'accept-encoding': 'identity',
  connection: 'keep-alive',
  'content-type': 'application/json',
};

/** The headers that arrive, but for those that depend on the body and the port; or the code of the error. */
async function send(
  t: TestContext,
  options: Partial<RemoteSchemaOptions>,
  client: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const server = await startRemoteServer(t, { typeDefs, resolvers });
  const source = remoteSchema({ url: server.url, ...options });
  t.after(source.close);
  const [answer] = await source.fetch([{ plan }], contextOf({ headers: client }));
  if (answer instanceof RemoteJoinsError) {
    equal(server.requests.length, 0);
    ok(!JSON.stringify([answer.message, answer.extensions, String(answer.cause)]).includes('CNRY'));
    return answer.code;
  }
  const { host, 'content-length': length, ...headers } = server.requests[0]?.headers ?? {};
  ok(host && length);
  return headers;
}

const client = {
  authorization: 'Bearer CNRY',
  cookie: 'session=CNRY',
  'x-tenant': 'acme',
  'x-hasura-admin-secret': 'CNRY',
  'user-agent': 'browser',
  host: 'evil.example',
  'content-length': '3',
  'transfer-encoding': 'chunked',
  'x-forwarded-for': '10.0.0.1',
};

const forwarded: [
  promise: string,
  options: Partial<RemoteSchemaOptions>,
  client: Record<string, string>,
  own: object,
][] = [
  ["None of the client's headers is forwarded by default", {}, client, {}],
  ['Only listed headers are forwarded', { forwardHeaders: ['x-tenant'] }, client, { 'x-tenant': 'acme' }],
  [
    'Listed headers are found in any case and sent once',
    { forwardHeaders: ['X-Tenant', 'x-TENANT', 'Authorization'] },
    client,
    { 'x-tenant': 'acme', authorization: 'Bearer CNRY' },
  ],
  [
    'A listed header that the client did not send is not sent',
    { forwardHeaders: ['x-other', 'constructor', '__proto__'] },
    client,
    {},
  ],
  ['Configured headers are sent', { headers: { 'X-Api-Key': 'key' } }, client, { 'x-api-key': 'key' }],
  [
    "A configured header wins over the client's",
    { headers: { Authorization: 'Bearer server' }, forwardHeaders: ['authorization', 'x-tenant'] },
    client,
    { authorization: 'Bearer server', 'x-tenant': 'acme' },
  ],
  [
    'What a client sends for a configured header is not even looked at',
    { headers: { authorization: 'Bearer server' }, forwardHeaders: ['authorization'] },
    { authorization: 'no\nheader' },
    { authorization: 'Bearer server' },
  ],
  [
    'Functions are asked at each call',
    { headers: { 'x-one': () => 'one', 'x-two': async () => 'two' } },
    client,
    { 'x-one': 'one', 'x-two': 'two' },
  ],
  ['One function may give all headers', { headers: async () => ({ 'X-One': 'one' }) }, client, { 'x-one': 'one' }],
  [
    'What the client declares to be of its own connection stays behind',
    { forwardHeaders: ['x-tenant', 'x-other'] },
    { 'x-tenant': 'acme', 'x-other': 'other', connection: 'close, X-Tenant' },
    { 'x-other': 'other' },
  ],
];
for (const [promise, options, headers, own] of forwarded) {
  test(promise, async (t) => {
    deepEqual({ ...((await send(t, options, headers)) as object) }, { ...ALWAYS, ...own });
  });
}

test('Values come from the environment when the source is created', async (t) => {
  process.env.REMOTE_JOINS_TEST_KEY = 'from the environment';
  t.after(() => delete process.env.REMOTE_JOINS_TEST_KEY);
  const headers = { 'x-key': { env: 'REMOTE_JOINS_TEST_KEY' } };
  deepEqual(await send(t, { headers }), { ...ALWAYS, 'x-key': 'from the environment' });
});

test('Two calls of one source carry each their own headers', async (t) => {
  const server = await startRemoteServer(t, { typeDefs, resolvers });
  const source = remoteSchema({ url: server.url, forwardHeaders: ['x-user'] });
  t.after(source.close);
  const users = Array.from({ length: 20 }, (_, index) => `user ${index}`);
  await Promise.all(users.map((user) => source.fetch([{ plan }], contextOf({ headers: { 'x-user': user } }))));
  deepEqual(server.requests.map(({ headers }) => headers['x-user']).sort(), [...users].sort());
});

const refusedAtCall: [
  promise: string,
  options: Partial<RemoteSchemaOptions>,
  client: Record<string, string>,
  code: string,
][] = [
  ["A client's value with a line break", { forwardHeaders: ['x-a'] }, { 'x-a': 'CNRY\r\nx-b: 1' }, 'BAD_USER_INPUT'],
  ["A client's value with NUL", { forwardHeaders: ['x-a'] }, { 'x-a': 'CNRY\0' }, 'BAD_USER_INPUT'],
  ["A function's value with a line break", { headers: { 'x-a': () => 'CNRY\n' } }, {}, 'INVALID_OPTIONS'],
  ["A function's name that is none", { headers: () => ({ 'CNRY x': 'a' }) }, {}, 'INVALID_OPTIONS'],
  ["A function's name that is of the connection", { headers: () => ({ Host: 'CNRY' }) }, {}, 'INVALID_OPTIONS'],
  [
    "A function's value that is no text",
    { headers: { 'x-a': () => undefined as unknown as string } },
    {},
    'INVALID_OPTIONS',
  ],
  ['A function that throws', { headers: () => fail() }, {}, 'SOURCE_UNAVAILABLE'],
  [
    'A function that rejects',
    { headers: { 'x-a': () => Promise.reject(new Error('CNRY')) } },
    {},
    'SOURCE_UNAVAILABLE',
  ],
  ['A url function that throws', { url: () => fail() }, {}, 'SOURCE_UNAVAILABLE'],
  ['A url function that gives no url', { url: () => 'CNRY' }, {}, 'INVALID_OPTIONS'],
  ['A url function that gives a file', { url: async () => 'file:///CNRY' }, {}, 'INVALID_OPTIONS'],
];
for (const [promise, options, headers, code] of refusedAtCall) {
  test(`${promise} fails the call before it is made (${code})`, async (t) => {
    equal(await send(t, options, headers), code);
  });
}

function fail(): never {
  throw new Error('CNRY');
}

const url = 'http://catalog.example/graphql';
const NEVER = [
  ...[
    'accept',
    'accept-encoding',
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'expect',
    'host',
  ],
  ...['http2-settings', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
];

const wrong: [options: unknown, message: RegExp][] = [
  [undefined, /Option "options" of remoteSchema must be an object/],
  [{}, /"url" of remoteSchema is missing/],
  [{ url: '' }, /"url".*begins with http/],
  [{ url: 'catalog.example' }, /"url".*begins with http/],
  [{ url: 'file:///etc/passwd' }, /"url".*begins with http/],
  [{ url: 'http://user:CNRY@catalog.example' }, /"url".*must not hold a user name or password; send them in "headers"/],
  [{ url: 5 }, /"url".*must be a string, \{ env: "NAME" \} or a function/],
  [{ url: { env: 'REMOTE_JOINS_NOT_SET' } }, /"url".*not set: "REMOTE_JOINS_NOT_SET"/],
  [{ url, retries: 3 }, /"retries" of remoteSchema is unknown. Options are: url, headers,/],
  [{ url, forwardSession: true }, /"forwardSession" of remoteSchema is not supported yet; leave it out/],
  [{ url, permissions: {} }, /"permissions" of remoteSchema is not supported yet; leave it out/],
  [{ url, headers: 'x' }, /"headers" of remoteSchema must be an object/],
  [{ url, headers: ['x'] }, /"headers" of remoteSchema must be an object/],
  [{ url, headers: { 'x-a': 'CNRY\r\n' } }, /"headers.x-a" of remoteSchema must be text without line breaks/],
  [{ url, headers: { 'x-a': 5 } }, /"headers.x-a" of remoteSchema must be a string/],
  [{ url, headers: { 'x-a': { env: 'REMOTE_JOINS_NOT_SET' } } }, /"headers.x-a".*not set/],
  [{ url, headers: { 'x a': 'CNRY' } }, /"headers" of remoteSchema names a header that is no valid header name/],
  [{ url, headers: { 'X-A': '1', 'x-a': '2' } }, /"headers.x-a" of remoteSchema is given twice/],
  [
    { url, introspectionHeaders: { Host: 'a' } },
    /"introspectionHeaders" of remoteSchema names a header that belongs to one connection/,
  ],
  [{ url, forwardHeaders: 'authorization' }, /"forwardHeaders" of remoteSchema must be a list/],
  [{ url, forwardHeaders: [5] }, /"forwardHeaders" of remoteSchema names a header that is no text/],
  [{ url, forwardHeaders: [''] }, /"forwardHeaders" of remoteSchema names a header that is no valid/],
  ...NEVER.map((name): [unknown, RegExp] => [
    { url, forwardHeaders: [name.toUpperCase()] },
    new RegExp(`"forwardHeaders" .* belongs to one connection or one body .*: "${name.toUpperCase()}"`),
  ]),
  [{ url, schema: 5 }, /"schema" of remoteSchema must be the SDL as a string/],
  ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '5', null].map((timeoutMs): [unknown, RegExp] => [
    { url, timeoutMs },
    /"timeoutMs" of remoteSchema must be an integer from 1 to 2147483647/,
  ]),
  [{ url, maxResponseBytes: 2 ** 40 }, /"maxResponseBytes" of remoteSchema must be an integer from 1 to 524288000/],
  [{ url, maxConnections: 0 }, /"maxConnections" of remoteSchema must be an integer from 1 to 10000/],
];

test('Options that are wrong are refused when the source is created, and no value is told', () => {
  for (const [options, message] of wrong) {
    let refused: unknown;
    try {
      remoteSchema(options as RemoteSchemaOptions);
    } catch (error) {
      refused = error;
    }
    ok(refused instanceof RemoteJoinsError, `not refused: ${message}`);
    equal(refused.code, 'INVALID_OPTIONS');
    ok(message.test(refused.message), refused.message);
    ok(!refused.message.includes('CNRY'), refused.message);
  }
});
