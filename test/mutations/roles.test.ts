/** Mutations are tried by `npm run mutate:roles`, which takes long; here only whether each can be. */
import { deepEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mutations } from './roles.js';

test('Every place where roles are enforced is still there, once', () => {
  const gone = mutations.filter(({ file, text }) => readFileSync(file, 'utf8').split(text).length !== 2);
  deepEqual(
    gone.map(({ point, file }) => `${point}: ${file}`),
    [],
  );
  deepEqual(
    mutations.filter(({ text, replacement }) => text === replacement),
    [],
  );
});

test('Every place is named once, with suites that there are', () => {
  const points = mutations.map(({ point }) => point);
  deepEqual([...new Set(points)], points);
  const suites = new Set(mutations.flatMap((mutation) => mutation.suites));
  deepEqual(
    [...suites].filter((suite) => !existsSync(suite)),
    [],
  );
  deepEqual(
    mutations.filter(({ suites: named }) => named.length === 0),
    [],
  );
});
