/** What a role's part of a remote schema holds, in queries and mutations, against clients that know the whole. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertNothingTold,
  guardedResolvers,
  guardedSession,
  guardedTypeDefs,
  guardedWorld,
} from '../support/guarded.js';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, guardedWorld);

defineHostSuite('A part of a remote schema', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs: guardedTypeDefs,
    resolvers: guardedResolvers,
    sources: world.sources(),
    options: { session: guardedSession },
    beforeRequest: world.forget,
  }));
  const ask = (source: string, variables = {}, who = 'ada'): Promise<HostAnswer> =>
    query(source, variables, { headers: { 'x-who': who } });
  const found = ({ data }: HostAnswer) => Object.values(data ?? {}).filter((value) => value !== null);

  // A check that is made for one row, or one field, of a request once let the others pass elsewhere.
  test('A8: holds for every field of a mutation, and who asks is told in each of them', async () => {
    const source = `
      mutation ($sku: ID!) { first: rate(sku: $sku, stars: 1) { text } ...More }
      fragment More on Mutation { second: rate(sku: "cup", stars: 2) { text } ... { third: rate(sku: "ink", stars: 3) { text } } }`;
    deepEqual(await ask(source, { sku: 'pen' }), {
      data: { first: { text: 'pen 1' }, second: { text: 'cup 2' }, third: { text: 'ink 3' } },
    });
    const calls = world.calls().catalog ?? [];
    deepEqual(
      calls.map(([, variables]) => Object.values(variables)),
      [
        ['pen', 1, '7'],
        ['cup', 2, '7'],
        ['ink', 3, '7'],
      ],
    );
  });

  test('A8: lets no mutation out beside one that is hidden, or given what is preset', async () => {
    for (const other of ['wipe', 'wipe(sku: "pen")', 'rate(sku: "cup", stars: 2, by: 8) { text }']) {
      const answer = await ask(`mutation { rate(sku: "pen", stars: 1) { text } other: ${other} }`);
      deepEqual([other, found(answer), answer.errors !== undefined], [other, [], true]);
      deepEqual(world.counts(), {});
    }
    deepEqual(await ask('mutation { wipe rate(sku: "pen", stars: 1, by: 8) { text } }', {}, 'root'), {
      data: { wipe: true, rate: { text: 'pen 1' } },
    });
  });

  test('A12: has no argument where something is preset, so that no client can give another value', async () => {
    for (const [source, variables] of [
      ['{ offer(voucher: "x", tenant: "own") { text } }', {}],
      ['query ($t: ID) { offer(voucher: "x", tenant: $t) { text } }', { t: 'own' }],
      ['query ($t: ID) { offer(voucher: "x", tenant: $t) { text } }', {}],
      ['{ offer(voucher: "x", tenant: null) { text } }', {}],
    ] as const) {
      const answer = await ask(source, variables);
      deepEqual([source, found(answer), answer.errors !== undefined], [source, [], true]);
      deepEqual(world.counts(), {});
    }
    const answer = await ask('query ($v: ID!) { offer(voucher: $v) { text } }', { v: 'x' });
    deepEqual(answer, { data: { offer: { text: '11 for 1' } } });
    assertNothingTold(answer);
    deepEqual(world.calls().catalog, [
      [
        'query RemoteJoins($v0_0: ID!, $v0_1: ID) { _0: offer(voucher: $v0_0, tenant: $v0_1) { text } }',
        { v0_0: 'x', v0_1: 'CNRY-tenant' },
      ],
    ]);
  });
});
