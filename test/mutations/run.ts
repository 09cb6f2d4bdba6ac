/**
 * Tries each mutation on a copy of the repository: the suites that guard its place must fail. Those that do not are told, and
 * end the run with 1. Words on the command line choose the mutations whose points hold one of them.
 *
 *     npm run mutate:roles -- redaction preset
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPostgresServer } from '../../examples/support/postgresServer.js';
import { type Mutation, mutate } from './mutation.js';
import { mutations } from './roles.js';

/** What a suite needs; the rest is looked up through `node_modules`. */
const COPIED = ['packages', 'test', 'examples', 'package.json', 'tsconfig.json', 'README.md'];
/** A mutation may make a suite wait for ever. */
const MOST_MS = 300_000;

const words = process.argv.slice(2);
const chosen = mutations.filter(({ point }) => words.length === 0 || words.some((word) => point.includes(word)));
const folder = await mkdtemp(join(tmpdir(), 'remote-joins-mutations-'));
const server = await startPostgresServer();
try {
  for (const name of COPIED) await cp(name, join(folder, name), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await checkSuites();
  const survivors: string[] = [];
  for (const [index, mutation] of chosen.entries()) {
    const left = await findSurvivors(mutation);
    const verdict = left.length === 0 ? 'fails' : `SURVIVES ${left.join(', ')}`;
    console.log(`${index + 1}/${chosen.length} ${mutation.point}: ${verdict}`);
    survivors.push(...left.map((suite) => `${mutation.point} (${suite})`));
  }
  console.log(
    `${chosen.length} mutations, ${survivors.length} survivors${survivors.map((one) => `\n  ${one}`).join('')}`,
  );
  process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A suite that fails by itself would kill every mutation. */
async function checkSuites(): Promise<void> {
  for (const suite of new Set(chosen.flatMap(({ suites }) => suites))) {
    if (!(await passes(suite))) throw new Error(`${suite} fails without any mutation. Mend it first.`);
  }
}

/** The suites that do not notice. */
async function findSurvivors(mutation: Mutation): Promise<readonly string[]> {
  const path = join(folder, mutation.file);
  const content = await readFile(path, 'utf8');
  await writeFile(path, mutate(content, mutation));
  try {
    const left: string[] = [];
    for (const suite of mutation.suites) if (await passes(suite)) left.push(suite);
    return left;
  } finally {
    await writeFile(path, content);
  }
}

async function passes(suite: string): Promise<boolean> {
  const env = { ...process.env, REMOTE_JOINS_TEST_POSTGRES: server.connectionString };
  const child = spawn(process.execPath, ['--import', 'tsx', '--test', suite], { cwd: folder, env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  return code === 0;
}
