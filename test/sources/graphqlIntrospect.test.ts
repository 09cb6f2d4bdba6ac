import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { buildSchema, introspectionFromSchema, printSchema } from 'graphql';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { type RemoteSchemaOptions, remoteSchema } from '../../packages/core/src/sources/graphql/index.js';
import { startFaultServer, startRemoteServer } from '../support/remoteServer.js';

const typeDefs = `
  type Query { product(sku: ID!, kind: Kind = NEW): Product  node(id: ID!): Node }
  interface Node { id: ID! }
  type Product implements Node { id: ID! sku: ID! added: Date }
  enum Kind { NEW USED @deprecated }
  scalar Date @specifiedBy(url: "https://date.example")
  input Filter { range: Filter, words: [String!]! = ["a"] }
  type Mutation { rename(filter: Filter): Product }
`;

async function introspect(t: TestContext, options: RemoteSchemaOptions) {
  const source = remoteSchema(options);
  t.after(source.close);
  const catalog = await source.introspect('catalog');
  ok(catalog.kind === 'schema');
  return catalog.schema;
}

test('A remote schema tells itself', async (t) => {
  const server = await startRemoteServer(t, { typeDefs });
  const schema = await introspect(t, { url: server.url, headers: { 'x-key': 'call' } });
  // The address behind a scalar is nothing that joining needs, and old servers do not know the question.
  equal(printSchema(schema), printSchema(buildSchema(typeDefs.replace(/@specifiedBy\(.*\)/, ''))));
  equal(server.requests.length, 1);
  equal(server.requests[0]?.headers['x-key'], 'call');
});

test('Introspection may have headers of its own', async (t) => {
  const server = await startRemoteServer(t, { typeDefs });
  await introspect(t, {
    url: server.url,
    headers: { 'x-key': 'call' },
    introspectionHeaders: { 'x-key': 'start' },
    forwardHeaders: ['x-user'],
  });
  deepEqual([server.requests[0]?.headers['x-key'], server.requests[0]?.headers['x-user']], ['start', undefined]);
});

test('With its SDL at hand a remote schema is not asked', async (t) => {
  const schema = await introspect(t, { url: 'http://remote-joins.invalid', schema: typeDefs });
  equal(printSchema(schema), printSchema(buildSchema(typeDefs)));
});

test('What roles may see is told as its author wrote it, or not at all', async (t) => {
  const permissions = { user: 'type Query {', nobody: '' };
  const options = { url: 'http://remote-joins.invalid', schema: typeDefs };
  for (const [given, told] of [
    [{ permissions }, new Map(Object.entries(permissions))],
    [{ permissions: {} }, new Map()],
    [{ permissions: undefined }, undefined],
    [{}, undefined],
  ] as const) {
    const source = remoteSchema({ ...options, ...given });
    t.after(source.close);
    const catalog = await source.introspect('catalog');
    deepEqual(catalog.kind === 'schema' && catalog.permissions, told);
  }
});

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const introspected = (sdl: string): object => ({
  data: introspectionFromSchema(buildSchema(sdl, { assumeValid: true })),
});
const broken = (change: (text: string) => string): string =>
  change(JSON.stringify(introspected('type Query { a(b: Int): Int }')));

const faults: [promise: string, handler: RequestListener, code: string, message: RegExp][] = [
  ['unauthenticated', json(401, 'CNRY'), 'SOURCE_ERROR', /HTTP 401. Give the headers .*"introspectionHeaders", or its SDL in "schema"/],
  ['forbidden, in GraphQL', json(403, { errors: [{ message: 'CNRY' }] }), 'SOURCE_ERROR', /HTTP 403. Give the headers/],
  ['not found', json(404, 'CNRY'), 'SOURCE_ERROR', /HTTP 404. Check "url"/],
  ['unavailable', json(503, 'CNRY'), 'SOURCE_UNAVAILABLE', /HTTP 503/],
  ['a web page', json(200, '<html>CNRY'), 'SOURCE_INVALID_RESPONSE', /answers something that is not GraphQL: .*not JSON. Check that "url"/],
  ['some JSON', json(200, { CNRY: 1 }), 'SOURCE_INVALID_RESPONSE', /answers something that is not GraphQL: JSON that is no GraphQL answer/],
  ['a redirect', (_, response) => response.writeHead(308, { location: '/CNRY' }).end(), 'SOURCE_INVALID_RESPONSE', /redirect \(HTTP 308\), which is never followed. Give the final address in "url"/],
  ['introspection switched off', json(200, { errors: [{ message: 'CNRY' }] }), 'SOURCE_ERROR', /refused the introspection query. .* give the SDL in "schema"/],
  ['introspection switched off by 400', json(400, { errors: [{ message: 'CNRY' }] }), 'SOURCE_ERROR', /refused the introspection query/],
  ['errors beside a schema', json(200, { ...introspected(typeDefs), errors: [{ message: 'CNRY' }] }), 'SOURCE_ERROR', /refused the introspection query/],
  ['a late answer', () => {}, 'SOURCE_TIMEOUT', /in time. Raise "timeoutMs"/],
  ['a huge answer', json(200, `{"data":"${' '.repeat(200_000)}"}`), 'SOURCE_RESPONSE_TOO_LARGE', /larger than "maxResponseBytes"/],
  ['data of something else', json(200, { data: { a: 'CNRY' } }), 'SOURCE_INVALID_RESPONSE', /no GraphQL schema. Check that "url"/],
  ['a type it does not have', json(200, broken((text) => text.replace('{"name":"Query"', '{"name":"CNRY"'))), 'SOURCE_INVALID_RESPONSE', /no GraphQL schema/],
  ['a name that is none', json(200, broken((text) => text.replaceAll('"name":"a"', '"name":"CNRY b"'))), 'SOURCE_INVALID_RESPONSE', /no GraphQL schema/],
  ['a type without end', json(200, broken((text) => text.replace('{"kind":"SCALAR","name":"Int","ofType":null}', `${'{"kind":"LIST","ofType":'.repeat(2_000)}null${'}'.repeat(2_000)}`))), 'SOURCE_INVALID_RESPONSE', /no GraphQL schema/],
  ['a schema that is invalid', json(200, introspected('type Query { a: Int __b: Int } type Empty')), 'SOURCE_INVALID_RESPONSE', /not valid GraphQL. .*Name "__b" must not begin with "__"/],
]; // biome-ignore format: a table of faults
for (const [promise, handler, code, message] of faults) {
  test(`A start that meets ${promise} says what to do`, async (t) => {
    const server = await startFaultServer(t, handler);
    const options = { url: server.url, timeoutMs: 200, maxResponseBytes: 100_000 };
    await rejects(introspect(t, options), (error: unknown) => {
      ok(error instanceof RemoteJoinsError);
      ok(!JSON.stringify([error.message, error.extensions, String(error.cause)]).includes('CNRY'), error.message);
      deepEqual([error.code, server.count()], [code, 1]);
      ok(message.test(error.message), error.message);
      return true;
    });
  });
}

test('A start that finds nobody says so, and by which error', async (t) => {
  const server = await startFaultServer(t, () => {});
  await server.close();
  await rejects(introspect(t, { url: server.url }), {
    code: 'SOURCE_UNAVAILABLE',
    message:
      'The remote schema could not be reached (ECONNREFUSED). Check "url" and that the server runs, or give its SDL in "schema".',
  });
});

const sdls: [sdl: string, message: RegExp][] = [
  [
    'type Query {\n  a: Int\n  b Int\n}',
    /"schema" of remoteSchema is no valid SDL. Syntax Error: .* \(line 3, column 5\)/,
  ],
  ['type Query { a: Missing }', /Unknown type "Missing"/],
  ['type Query { a: Int }\ntype Empty', /Type Empty must define one or more fields. \(line 2, column 1\)/],
  ['type Product { a: Int }', /Query root type must be provided/],
  ['', /Syntax Error/],
];
for (const [sdl, message] of sdls) {
  test(`The SDL ${JSON.stringify(sdl)} is refused with what is wrong in it`, async (t) => {
    await rejects(introspect(t, { url: 'http://remote-joins.invalid', schema: sdl }), (error: unknown) => {
      ok(error instanceof RemoteJoinsError);
      equal(error.code, 'INVALID_OPTIONS');
      ok(message.test(error.message), error.message);
      return true;
    });
  });
}
