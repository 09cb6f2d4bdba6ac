/**
 * Runs the test files named as arguments, with one Postgres for all of them. The files of one folder share a process, since
 * what a test imports takes longer than most tests. Arguments that begin with a dash go to Node's test runner.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { startPostgresServer } from '../../examples/support/postgresServer.js';

const isFlag = (argument: string): boolean => argument.startsWith('-');
const files = process.argv.slice(2).filter((argument) => !isFlag(argument));

const existing = process.env.REMOTE_JOINS_TEST_POSTGRES;
const server = existing ? undefined : await startPostgresServer();
const programs = await mkdtemp(join(tmpdir(), 'remote-joins-tests-'));

const flags = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2'];
const tests = spawn(process.execPath, [...flags, ...process.argv.slice(2).filter(isFlag), ...(await writePrograms())], {
  env: { ...process.env, REMOTE_JOINS_TEST_POSTGRES: server?.connectionString ?? existing },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tests.kill(signal));
const [code] = await once(tests, 'exit');
await rm(programs, { recursive: true });
await server?.stop();
process.exitCode = code ?? 1;

/**
 * One program for the files of each folder. That of the most files comes first, since the last one runs beside nothing: they
 * are run in the order of their names.
 */
function writePrograms(): Promise<string[]> {
  const folders = [...new Set(files.map((file) => dirname(file)))].map((folder) => ({
    folder,
    files: files.filter((file) => dirname(file) === folder),
  }));
  folders.sort((one, other) => other.files.length - one.files.length);
  return Promise.all(
    folders.map(async ({ folder, files }, index) => {
      const program = join(programs, `${String(index).padStart(2, '0')}-${basename(folder)}.mjs`);
      await writeFile(program, toProgram(files));
      return program;
    }),
  );
}

function toProgram(files: readonly string[]): string {
  const runInTurn = new URL('runInTurn.ts', import.meta.url).href;
  return `import { runInTurn } from '${runInTurn}';\nawait runInTurn(${JSON.stringify(files)});\n`;
}
