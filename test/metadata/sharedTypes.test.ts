/** Remote schemas that have a type in common: it is one, where they agree on it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

const pageInfo =
  '"Where a page ends" type PageInfo { "Whether there is more" hasNextPage: Boolean!, endCursor: String }';

const world = await startHasuraWorld(test, {
  remotes: {
    shop: {
      typeDefs: `type Query { goods: Goods } type Goods implements Page { pageInfo: PageInfo! }
        interface Page { pageInfo: PageInfo! } ${pageInfo}`,
      resolvers: { Query: { goods: () => ({ pageInfo: { hasNextPage: true, endCursor: 'g' } }) } },
    },
    blog: {
      typeDefs: `type Query { posts(after: String): Posts } type Posts implements Page { pageInfo: PageInfo!, last: String }
        interface Page { pageInfo: PageInfo! } type PageInfo { endCursor: String, hasNextPage: Boolean! }`,
      resolvers: {
        Query: {
          posts: (_: unknown, { after }: { after?: string }) => ({
            pageInfo: { hasNextPage: false, endCursor: after },
          }),
        },
      },
    },
    odd: { typeDefs: 'type Query { odd: PageInfo } type PageInfo { hasNextPage: Boolean!, endCursor: Int }' },
  },
});

const next = {
  type_name: 'Goods',
  relationships: [
    {
      name: 'posts',
      definition: {
        to_remote_schema: {
          remote_schema: 'blog',
          lhs_fields: [],
          remote_field: { posts: { arguments: { after: 'x' } } },
        },
      },
    },
  ],
};
const remoteOf = (name: string, own: object = {}) => ({
  name,
  definition: { url: `{{${name.toUpperCase()}_URL}}` },
  ...own,
});
const metadataOf = (...remote_schemas: object[]) => ({ version: 3, sources: [], remote_schemas });

const read = await world.read(metadataOf(remoteOf('shop', { remote_relationships: [next] }), remoteOf('blog')));

test('A type that both have alike is printed once, whoever describes it', () => {
  deepEqual(read.problems, []);
  deepEqual(read.typeDefs.match(/[^\n]*\n(type|interface) Page(Info)? {/g), [
    '\ninterface Page {',
    '\ntype PageInfo {',
  ]);
});

test('A type that they have otherwise, or that something is joined to in one of them, keeps the second out', async () => {
  const cursor = {
    type_name: 'PageInfo',
    relationships: [
      {
        name: 'posts',
        definition: {
          to_remote_schema: {
            remote_schema: 'blog',
            lhs_fields: ['endCursor'],
            remote_field: { posts: { arguments: { after: '$endCursor' } } },
          },
        },
      },
    ],
  };
  for (const [first, second] of [
    [remoteOf('blog'), remoteOf('odd')],
    [remoteOf('blog'), remoteOf('shop', { remote_relationships: [cursor] })],
  ] as const) {
    const { inconsistentObjects } = await world.read(metadataOf(first, second));
    deepEqual(inconsistentObjects.map((object) => ['type' in object && object.type, object.reason])[0], [
      'remote_schema',
      'Inconsistent object: Its type "PageInfo" is one of remote_schema "blog" already.',
    ]);
  }
});

defineHostSuite('Types that remote schemas share', (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));

  test('are each asked of whom they come from', async () => {
    const source = `{
      goods { __typename pageInfo { __typename endCursor } posts { pageInfo { ...Page } last } }
      posts(after: "p") { ... on Page { pageInfo { ...Page } } }
    }
    fragment Page on PageInfo { hasNextPage endCursor }`;
    deepEqual(await query(source), {
      data: {
        goods: {
          __typename: 'Goods',
          pageInfo: { __typename: 'PageInfo', endCursor: 'g' },
          posts: { pageInfo: { hasNextPage: false, endCursor: 'x' }, last: null },
        },
        posts: { pageInfo: { hasNextPage: false, endCursor: 'p' } },
      },
    });
    const { shop = [], blog = [] } = world.calls();
    deepEqual([shop.length, blog.length], [1, 2]);
  });
});
