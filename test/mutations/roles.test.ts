/** Mutations are tried by `npm run mutate:roles`, which takes long: here only that each can be. */
import { deepEqual, notEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mutate } from './mutation.js';
import { mutations } from './roles.js';

test('Every place where roles are enforced is still there, once', () => {
  for (const mutation of mutations) {
    const content = readFileSync(mutation.file, 'utf8');
    notEqual(mutate(content, mutation), content, mutation.point);
  }
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
