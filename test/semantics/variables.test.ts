/** What the arguments of a remote field are made of: parent, caller, header, environment and constants. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { remoteSchema } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { startWorld } from '../support/world.js';

process.env.REMOTE_JOINS_TEST_REGION = 'eu-west';

const world = await startWorld(test, {
  databases: {
    db: `
      create table items (id int primary key, sku text, site int);
      insert into items values (1, 'pen', 1), (2, 'pad', 2), (3, 'pen', null);`,
  },
});
const catalog = await startRemoteServer(test, {
  typeDefs: `
    type Query {
      echo(sku: ID, lang: String, region: String, tenant: String, count: Int, tags: [String!], kind: Kind, filter: Filter): Echo
      search(filter: Filter!, first: Int = 10): [Echo!]!
      shop(kind: Kind!): Shop
    }
    enum Kind { RETAIL WHOLESALE }
    input Filter { sku: ID lang: String price: Range tags: [String!] }
    input Range { min: Float max: Float }
    type Echo { sent: String! }
    type Shop { branch(name: String!): Branch }
    type Branch { stock(sku: ID!, unit: String): Echo }`,
  resolvers: {
    Query: {
      echo: (_: unknown, args: object) => ({ sent: JSON.stringify(args) }),
      search: (_: unknown, args: object) => [{ sent: JSON.stringify(args) }],
      shop: (_: unknown, { kind }: { kind: string }) =>
        kind === 'WHOLESALE'
          ? null
          : {
              branch: ({ name }: { name: string }) =>
                name === 'none' ? null : { stock: (args: object) => ({ sent: JSON.stringify({ name, ...args }) }) },
            },
    },
  },
});
const sources = () => ({
  ...world.sources(),
  catalog: remoteSchema({ url: catalog.url, forwardHeaders: [] }),
});
const sentVariables = () => catalog.requests.map(({ variables }) => variables);

const typeDefs = `
  type Query { items(id: Int): [Item!]! @select }
  type Item @table(source: "db", name: "items") {
    id: Int!
    sku: String
    site: Int
    byHeader: Echo @remoteRelationship(schema: "catalog", field: "echo(sku: $sku, tenant: $tenant)", variables: {tenant: {header: "X-Tenant"}})
    byEnv: Echo @remoteRelationship(schema: "catalog", field: "echo(region: $region)", variables: {region: {env: "REMOTE_JOINS_TEST_REGION"}})
    byValue: Echo @remoteRelationship(schema: "catalog", field: "echo(sku: $sku, count: $n, tags: $tags)", variables: {n: {value: 3}, tags: {value: ["a", "b"]}})
    byArgument(language: String): Echo @remoteRelationship(schema: "catalog", field: "echo(sku: $sku, lang: $l)", variables: {l: {argument: "language"}})
    byCaller(lang: String, count: Int, kind: Kind): Echo @remoteRelationship(schema: "catalog", field: "echo(sku: $sku)")
    merged(filter: Filter, first: Int): [Echo!] @remoteRelationship(schema: "catalog", field: "search(filter: {sku: $sku, price: {min: 1}})")
    constants: Echo @remoteRelationship(schema: "catalog", field: "echo(kind: RETAIL, tags: [\\"x\\", \\"y\\"], count: 5, filter: {price: {max: 2.5}, tags: []})")
    deep(unit: String, branch: String!): Echo @remoteRelationship(schema: "catalog", field: "shop(kind: RETAIL) { branch(name: $b) { stock(sku: $sku) } }", variables: {b: {argument: "branch"}})
    closed: Echo @remoteRelationship(schema: "catalog", field: "shop(kind: WHOLESALE) { branch(name: \\"any\\") { stock(sku: $sku) } }")
  }
  enum Kind { RETAIL WHOLESALE }
  input Filter { lang: String price: Range tags: [String!] }
  input Range { max: Float }
  type Echo { sent: String! }`;

defineHostSuite('Arguments of remote fields', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: sources(),
    beforeRequest() {
      world.forget();
      catalog.requests.length = 0;
    },
  }));

  /** What each item's field was sent, as the remote schema saw it. */
  async function sent(field: string, options?: Parameters<typeof query>[2]): Promise<unknown[]> {
    const { data, errors } = await query(`{ items { it: ${field} { sent } } }`, {}, options);
    deepEqual(errors, undefined);
    return (data as { items: { it: { sent: string } | { sent: string }[] | null }[] }).items.map(({ it }) =>
      it === null ? null : Array.isArray(it) ? it.map(({ sent }) => JSON.parse(sent)) : JSON.parse(it.sent),
    );
  }

  test('a header of the client; left out where there is none', async () => {
    deepEqual(await sent('byHeader', { headers: { 'x-tenant': 'acme' } }), [
      { sku: 'pen', tenant: 'acme' },
      { sku: 'pad', tenant: 'acme' },
      { sku: 'pen', tenant: 'acme' },
    ]);
    deepEqual(sentVariables(), [{ v0_0_0: 'pen', v0_0_1: 'pad', v0_1: 'acme' }]);
    deepEqual(await sent('byHeader'), [{ sku: 'pen' }, { sku: 'pad' }, { sku: 'pen' }]);
    deepEqual(
      catalog.requests.map(({ headers }) => headers['x-tenant']),
      [undefined],
    );
  });

  test('the environment and constants, one call for every parent', async () => {
    deepEqual(await sent('byEnv'), Array(3).fill({ region: 'eu-west' }));
    deepEqual(
      catalog.requests.map(({ query, variables }) => [query, variables]),
      [['query RemoteJoins($v0_0: String) { _0_0: echo(region: $v0_0) { sent } }', { v0_0: 'eu-west' }]],
    );
    deepEqual(await sent('byValue'), [
      { sku: 'pen', count: 3, tags: ['a', 'b'] },
      { sku: 'pad', count: 3, tags: ['a', 'b'] },
      { sku: 'pen', count: 3, tags: ['a', 'b'] },
    ]);
    deepEqual(
      await sent('constants'),
      Array(3).fill({ tags: ['x', 'y'], count: 5, kind: 'RETAIL', filter: { price: { max: 2.5 }, tags: [] } }),
    );
    deepEqual(catalog.requests.length, 1);
  });

  test('an argument of the relationship is no part of the key, and stays out where it is left out', async () => {
    deepEqual(
      await sent('byArgument(language: "nl")'),
      ['pen', 'pad', 'pen'].map((sku) => ({ sku, lang: 'nl' })),
    );
    deepEqual(
      await sent('byArgument'),
      ['pen', 'pad', 'pen'].map((sku) => ({ sku })),
    );
    deepEqual(
      await sent('byArgument(language: null)'),
      ['pen', 'pad', 'pen'].map((sku) => ({ sku, lang: null })),
    );
  });

  test("the caller's own arguments go to the last field of the path", async () => {
    deepEqual(
      await sent('byCaller(lang: "de", count: 0, kind: WHOLESALE)'),
      ['pen', 'pad', 'pen'].map((sku) => ({ sku, lang: 'de', count: 0, kind: 'WHOLESALE' })),
    );
    deepEqual(
      await sent('byCaller'),
      ['pen', 'pad', 'pen'].map((sku) => ({ sku })),
    );
    deepEqual(
      await sent('deep(unit: "kg", branch: "north")'),
      ['pen', 'pad', 'pen'].map((sku) => ({ name: 'north', sku, unit: 'kg' })),
    );
  });

  test('objects of template and caller merge, and the template wins', async () => {
    deepEqual(
      await sent('merged(filter: {lang: "nl", price: {max: 9.5}, tags: ["t"]}, first: 2)'),
      ['pen', 'pad', 'pen'].map((sku) => [
        { first: 2, filter: { sku, lang: 'nl', price: { min: 1, max: 9.5 }, tags: ['t'] } },
      ]),
    );
    deepEqual(
      await sent('merged'),
      ['pen', 'pad', 'pen'].map((sku) => [{ first: 10, filter: { sku, price: { min: 1 } } }]),
    );
    deepEqual(
      await sent('merged(filter: null)'),
      ['pen', 'pad', 'pen'].map((sku) => [{ first: 10, filter: { sku, price: { min: 1 } } }]),
    );
  });

  test('null in the middle of a path is null', async () => {
    deepEqual(await sent('closed'), [null, null, null]);
    deepEqual(await sent('deep(branch: "none")'), [null, null, null]);
    deepEqual(catalog.requests.length, 1);
  });

  test('one relationship several times: by alias, by arguments, by selection', async () => {
    const source = `query ($nl: String) {
      items { a: byArgument(language: "de") { sent } b: byArgument(language: $nl) { s: sent } byArgument { t: sent } again: byArgument { __typename } }
    }`;
    const { data, errors } = await query(source, { nl: 'nl' });
    deepEqual(errors, undefined);
    const read = (text: string) => JSON.parse(text);
    deepEqual(
      (
        data as { items: { a: { sent: string }; b: { s: string }; byArgument: { t: string }; again: unknown }[] }
      ).items.map(({ a, b, byArgument, again }) => [read(a.sent), read(b.s), read(byArgument.t), again]),
      ['pen', 'pad', 'pen'].map((sku) => [{ sku, lang: 'de' }, { sku, lang: 'nl' }, { sku }, { __typename: 'Echo' }]),
    );
    deepEqual(catalog.requests.length, 1);
  });
});
