import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const FOREIGN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a package registry', /\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)|npm\.pkg\.github)\.(?:org|com)\b/],
  ['a registry in the lockfile', /"resolved": "https?:/],
  ['a path of one machine', /(?<![\w./-])\/(?:work|home|root|Users)\/\w/],
];

const isCheckout = existsSync('.git');

test('No file names a registry, or a path of the machine it was written on', { skip: !isCheckout }, () => {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const found = list
    .split('\0')
    .filter((file) => file !== '' && existsSync(file))
    .flatMap((file) => foreignLines(file));
  deepEqual(found, []);
});

function foreignLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    FOREIGN.filter(([, pattern]) => pattern.test(line)).map(([what]) => `${file}:${index + 1} names ${what}`),
  );
}

for (const packageName of ['core', 'apollo', 'mercurius', 'cli']) {
  test(`Package ${packageName} carries the licence of the repository`, () => {
    equal(readFileSync(`packages/${packageName}/LICENSE`, 'utf8'), readFileSync('LICENSE', 'utf8'));
  });
}
