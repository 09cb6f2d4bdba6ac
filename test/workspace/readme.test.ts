import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { errorCodes, problemCodes, remoteJoinsTypeDefs } from '@remote-joins/core';
import { Kind, parse } from 'graphql';
import { configKeys } from '../../packages/cli/src/config/loadConfig.js';
import { findingCodes } from '../../packages/cli/src/report/finding.js';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** The rows `| \`CODE\` | sentence |` of a section. */
function tableOf(heading: string): Record<string, string> {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm);
  return Object.fromEntries(Array.from(rows, ([, code = '', meaning = '']) => [code, meaning]));
}

test('the README lists every error code with its meaning, and no other', () => {
  assert.deepEqual(tableOf('Errors'), errorCodes);
});

test('the README lists every problem code with its meaning, and no other', () => {
  assert.deepEqual(tableOf('Problems'), problemCodes);
});

test('the README lists what only the command line finds, and every key of its config', () => {
  const section = readme.split('\n## Command line\n')[1]?.split('\n## ')[0] ?? '';
  assert.deepEqual(tableOf('Command line'), findingCodes);
  for (const key of configKeys) assert.match(section, new RegExp(`^\\| .*\`${key}\``, 'm'));
});

test('the README describes every directive and every argument of the relationship', () => {
  const directives = parse(remoteJoinsTypeDefs).definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION);
  const missing = directives.flatMap((node) => {
    if (node.kind !== Kind.DIRECTIVE_DEFINITION) return [];
    const names = (node.arguments ?? []).map(({ name }) => name.value);
    const isRelationship = node.name.value === 'remoteRelationship';
    const wanted = isRelationship
      ? names.filter((name) => name !== 'entity').map((name) => `\`${name}\``)
      : names.map((name) => `${name}:`);
    return [`@${node.name.value}`, ...wanted].filter((text) => !readme.includes(text));
  });
  assert.deepEqual(missing, []);
});

test('the README shows the two commands', () => {
  assert.match(readme, /^npm ci && npm start\nnpm ci && npm test$/m);
});
