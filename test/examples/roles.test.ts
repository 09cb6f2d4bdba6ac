import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the example of roles prints what each role sees, and what that took', { timeout: 120_000 }, async () => {
  const { REMOTE_JOINS_TEST_POSTGRES: _, ...env } = process.env;
  const args = ['--import', 'tsx', 'examples/roles/start.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  // To accept a change: npx tsx examples/roles/start.ts > test/examples/roles.txt
  assert.equal(stdout, await readFile(new URL('roles.txt', import.meta.url), 'utf8'));
});
