/** What keeps a replaced schema open, and what ends that. */
import { deepEqual } from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { createHolds } from '../../packages/core/src/live/holds.js';

const GRACE_MS = 60_000;

let closed: string[] = [];
beforeEach(() => {
  closed = [];
});

function create(lingerMs = 0) {
  const close = async (name: string): Promise<void> => void closed.push(name);
  return createHolds<string>({ close, graceMs: GRACE_MS, lingerMs: () => lingerMs });
}

test('What is replaced is closed at once where nobody holds it, and never twice', async () => {
  const holds = create();
  holds.replace('a');
  deepEqual(closed, []);
  holds.replace('b');
  deepEqual(closed, ['a']);
  await holds.close();
  deepEqual(closed, ['a', 'b']);
  deepEqual(holds.hold('b'), undefined);
});

test('It is closed by the last who let go, however often they say so', () => {
  const holds = create();
  holds.replace('a');
  const [first, second] = [holds.hold('a'), holds.hold('a')];
  holds.replace('b');
  first?.release();
  first?.release();
  deepEqual(closed, []);
  second?.release();
  deepEqual(closed, ['a']);
});

test('Who does not know yet what they will use holds all that comes after, until they know', () => {
  const holds = create();
  holds.replace('a');
  const hold = holds.begin();
  holds.replace('b');
  holds.replace('c');
  deepEqual(closed, []);
  hold.settle('b');
  deepEqual(closed, ['a']);
  hold.release();
  deepEqual(closed, ['a', 'b']);
});

test('Who begins later does not hold what was replaced before', () => {
  const holds = create();
  holds.replace('a');
  const before = holds.begin();
  holds.replace('b');
  const after = holds.begin();
  before.release();
  deepEqual(closed, ['a']);
  after.release();
  deepEqual(closed, ['a']);
});

test('After the grace it is closed in any case', (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const holds = create();
  holds.replace('a');
  const hold = holds.hold('a');
  holds.replace('b');
  mock.timers.tick(GRACE_MS - 1);
  deepEqual(closed, []);
  mock.timers.tick(1);
  deepEqual(closed, ['a']);
  hold?.release();
  deepEqual(closed, ['a']);
});

test('Where users are not seen to begin, what was replaced stays for a while after the last, and three at most do', (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const holds = create(1_000);
  holds.replace('a');
  holds.replace('b');
  mock.timers.tick(600);
  const late = holds.hold('a');
  mock.timers.tick(600);
  deepEqual(closed, []);
  late?.release();
  mock.timers.tick(999);
  deepEqual(closed, []);
  mock.timers.tick(1);
  deepEqual(closed, ['a']);
  for (const name of ['c', 'd', 'e', 'f']) holds.replace(name);
  deepEqual(closed, ['a', 'b']);
});
