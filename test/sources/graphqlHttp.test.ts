import { deepEqual, equal, ok } from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import type { FetchContext, Source } from '../../packages/core/src/source.js';
import { type RemoteSchemaOptions, remoteSchema } from '../../packages/core/src/sources/graphql/index.js';
import { contextOf, createPlan, step } from '../support/remotePlan.js';
import { type FaultServer, startFaultServer, startRemoteServer } from '../support/remoteServer.js';

const plan = createPlan({ type: 'String', path: [step('time')] });
const GOOD = '{"data":{"_0":"noon"}}';

/** Meets the fault, then tells the code, the value, the milliseconds it took and the requests that arrived. */
async function meet(
  t: TestContext,
  handler: RequestListener,
  options: Partial<RemoteSchemaOptions> = {},
  context: Partial<FetchContext> = {},
) {
  const server = await startFaultServer(t, handler);
  const source = remoteSchema({ url: server.url, ...options });
  t.after(source.close);
  const start = performance.now();
  const outcome = await ask(source, context);
  return { ...outcome, ms: performance.now() - start, requests: server.count(), server, source };
}

async function ask(source: Source, context: Partial<FetchContext> = {}) {
  const [answer] = await source.fetch([{ plan }], contextOf(context));
  ok(answer);
  if (!(answer instanceof Error)) return { value: answer.kind === 'json' ? answer.values[0] : undefined };
  ok(answer instanceof RemoteJoinsError);
  const said = JSON.stringify([answer.message, answer.extensions, String(answer.cause)]);
  ok(!/CNRY|127\.0\.0\.1|localhost|\.invalid/.test(said), said);
  const cause = answer.cause instanceof Error ? answer.cause.message : undefined;
  return { code: answer.code, message: answer.message, cause };
}

const reply =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const answered: [promise: string, handler: RequestListener][] = [
  ['A plain answer', reply(200, GOOD)],
  ['An answer with a byte order mark', reply(200, `\ufeff${GOOD}`)],
  ['An answer in gzip that was not asked for', reply(200, gzipSync(GOOD), { 'content-encoding': 'gzip' })],
  ['An answer in deflate that was not asked for', reply(200, deflateSync(GOOD), { 'content-encoding': 'Deflate' })],
  ['An answer in brotli that was not asked for', reply(200, brotliCompressSync(GOOD), { 'content-encoding': 'br' })],
  ['A client error with a GraphQL body', reply(400, GOOD)],
  ['A server error with a GraphQL body', reply(500, GOOD)],
];
for (const [promise, handler] of answered) {
  test(`${promise} is read`, async (t) => {
    equal((await meet(t, handler)).value, 'noon');
  });
}

test('A server error with GraphQL errors is what the body says', async (t) => {
  const { code, requests } = await meet(t, reply(503, '{"errors":[{"message":"CNRY"}]}'));
  deepEqual([code, requests], ['SOURCE_ERROR', 1]);
});

const faults: [promise: string, handler: RequestListener, code: string, cause?: string][] = [
  [
    'A connection reset before the answer',
    (request) => request.socket.resetAndDestroy(),
    'SOURCE_UNAVAILABLE',
    'ECONNRESET',
  ],
  [
    'A connection closed before the answer',
    (request) => request.socket.destroy(),
    'SOURCE_UNAVAILABLE',
    'UND_ERR_SOCKET',
  ],
  [
    'A connection closed in the middle of the answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write(GOOD);
      setTimeout(() => request.socket.destroy(), 20);
    },
    'SOURCE_UNAVAILABLE',
    'UND_ERR_SOCKET',
  ],
  ['HTTP 502', reply(502, '<html>CNRY</html>'), 'SOURCE_UNAVAILABLE', 'HTTP 502'],
  ['HTTP 503', reply(503, ''), 'SOURCE_UNAVAILABLE', 'HTTP 503'],
  ['HTTP 504', reply(504, '{"message":"CNRY"}'), 'SOURCE_UNAVAILABLE', 'HTTP 504'],
  ['HTTP 401', reply(401, '{"error":"CNRY"}'), 'SOURCE_ERROR', 'HTTP 401'],
  ['HTTP 403', reply(403, 'CNRY'), 'SOURCE_ERROR', 'HTTP 403'],
  ['HTTP 404', reply(404, 'Cannot POST /CNRY'), 'SOURCE_ERROR', 'HTTP 404'],
  ['HTTP 429', reply(429, '', { 'retry-after': '0' }), 'SOURCE_ERROR', 'HTTP 429'],
  ['HTTP 500', reply(500, '<html>CNRY'), 'SOURCE_ERROR', 'HTTP 500'],
  ['An HTML page', reply(200, '<html>CNRY</html>'), 'SOURCE_INVALID_RESPONSE'],
  ['Nothing', reply(200, ''), 'SOURCE_INVALID_RESPONSE'],
  ['HTTP 204', reply(204, ''), 'SOURCE_INVALID_RESPONSE'],
  ['JSON that is cut off', reply(200, GOOD.slice(0, -1)), 'SOURCE_INVALID_RESPONSE'],
  ['JSON with something behind it', reply(200, `${GOOD}CNRY`), 'SOURCE_INVALID_RESPONSE'],
  [
    'Bytes that are no UTF-8',
    reply(200, Buffer.from(GOOD.replace('noon', 'n\xffn'), 'latin1')),
    'SOURCE_INVALID_RESPONSE',
  ],
  ['A list of answers', reply(200, `[${GOOD}]`), 'SOURCE_INVALID_RESPONSE'],
  ['A text', reply(200, '"CNRY"'), 'SOURCE_INVALID_RESPONSE'],
  ['Null', reply(200, 'null'), 'SOURCE_INVALID_RESPONSE'],
  ['Neither data nor errors', reply(200, '{}'), 'SOURCE_INVALID_RESPONSE'],
  ['Null data without errors', reply(200, '{"data":null,"errors":[]}'), 'SOURCE_INVALID_RESPONSE'],
  ['Data that is a list', reply(200, '{"data":[]}'), 'SOURCE_INVALID_RESPONSE'],
  ['Data that is a text', reply(200, '{"data":"CNRY"}'), 'SOURCE_INVALID_RESPONSE'],
  [
    'Errors that are no list',
    reply(200, '{"data":{"_0":"noon"},"errors":{"message":"CNRY"}}'),
    'SOURCE_INVALID_RESPONSE',
  ],
  ['An unknown encoding', reply(200, GOOD, { 'content-encoding': 'zstd' }), 'SOURCE_INVALID_RESPONSE'],
  [
    'A chain of encodings',
    reply(200, gzipSync(gzipSync(GOOD)), { 'content-encoding': 'gzip, gzip' }),
    'SOURCE_INVALID_RESPONSE',
  ],
  ['A body that is not in its encoding', reply(200, GOOD, { 'content-encoding': 'gzip' }), 'SOURCE_INVALID_RESPONSE'],
  ['A body whose brotli is broken', reply(200, GOOD, { 'content-encoding': 'br' }), 'SOURCE_INVALID_RESPONSE'],
];
for (const [promise, handler, code, cause] of faults) {
  test(`${promise} is ${code}, and nothing is sent again`, async (t) => {
    const met = await meet(t, handler);
    deepEqual([met.code, met.cause, met.requests], [code, cause, 1]);
  });
}

for (const status of [300, 301, 302, 303, 304, 307, 308]) {
  test(`A redirect (${status}) is an error, and its target gets no request`, async (t) => {
    const target = await startRemoteServer(t, { typeDefs: 'type Query { time: String }' });
    const met = await meet(t, reply(status, '', { location: target.url }), { headers: { 'x-api-key': 'CNRY' } });
    deepEqual([met.code, met.cause, met.requests], ['SOURCE_INVALID_RESPONSE', `HTTP ${status}`, 1]);
    equal(target.requests.length, 0);
  });
}

test('A server that is not there is SOURCE_UNAVAILABLE', async (t) => {
  const server = await startFaultServer(t, reply(200, GOOD));
  await server.close();
  const source = remoteSchema({ url: server.url });
  t.after(source.close);
  const { code, cause, message } = await ask(source);
  deepEqual([code, cause, message], ['SOURCE_UNAVAILABLE', 'ECONNREFUSED', 'The remote schema could not be reached.']);
});

test('A host that has no address is SOURCE_UNAVAILABLE', async (t) => {
  const source = remoteSchema({ url: 'http://remote-joins.invalid/graphql' });
  t.after(source.close);
  equal((await ask(source)).code, 'SOURCE_UNAVAILABLE');
});

test('A TLS failure is SOURCE_UNAVAILABLE', async (t) => {
  const server = await startFaultServer(t, reply(200, GOOD));
  const source = remoteSchema({ url: server.url.replace('http:', 'https:') });
  t.after(source.close);
  equal((await ask(source)).code, 'SOURCE_UNAVAILABLE');
});

const drip: RequestListener = (_, response) => {
  response.write('{"data":{"_0":"');
  const timer = setInterval(() => response.write('n'), 20);
  response.on('close', () => clearInterval(timer));
};

/** Its end reaches the server a little later. */
async function connectionsLeft(server: FaultServer): Promise<number> {
  for (let tries = 0; (await server.connections()) > 0 && tries < 100; tries++) await sleep(10);
  return server.connections();
}

const late: [promise: string, handler: RequestListener][] = [
  ['A server that never answers', () => {}],
  ['A body that never ends', drip],
  ['A body that stops', (_, response) => void response.write('{"data":')],
];
for (const [promise, handler] of late) {
  test(`${promise} is SOURCE_TIMEOUT in time, and its connection is given up`, async (t) => {
    const { code, ms, requests, server } = await meet(t, handler, { timeoutMs: 150 });
    deepEqual([code, requests], ['SOURCE_TIMEOUT', 1]);
    ok(ms >= 140 && ms < 400, `${ms} ms`);
    equal(await connectionsLeft(server), 0);
  });

  test(`${promise} is REQUEST_CANCELLED when the client goes away, and its connection is given up`, async (t) => {
    const { code, ms, server } = await meet(t, handler, {}, { signal: AbortSignal.timeout(100) });
    equal(code, 'REQUEST_CANCELLED');
    ok(ms < 300, `${ms} ms`);
    equal(await connectionsLeft(server), 0);
  });
}

for (const [status, headers] of [
  [200, { 'content-encoding': 'zstd' }],
  [302, { location: '/' }],
] as const) {
  test(`A body that nobody reads (HTTP ${status}) is neither waited for nor left open`, async (t) => {
    const endless: RequestListener = (request, response) => {
      response.writeHead(status, headers);
      drip(request, response);
    };
    const { code, ms, server } = await meet(t, endless);
    equal(code, 'SOURCE_INVALID_RESPONSE');
    ok(ms < 1_000, `${ms} ms`);
    equal(await connectionsLeft(server), 0);
  });
}

test('A request that is cancelled already sends nothing', async (t) => {
  const { code, requests } = await meet(t, reply(200, GOOD), {}, { signal: AbortSignal.abort() });
  deepEqual([code, requests], ['REQUEST_CANCELLED', 0]);
});

test('One listener on the signal of a request serves all its calls, and cancels each', async (t) => {
  const controller = new AbortController();
  const { signal } = controller;
  const added = t.mock.method(signal, 'addEventListener');
  const server = await startFaultServer(t, (_, response) => void setTimeout(() => response.end(GOOD), 100));
  const source = remoteSchema({ url: server.url });
  t.after(source.close);
  equal((await ask(source, { signal })).value, 'noon');
  const calls = Array.from({ length: 20 }, () => ask(source, { signal }));
  setTimeout(() => controller.abort(), 30);
  deepEqual(new Set((await Promise.all(calls)).map(({ code }) => code)), new Set(['REQUEST_CANCELLED']));
  equal(added.mock.callCount(), 1);
});

test('The time limit holds for functions of the author, too', async (t) => {
  const never = () => new Promise<never>(() => {});
  for (const options of [{ url: never }, { headers: never }, { headers: { a: never } }]) {
    const { code, requests } = await meet(t, reply(200, GOOD), { timeoutMs: 50, ...options });
    deepEqual([code, requests], ['SOURCE_TIMEOUT', 0]);
  }
});

test('A body over the limit is SOURCE_RESPONSE_TOO_LARGE, and the rest of it is not read', async (t) => {
  let written = 0;
  const endless: RequestListener = (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 32))) written += 65_536;
    };
    response.on('drain', more);
    more();
  };
  const { code, server } = await meet(t, endless, { maxResponseBytes: 100_000 });
  equal(code, 'SOURCE_RESPONSE_TOO_LARGE');
  await sleep(50);
  equal(await server.connections(), 0);
  ok(written < 20_000_000, `${written} bytes`);
});

test('The limit is exact', async (t) => {
  equal((await meet(t, reply(200, GOOD), { maxResponseBytes: GOOD.length })).value, 'noon');
  equal((await meet(t, reply(200, GOOD), { maxResponseBytes: GOOD.length - 1 })).code, 'SOURCE_RESPONSE_TOO_LARGE');
});

test('A small body that unfolds into a huge one costs no more than the limit', async (t) => {
  const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, 32));
  const before = process.memoryUsage().rss;
  const { code } = await meet(t, reply(200, bomb, { 'content-encoding': 'gzip' }), { maxResponseBytes: 1_000_000 });
  equal(code, 'SOURCE_RESPONSE_TOO_LARGE');
  const grown = process.memoryUsage().rss - before;
  ok(grown < 50_000_000, `${grown} bytes`);
});

test('Connections are kept and reused, no more than allowed at once', async (t) => {
  let open = 0;
  let most = 0;
  const sockets = new Set<unknown>();
  const slow: RequestListener = (request, response) => {
    sockets.add(request.socket);
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      response.end(GOOD);
    }, 10);
  };
  const { source } = await meet(t, slow, { maxConnections: 2 });
  const values = await Promise.all(Array.from({ length: 10 }, () => ask(source)));
  ok(values.every(({ value }) => value === 'noon'));
  equal(most, 2);
  equal(sockets.size, 2);
});

test('A source that is closed lets go of its connections, is closed twice without harm, and asks no more', async (t) => {
  const { source, server } = await meet(t, reply(200, GOOD));
  equal(await server.connections(), 1);
  await Promise.all([source.close(), source.close()]);
  await sleep(20);
  equal(await server.connections(), 0);
  equal((await ask(source)).code, 'SOURCE_UNAVAILABLE');
});

test('After every kind of failure the next request is answered', async (t) => {
  const handlers = [...faults.map(([, handler]) => handler), ...late.map(([, handler]) => handler)];
  let index = 0;
  const server = await startFaultServer(t, (request, response) => {
    (handlers[index] ?? reply(200, GOOD))(request, response);
  });
  const source = remoteSchema({ url: server.url, timeoutMs: 100, maxConnections: 1 });
  t.after(source.close);
  for (; index < handlers.length; ) {
    ok((await ask(source)).code);
    const turn = index;
    index = handlers.length;
    equal((await ask(source)).value, 'noon');
    index = turn + 1;
  }
});
