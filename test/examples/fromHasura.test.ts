import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

it("the example of Hasura's metadata prints what it serves on both hosts, to whom, and what that took", {
  timeout: 120_000,
}, async () => {
  const { REMOTE_JOINS_TEST_POSTGRES: _, ...env } = process.env;
  const args = ['--import', 'tsx', 'examples/from-hasura/start.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  // To accept a change: npx tsx examples/from-hasura/start.ts > test/examples/from-hasura.txt
  assert.equal(stdout, await readFile(new URL('from-hasura.txt', import.meta.url), 'utf8'));
});
