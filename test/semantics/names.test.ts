/** Names and values from clients: none of them becomes SQL, a document, or a member of a prototype. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defineHostSuite, hosts, startForSuite } from '../support/hosts.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, sku text, note text, "odd ""name" text);
      insert into orders values (1, 'pen', 'plain', 'quoted'), (2, '__proto__', 'proto', null);
      create table lines (id int primary key, order_id int not null, text text not null);
      insert into lines values (1, 1, 'first');`,
    users_db: `
      create table users (id int primary key, name text not null, secret text not null);
      insert into users values (1, 'Ada', 'CNRY-secret');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { product(sku: ID!): Product }
        type Product { sku: ID! name(as: String): String! secret: String! next: Product }`,
      resolvers: {
        Query: {
          product: (_: unknown, { sku }: { sku: string }) => ({
            sku,
            name: ({ as }: { as?: string }) => as ?? `name of ${sku}`,
            secret: 'CNRY-secret',
            next: { sku: 'next', name: 'next', secret: 'CNRY-secret' },
          }),
        },
      },
    },
  },
});

const typeDefs = `
  type Query {
    orders(note: String, where: order_bool_exp, limit: Int): [Order!]! @select
    product(sku: ID!): Product @remoteField(schema: "catalog")
  }
  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    sku: String
    odd: String @column(name: "odd \\"name")
    lines: [Line!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    user(name: String): User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {id: "id"})
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
  }
  type Line @table(source: "shop_db", name: "lines") { text: String! }
  type User @table(source: "users_db", name: "users") { id: Int! name: String! }
  type Product { sku: ID! name(as: String): String! next: Product }
  input order_bool_exp { note: text_exp _or: [order_bool_exp!] }
  input text_exp { _eq: String _in: [String!] _like: String }`;

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
  '__defineGetter__',
];

const hostile = [
  `'; drop table orders; --`,
  `" } ... { secret`,
  `$1`,
  `\\'`,
  `"""`,
  `{a,b}`,
  `\\x00`,
  `%`,
  `a\nb\r\t\u2028`,
  `😀`,
  `__proto__`,
  `') or 1=1 --`,
  '$'.concat('{process.exit()}'),
];

function prototypes(): unknown {
  return [Object.prototype, Array.prototype, Function.prototype].map((each) => Reflect.ownKeys(each));
}

defineHostSuite('Names and values from clients', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: world.sources(), beforeRequest: world.forget }));
  // graphql-jit writes nested objects as literals in which __proto__ sets the prototype: such a member is lost.
  const isCompiled = host.name === 'Mercurius with jit';

  test('aliases named like members of every object', async () => {
    const before = prototypes();
    for (const name of names) {
      if (name === '__proto__' && isCompiled) continue;
      const below = `{ ${name}: name }`;
      const answer = await query(
        `{ orders(limit: 1) { ${name}: id lines { ${name}: text } user { ${name}: name } product { ${name}: name next ${below} } }
           ${name}: product(sku: "pen") { ${name}: next ${below} } }`,
      );
      const expected = `{"data":{"orders":[{"${name}":1,"lines":[{"${name}":"first"}],"user":{"${name}":"Ada"},"product":{"${name}":"name of pen","next":{"${name}":"next"}}}],"${name}":{"${name}":{"${name}":"next"}}}}`;
      equal(JSON.stringify(answer), expected, name);
    }
    deepEqual(prototypes(), before);
  });

  test('joined objects under such aliases, and keys of such values', async () => {
    const name = isCompiled ? 'constructor' : '__proto__';
    const answer = await query(`{ orders { ${name}: user { id } toString: lines { text } valueOf: product { sku } } }`);
    equal(
      JSON.stringify(answer),
      `{"data":{"orders":[{"${name}":{"id":1},"toString":[{"text":"first"}],"valueOf":{"sku":"pen"}},{"${name}":null,"toString":[],"valueOf":{"sku":"__proto__"}}]}}`,
    );
  });

  test('variables named like members of every object', async () => {
    const name = host.name.startsWith('Mercurius') ? 'toString' : '__proto__'; // Fastify refuses the latter in a body
    const values = JSON.parse(`{"constructor":1,"${name}":"plain"}`);
    const source = `query ($${name}: String, $constructor: Int) { orders(note: $${name}, limit: $constructor) { id } }`;
    deepEqual(await query(source, values), { data: { orders: [{ id: 1 }] } });
  });

  test('values never change the text of a statement or document', async () => {
    const source = `query ($text: String!, $sku: ID!, $where: order_bool_exp) {
      orders(where: $where) { id odd user(name: $text) { name } }
      product(sku: $sku) { sku name(as: $text) }
    }`;
    const texts = new Set<string>();
    for (const text of ['plain', ...hostile]) {
      const where = { _or: [{ note: { _eq: text } }, { note: { _in: [text, 'plain'] } }, { note: { _like: text } }] };
      const answer = await query(source, { text, sku: text, where });
      const orders = [
        { id: 1, odd: 'quoted', user: null },
        ...(text === '%' ? [{ id: 2, odd: null, user: null }] : []),
      ];
      deepEqual(answer, { data: { orders, product: { sku: text, name: text } } }, text);
      texts.add(
        JSON.stringify(Object.entries(world.calls()).map(([name, calls]) => [name, calls.map(([sent]) => sent)])),
      );
    }
    equal(texts.size, 1, [...texts].join('\n'));
    deepEqual(world.counts(), { shop_db: 1, users_db: 1, catalog: 1 });
  });
});

/** Mercurius takes a JSON-encoded AST for a query. Its names were never lexed, and its literals are only looked at. */
describe('A query that is an AST in JSON', () => {
  const name = (value: string) => ({ kind: 'Name', value });
  const field = (
    of: string,
    selections: unknown[],
    { alias, args = [] }: { alias?: string; args?: unknown[] } = {},
  ) => ({
    kind: 'Field',
    name: name(of),
    ...(alias !== undefined && { alias: name(alias) }),
    arguments: args,
    directives: [],
    ...(selections.length > 0 && { selectionSet: { kind: 'SelectionSet', selections } }),
  });
  const argument = (of: string, value: unknown) => ({ kind: 'Argument', name: name(of), value });
  const document = (selections: unknown[]) =>
    JSON.stringify({
      kind: 'Document',
      definitions: [
        {
          kind: 'OperationDefinition',
          operation: 'query',
          variableDefinitions: [],
          directives: [],
          selectionSet: { kind: 'SelectionSet', selections },
        },
      ],
    });

  for (const host of hosts.filter(({ name }) => name.startsWith('Mercurius'))) {
    test(`brings nothing but its names into an answer, nor its names anywhere else (${host.name})`, async (t) => {
      const { query } = await host.start(
        { after: (hook) => t.after(hook) },
        {
          typeDefs,
          sources: world.sources(),
          beforeRequest: world.forget,
        },
      );
      const alias = 'x: secret\n y';
      const sent = document([
        field('product', [field('name', [], { alias })], {
          alias: `a"b`,
          args: [argument('sku', { kind: 'StringValue', value: 'pen") { secret } z: product(sku: "pen' })],
        }),
        field(
          'orders',
          [
            field('id', [], { alias: 'c", (select 1) as "d' }),
            field('user', [field('name', [], { alias })], { alias }),
          ],
          {
            args: [argument('limit', { kind: 'IntValue', value: '1' })],
          },
        ),
      ]);
      deepEqual(await query(sent), {
        data: {
          'a"b': { [alias]: 'name of pen") { secret } z: product(sku: "pen' },
          orders: [{ 'c", (select 1) as "d': 1, [alias]: { [alias]: 'Ada' } }],
        },
      });
      const { catalog = [], ...databases } = world.calls();
      deepEqual(catalog, [
        [
          'query RemoteJoins($v0_0: ID!) { _0: product(sku: $v0_0) { name } }',
          { v0_0: 'pen") { secret } z: product(sku: "pen' },
        ],
      ]);
      deepEqual(
        Object.values(databases)
          .flat()
          .filter(([text]) => /secret|select 1\)|'a"b'/.test(text)),
        [],
      );
    });

    test(`tells apart aliases that begin alike, spaces or not (${host.name})`, async (t) => {
      const { query } = await host.start({ after: (hook) => t.after(hook) }, { typeDefs, sources: world.sources() });
      const sent = document([
        field('orders', [
          field('user', [field('id', [])], { alias: 'a b' }),
          field('user', [field('name', [])], { alias: 'a c' }),
        ]),
      ]);
      const users = [
        { 'a b': { id: 1 }, 'a c': { name: 'Ada' } },
        { 'a b': null, 'a c': null },
      ];
      deepEqual(await query(sent), { data: { orders: users } });
    });

    test(`sends what a literal means and not what it says (${host.name})`, async (t) => {
      const { query } = await host.start(
        { after: (hook) => t.after(hook) },
        {
          typeDefs,
          sources: world.sources(),
          beforeRequest: world.forget,
        },
      );
      const sent = document([
        field('orders', [field('id', [])], {
          args: [argument('limit', { kind: 'IntValue', value: '1) t0; drop table orders; --' })],
        }),
      ]);
      const { data } = await query(sent);
      // graphql-js reads such a literal as parseInt does; what is sent is a number.
      deepEqual(
        [
          data,
          Object.values(world.calls())
            .flat()
            .map(([, values]) => values),
        ],
        [{ orders: [{ id: 1 }] }, [[1]]],
      );
    });
  }
});
