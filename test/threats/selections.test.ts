/** What a client may write in a query to get around what its role may see, and what is fetched for joins beside what it asked. */
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

/** A selection of fields of `Order`, written in ways that mean the same. */
const writings: Readonly<Record<string, (fields: string) => string>> = {
  'plainly': (fields) => `{ orders { ${fields} } }`,
  'twice': (fields) => `{ orders { ${fields} } orders { ${fields} __typename @skip(if: true) } }`,
  'in an inline fragment': (fields) => `{ orders { ... on Order { ... { ${fields} } } } }`,
  'in fragments below fragments': (fields) => `
    { ...A } fragment A on Query { orders { ...B } } fragment B on Order { ...C } fragment C on Order { ${fields} }`,
  'under conditions': (fields) => `
    query ($yes: Boolean = true, $no: Boolean = false) {
      orders @include(if: $yes) { ... @skip(if: $no) { ${fields} } ... @include(if: $no) { sku } }
    }`,
  'in one of several operations': (fields) => `query Asked { orders { ${fields} } } query Other { ping }`,
}; // biome-ignore format: a table

defineHostSuite('What a role may not see', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs: guardedTypeDefs,
    resolvers: guardedResolvers,
    sources: world.sources(),
    options: { session: guardedSession },
    beforeRequest: world.forget,
  }));
  const ask = async (source: string, who = 'ada'): Promise<HostAnswer> => {
    const operation = source.includes('query Asked') ? { operationName: 'Asked' } : {};
    const answer = await query(source, {}, { headers: { 'x-who': who }, ...operation });
    if (who !== 'root') assertNothingTold(answer);
    return answer;
  };

  // An alias, a fragment or a condition must not step around a check that looks for names in a text.
  test('A1: is not reached by writing a query in another way, and what it may see is', async () => {
    const seen = {
      orders: [
        { id: 1, s: 'pen', person: { name: 'Ada' }, parts: [{ label: 'cap' }, { label: 'lid' }] },
        { id: 2, s: 'cup', person: { name: 'Ann' }, parts: [] },
      ],
    };
    for (const [how, write] of Object.entries(writings)) {
      deepEqual([how, await ask(write('id s: sku person { name } parts { label }'))], [how, { data: seen }]);
      deepEqual([how, world.counts()], [how, { shop_db: 1, people_db: 1 }]);
      for (const hidden of ['c: cost', 'person { email }', 'parts { id }', 'parts { order { cost } }']) {
        const { data, errors = [] } = await ask(write(`id ${hidden}`));
        // A host that refuses nothing itself answers null where nothing was planned.
        const found = Object.values(data ?? {}).filter((value) => value !== null);
        deepEqual([how, hidden, found, errors.length > 0], [how, hidden, [], true]);
        deepEqual(world.counts(), {});
      }
    }
  });

  // A field that an interface has and one of its types hides must be reachable neither through the one nor the other.
  test('A2: is not reached through an interface, and what others of its types show stays', async () => {
    deepEqual(await ask('{ named { __typename name ... on Company { email } } }'), {
      data: {
        named: [
          { __typename: 'Person', name: 'Ada' },
          { __typename: 'Company', name: 'Acme', email: 'a@x' },
        ],
      },
    });
    for (const source of ['{ named { email } }', '{ named { ... on Person { email } } }']) {
      const { data, errors = [] } = await ask(source);
      deepEqual([source, Object.values(data ?? {}).filter((value) => value !== null)], [source, []]);
      deepEqual(errors.length > 0, true);
    }
  });

  // Inputs of joins are read for the server's own use: the role is not asked for them, and must not learn them.
  test('A4: may be the key of a join, which reaches the sources and nobody else', async () => {
    deepEqual(await ask('{ order(id: 1) { person { name orders { sku } } offer { text } } }'), {
      data: { order: { person: { name: 'Ada', orders: [{ sku: 'pen' }] }, offer: { text: '11 for 7' } } },
    });
    const sent = Object.entries(world.calls()).map(([source, calls]) => [source, calls.map(([, values]) => values)]);
    deepEqual(Object.fromEntries(sent), {
      shop_db: [
        ['7', 1],
        ['{"CNRY-v1"}', '7'],
      ],
      people_db: [['{"CNRY-v1"}']],
      catalog: [{ v0_0_0: 'CNRY-v1', v0_1: 'CNRY-tenant' }],
    });
  });

  test('A4: tells nothing by the error of a call that was made with it', async () => {
    const { data, errors } = await ask('{ orders { id offer { text } } }');
    deepEqual(data, {
      orders: [
        { id: 1, offer: { text: '11 for 7' } },
        { id: 2, offer: null },
      ],
    });
    deepEqual(errors, [
      {
        message: 'Field "Order.offer" has no value: The remote schema answered with an error for this field.',
        path: ['orders', 1, 'offer'],
        code: 'SOURCE_ERROR',
      },
    ]);
  });

  test('A4: is not told by an order: where it would decide, what the role sees does', async () => {
    deepEqual(await ask('{ order(id: 1) { parts { label } } }'), {
      data: { order: { parts: [{ label: 'cap' }, { label: 'lid' }] } },
    });
    deepEqual(await ask('{ order(id: 1) { parts(limit: 1) { label } } }'), {
      data: { order: { parts: [{ label: 'cap' }] } },
    });
    deepEqual(await ask('{ order(id: 1) { parts { label } } }', 'root'), {
      data: { order: { parts: [{ label: 'CNRY' }, { label: 'lid' }, { label: 'cap' }] } },
    });
  });

  // What was fetched beside the selection must be gone, also where the client chooses the names that we use inside.
  test('A5: added for a join is in no answer, whatever names the client gives', async () => {
    const source = `{
      orders { c0: id k0: sku k1_0: sku n: id _0: sku voucher: sku __key_voucher: id person { __typename voucher: name } }
    }`;
    deepEqual(await ask(source), {
      data: {
        orders: [
          { c0: 1, k0: 'pen', k1_0: 'pen', n: 1, _0: 'pen', voucher: 'pen', __key_voucher: 1, person: { __typename: 'Person', voucher: 'Ada' } },
          { c0: 2, k0: 'cup', k1_0: 'cup', n: 2, _0: 'cup', voucher: 'cup', __key_voucher: 2, person: { __typename: 'Person', voucher: 'Ann' } },
        ], // biome-ignore format: a table
      },
    });
    deepEqual(await ask('{ orders { person { __typename } } }'), {
      data: { orders: [{ person: { __typename: 'Person' } }, { person: { __typename: 'Person' } }] },
    });
  });
});
