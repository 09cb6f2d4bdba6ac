import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    users_db: `
      create table users (id int primary key, name text not null, team_id int);
      insert into users values (1, 'Ada', 7), (2, 'Grace', 7), (3, 'Edsger', null);
      create table logins (id int primary key, user_id int not null, device text not null);
      insert into logins values (1, 1, 'phone'), (2, 2, 'desk'), (3, 1, 'desk');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product products(skus: [ID!]!): [Product!]! }
        type Product { sku: ID! name: String! makerId: Int! }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => ({ sku, name: `the ${sku}`, makerId: 1 }),
          products: (_: unknown, { skus }: { skus: string[] }) =>
            skus.map((sku) => ({ sku, name: `the ${sku}`, makerId: 2 })),
        },
      },
    },
  },
});

const typeDefs = `
  type Query {
    cart: Cart!
    carts(n: Int!): [Cart!]!
    feed: [Entry!]!
    nodes: [Node]!
  }
  type Mutation {
    addLine(sku: ID!, quantity: Int!): Cart!
    addLines(skus: [ID!]!): [Line!]!
  }
  type Cart {
    id: Int!
    lines: [Line!]!
    ownerId: Int
    "A row of a table."
    owner: User @remoteRelationship(fieldMapping: {ownerId: "id"})
    "Rows of a table."
    logins(device: String, limit: Int): [Login!]! @remoteRelationship(fieldMapping: {ownerId: "user_id"})
    "By a field with a resolver of its own, which answers each cart at another time."
    late: User @remoteRelationship(fieldMapping: {userKey: "id"})
    userKey: ID
  }
  type Line {
    quantity: Int!
    "A remote field, by a member of an object: one alias per key."
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)", variables: {sku: "item.sku"})
    item: Item
    "A remote field that takes all keys in one list."
    same: Product @remoteRelationship(schema: "catalog", field: "products(skus: [$sku])", variables: {sku: "item.sku"}, matchBy: {sku: "sku"})
  }
  type Item { sku: ID! }
  union Entry = Cart | Line
  interface Node { id: Int! owner: User }
  type Note implements Node { id: Int! writtenBy: Int owner: User @remoteRelationship(fieldMapping: {writtenBy: "id"}) text: String! }
  type Task implements Node { id: Int! assignee: Int owner: User @remoteRelationship(fieldMapping: {assignee: "id"}) }
  type User @table(source: "users_db", name: "users") {
    name: String!
    logins: [Login!]! @remoteRelationship(fieldMapping: {id: "user_id"})
    "A field that the host resolves although its type is a table's: it may read every column the type has."
    greeting: String!
    "Resolved by the host, on the way to a join of a host's type."
    team: Team
    teamId: Int @column(name: "team_id")
  }
  type Team { leadId: Int! lead: User @remoteRelationship(fieldMapping: {leadId: "id"}) }
  type Login @table(source: "users_db", name: "logins") { device: String! }
  type Product {
    name: String!
    maker: User @remoteRelationship(fieldMapping: {makerId: "id"})
    "A field of the host's on a remote type."
    label: String!
  }`;

const line = (sku: string | null, quantity = 1) => ({ quantity, item: sku === null ? null : { sku } });
let added = 0;

const resolvers = {
  Query: {
    cart: () => ({ id: 1, ownerId: 2, lines: [line('pen', 3), line('ink'), line(null), line('pen')] }),
    carts: (_: unknown, { n }: { n: number }) =>
      Array.from({ length: n }, (_each, id) => ({ id, ownerId: 1 + (id % 3), lines: [line(`s${id % 10}`)] })),
    feed: async () => [
      { __typename: 'Cart', id: 1, ownerId: 1, lines: [line('ink')] },
      { __typename: 'Line', ...line('pen') },
      { __typename: 'Cart', id: 2, ownerId: '2', lines: [] },
      { __typename: 'Cart', id: 3, lines: [] },
    ],
    nodes: () => [
      { __typename: 'Note', id: 1, writtenBy: 1, text: 'a' },
      { __typename: 'Task', id: 2, assignee: 2 },
      null,
      { __typename: 'Note', id: 3, writtenBy: 3, text: 'b' },
    ],
  },
  Mutation: {
    addLine: (_: unknown, { sku, quantity }: { sku: string; quantity: number }) => {
      added += 1;
      return { id: 1, ownerId: 1, lines: [line(sku, quantity)] };
    },
    addLines: (_: unknown, { skus }: { skus: string[] }) => skus.map((sku) => line(sku)),
  },
  Cart: {
    userKey: async ({ id }: { id: number }) => {
      await new Promise((resolve) => setTimeout(resolve, id * 2));
      return String(1 + (id % 3));
    },
  },
  User: {
    greeting: ({ name, teamId }: { name: string; teamId: number }) => `Hello ${name} of ${teamId}`,
    team: ({ teamId }: { teamId: number | null }) => (teamId === null ? null : { leadId: teamId - 6 }),
  },
  Product: { label: ({ name }: { name: string }) => name.toUpperCase() },
};

defineHostSuite('Joins of types that the host resolves', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: world.sources(),
    beforeRequest: world.forget,
  }));

  test('an object of the host’s joins a table, a list of rows and a remote field, siblings in one call', async () => {
    const source = '{ cart { id owner { name } logins { device } lines { quantity product { name } } } }';
    deepEqual(await query(source), {
      data: {
        cart: {
          id: 1,
          owner: { name: 'Grace' },
          logins: [{ device: 'desk' }],
          lines: [
            { quantity: 3, product: { name: 'the pen' } },
            { quantity: 1, product: { name: 'the ink' } },
            { quantity: 1, product: null },
            { quantity: 1, product: { name: 'the pen' } },
          ],
        },
      },
    });
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          select (select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select t0."id" as c0, t0."name" as c1
              from "public"."users" t0
              where t0."id" = any($1::int4[])) s0),
          (select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
            from (select k.n as c0, t0."device" as c1
              from unnest($2::int4[]) with ordinality k(k0, n)
              join "public"."logins" t0 on t0."user_id" = k.k0
              order by k.n, t0."id") s0)`,
          ['{2}', '{2}'],
        ],
      ],
      catalog: [
        [
          oneLine`
          query RemoteJoins($v0_0_0: ID!, $v0_0_1: ID!) {
            _0_0: product(sku: $v0_0_0) { ...F0 }
            _0_1: product(sku: $v0_0_1) { ...F0 } }
          fragment F0 on Product { name }`,
          { v0_0_0: 'pen', v0_0_1: 'ink' },
        ],
      ],
    });
  });

  test('what joins below a join of the host’s is fetched with it', async () => {
    const source = '{ cart { lines { same { name maker { name logins { device } } label } } } }';
    const same = (name: string) => ({
      same: { name, maker: { name: 'Grace', logins: [{ device: 'desk' }] }, label: name.toUpperCase() },
    });
    deepEqual(await query(source), {
      data: { cart: { lines: [same('the pen'), same('the ink'), { same: null }, same('the pen')] } },
    });
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          with s0 as (select row_number() over () - 1 as n, q.*
            from (select t0."id" as c0, t0."name" as c1, t0."id" as k1_0
              from "public"."users" t0
              where t0."id" = any($1::int4[])) q)
          select to_json(array[(select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])
              from s0),
            (select to_json(array[to_json(coalesce(array_agg(s1.c0), '{}')), to_json(coalesce(array_agg(s1.c1), '{}'))])
              from (select s0.n as c0, t1."device" as c1
                from s0
                join "public"."logins" t1 on t1."user_id" = s0.k1_0
                order by s0.n, t1."id") s1)])::text`,
          ['{2}'],
        ],
      ],
      catalog: [
        [
          'query RemoteJoins($v0_0: [ID!]!) { _0: products(skus: $v0_0) { _m0: sku name makerId } }',
          { v0_0: ['pen', 'ink'] },
        ],
      ],
    });
  });

  test('objects of a union share a call for each of their relationships', async () => {
    const source = `{ feed { __typename ... on Cart { owner { name } lines { product { name } } } ...OfLine } }
      fragment OfLine on Line { product { name } }`;
    deepEqual(await query(source), {
      data: {
        feed: [
          { __typename: 'Cart', owner: { name: 'Ada' }, lines: [{ product: { name: 'the ink' } }] },
          { __typename: 'Line', product: { name: 'the pen' } },
          { __typename: 'Cart', owner: { name: 'Grace' }, lines: [] },
          { __typename: 'Cart', owner: null, lines: [] },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 1, catalog: 1 });
  });

  test('objects of an interface join by keys of their own', async () => {
    deepEqual(await query('{ nodes { id owner { name } ... on Note { text } } }'), {
      data: {
        nodes: [
          { id: 1, owner: { name: 'Ada' }, text: 'a' },
          { id: 2, owner: { name: 'Grace' } },
          null,
          { id: 3, owner: { name: 'Edsger' }, text: 'b' },
        ],
      },
    });
    deepEqual(world.counts(), { users_db: 1 });
  });

  test('the same relationship twice, with other arguments, is right for each', async () => {
    const source = `query ($device: String) {
      cart { all: logins { device } some: logins(device: $device) { at: device } logins(limit: 1) { device } }
    }`;
    deepEqual(await query(source, { device: 'phone' }), {
      data: {
        cart: { all: [{ device: 'desk' }], some: [], logins: [{ device: 'desk' }] },
      },
    });
    deepEqual(world.counts(), { users_db: 1 });
  });

  test('what the host resolves inside a joined row reads its columns, and may lead to another join', async () => {
    deepEqual(await query('{ cart { owner { greeting team { lead { name greeting team { lead { name } } } } } } }'), {
      data: {
        cart: {
          owner: {
            greeting: 'Hello Grace of 7',
            team: { lead: { name: 'Ada', greeting: 'Hello Ada of 7', team: { lead: { name: 'Ada' } } } },
          },
        },
      },
    });
    deepEqual(world.counts(), { users_db: 3 });
  });

  test('the result of a mutation joins as any other, and the mutation runs once', async () => {
    const source = `mutation { addLine(sku: "ink", quantity: 2) { id owner { name } lines { quantity product { name maker { name } } } } }`;
    const before = added;
    deepEqual(await query(source), {
      data: {
        addLine: {
          id: 1,
          owner: { name: 'Ada' },
          lines: [{ quantity: 2, product: { name: 'the ink', maker: { name: 'Ada' } } }],
        },
      },
    });
    deepEqual(world.counts(), { users_db: 2, catalog: 1 });
    deepEqual(added - before, host.name.endsWith('jit') ? 3 : 1);
    deepEqual(
      await query(
        'mutation { a: addLines(skus: ["x", "y"]) { product { name } } b: addLines(skus: ["x"]) { same { name } } }',
      ),
      {
        data: {
          a: [{ product: { name: 'the x' } }, { product: { name: 'the y' } }],
          b: [{ same: { name: 'the x' } }],
        },
      },
    );
    deepEqual(world.counts(), { catalog: 2 });
  });

  test('keys that arrive one after another still make one call', async () => {
    const names = ['Ada', 'Grace', 'Edsger'];
    deepEqual(await query('{ carts(n: 6) { late { name } } }'), {
      data: { carts: Array.from({ length: 6 }, (_, id) => ({ late: { name: names[id % 3] } })) },
    });
    deepEqual(world.counts(), { users_db: 1 });
  });

  test('a thousand parents take the calls that one takes', async () => {
    const source = 'query ($n: Int!) { carts(n: $n) { id owner { name } lines { product { name } } } }';
    const names = ['Ada', 'Grace', 'Edsger'];
    for (const n of [1, 1000]) {
      const carts = Array.from({ length: n }, (_, id) => ({
        id,
        owner: { name: names[id % 3] },
        lines: [{ product: { name: `the s${id % 10}` } }],
      }));
      deepEqual(await query(source, { n }), { data: { carts } });
      deepEqual(world.counts(), { users_db: 1, catalog: 1 });
    }
  });
});
