import { deepEqual } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cases, contents } from './cases.js';
import { contenderFiles, loadContender, type StartedContender } from './contenders.js';
import { toRemotes } from './contents.js';
import { type CountingSources, startCountingSources } from './countingSources.js';
import { serveRemote } from './remote.js';

const remotes = toRemotes(contents);
let sources: CountingSources;
before(async () => {
  sources = await startCountingSources({ contents, startRemote: (name) => serveRemote(remotes[name]) });
  await sources.startCounting();
});
after(() => sources?.stop());

/** SQL statements and upstream requests of a warm request, by contender and query. */
const calls: Record<string, Record<string, string>> = {};

for (const [name, file] of contenderFiles) {
  describe(name, () => {
    let queries: Readonly<Record<string, string>>;
    let started: StartedContender;

    before(async () => {
      const contender = await loadContender(file);
      queries = contender.harness.queries;
      started = await contender.start({ port: 0, env: sources.env });
    });
    after(() => started?.stop());

    const counted: Record<string, string> = {};
    calls[name] = counted;
    for (const { id, about, variables, data } of cases) {
      test(`answers ${id}, ${about}, whether cold or warm, with the same calls`, async () => {
        // Hosts plan the first time, and compile the second.
        for (const time of ['first', 'second', 'third']) {
          const { statements, requests } = await sources.count(async () => {
            deepEqual(await post(started.url, { query: queries[id], variables }), { data }, `${time} answer`);
          });
          const count = `${statements.length} SQL + ${requests} HTTP`;
          counted[id] ??= count;
          deepEqual(count, counted[id], `${time} time:\n${statements.join('\n')}`);
        }
      });
    }
  });
}

test('Remote Joins makes the calls of plans written by hand, and others no fewer', () => {
  const fewest = {
    Q1: '2 SQL + 0 HTTP',
    Q2: '2 SQL + 0 HTTP',
    Q3: '1 SQL + 1 HTTP',
    Q4: '3 SQL + 1 HTTP',
    Q5: '0 SQL + 2 HTTP',
    Q6: '1 SQL + 0 HTTP',
  };
  const perLevel = { ...fewest, Q6: '2 SQL + 0 HTTP' };
  deepEqual(calls, {
    floor: fewest,
    'apollo-dataloader': perLevel,
    'mercurius-dataloader': perLevel,
    'apollo-stitching': perLevel,
    'remote-joins-apollo': fewest,
    'remote-joins-mercurius': fewest,
  });
});

test('There is a case for every query of the workload', async () => {
  const { queries } = await import(new URL('workload.mjs', import.meta.url).href);
  deepEqual([...new Set(cases.map(({ id }) => id))], Object.keys(queries));
});

async function post(url: string, request: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) });
  return response.json();
}
