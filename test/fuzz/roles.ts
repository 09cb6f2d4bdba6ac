/**
 * The long form of `test/properties/noninterference.test.ts`: other scenes, and more of them.
 *
 *     npm run fuzz:roles -- --seed 7 --scenes 500
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    scenes: { type: 'string', default: '300' },
  },
});
const run = ['--import', 'tsx', 'test/support/run.ts', 'test/properties/noninterference.test.ts'];
const tests = spawn(process.execPath, run, {
  env: { ...process.env, REMOTE_JOINS_PROPERTY_SEED: values.seed, REMOTE_JOINS_SCENES: values.scenes },
  stdio: 'inherit',
});
const [code] = await once(tests, 'exit');
process.exitCode = code ?? 1;
