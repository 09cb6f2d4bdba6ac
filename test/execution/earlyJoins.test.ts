/** A join whose key is an argument of its parent's does not wait for the parent. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, type RemoteJoinsOptions, remoteJoinsTypeDefs, type Source } from '@remote-joins/core';
import { GraphQLScalarType, graphql } from 'graphql';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import type { Scope } from '../support/postgres.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    shop_db: `
      create table orders (id int primary key, customer_id int, note text, next_id int);
      insert into orders values (5, 11, 'gift', 6), (6, 12, null, null), (7, 11, null, null), (8, 13, null, null);
      create function refuse(id int) returns int language plpgsql as $$ begin raise exception 'no'; end $$;
      create view frail_orders as select id, refuse(id) as fraction from orders;
      create table lots (region text, number int, name text not null, primary key (region, number));
      insert into lots values ('north', 1, 'first'), ('north', 2, 'second');
      create collation without_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table things (
        id uuid primary key, small int2, int int4, big int8, word text, code varchar(8), price numeric,
        loose text collate without_case, handle name
      );
      insert into things values
        ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 5, 5, 9007199254740993, 'Word', 'code', 1.50, 'Loose',
          repeat('x', 63));`,
    ship_db: `
      create table shipments (id int primary key, order_id int not null, carrier_id int not null);
      insert into shipments values (1, 5, 21), (2, 5, 22), (3, 6, 21), (4, 404, 22);
      create table labels (order_id int primary key, text text not null);
      insert into labels values (5, 'fragile'), (11, 'of customer 11');
      create function refuse(id int) returns int language plpgsql as $$ begin raise exception 'no'; end $$;
      create view broken_labels as select order_id, refuse(id) as text from shipments;
      create table pallets (region text, number int, pallet text not null, primary key (region, number, pallet));
      insert into pallets values ('north', 1, 'a'), ('north', 1, 'b'), ('north', 2, 'c');
      create table tags (
        name text primary key, id uuid, small int2, int int4, big int8, word text, code text, price numeric,
        loose text, handle text
      );
      insert into tags values
        ('tag', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 5, 5, 9007199254740993, 'Word', 'code', 1.5, 'Loose',
          repeat('x', 63)),
        ('five', null, null, null, null, '5', null, null, null, null);`,
    people_db: `
      create table people (id int primary key, name text not null);
      insert into people values (11, 'Ada'), (12, 'Grace'), (21, 'Carl'), (22, 'Cora');`,
  },
  remotes: {
    catalog: {
      typeDefs: `
        type Query { gift(order: Int!): Gift, fault(order: Int!): Gift, gifts: [Gift!]! }
        type Mutation { wrap(order: Int!): Gift }
        type Gift { name: String!, order: Int! }`,
      resolvers: {
        Query: {
          gift: (_: unknown, { order }: { order: number }) => ({ name: `gift ${order}`, order }),
          fault: () => {
            throw new Error('no gifts');
          },
          gifts: () => [{ name: 'any gift', order: 5 }],
        },
        Mutation: { wrap: (_: unknown, { order }: { order: number }) => ({ name: `wrapped ${order}`, order }) },
      },
    },
  },
});

const tagged = ['id', 'small', 'int', 'big', 'word', 'code', 'price', 'loose', 'handle'];

const typeDefs = `
  type Query {
    order(id: Int = 5, note: String, by: Picky @column(name: "id")): Order @select
    orders(customerId: Int @column(name: "customer_id"), where: OrderFilter, limit: Int): [Order!]! @select
    frail(id: Int!): FrailOrder @select
    lots(region: String, number: Int, where: LotFilter): [Lot!]! @select
    thing(id: ID, small: ID, int: ID, big: ID, word: String, code: String, price: String, loose: String, handle: String): Thing @select
    gifts: [Gift!]! @remoteField(schema: "catalog")
  }
  scalar Picky
  type Mutation { wrap(order: Int!): Gift @remoteField(schema: "catalog") }
  input OrderFilter { _and: [OrderFilter!], _or: [OrderFilter!], _not: OrderFilter, id: IntFilter, note: StringFilter }
  input LotFilter { region: StringFilter }
  input IntFilter { _eq: Int, _in: [Int!], _gt: Int }
  input StringFilter { _eq: String }

  type Order @table(source: "shop_db", name: "orders") {
    id: Int!
    note: String
    customer: Person @remoteRelationship(fieldMapping: {customer_id: "id"})
    next: Order @remoteRelationship(fieldMapping: {next_id: "id"})
    previous: [Order!]! @remoteRelationship(fieldMapping: {id: "next_id"})
    shipments: [Shipment!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    label: Label @remoteRelationship(fieldMapping: {id: "order_id"})
    customerLabel: Label @remoteRelationship(fieldMapping: {customer_id: "order_id"})
    brokenLabel: [BrokenLabel!] @remoteRelationship(fieldMapping: {id: "order_id"})
    gift: Gift @remoteRelationship(schema: "catalog", field: "gift(order: $id)")
    fault: Gift @remoteRelationship(schema: "catalog", field: "fault(order: $id)")
  }
  type FrailOrder @table(source: "shop_db", name: "frail_orders") {
    fraction: Int
    shipments: [Shipment!]! @remoteRelationship(fieldMapping: {id: "order_id"})
    brokenLabel: [BrokenLabel!] @remoteRelationship(fieldMapping: {id: "order_id"})
  }
  type Lot @table(source: "shop_db", name: "lots") {
    name: String!
    pallets: [Pallet!]! @remoteRelationship(fieldMapping: {region: "region", number: "number"})
  }
  type Thing @table(source: "shop_db", name: "things") {
    ${tagged.map((name) => `${name}Tag: [Tag!]! @remoteRelationship(fieldMapping: {${name}: "${name}"})`).join('\n')}
    wordOfInt: [Tag!]! @remoteRelationship(fieldMapping: {int: "word"})
  }
  type Shipment @table(source: "ship_db", name: "shipments") {
    id: Int!
    carrier: Person @remoteRelationship(fieldMapping: {carrier_id: "id"})
  }
  type Label @table(source: "ship_db", name: "labels") { text: String! }
  type BrokenLabel @table(source: "ship_db", name: "broken_labels") { text: Int! }
  type Pallet @table(source: "ship_db", name: "pallets") { pallet: String! }
  type Tag @table(source: "ship_db", name: "tags") { name: String! }
  type Person @table(source: "people_db", name: "people") { name: String! }
  type Gift {
    name: String!
    shipments: [Shipment!]! @remoteRelationship(fieldMapping: {order: "order_id"})
  }`;

/** Takes everything, and writes some of it. */
const Picky = new GraphQLScalarType({
  name: 'Picky',
  serialize(value) {
    if (value === 'bad') throw new TypeError('bad');
    return value;
  },
});
const resolvers = { Picky };

/** What the sources were asked for, in order, and when the one that is held answered. */
const log: string[] = [];
/** The sources that have answered. */
const answered = new Set<string>();

/** How long an answer of a source is held back, if it is. */
type Hold = (source: string) => Promise<unknown> | undefined;
const holdUntil =
  (held: string, until: () => Promise<unknown>): Hold =>
  (source) =>
    source === held ? until() : undefined;
const holdOrders = holdUntil('shop_db', () => sleep(5));
let hold = holdOrders;

test.beforeEach(async () => {
  await settled();
  hold = holdOrders;
});

const met = new Map<string, () => void>();

/** Lets two answers arrive in one turn, that of the orders first. Gives up after a while. */
async function meet(source: string): Promise<void> {
  const both = new Promise<void>((resolve) => {
    met.set(source, resolve);
    if (met.size < 2) return;
    for (const go of met.values()) go();
    met.clear();
  });
  await Promise.race([both, sleep(2000, undefined, { ref: false })]);
  if (source !== 'shop_db') for (let i = 0; i < 50; i++) await null;
}

/** Gives up after a while: the log then tells what is missing. */
async function waitUntil(isThere: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !isThere(); turn++) await sleep(5);
}

let underWay = 0;

/** Waits for the calls that nobody waits for, and for what they might lead to. */
async function settled(): Promise<void> {
  while (underWay > 0) await sleep(5);
}

function watchSources(): RemoteJoinsOptions['sources'] {
  const watch = (name: string, source: Source): Source => ({
    ...source,
    async fetch(requests, context) {
      underWay++;
      log.push(`${name} ${requests.map(describeRequest).join(', ')}`);
      const answers = await source.fetch(requests, context);
      answered.add(name);
      const held = hold(name);
      await held;
      if (held !== undefined) log.push(`${name} answers`);
      underWay--;
      return answers;
    },
  });
  return Object.fromEntries(Object.entries(world.sources()).map(([name, source]) => [name, watch(name, source)]));
}

function describeRequest({ plan, keys }: Parameters<Source['fetch']>[0][number]): string {
  return keys === undefined ? plan.coordinate : `${plan.coordinate} ${JSON.stringify(keys.columns)}`;
}

function forget(): void {
  world.forget();
  log.length = 0;
  answered.clear();
}

const isAsked = (entry: string): boolean => !entry.endsWith(' answers');

interface Case {
  readonly by: string;
  readonly text: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly root: unknown;
  /** The call for the join. */
  readonly asked?: string;
}

const rejections: unknown[] = [];
const record = (reason: unknown): void => void rejections.push(reason);
process.on('unhandledRejection', record);
test.after(() => void process.off('unhandledRejection', record));

defineHostSuite('A join whose key is an argument', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: watchSources(),
    beforeRequest: forget,
  }));

  test('leaves with the statement of its parent, as the call that it always was', async () => {
    deepEqual(await query('{ order(id: 5) { id shipments { id } customer { name } } }'), {
      data: { order: { id: 5, shipments: [{ id: 1 }, { id: 2 }], customer: { name: 'Ada' } } },
    });
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[5]]',
      'shop_db answers',
      'people_db Order.customer [[11]]',
    ]);
    deepEqual(world.calls().ship_db, [
      [
        oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select k.n as c0, t0."id" as c1 from unnest($1::int4[]) with ordinality k(k0, n)
          join "public"."shipments" t0 on t0."order_id" = k.k0 order by k.n, t0."id") s0`,
        ['{5}'],
      ],
    ]);
    deepEqual(world.counts(), { shop_db: 1, ship_db: 1, people_db: 1 });
  });

  test('leaves with the others that its source can be asked for at once, as one call', async () => {
    deepEqual(
      await query('{ order(id: 5) { shipments { id } label { text } more: shipments { id } gift { name } } }'),
      {
        data: {
          order: {
            shipments: [{ id: 1 }, { id: 2 }],
            label: { text: 'fragile' },
            more: [{ id: 1 }, { id: 2 }],
            gift: { name: 'gift 5' },
          },
        },
      },
    );
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[5]], Order.label [[5]], Order.shipments [[5]]',
      'catalog Order.gift [[5]]',
      'shop_db answers',
    ]);
    deepEqual(world.counts(), { shop_db: 1, ship_db: 1, catalog: 1 });
    deepEqual(world.calls().ship_db?.[0]?.[1], ['{5}']);
  });

  test('waits for another of its source that needs the row, since they are one call', async () => {
    deepEqual(await query('{ order(id: 5) { label { text } customerLabel { text } gift { name } } }'), {
      data: {
        order: { label: { text: 'fragile' }, customerLabel: { text: 'of customer 11' }, gift: { name: 'gift 5' } },
      },
    });
    deepEqual(log, [
      'shop_db Query.order',
      'catalog Order.gift [[5]]',
      'shop_db answers',
      'ship_db Order.label [[5]], Order.customerLabel [[11]]',
    ]);
  });

  const inVain = [
    ['there is no such row', 'order(id: 404)', 'Query.order', 404, null],
    ['another condition hides the row', 'order(id: 5, note: "none")', 'Query.order', 5, null],
    ['the row lies beyond a limit', 'orders(where: {id: {_eq: 5}}, limit: 0)', 'Query.orders', 5, []],
  ] as const;
  for (const [where, field, coordinate, id, root] of inVain) {
    test(`is asked for in vain where ${where}, and nothing below it is asked for`, async () => {
      hold = holdUntil('ship_db', () => waitUntil(() => answered.has('shop_db')));
      deepEqual(await query(`{ root: ${field} { shipments { id carrier { name } } } }`), { data: { root } });
      await settled();
      deepEqual(log.filter(isAsked), [`shop_db ${coordinate}`, `ship_db Order.shipments [[${id}]]`]);
    });
  }

  test('is followed by its own joins before its parent has answered', async () => {
    hold = holdUntil('shop_db', () => waitUntil(() => log.includes('people_db Shipment.carrier [[21,22]]')));
    deepEqual(await query('{ order(id: 5) { note shipments { carrier { name } } } }'), {
      data: { order: { note: 'gift', shipments: [{ carrier: { name: 'Carl' } }, { carrier: { name: 'Cora' } }] } },
    });
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[5]]',
      'people_db Shipment.carrier [[21,22]]',
      'shop_db answers',
    ]);
  });

  test('is followed by its own joins after its parent has answered', async () => {
    hold = holdUntil('ship_db', () => waitUntil(() => log.includes('people_db Order.customer [[12]]')));
    deepEqual(await query('{ order(id: 6) { customer { name } shipments { carrier { name } } } }'), {
      data: { order: { customer: { name: 'Grace' }, shipments: [{ carrier: { name: 'Carl' } }] } },
    });
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[6]]',
      'people_db Order.customer [[12]]',
      'ship_db answers',
      'people_db Shipment.carrier [[21]]',
    ]);
  });

  const shipments = [{ id: 1 }, { id: 2 }];
  const known: readonly Case[] = [
    {
      by: 'a variable',
      text: 'query ($id: Int) { root: order(id: $id) { shipments { id } } }',
      variables: { id: 5 },
      root: { shipments },
    },
    { by: 'a default', text: '{ root: order { shipments { id } } }', root: { shipments } },
    {
      by: 'a condition',
      text: '{ root: orders(where: {id: {_gt: 1, _eq: 5}}) { shipments { id } } }',
      root: [{ shipments }],
    },
    {
      by: 'a condition in a variable',
      text: 'query ($where: OrderFilter) { root: orders(where: $where) { shipments { id } } }',
      variables: { where: { _and: [{ id: { _eq: 5 } }] } },
      root: [{ shipments }],
    },
    {
      by: 'a variable in a condition',
      text: 'query ($id: Int) { root: orders(where: {id: {_eq: $id}}) { shipments { id } } }',
      variables: { id: 5 },
      root: [{ shipments }],
    },
    {
      by: 'one of the conditions that must hold',
      text: '{ root: orders(where: {_and: [{note: {_eq: "gift"}}, {_and: {id: {_eq: 5}}}]}) { shipments { id } } }',
      root: [{ shipments }],
    },
    {
      by: 'an argument that many rows have in common',
      text: '{ root: orders(customerId: 11) { id customer { name } } }',
      root: [
        { id: 5, customer: { name: 'Ada' } },
        { id: 7, customer: { name: 'Ada' } },
      ],
      asked: 'people_db Order.customer [[11]]',
    },
    {
      by: 'an argument that no row of the join has',
      text: '{ root: orders(customerId: 13) { id customer { name } } }',
      root: [{ id: 8, customer: null }],
      asked: 'people_db Order.customer [[13]]',
    },
    {
      by: 'an argument for each part of it',
      text: '{ root: lots(number: 1, region: "north") { name pallets { pallet } } }',
      root: [{ name: 'first', pallets: [{ pallet: 'a' }, { pallet: 'b' }] }],
      asked: 'ship_db Lot.pallets [["north"],[1]]',
    },
    {
      by: 'an argument for one part of it and a condition for the other',
      text: '{ root: lots(number: 2, where: {region: {_eq: "north"}}) { name pallets { pallet } } }',
      root: [{ name: 'second', pallets: [{ pallet: 'c' }] }],
      asked: 'ship_db Lot.pallets [["north"],[2]]',
    },
  ];
  for (const { by, text, variables, root, asked = 'ship_db Order.shipments [[5]]' } of known) {
    test(`knows its key by ${by}`, async () => {
      deepEqual(await query(text, variables), { data: { root } });
      deepEqual(log.slice(1), [asked, 'shop_db answers']);
    });
  }

  const unknown: readonly Case[] = [
    {
      by: 'no argument',
      text: '{ root: orders { gift { name } } }',
      root: [5, 6, 7, 8].map((id) => ({ gift: { name: `gift ${id}` } })),
      asked: 'catalog Order.gift [[5,6,7,8]]',
    },
    {
      by: 'an argument that is null',
      text: '{ root: orders(customerId: null, limit: 1) { customer { name } } }',
      root: [{ customer: { name: 'Ada' } }],
      asked: 'people_db Order.customer [[11]]',
    },
    {
      by: 'a variable that is left out',
      text: 'query ($of: Int) { root: orders(customerId: $of, limit: 1) { customer { name } } }',
      root: [{ customer: { name: 'Ada' } }],
      asked: 'people_db Order.customer [[11]]',
    },
    {
      by: 'an argument that another column equals',
      text: '{ root: order(id: null, note: "gift") { shipments { id } } }',
      root: { shipments },
      asked: 'ship_db Order.shipments [[5]]',
    },
    {
      by: 'arguments for some of its parts',
      text: '{ root: lots(region: "north") { pallets { pallet } } }',
      root: [{ pallets: [{ pallet: 'a' }, { pallet: 'b' }] }, { pallets: [{ pallet: 'c' }] }],
      asked: 'ship_db Lot.pallets [["north","north"],[1,2]]',
    },
    ...['{id: {_in: [5]}}', '{id: {_gt: 4}}', '{_or: [{id: {_eq: 5}}]}', '{_not: {id: {_eq: 6}}}'].map((where) => ({
      by: where,
      text: `{ root: orders(where: ${where}, limit: 1) { shipments { id } } }`,
      root: [{ shipments }],
      asked: 'ship_db Order.shipments [[5]]',
    })),
    {
      by: 'one of several conditions in a variable',
      text: 'query ($where: OrderFilter) { root: orders(where: $where) { shipments { id } } }',
      variables: { where: { _and: [{ _or: [{ id: { _eq: 5 } }] }] } },
      root: [{ shipments }],
      asked: 'ship_db Order.shipments [[5]]',
    },
    {
      by: 'an object of the same database',
      text: '{ root: order(id: 5) { next { shipments { id } } } }',
      root: { next: { shipments: [{ id: 3 }] } },
      asked: 'ship_db Order.shipments [[6]]',
    },
    {
      by: 'a list of the same database',
      text: '{ root: order(id: 6) { note id previous { shipments { id } } } }',
      root: { note: null, id: 6, previous: [{ shipments }] },
      asked: 'ship_db Order.shipments [[5]]',
    },
  ];
  for (const { by, text, variables, root, asked } of unknown) {
    test(`waits for its key where that is told by ${by}`, async () => {
      deepEqual(await query(text, variables), { data: { root } });
      deepEqual(log.slice(1), ['shop_db answers', asked]);
    });
  }

  const uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
  const spellings: readonly (readonly [argument: string, field: string, key: unknown, isEarly: boolean])[] = [
    ['int: "5"', 'wordOfInt', '5', true],
    ['int: "05"', 'wordOfInt', '5', false],
    [`id: "${uuid.toUpperCase()}"`, 'idTag', uuid, true],
    [`id: "{${uuid}}"`, 'idTag', uuid, false],
    ['small: 5', 'smallTag', 5, true],
    ['int: "5"', 'intTag', 5, true],
    ['int: "05"', 'intTag', 5, false],
    ['big: "9007199254740993"', 'bigTag', '9007199254740993', true],
    ['big: "+9007199254740993"', 'bigTag', '9007199254740993', false],
    ['word: "Word"', 'wordTag', 'Word', true],
    ['code: "code"', 'codeTag', 'code', true],
    ['price: "1.5"', 'priceTag', '1.5', false],
    ['loose: "LOOSE"', 'looseTag', 'Loose', false],
  ];
  for (const [argument, field, key, isEarly] of spellings) {
    test(`${isEarly ? 'knows' : 'waits for'} the key that a row has where that is asked for by ${argument} (${field})`, async () => {
      deepEqual(await query(`{ thing(${argument}) { ${field} { name } } }`), {
        data: { thing: { [field]: [{ name: field === 'wordOfInt' ? 'five' : 'tag' }] } },
      });
      const asked = `ship_db Thing.${field} ${JSON.stringify([[key]])}`;
      deepEqual(log.slice(1), isEarly ? [asked, 'shop_db answers'] : ['shop_db answers', asked]);
    });
  }

  test('is asked for again where its key turns out to be another', async () => {
    const [given, kept] = ['x'.repeat(70), 'x'.repeat(63)]; // a name ends after 63 characters
    deepEqual(await query(`{ thing(handle: "${given}") { handleTag { name } } }`), {
      data: { thing: { handleTag: [{ name: 'tag' }] } },
    });
    deepEqual(log, [
      'shop_db Query.thing',
      `ship_db Thing.handleTag [["${given}"]]`,
      'shop_db answers',
      `ship_db Thing.handleTag [["${kept}"]]`,
    ]);
  });

  test('leaves with those of other root fields, and is theirs alone', async () => {
    deepEqual(
      await query('{ a: order(id: 5) { shipments { id } } b: order(id: 404) { label { text } shipments { id } } }'),
      { data: { a: { shipments }, b: null } },
    );
    deepEqual(log, [
      'shop_db Query.order',
      'shop_db Query.order',
      'ship_db Order.shipments [[5]], Order.label [[404]], Order.shipments [[404]]',
      'shop_db answers',
      'shop_db answers',
    ]);
  });

  test('shares no call with a root field, which is not to wait for it or to fail with it', async () => {
    deepEqual(await query('{ order(id: 5) { gift { name } } gifts { name } }'), {
      data: { order: { gift: { name: 'gift 5' } }, gifts: [{ name: 'any gift' }] },
    });
    deepEqual(log, ['shop_db Query.order', 'catalog Order.gift [[5]]', 'catalog Query.gifts', 'shop_db answers']);
  });

  test('is not asked for where the client leaves it out', async () => {
    const text = 'query ($bare: Boolean!) { order(id: 5) { note shipments @skip(if: $bare) { id } } }';
    deepEqual(await query(text, { bare: true }), { data: { order: { note: 'gift' } } });
    deepEqual(log, ['shop_db Query.order', 'shop_db answers']);
    deepEqual(await query(text, { bare: false }), { data: { order: { note: 'gift', shipments } } });
    deepEqual(log, ['shop_db Query.order', 'ship_db Order.shipments [[5]]', 'shop_db answers']);
  });

  test('waits for a mutation', async () => {
    hold = holdUntil('catalog', () => sleep(5));
    deepEqual(await query('mutation { wrap(order: 5) { name shipments { id } } }'), {
      data: { wrap: { name: 'wrapped 5', shipments } },
    });
    deepEqual(log, ['catalog Mutation.wrap', 'catalog answers', 'ship_db Gift.shipments [[5]]']);
  });

  test('fails at its own place, and alone', async () => {
    const { data, errors } = await query(
      '{ order(id: 5) { shipments { id } brokenLabel { text } gift { name } fault { name } } }',
    );
    deepEqual(data, { order: { shipments, brokenLabel: null, gift: { name: 'gift 5' }, fault: null } });
    deepEqual(errors?.map(({ path, code }) => `${path?.join('.')} ${code}`).sort(), [
      'order.brokenLabel SOURCE_ERROR',
      'order.fault SOURCE_ERROR',
    ]);
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[5]], Order.brokenLabel [[5]]',
      'catalog Order.gift [[5]], Order.fault [[5]]',
      'shop_db answers',
    ]);
  });

  test('fails nobody where there is no row that it belongs to', async () => {
    deepEqual(await query('{ order(id: 404) { shipments { id } brokenLabel { text } fault { name } } }'), {
      data: { order: null },
    });
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[404]], Order.brokenLabel [[404]]',
      'catalog Order.fault [[404]]',
      'shop_db answers',
    ]);
  });

  test('fails nobody where its parent fails, and nothing below it is asked for', async () => {
    hold = holdUntil('ship_db', () => waitUntil(() => answered.has('shop_db')));
    const { data, errors } = await query(
      '{ frail(id: 6) { fraction brokenLabel { text } shipments { carrier { name } } } }',
    );
    deepEqual([data, errors?.map(({ path, code }) => [path, code])], [{ frail: null }, [[['frail'], 'SOURCE_ERROR']]]);
    await settled();
    deepEqual(log.filter(isAsked), [
      'shop_db Query.frail',
      'ship_db FrailOrder.brokenLabel [[6]], FrailOrder.shipments [[6]]',
    ]);
    deepEqual(rejections, []);
  });

  test('leaves it to its parent to say that an argument is bad', async () => {
    for (const field of ['order(id: null, by: "bad")', 'orders(where: {id: {_eq: 5}}, limit: -1)']) {
      const { errors } = await query(`{ root: ${field} { shipments { id } } }`);
      deepEqual(
        errors?.map(({ path, code }) => [path, code]),
        [[['root'], 'BAD_USER_INPUT']],
      );
    }
  });

  test('and the joins below it share calls with what becomes ready together with them', async () => {
    hold = (source) => (source === 'people_db' ? undefined : meet(source));
    deepEqual(await query('{ order(id: 5) { customer { name } shipments { carrier { name } } } }'), {
      data: {
        order: {
          customer: { name: 'Ada' },
          shipments: [{ carrier: { name: 'Carl' } }, { carrier: { name: 'Cora' } }],
        },
      },
    });
    deepEqual(log, [
      'shop_db Query.order',
      'ship_db Order.shipments [[5]]',
      'shop_db answers',
      'ship_db answers',
      'people_db Order.customer [[11]], Shipment.carrier [[21,22]]',
    ]);
  });
});

/** Asks as a client that may go away. */
async function startCancellable(t: Scope) {
  const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
  const controller = new AbortController();
  const joins = await attachRemoteJoins(schema, { sources: watchSources(), signal: () => controller.signal });
  t.after(joins.close);
  forget();
  return { controller, ask: (source: string) => graphql({ schema, source }) };
}

test('A client that goes away stops what would follow an early join', async (t) => {
  const { controller, ask } = await startCancellable({ after: (hook) => t.after(hook) });
  hold = holdUntil('ship_db', () => waitUntil(() => answered.has('shop_db')).then(() => controller.abort()));
  const { data, errors } = await ask('{ order(id: 6) { id shipments { id carrier { name } } } }');
  deepEqual(JSON.parse(JSON.stringify(data)), { order: { id: 6, shipments: [{ id: 3, carrier: null }] } });
  deepEqual(
    errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code]),
    [['order.shipments.0.carrier', 'REQUEST_CANCELLED']],
  );
  deepEqual(log.filter(isAsked), ['shop_db Query.order', 'ship_db Order.shipments [[6]]']);
});

test('A client that has gone away already has nothing asked', async (t) => {
  const { controller, ask } = await startCancellable({ after: (hook) => t.after(hook) });
  controller.abort();
  const { errors } = await ask('{ order(id: 6) { shipments { id } } }');
  deepEqual(
    errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code]),
    [['order', 'REQUEST_CANCELLED']],
  );
  await settled();
  deepEqual([log, rejections], [[], []]);
});
