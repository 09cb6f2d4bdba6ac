/** Runs the test files named as arguments, with one Postgres for all of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgresServer } from '../../examples/support/postgresServer.js';

const existing = process.env.REMOTE_JOINS_TEST_POSTGRES;
const server = existing ? undefined : await startPostgresServer();

const flags = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2'];
const tests = spawn(process.execPath, [...flags, ...process.argv.slice(2)], {
  env: { ...process.env, REMOTE_JOINS_TEST_POSTGRES: server?.connectionString ?? existing },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tests.kill(signal));
const [code] = await once(tests, 'exit');
await server?.stop();
process.exitCode = code ?? 1;
