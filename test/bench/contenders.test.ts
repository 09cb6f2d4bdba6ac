import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cases } from './cases.js';
import { type CountingSources, startCountingSources } from './countingSources.js';

/** What a harness knows of a contender file. */
interface Contender {
  readonly harness: { readonly queries: Readonly<Record<string, string>> };
  start(options: { port: number; env: Readonly<Record<string, string>> }): Promise<Started>;
}

interface Started {
  readonly url: string;
  stop(): Promise<void>;
}

let sources: CountingSources;
before(async () => {
  sources = await startCountingSources();
});
after(() => sources?.stop());

for (const file of ['remote-joins-apollo.mjs', 'remote-joins-mercurius.mjs']) {
  describe(file, () => {
    let contender: Contender;
    let started: Started;

    before(async () => {
      contender = await import(new URL(file, import.meta.url).href);
      started = await contender.start({ port: 0, env: sources.env });
    });
    after(() => started?.stop());

    for (const { id, about, variables, statements, requests, data } of cases) {
      it(`answers ${id}, ${about}, with ${statements} statements and ${requests} upstream requests`, async () => {
        const query = contender.harness.queries[id];

        // Hosts plan the first time, and compile the second.
        for (const time of ['first', 'second', 'third']) {
          const calls = await sources.count(async () => {
            assert.deepEqual(await post(started.url, { query, variables }), { data }, `${time} answer`);
          });

          assert.equal(calls.statements.length, statements, `${time} time:\n${calls.statements.join('\n')}`);
          assert.equal(calls.requests, requests, `${time} time`);
        }
      });
    }
  });
}

it('has a case for every query of the workload', async () => {
  const { queries } = await import(new URL('workload.mjs', import.meta.url).href);
  assert.deepEqual([...new Set(cases.map(({ id }) => id))], Object.keys(queries));
});

async function post(url: string, request: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) });
  return response.json();
}
