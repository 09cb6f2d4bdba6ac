/** Every command that examples/ci shows, in its workflow and in its README, with all that it prints and writes. */
import { equal } from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { copyExample, type Outcome, runCliMany, startStorefront } from '../cli/storefront.js';

const LOCK = 'remote-joins.lock.json';
const expected = 'test/examples/ci.txt';

/** Those of the workflows, which run in a checkout with its lock, then those to be given by hand. */
function commands(): readonly string[] {
  const workflows = ['check', 'sources'].flatMap((name): readonly { readonly run?: string }[] => {
    const text = readFileSync(`examples/ci/.github/workflows/${name}.yml`, 'utf8');
    return parse(text).jobs['remote-joins'].steps;
  });
  const readme = readFileSync('examples/ci/README.md', 'utf8');
  const lines = [...workflows.flatMap(({ run }) => run ?? []), ...readme.split('\n')];
  return lines.filter((line) => line.startsWith('npx remote-joins '));
}

const argsOf = (command: string): readonly string[] => command.split(' ').slice(2);

/** The command, what it printed, its exit code where that is not 0, and the files it wrote. */
function transcript(folder: string, command: string, { code, stdout, stderr }: Outcome): string {
  const args = argsOf(command);
  const outputs = args.flatMap((arg, index) => (args[index - 1] === '--output' ? [arg] : []));
  const files = outputs.flatMap((output) =>
    output.includes('.') ? [output] : ['schema', 'orders_db', 'users_db'].map((name) => `${output}/${name}.graphql`),
  );
  const written = files.map((file) => `── ${file}\n${readFileSync(join(folder, file), 'utf8')}`);
  const exit = code === 0 ? [] : [`(exit code ${code})\n`];
  return [`$ ${command}\n`, stdout, stderr, ...exit, ...written].join('');
}

test('The commands of examples/ci print and write what they are said to', { timeout: 120_000 }, async (t) => {
  const { env } = await startStorefront(t);
  const folder = copyExample(t);
  const outcomes = await runCliMany(
    commands().map((command) => [folder, argsOf(command)]),
    env,
  );
  const actual = commands().map((command, index) =>
    transcript(folder, command, outcomes[index] ?? { code: null, stdout: '', stderr: '' }),
  );
  // To accept a change: ACCEPT=1 npm run test:only -- test/examples/ci.test.ts
  if (process.env.ACCEPT) writeFileSync(expected, actual.join('\n'));
  if (process.env.ACCEPT) cpSync(join(folder, LOCK), join('examples/ci', LOCK));
  equal(actual.join('\n'), readFileSync(expected, 'utf8'));
  equal(readFileSync(join(folder, LOCK), 'utf8'), readFileSync(join('examples/ci', LOCK), 'utf8'));
});
