import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import { createCallScheduler } from '../../packages/core/src/execution/callScheduler.js';
import { NO_SESSION } from '../../packages/core/src/model/session.js';
import type { Answer, FetchContext, FetchRequest, Source } from '../../packages/core/src/source.js';
import { createFakeSource, type FakeSource } from '../support/fakeSource.js';

const names = { column: new Map(), upstream: new Map() };
const lookup = () => Promise.reject(new Error('Nothing looks up keys.'));
const context: FetchContext = { variables: {}, headers: {}, session: NO_SESSION, text: '', names, lookup };

/** Requests of plans that are told apart by their coordinate; nothing else of them matters here. */
const plans = new Map<string, FetchRequest['plan']>();
function request(coordinate: string, keys?: number[]): FetchRequest {
  const plan = plans.get(coordinate) ?? ({ coordinate } as FetchRequest['plan']);
  plans.set(coordinate, plan);
  return { plan, ...(keys && { keys: { count: keys.length, columns: [keys] } }) };
}

/** Answers each request with its own coordinate. */
const echo = ({ plan }: FetchRequest): Answer => ({ kind: 'json', values: [plan.coordinate] });
const callsOf = ({ calls }: FakeSource): string[][] => calls.map((call) => call.map(({ plan }) => plan.coordinate));

function schedule(sources: Readonly<Record<string, Source>>, more: Partial<FetchContext> = {}) {
  const calls = createCallScheduler(new Map(Object.entries(sources)), { ...context, ...more });
  return async (name: string, coordinate: string, alone = false): Promise<unknown> => {
    const answer = await calls.fetch(name, request(coordinate), alone);
    return answer.kind === 'json' ? answer.values[0] : undefined;
  };
}

test('Requests that are ready together leave as one call per source, and each gets its own answer', async () => {
  const [a, b] = [createFakeSource(echo), createFakeSource(echo)];
  const fetch = schedule({ a, b });
  deepEqual(await Promise.all([fetch('a', '1'), fetch('b', '2'), fetch('a', '3')]), ['1', '2', '3']);
  deepEqual([callsOf(a), callsOf(b)], [[['1', '3']], [['2']]]);
});

test('What becomes ready through promises that are done already is still together', async () => {
  const source = createFakeSource(echo);
  const fetch = schedule({ a: source });
  const later = async (waits: number, coordinate: string): Promise<unknown> => {
    for (let i = 0; i < waits; i++) await null;
    return fetch('a', coordinate);
  };
  await Promise.all([fetch('a', 'now'), later(1, 'one'), later(20, 'twenty')]);
  deepEqual(callsOf(source), [['now', 'one', 'twenty']]);
});

test('What becomes ready in one turn is together, wherever the turn began', async () => {
  const source = createFakeSource(echo);
  const fetch = schedule({ a: source });
  for (const begin of [setImmediate, process.nextTick, queueMicrotask]) {
    await new Promise<unknown>((resolve, reject) => {
      begin(() => {
        const both = [fetch('a', 'now'), Promise.resolve().then(() => fetch('a', 'then'))];
        Promise.all(both).then(resolve, reject);
      });
    });
  }
  deepEqual(callsOf(source), Array(3).fill(['now', 'then']));
});

test('Continuations of answers that arrived together leave as one call again', async () => {
  const source = createFakeSource(echo);
  const fetch = schedule({ a: source });
  const chain = async (name: string): Promise<unknown> => {
    await fetch('a', `${name} 1`);
    return fetch('a', `${name} 2`);
  };
  await Promise.all(['x', 'y', 'z'].map(chain));
  deepEqual(callsOf(source), [
    ['x 1', 'y 1', 'z 1'],
    ['x 2', 'y 2', 'z 2'],
  ]);
});

test('A request does not wait for one that is not ready', async () => {
  const source = createFakeSource(echo);
  const fetch = schedule({ a: source });
  const slow = nextTurn().then(() => fetch('a', 'slow'));
  equal(await fetch('a', 'fast'), 'fast');
  deepEqual(callsOf(source), [['fast']]);
  await slow;
  deepEqual(callsOf(source), [['fast'], ['slow']]);
});

test('A request that must be alone is a call of its own, made at once', async () => {
  const source = createFakeSource(echo);
  const fetch = schedule({ a: source });
  const together = [fetch('a', '1'), fetch('a', 'alone', true), fetch('a', '2'), fetch('a', 'alone too', true)];
  deepEqual(callsOf(source), [['alone'], ['alone too']]);
  deepEqual(await Promise.all(together), ['1', 'alone', '2', 'alone too']);
  deepEqual(callsOf(source), [['alone'], ['alone too'], ['1', '2']]);
});

test('Chunks of one plan are calls side by side, each with what else is ready', async () => {
  const source = createFakeSource(echo);
  const calls = createCallScheduler(new Map([['a', source]]), context);
  const requests = [request('x', [1, 2]), request('x', [3]), request('y', [1]), request('x', [4])];
  await Promise.all(requests.map((each) => calls.fetch('a', each, false)));
  deepEqual(
    source.calls.map((call) => call.map(({ plan, keys }) => [plan.coordinate, keys?.columns[0]])),
    [[['x', [1, 2]], ['y', [1]]], [['x', [3]]], [['x', [4]]]], // biome-ignore format: a call each
  );
});

test('An error in the place of an answer is its own alone', async () => {
  const down = new RemoteJoinsError('SOURCE_ERROR', 'down');
  const fetch = schedule({ a: createFakeSource((each) => (each.plan.coordinate === 'bad' ? down : echo(each))) });
  const [good, bad] = await Promise.allSettled([fetch('a', 'good'), fetch('a', 'bad')]);
  deepEqual([good, bad], [{ status: 'fulfilled', value: 'good' }, { status: 'rejected', reason: down }]); // biome-ignore format: one line
});

const secret = 'password=hunter2';
const broken: readonly (readonly [what: string, fetch: Source['fetch']])[] = [
  ['rejects', () => Promise.reject(new TypeError(secret))],
  ['rejects with no Error', () => Promise.reject(secret)],
  ['throws', () => { throw new TypeError(secret); }],
  ['answers too little', () => Promise.resolve([])],
  ['answers nothing', () => Promise.resolve(undefined as never)],
  ['answers something else', () => Promise.resolve({ length: 2 } as never)],
]; // biome-ignore format: a table of cases
for (const [what, fetch] of broken) {
  test(`A source that ${what} fails its own requests, tells nothing of why, and no other source's`, async () => {
    const [good, bad] = [createFakeSource(echo), { ...createFakeSource(echo), fetch }];
    const send = schedule({ good, bad });
    const results = await Promise.allSettled([send('bad', '1'), send('good', '2'), send('bad', '3', true)]);
    deepEqual(
      results.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.code)),
      ['INTERNAL_SERVER_ERROR', '2', 'INTERNAL_SERVER_ERROR'],
    );
    const [failed] = results;
    const { message, cause } = failed?.status === 'rejected' ? (failed.reason as Error) : new Error();
    equal(`${message} ${JSON.stringify(cause)}`.includes('hunter2'), false);
  });
}

test('A source that is not there fails the request', async () => {
  await rejects(schedule({})('a', '1'), { code: 'INTERNAL_SERVER_ERROR' });
  await rejects(schedule({})('a', '1', true), { code: 'INTERNAL_SERVER_ERROR' });
});

test('Once the client has gone no call is made, and what was under way is told by its source', async () => {
  const source = createFakeSource(echo);
  const gone = new AbortController();
  const fetch = schedule({ a: source }, { signal: gone.signal });
  const early = fetch('a', 'early');
  await nextTurn();
  const late = [fetch('a', 'late'), fetch('a', 'late too', true)];
  gone.abort();
  const results = await Promise.allSettled([early, ...late, fetch('a', 'later', true)]);
  deepEqual(
    results.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.code)),
    ['early', 'REQUEST_CANCELLED', 'late too', 'REQUEST_CANCELLED'],
  );
  deepEqual(callsOf(source), [['early'], ['late too']]);
});

test('A source is told of the request it serves', async () => {
  const source = createFakeSource(echo);
  const { signal } = new AbortController();
  await schedule({ a: source }, { signal, headers: { x: 'y' }, variables: { v: 1 } })('a', '1');
  deepEqual(source.contexts, [{ ...context, signal, headers: { x: 'y' }, variables: { v: 1 } }]);
});
