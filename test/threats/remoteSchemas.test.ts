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

/** A search whose filter holds a preset beside what everybody has to say. */
const search = {
  typeDefs: `
    type Query { hits(filter: Filter, first: Int): [String!] many(filters: [Filter!]): [String!] told(wish: Wish): String }
    input Filter { text: String!, tenant: ID } scalar Wish`,
  resolvers: {
    Query: {
      told: () => 'told',
      hits: (_: unknown, { filter }: { filter?: object }) => Object.keys(filter ?? { all: 1 }),
    },
  },
};
const world = await startWorld(test, {
  ...guardedWorld,
  remotes: { ...guardedWorld.remotes, search },
  remoteOptions: {
    ...guardedWorld.remoteOptions,
    search: {
      permissions: {
        user: `
          type Query { hits(filter: Filter, first: Int): [String!] many(filters: [Filter!]): [String!] }
          input Filter { text: String!, tenant: ID @preset(value: "X-Hasura-Tenant") }`,
      },
    },
  },
});
const typeDefs = guardedTypeDefs
  .replace(
    'type Query {',
    `type Query {
      hits(filter: Filter, first: Int): [String!] @remoteField(schema: "search")
      all: [String!] @remoteField(schema: "search", field: "hits")
      carts: [Cart!]!
      deep: [Cart!]!`,
  )
  .concat(`
  type Cart {
    id: ID!
    passed(filter: Filter): [String!] @remoteRelationship(schema: "search", field: "hits")
    named(f: Filter): [String!]
      @remoteRelationship(schema: "search", field: "hits(filter: $f)", variables: {f: {argument: "f"}})
    all: [String!] @remoteRelationship(schema: "search", field: "hits(first: 5)")
    filled: [String!] @remoteRelationship(schema: "search", field: "hits(filter: {text: $id})")
    wish: Wish
    wished: [String!] @remoteRelationship(schema: "search", field: "hits(filter: $wish)")
    told: String @remoteRelationship(schema: "search", field: "told(wish: $wish)")
    each: [String!] @remoteRelationship(schema: "search", field: "many(filters: $wish)")
  }
  scalar Wish
  input Filter { text: String! tenant: ID }`);
const resolvers = {
  Query: {
    ...guardedResolvers.Query,
    carts: () => [{ id: 'c', wish: { text: 'x', tenant: 'own' } }],
    deep: () => [
      { id: 'a', wish: ['x'] },
      { id: 'b', wish: JSON.parse('['.repeat(3_000) + ']'.repeat(3_000)) },
    ],
  },
};

defineHostSuite('A part of a remote schema', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
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

  // Who leaves out an object leaves out what is preset in it.
  test("A12: has no object that can be left out, where a part of it is preset and the rest is the client's to give", async () => {
    const [tenant, text] = ['CNRY-tenant', 'x'];
    const whole = ['tenant', 'text'];
    for (const [field, path] of [
      ['hits(filter: {text: "x"})', 'hits'],
      ['carts { hits: passed(filter: {text: "x"}) }', 'carts'],
      ['carts { hits: named(f: {text: "x"}) }', 'carts'],
    ] as const) {
      const answer = await ask(`{ ${field} }`);
      assertNothingTold(answer);
      const [found] = path === 'hits' ? [answer.data] : Object(answer.data).carts;
      deepEqual([field, [...Object(found).hits].sort(), answer.errors], [field, whole, undefined]);
      const sent = world.calls().search?.map(([, variables]) => Object.values(variables));
      deepEqual(sent, [[{ text, tenant }]]);
    }
    for (const field of [
      'hits',
      'hits(first: 5)',
      'hits(filter: null)',
      'all',
      'carts { passed }',
      'carts { named(f: null) }',
      'carts { all }',
    ]) {
      const answer = await ask(`{ ${field} }`);
      deepEqual(
        [field, JSON.stringify(answer.data).includes('["all"]'), answer.errors !== undefined],
        [field, false, true],
      );
      deepEqual(world.counts(), {});
    }
    deepEqual(await ask('{ carts { filled } }'), { data: { carts: [{ filled: ['text', 'tenant'] }] } });
    deepEqual(await ask('{ hits all carts { passed named all } }', {}, 'root'), {
      data: { hits: ['all'], all: ['all'], carts: [{ passed: ['all'], named: ['all'], all: ['all'] }] },
    });
  });

  // Whoever may write the row would otherwise say for which tenant it asks.
  test('A12: fills what is preset into an object that stands in the row as JSON, alone or for a list', async () => {
    const answer = await ask('{ carts { wished each } }');
    assertNothingTold(answer);
    deepEqual(
      world.calls().search?.map(([, variables]) => Object.values(variables)),
      [
        [
          { text: 'x', tenant: 'CNRY-tenant' },
          { text: 'x', tenant: 'CNRY-tenant' },
        ],
      ],
    );
    await ask('{ carts { wished } }', {}, 'root');
    deepEqual(
      world.calls().search?.map(([, variables]) => Object.values(variables)),
      [[{ text: 'x', tenant: 'own' }]],
    );
  });

  // To write a key of thousands of levels ran out of stack, and took the list with it.
  test('R3: joins by no JSON that is too deep to be sent, and all other rows', async () => {
    deepEqual(await ask('{ deep { id told } }', {}, 'root'), {
      data: {
        deep: [
          { id: 'a', told: 'told' },
          { id: 'b', told: null },
        ],
      },
    });
    deepEqual(world.counts(), { search: 1 });
  });
});
