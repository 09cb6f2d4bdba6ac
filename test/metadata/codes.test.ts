import { deepEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { problemCodes } from '../../packages/core/src/error/codes.js';

const folder = new URL('.', import.meta.url);

test('Every code of metadata is told in a test', () => {
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('codes'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join();
  const codes = Object.keys(problemCodes).filter((code) => code.startsWith('METADATA_'));
  const untold = codes.filter((code) => !texts.includes(code) && !texts.includes(`'${code.replace('METADATA_', '')} `));
  deepEqual(untold, []);
});
