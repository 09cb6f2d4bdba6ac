/** Every way a remote schema can fail, at every place of an operation: what it feeds is null, everything else stays. */
import { deepEqual, equal } from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ErrorCode, remoteSchema } from '@remote-joins/core';
import { buildSchema, graphql } from 'graphql';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startFaultServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const text =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const html = '<html>CNRY-page</html>';
const elsewhere = await startFaultServer(test, (_, response) => response.end('{"data":{}}'));

/** Each fault and the code it is told by. Bodies hold a word that must never reach a client. */
const faults: Readonly<Record<string, readonly [answer: Answer | undefined, code: ErrorCode]>> = {
  'refused connections': [undefined, 'SOURCE_UNAVAILABLE'],
  'a server that never answers': [() => {}, 'SOURCE_TIMEOUT'],
  'a body that never ends': [(response) => response.writeHead(200).write('{"data":{"CNRY'), 'SOURCE_TIMEOUT'],
  'a redirect': [text(301, '', { location: elsewhere.url }), 'SOURCE_INVALID_RESPONSE'],
  'a redirect that keeps the method': [text(307, '', { location: elsewhere.url }), 'SOURCE_INVALID_RESPONSE'],
  'HTTP 401': [text(401, '{"message":"CNRY-401"}'), 'SOURCE_ERROR'],
  'HTTP 401 in GraphQL': [text(401, '{"errors":[{"message":"CNRY-401"}]}'), 'SOURCE_ERROR'],
  'HTTP 404': [text(404, html), 'SOURCE_ERROR'],
  'HTTP 429': [text(429, 'CNRY slow down', { 'retry-after': '1' }), 'SOURCE_ERROR'],
  'HTTP 500': [text(500, html), 'SOURCE_ERROR'],
  'HTTP 503': [text(503, html), 'SOURCE_UNAVAILABLE'],
  'HTML with HTTP 200': [text(200, html, { 'content-type': 'text/html' }), 'SOURCE_INVALID_RESPONSE'],
  'no body': [text(200, ''), 'SOURCE_INVALID_RESPONSE'],
  'JSON that breaks off': [text(200, '{"data":{"CNRY":'), 'SOURCE_INVALID_RESPONSE'],
  'bytes that are no UTF-8': [text(200, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 'SOURCE_INVALID_RESPONSE'],
  'a JSON list': [text(200, '["CNRY"]'), 'SOURCE_INVALID_RESPONSE'],
  'an envelope without data': [text(200, '{"CNRY":1}'), 'SOURCE_INVALID_RESPONSE'],
  'data that is a list': [text(200, '{"data":["CNRY"]}'), 'SOURCE_INVALID_RESPONSE'],
  'data: null': [text(200, '{"data":null}'), 'SOURCE_INVALID_RESPONSE'],
  'data: null with errors': [text(200, '{"data":null,"errors":[{"message":"CNRY"}]}'), 'SOURCE_ERROR'],
  'a document refused': [text(400, '{"errors":[{"message":"CNRY"}]}'), 'SOURCE_ERROR'],
  'data without what was asked': [text(200, '{"data":{"CNRY":1}}'), 'SOURCE_INVALID_RESPONSE'],
  'a huge body': [text(200, `{"data":"${'CNRY'.repeat(50_000)}"}`), 'SOURCE_RESPONSE_TOO_LARGE'],
  'a gzip bomb': [
    text(200, gzipSync(Buffer.alloc(20_000_000, 'CNRY')), { 'content-encoding': 'gzip' }),
    'SOURCE_RESPONSE_TOO_LARGE',
  ],
  'a chain of encodings': [text(200, 'CNRY', { 'content-encoding': 'gzip, gzip' }), 'SOURCE_INVALID_RESPONSE'],
  'an encoding it is not in': [text(200, 'CNRY', { 'content-encoding': 'gzip' }), 'SOURCE_INVALID_RESPONSE'],
  'a reset before the answer': [(_, request) => request.socket.destroy(), 'SOURCE_UNAVAILABLE'],
  'a reset in the answer': [
    (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"data":{"CNRY');
      setTimeout(() => response.socket?.destroy(), 5);
    },
    'SOURCE_UNAVAILABLE',
  ],
};

const sdl = 'type Query { product(sku: ID!): Product } type Product { sku: ID! name: String! }';
const schema = buildSchema(sdl);
let fault: Answer | undefined;
let isRefusing = false;
const sick = await startFaultServer(test, async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (fault !== undefined) return fault(response, request);
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
  const rootValue = { product: ({ sku }: { sku: string }) => ({ sku, name: `name of ${sku}` }) };
  response.end(JSON.stringify(await graphql({ schema, source: query, variableValues: variables, rootValue })));
});

const world = await startWorld(test, {
  databases: {
    db: `
      create table items (id int primary key, sku text not null);
      insert into items values (1, 'CNRY-a'), (2, 'CNRY-b');`,
  },
  remotes: {
    healthy: {
      typeDefs: 'type Query { maker(of: ID!): Maker } type Maker { sku: ID! name: String! }',
      resolvers: { Query: { maker: (_: unknown, { of }: { of: string }) => ({ sku: of, name: 'Acme' }) } },
    },
  },
});

const typeDefs = `
  type Query {
    items: [Item!]! @select
    product(sku: ID!): Product @remoteField(schema: "sick")
  }
  type Item @table(source: "db", name: "items") {
    id: Int!
    product: Product @remoteRelationship(schema: "sick", field: "product(sku: $sku)")
    maker: Maker @remoteRelationship(schema: "healthy", field: "maker(of: $sku)")
  }
  type Maker {
    name: String!
    product: Product @remoteRelationship(schema: "sick", field: "product(sku: $sku)")
  }
  type Product { name: String! }`;

const product = (sku: string) => ({ name: `name of CNRY-${sku}` });

/** A query per place, the paths that the source feeds, and the answer with something there. */
const places: Readonly<
  Record<
    string,
    readonly [source: string, paths: readonly string[], data: (product: (sku: string) => unknown) => unknown]
  >
> = {
  'a root field': [
    '{ product(sku: "CNRY-a") { name } items { id } }',
    ['product'],
    (product) => ({ product: product('a'), items: [{ id: 1 }, { id: 2 }] }),
  ],
  'a child of a list': [
    '{ items { id it: product { name } } }',
    ['items.0.it', 'items.1.it'],
    (product) => ({
      items: [
        { id: 1, it: product('a') },
        { id: 2, it: product('b') },
      ],
    }),
  ],
  'a second hop': [
    '{ items { maker { name product { name } } } }',
    ['items.0.maker.product', 'items.1.maker.product'],
    (product) => ({
      items: [{ maker: { name: 'Acme', product: product('a') } }, { maker: { name: 'Acme', product: product('b') } }],
    }),
  ],
  'beside another source': [
    '{ items { product { name } maker { name } } }',
    ['items.0.product', 'items.1.product'],
    (product) => ({
      items: [
        { product: product('a'), maker: { name: 'Acme' } },
        { product: product('b'), maker: { name: 'Acme' } },
      ],
    }),
  ],
};

/** What no error may tell: keys, texts of answers, addresses, documents. */
const secret = /CNRY|127\.0\.0\.1|https?:|RemoteJoins\(|_0_0/;

defineHostSuite('A remote schema that fails', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: {
      ...world.sources(),
      sick: remoteSchema({
        url: () => (isRefusing ? 'http://127.0.0.1:1/graphql' : sick.url),
        schema: sdl,
        timeoutMs: 400,
        maxResponseBytes: 100_000,
      }),
    },
  }));

  for (const [name, [answer, code]] of Object.entries(faults)) {
    test(`${name}: ${code} wherever it feeds a field, and nowhere else`, async () => {
      fault = answer;
      isRefusing = answer === undefined;
      const answers = await Promise.all(Object.values(places).map(([source]) => query(source)));
      fault = undefined;
      isRefusing = false;
      for (const [index, [place, [, paths, data]]] of Object.entries(places).entries()) {
        const { errors = [], ...rest } = answers[index] ?? { data: undefined };
        deepEqual(
          [rest, errors.map(({ path, code }) => `${path?.join('.')} ${code}`).sort()],
          [{ data: data(() => null) }, paths.map((path) => `${path} ${code}`)],
          place,
        );
        for (const { message } of errors) equal(secret.exec(message)?.[0], undefined, message);
        equal(new Set(errors.map(({ message }) => message)).size, 1);
      }
      const [source, , data] = places['a second hop'] ?? ['', [], () => undefined];
      deepEqual(await query(source), { data: data(product) }, 'it is well again');
      equal(elsewhere.count(), 0, 'redirects are not followed');
    });
  }
});
