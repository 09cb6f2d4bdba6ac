/**
 * What it takes to make SDL of a large database, or of Hasura's metadata about it, and to start with that:
 *
 *     npm run bench:typedefs
 *
 * A thousand tables with twenty columns each, all with comments, and a foreign key from each to the one before. Each step
 * has a process of its own, on plain Node and the built packages, that has done nothing of the kind before, as at start.
 */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startPostgres } from '../../examples/support/startPostgres.js';
import { describeMachine, formatNumber, toTable } from './growth/markdown.js';
import { createTables, writeMetadata } from './large/createLarge.js';
import { median } from './measure/figures.js';

const TABLES = 1_000;
const ROUNDS = 3;
const FIGURES = ['cpu', 'peak', 'kept', 'rss'] as const;

const steps: Readonly<Record<string, string>> = {
  introspect: 'the catalog alone',
  generate: 'typeDefsFromDatabase',
  build: 'buildSchema of it, graphql-js alone',
  check: 'checkTypeDefs',
  attach: 'attachRemoteJoins',
  readMetadata: 'fromHasuraMetadata',
  startMetadata: 'fromHasuraMetadata, buildSchema and attachRemoteJoins',
};

const step = fileURLToPath(new URL('large/step.mjs', import.meta.url));
const server = await startPostgres({ databases: ['big'] });
const metadata = await writeMetadata(TABLES);
try {
  const database = server.url('big');
  await createTables(database, TABLES);
  const rows: string[][] = [];
  for (const [name, what] of Object.entries(steps)) {
    const rounds: Readonly<Record<string, number>>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const env = { ...process.env, STEP: name, DATABASE: database, METADATA: metadata, NODE_ENV: 'production' };
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', step], { env });
      rounds.push(JSON.parse(stdout));
    }
    const figures = FIGURES.map((figure) => median(rounds.map((each) => each[figure] ?? 0)));
    rows.push([what, ...figures.map((figure) => formatNumber(figure, 0))]);
  }
  console.log(`${describeMachine()}\n`);
  console.log(`${formatNumber(TABLES, 0)} tables, ${formatNumber(TABLES * 20, 0)} columns; medians of ${ROUNDS}\n`);
  console.log(toTable(['', 'own CPU, ms', 'heap at its peak, MB', 'kept, MB', 'RSS after it, MB'], rows));
} finally {
  await server.stop();
  await rm(metadata, { recursive: true });
}
