import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { contenderFiles } from './contenders.js';
import { toFigures } from './measure/figures.js';
import type { Sample } from './measure/measure.js';
import { type MeasuredQuery, measuredQueries } from './measure/measuredQueries.js';
import { help, readOptions } from './measure/options.js';
import type { RunningContender } from './measure/runningContender.js';

test('Without options, the bench runs every contender and every query of the workload', async () => {
  const { queries } = await import(new URL('workload.mjs', import.meta.url).href);
  const options = readOptions([]);
  deepEqual(options?.contenders, [...contenderFiles.keys()]);
  deepEqual(options?.queries, measuredQueries);
  deepEqual([...new Set(measuredQueries.map(({ id }) => id))], Object.keys(queries));
  for (const { name, variableSets } of measuredQueries)
    equal(new Set(variableSets.map((set) => JSON.stringify(set))).size, 64, `different variables of ${name}`);
});

test('The bench runs what it is asked for, and always the floor, which the others are measured by', () => {
  const args = ['--contenders', 'remote-joins-apollo', '--queries', 'Q1,Q3/1000', '--rounds', '3', '--seconds', '0.3'];
  const { queries = [], ...options } = readOptions(args) ?? {};
  deepEqual(options, {
    contenders: ['floor', 'remote-joins-apollo'],
    rounds: 3,
    seconds: 0.3,
    warmup: 16,
    latency: 0,
    write: false,
  });
  deepEqual(
    queries.map(({ name }) => name),
    ['Q1/100', 'Q1/1000', 'Q3/1000'],
  );
});

test('The bench says what is wrong with an option, and --help says what they mean', () => {
  throws(() => readOptions(['--queries', 'Q7']), /--queries names "Q7", which does not exist\. There are: Q1\/100, /);
  throws(() => readOptions(['--contenders', 'hasura']), /names "hasura", .* There are: floor, apollo-dataloader, /);
  throws(() => readOptions(['--rounds', '0.5']), /--rounds is "0\.5"\. Give a whole number from 1\./);
  equal(readOptions(['--help']), undefined);
  for (const option of ['contenders', 'queries', 'rounds', 'seconds', 'warmup', 'latency', 'write'])
    match(help, new RegExp(`^  --${option} `, 'm'));
});

test('Own CPU is compared within a round, and reported as the median of rounds with its spread', () => {
  const [query, floor, other] = [{}, {}, {}] as [MeasuredQuery, RunningContender, RunningContender];
  const sampleOf = (contender: RunningContender, round: number, cpu: number): Sample => ({
    ...{ query, contender, round, cpu },
    ...{ requests: 50 * cpu, seconds: 2, p50: 3, p99: 7 },
  });
  const samples = [[1, 4] as const, [2, 4] as const, [4, 12] as const].flatMap(([floorCpu, otherCpu], round) => [
    sampleOf(floor, round, floorCpu),
    sampleOf(other, round, otherCpu),
  ]);
  deepEqual(toFigures(samples, query, other, floor), {
    cpu: 4,
    ratio: { median: 3, min: 2, max: 4 },
    requestsPerSecond: 100,
    p50: 3,
    p99: 7,
  });
});

test('The README has a place for the table', async () => {
  match(await readFile(new URL('../../README.md', import.meta.url), 'utf8'), /<!-- bench -->\n.*<!-- \/bench -->/s);
});
