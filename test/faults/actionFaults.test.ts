/** Every way the handler of an action can fail: its field is null, everything else stays, and no action is done twice. */
import { deepEqual, equal } from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { action, type ErrorCode } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startFaultServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const text =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const html = '<html>CNRY-page</html>';
const deep = (levels: number) => `{"id":1,"json":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const elsewhere = await startFaultServer(test, (_, response) => response.end('{"id":1}'));

/** Each fault and the code it is told by. Bodies hold a word that must never reach a client. */
const faults: Readonly<Record<string, readonly [answer: Answer | undefined, code: ErrorCode]>> = {
  'refused connections': [undefined, 'SOURCE_UNAVAILABLE'],
  'a server that never answers': [() => {}, 'SOURCE_TIMEOUT'],
  'a body that never ends': [(response) => response.writeHead(200).write('{"id":1,"CNRY'), 'SOURCE_TIMEOUT'],
  'a redirect': [text(302, '{"message":"CNRY"}', { location: elsewhere.url }), 'SOURCE_INVALID_RESPONSE'],
  'a redirect that keeps the method': [text(308, '{"id":1}', { location: elsewhere.url }), 'SOURCE_INVALID_RESPONSE'],
  'HTTP 400 without a message': [text(400, '{"error":"CNRY"}'), 'SOURCE_ERROR'],
  'HTTP 400 with a message that is no text': [text(400, '{"message":{"CNRY":1}}'), 'SOURCE_ERROR'],
  'HTTP 400 with an empty message': [text(400, '{"message":"","extensions":{"code":"CNRY"}}'), 'SOURCE_ERROR'],
  'HTTP 400 with a list': [text(400, '[{"message":"CNRY"}]'), 'SOURCE_ERROR'],
  'HTTP 404': [text(404, html), 'SOURCE_ERROR'],
  'HTTP 429': [text(429, 'CNRY slow down', { 'retry-after': '0' }), 'SOURCE_ERROR'],
  'HTTP 500': [text(500, html), 'SOURCE_ERROR'],
  'HTTP 500 with a message': [text(500, '{"message":"CNRY"}'), 'SOURCE_ERROR'],
  'HTTP 500 with an answer': [text(500, '{"id":1}'), 'SOURCE_ERROR'],
  'HTTP 502': [text(502, '{"message":"CNRY"}'), 'SOURCE_UNAVAILABLE'],
  'HTTP 503': [text(503, html), 'SOURCE_UNAVAILABLE'],
  'HTTP 504': [text(504, html), 'SOURCE_UNAVAILABLE'],
  'HTML with HTTP 200': [text(200, html, { 'content-type': 'text/html' }), 'SOURCE_INVALID_RESPONSE'],
  'no body': [text(200, ''), 'SOURCE_INVALID_RESPONSE'],
  'HTTP 204': [text(204, ''), 'SOURCE_INVALID_RESPONSE'],
  'JSON that breaks off': [text(200, '{"id":1,"CNRY":'), 'SOURCE_INVALID_RESPONSE'],
  'bytes that are no UTF-8': [text(200, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 'SOURCE_INVALID_RESPONSE'],
  'a list for an object': [text(200, '[{"id":1,"CNRY":1}]'), 'SOURCE_INVALID_RESPONSE'],
  'a text for an object': [text(200, '"CNRY"'), 'SOURCE_INVALID_RESPONSE'],
  'a huge body': [text(200, `{"id":1,"text":"${'CNRY'.repeat(50_000)}"}`), 'SOURCE_RESPONSE_TOO_LARGE'],
  'a huge refusal': [text(400, `{"message":"${'CNRY'.repeat(50_000)}"}`), 'SOURCE_ERROR'],
  'a gzip bomb': [
    text(200, gzipSync(Buffer.alloc(20_000_000, 'CNRY')), { 'content-encoding': 'gzip' }),
    'SOURCE_RESPONSE_TOO_LARGE',
  ],
  'a chain of encodings': [text(200, 'CNRY', { 'content-encoding': 'gzip, gzip' }), 'SOURCE_INVALID_RESPONSE'],
  'a reset before the answer': [(_, request) => request.socket.destroy(), 'SOURCE_UNAVAILABLE'],
  'a reset in the answer': [
    (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":1,"CNRY');
      setTimeout(() => response.socket?.destroy(), 5);
    },
    'SOURCE_UNAVAILABLE',
  ],
};

let fault: Answer | undefined;
let isRefusing = false;
const sick = await startFaultServer(test, async (request, response) => {
  request.resume();
  if (fault !== undefined) return fault(response, request);
  response.end('{"id":1}');
});

const world = await startWorld(test, {
  databases: {
    db: "create table users (id int primary key, name text not null); insert into users values (1, 'Ada');",
  },
});

const typeDefs = `
  type Query { act(text: String): Account @action(source: "sick"), users: [User!]! @select }
  type Mutation { act: Account @action(source: "sick"), next: Account @action(source: "well") }
  type Account { id: Int!, json: JSON, user: User @remoteRelationship(fieldMapping: {id: "id"}) }
  type User @table(source: "db", name: "users") { name: String! }
  scalar JSON`;

/** What no error may tell: what was sent and answered, and addresses. */
const secret = /CNRY|127\.0\.0\.1|https?:/;

defineHostSuite('A handler of actions that fails', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: {
      ...world.sources(),
      sick: action({
        url: () => (isRefusing ? 'http://127.0.0.1:1/' : sick.url),
        timeoutMs: 400,
        maxResponseBytes: 100_000,
      }),
      well: action({ url: elsewhere.url }),
    },
  }));
  const requests = { beside: '{ act(text: "CNRY-sent") { user { name } } users { name } }' };
  const mutation = 'mutation { act { user { name } } next { user { name } } }';

  for (const [name, [answer, code]] of Object.entries(faults)) {
    test(`${name}: ${code}, once for each time it was called`, async () => {
      fault = answer;
      isRefusing = answer === undefined;
      const before = sick.count();
      const followed = elsewhere.count();
      const answers = [await query(requests.beside), await query(mutation)];
      const calls = sick.count() - before;
      const others = elsewhere.count() - followed;
      fault = undefined;
      isRefusing = false;
      deepEqual(
        answers.map(({ data, errors = [] }) => [data, errors.map(({ path, code }) => [path?.join('.'), code])]),
        [
          [{ act: null, users: [{ name: 'Ada' }] }, [['act', code]]],
          [{ act: null, next: { user: { name: 'Ada' } } }, [['act', code]]],
        ],
      );
      for (const { message } of answers.flatMap(({ errors = [] }) => errors)) {
        equal(secret.exec(message)?.[0], undefined, message);
      }
      // Under jit each text is sent three times.
      const sent = host.name === 'Mercurius with jit' ? 3 : 1;
      deepEqual([calls, others], [answer === undefined ? 0 : 2 * sent, sent]);
      deepEqual(await query('{ act { user { name } } }'), { data: { act: { user: { name: 'Ada' } } } }, 'well again');
    });
  }

  test('JSON that is too deep is an error where it stands', async () => {
    fault = text(200, deep(64));
    equal((await query('{ act { id json } }')).errors, undefined);
    fault = text(200, deep(65));
    const answer = await query('{ act { id json } }');
    fault = undefined;
    deepEqual(answer, {
      data: { act: { id: 1, json: null } },
      errors: [
        {
          message: 'Field "Account.json" has no value: The handler answered with something that does not fit its type.',
          path: ['act', 'json'],
          code: 'SOURCE_INVALID_RESPONSE',
        },
      ],
    });
  });
});
