import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as cases from './cases/malformed.js';
import { type Checked, check } from './harness.js';
import { shopMetadata } from './shop.js';

const PREFIX = 'METADATA_';

/** The shop's metadata with another value at a path. */
function edit(path: string, value: unknown): unknown {
  if (path === '') return value;
  const whole: unknown = shopMetadata();
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  const parent = steps.reduce((at, step) => memberOf(at, step), whole);
  ok(typeof parent === 'object' && parent !== null, `${path} is in the shop`);
  if (value === cases.REMOVED) Reflect.deleteProperty(parent, last);
  // Defined, not assigned: `__proto__` is a key as any other.
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  return whole;
}

function memberOf(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}

/** `CODE path` of each problem, in any order. */
function saidOf({ problems }: Checked): string[] {
  return problems.map(
    ({ code, coordinate }) => `${code.replace(PREFIX, '')} ${coordinate.replace(/^metadata#\/?/, '')}`,
  );
}

for (const [name, rows] of Object.entries(cases)) {
  if (!Array.isArray(rows)) continue;
  describe(`Each mistake is told at its place, and nothing else is (${name}):`, () => {
    for (const [path, value, ...said] of rows as readonly cases.MalformedCase[]) {
      test(`${path || 'the whole'} = ${value === cases.REMOVED ? 'removed' : String(JSON.stringify(value)).slice(0, 80)}`, async () => {
        const checked = await check(edit(path, value));
        deepEqual(saidOf(checked).sort(), said.sort());
        for (const { code, message, remedy } of checked.problems) {
          ok(code.startsWith(PREFIX) && /^["A-Za-z].*[.?]$/s.test(message) && /^[A-Z].*\.$/s.test(remedy), message);
        }
        ok(!checked.lines.join().includes('CNRY'), 'no secret is told');
        const isWrong = checked.problems.some(({ severity }) => severity === 'error');
        equal(checked.inconsistent.length > 0, isWrong && checked.metadata !== undefined && !isOfWhole(checked));
      });
    }
  });
}

/** Whether all errors are of the whole, which cannot be left out. */
function isOfWhole({ problems }: Checked): boolean {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.every(({ coordinate }) => /^metadata#\/?[^/]*$/.test(coordinate));
}
