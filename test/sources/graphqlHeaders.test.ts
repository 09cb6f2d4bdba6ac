import { deepEqual, equal, ok } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { NO_SESSION, type RequestSession } from '../../packages/core/src/model/session.js';
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
  session: RequestSession = NO_SESSION,
): Promise<unknown> {
  const server = await startRemoteServer(t, { typeDefs, resolvers });
  const source = remoteSchema({ url: server.url, ...options });
  t.after(source.close);
  const [answer] = await source.fetch([{ plan }], contextOf({ headers: client, session }));
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
    "All headers are forwarded but those of the client's connection, body and program, and those that are named",
    { forwardHeaders: { allBut: ['Authorization', 'x-nobody'] } },
    client,
    { cookie: 'session=CNRY', 'x-tenant': 'acme', 'x-forwarded-for': '10.0.0.1' },
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

const renamed: typeof forwarded = [
  [
    'A header may be forwarded under another name, and under its own besides',
    { forwardHeaders: [{ from: 'X-Tenant', to: 'X-Account' }, 'x-tenant', { from: 'x-tenant', to: 'x-account' }] },
    client,
    { 'x-account': 'acme', 'x-tenant': 'acme' },
  ],
  [
    "A header of the client's own connection may be forwarded under another name",
    { forwardHeaders: [{ from: 'Host', to: 'x-forwarded-host' }] },
    client,
    { 'x-forwarded-host': 'evil.example' },
  ],
  [
    'A configured header wins over one forwarded under its name',
    { headers: { 'x-account': 'mine' }, forwardHeaders: [{ from: 'x-tenant', to: 'x-account' }] },
    client,
    { 'x-account': 'mine' },
  ],
  [
    'A header that the client did not send leaves under no name',
    { forwardHeaders: [{ from: 'x-other', to: 'x-tenant' }] },
    client,
    {},
  ],
];
for (const [promise, options, headers, own] of renamed) {
  test(promise, async (t) => {
    deepEqual({ ...((await send(t, options, headers)) as object) }, { ...ALWAYS, ...own });
  });
}

const told: [promise: string, options: Partial<RemoteSchemaOptions>, variables: object, own: object | string][] = [
  ['Nothing of the session is sent by default', {}, { 'x-a': '1' }, {}],
  ['Nothing of the session is sent if none is', { forwardSession: 'none' }, { 'x-a': '1' }, {}],
  ['All of the session is sent', { forwardSession: 'all' }, { 'x-a': '1', 'x-b': 'é' }, { 'x-a': '1', 'x-b': 'é' }],
  ['Named variables are sent', { forwardSession: ['X-A', 'x-a', 'x-c'] }, { 'x-a': '1', 'x-b': '2' }, { 'x-a': '1' }],
  ['A list is an array literal', { forwardSession: 'all' }, { 'x-a': ['b', 'c"d', ''] }, { 'x-a': '{b,"c\\"d",""}' }],
  [
    "The session wins over the client's header, a configured one over both",
    { forwardSession: ['x-tenant', 'x-a'], forwardHeaders: ['x-tenant'], headers: { 'x-a': 'mine' } },
    { 'x-tenant': 'session', 'x-a': 'CNRY' },
    { 'x-tenant': 'session', 'x-a': 'mine' },
  ],
  [
    "A client's header never stands in for a variable that the session lacks",
    { forwardSession: ['x-tenant'], forwardHeaders: ['x-tenant'] },
    {},
    {},
  ],
  [
    "With all of the session, no header of the client's that looks like a variable is sent",
    { forwardSession: 'all', forwardHeaders: ['x-hasura-admin-secret', 'x-tenant'] },
    { 'x-a': '1' },
    { 'x-a': '1', 'x-tenant': 'acme' },
  ],
  ['A value with a line break', { forwardSession: ['x-a'] }, { 'x-a': 'CNRY\n' }, 'BAD_USER_INPUT'],
  ['A value beyond Latin-1', { forwardSession: 'all' }, { 'x-a': ['CNRY 🙂'] }, 'BAD_USER_INPUT'],
  ['A name that no header has', { forwardSession: 'all' }, { 'CNRY x': '1' }, 'INTERNAL_SERVER_ERROR'],
  ['A name of the connection', { forwardSession: 'all' }, { 'transfer-encoding': 'CNRY' }, 'INTERNAL_SERVER_ERROR'],
];
for (const [promise, options, variables, own] of told) {
  const name =
    typeof own === 'string' ? `${promise} in the session fails the call before it is made (${own})` : promise;
  test(name, async (t) => {
    const session = { ...NO_SESSION, variables: new Map(Object.entries(variables)) };
    const sent = await send(t, options, client, session);
    if (typeof own === 'string') equal(sent, own);
    else deepEqual({ ...(sent as object) }, { ...ALWAYS, ...own });
  });
}

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
  ...[true, 'ALL', null, { 'x-a': 'CNRY' }].map((forwardSession): [unknown, RegExp] => [
    { url, forwardSession },
    /"forwardSession" of remoteSchema must be "all", "none" or a list of session variables/,
  ]),
  [{ url, forwardSession: [5] }, /"forwardSession" of remoteSchema names a header that is no text/],
  [{ url, forwardSession: ['Content-Length'] }, /"forwardSession" .* belongs to one connection .*: "Content-Length"/],
  ...[null, 'type Query { a: Int }', ['type Query { a: Int }'], 5].map((permissions): [unknown, RegExp] => [
    { url, permissions },
    /"permissions" of remoteSchema must be an object of roles and their SDL/,
  ]),
  [{ url, permissions: { user: ['CNRY'] } }, /"permissions.user" of remoteSchema must be SDL as a string/],
  [{ url, permissions: { '': 'type Query { a: Int }' } }, /"permissions" of remoteSchema names a role that is empty/],
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
  ...[{}, { from: 'x-a' }, { to: 'x-a' }, { from: '', to: 'x-a' }, { from: 'x-a', to: 'x-b', also: 'CNRY' }, null].map(
    (entry): [unknown, RegExp] => [
      { url, forwardHeaders: [entry] },
      /"forwardHeaders" of remoteSchema (must hold header names, or \{ from|names a header that is no text)/,
    ],
  ),
  [
    { url, forwardHeaders: ['x-a', { from: 'x-b', to: 'X-A' }] },
    /"forwardHeaders" of remoteSchema fills one header from two: "x-a"/,
  ],
  [{ url, forwardHeaders: [{ from: 'x-a', to: 'Host' }] }, /"forwardHeaders" .* belongs to one connection .*: "Host"/],
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
