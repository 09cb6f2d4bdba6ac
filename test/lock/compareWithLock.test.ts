/** Drift: what has changed in a source since it was locked, of what joins use, with the relationships that use it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import {
  compareWithLock,
  inspectTypeDefs,
  type Lock,
  postgres,
  remoteSchema,
  type UsedDrift,
} from '@remote-joins/core';
import { createDatabase } from '../support/postgres.js';

const tables = `
  create type status as enum ('open', 'shipped');
  create table orders (id int primary key, customer_id int not null, status status not null, note text, unused int);
  create table items (order_id int not null references orders, line int, sku text not null, primary key (order_id, line));
  create table users (id int primary key, name text not null, email text unique);
  create table unused (id int primary key);
  create function title(u users) returns text stable language sql as $$ select u.name $$;
  create function best(u users, lowest int default 0) returns setof orders stable language sql as $$ select * from orders $$;
  create function unused(u users) returns text stable language sql as $$ select u.name $$;`;

const catalogue = `
  type Query {
    product(sku: ID!, lang: Lang = EN): Product
    products(filter: Filter!): [Product!]!
    warehouse(site: Site!): Warehouse!
    unused(a: Int): Int
  }
  input Filter { skus: [ID!]! unused: Int }
  type Product { sku: ID! name: String! maker: Maker unused: Int }
  union Maker = Person | Firm
  interface Owner { name: String! }
  type Person implements Owner { name: String! }
  type Firm { name: String! }
  type Trust implements Owner { name: String! }
  type Warehouse { stock(sku: ID!, unused: Int): Stock owner: Owner kind: Kind }
  enum Kind { COLD WARM }
  type Stock { available: Int! }
  enum Site { NORTH SOUTH }
  enum Lang { EN DE }`;

const typeDefs = `type Query {
  orders(status: Status): [Order!]! @select
  warehouse(site: Site!): Warehouse! @remoteField(schema: "catalogue")
}
type Order @table(source: "db", name: "orders")
  @permission(role: "clerk", fields: ["id"], filter: { note: { _eq: "seen" } }) {
  id: Int!
  status: Status!
  customer: User @remoteRelationship(fieldMapping: { customer_id: "id" })
  items: [Item!]! @remoteRelationship(fieldMapping: { id: "order_id" })
}
enum Status { OPEN @column(name: "open") SHIPPED @column(name: "shipped") }
type Item @table(source: "db", name: "items") {
  line: Int!
  product: Product @remoteRelationship(schema: "catalogue", field: "product(sku: $sku, lang: DE)")
  bulk: Product @remoteRelationship(schema: "catalogue", field: "products(filter: {skus: [$sku]})", matchBy: {sku: "sku"})
}
type User @table(source: "db", name: "users") {
  name: String! title: String @computed(function: "title") best: [Order!]! @computed(function: "best")
}
type Product { name: String! maker: Maker }
union Maker = Person | Firm
type Person implements Owner { name: String! }
type Firm { name: String! }
type Warehouse { stock(sku: ID!): Stock owner: Owner kind: Kind }
interface Owner { name: String! }
type Stock { available: Int! }
enum Kind { COLD }
enum Site { NORTH SOUTH }`;

const before = postgres({ connectionString: await createDatabase(test, tables) });
const sourcesOf = (db: typeof before, schema = catalogue) => ({
  db,
  catalogue: remoteSchema({ url: 'http://127.0.0.1:9', schema }),
});
const inspection = await inspectTypeDefs({ typeDefs, sources: sourcesOf(before) });
deepEqual(
  inspection.problems.map(({ code }) => code),
  ['MISSING_POSSIBLE_TYPE', 'MISSING_ENUM_VALUE'],
);
const lock = inspection.joins?.lock ?? ({ version: 1, sources: {} } satisfies Lock);

function tell({ source, part, was, is, severity, usedBy, location }: UsedDrift): readonly unknown[] {
  const mark = severity === 'error' ? '' : ` (${severity})`;
  return [`${source} ${part}: ${was ?? '—'} → ${is ?? '—'}${mark}`, usedBy, location?.line];
}

test('Nothing has changed in sources that are as they were', async () => {
  deepEqual(await compareWithLock({ typeDefs, lock, sources: sourcesOf(before) }), { problems: [], drift: [] });
});

/** SQL, and what it changes of what is used. */
const databaseCases: readonly (readonly [title: string, sql: string, drift: readonly unknown[]])[] = [
  [
    'what nothing uses may go, come and change in silence',
    `drop table unused; alter table orders drop unused; alter table users alter email type varchar(9);
     alter table items add more int not null default 1; create table more (id int)`,
    [],
  ],
  [
    'the type of a column',
    'alter table users alter name type varchar(30)',
    [['db public.users.name: text not null → varchar not null', ['User.name', 'Order.customer'], 19]],
  ],
  [
    'whether a column may be null',
    'alter table users alter name drop not null',
    [['db public.users.name: text not null → text', ['User.name', 'Order.customer'], 19]],
  ],
  [
    'a column that a join reads and no field shows',
    'alter table orders rename customer_id to buyer_id',
    [['db public.orders.customer_id: int4 not null → —', ['Order.customer', 'User.best', 'Query.orders'], 9]],
  ],
  [
    'a column of a filter',
    'alter table orders drop note',
    [['db public.orders.note: text → —', ['User.best', 'Query.orders'], 19]],
  ],
  [
    'the values of an enum',
    `alter type status add value 'lost'`,
    [
      [
        'db public.orders.status: "public"."status" (open, shipped) not null → "public"."status" (open, shipped, lost) not null',
        ['Order.status', 'User.best', 'Query.orders'],
        8,
      ],
    ],
  ],
  [
    'a primary key',
    'alter table items drop constraint items_pkey',
    [['db public.items: with the primary key order_id, line → without a primary key', ['Order.items'], 10]],
  ],
  [
    'a function that makes a column',
    'drop function title; create function title(u users) returns int volatile language sql as $$ select 1 $$',
    [['db public.title(): (u public.users) → text → (u public.users) → int4, volatile', ['User.title'], 19]],
  ],
  [
    'a function that answers rows',
    'drop function best; drop function unused',
    [['db public.best(): (u public.users; lowest int4, if given) → setof public.orders → —', ['User.best'], 19]],
  ],
  [
    'a table',
    'drop table users cascade',
    [
      ['db public.users: a table → —', ['Order.customer'], 9],
      ['db public.best(): (u public.users; lowest int4, if given) → setof public.orders → —', ['User.best'], 19],
      ['db public.title(): (u public.users) → text → —', ['User.title'], 19],
    ],
  ],
];

for (const [title, sql, drift] of databaseCases) {
  test(`Drift of a database: ${title}`, async (t) => {
    const after = postgres({ connectionString: await createDatabase(t, `${tables}${sql}`) });
    const found = await compareWithLock({ typeDefs, lock, sources: sourcesOf(after) });
    deepEqual([found.problems, found.drift?.map(tell)], [[], drift]);
  });
}

const remoteCases: readonly (readonly [
  title: string,
  change: readonly [from: string, to: string][],
  drift: readonly unknown[],
])[] = [
  [
    'what nothing uses may go, come and change in silence',
    [
      ['unused(a: Int): Int', 'other: Int'],
      ['maker: Maker unused: Int', 'maker: Maker more: Int!'],
      ['unused: Int }\n  type Product', 'more: Int }\n  type Product'],
      ['(sku: ID!, unused: Int)', '(sku: ID!, more: Int)'],
    ],
    [],
  ],
  [
    'a root field',
    [['product(sku', 'productOf(sku']],
    [['catalogue Query.product: Product → —', ['Item.product'], 15]],
  ],
  [
    'the type of a field',
    [['available: Int!', 'available: Float']],
    [['catalogue Stock.available: Int! → Float', ['Stock.available', 'Query.warehouse'], 27]],
  ],
  [
    'an argument',
    [['product(sku: ID!', 'product(sku: Int!']],
    [['catalogue Query.product(sku:): ID! → Int!', ['Item.product'], 15]],
  ],
  [
    'an argument that has to be given by now',
    [['stock(sku: ID!', 'stock(sku: ID!, region: Int!']],
    [
      [
        'catalogue Warehouse.stock(region:): — → Int!, which has to be given',
        ['Warehouse.stock', 'Query.warehouse'],
        25,
      ],
    ],
  ],
  [
    'a field of an input object that has to be given by now',
    [['input Filter { ', 'input Filter { region: Int! ']],
    [['catalogue Filter.region: — → Int!, which has to be given', ['Item.bulk'], 16]],
  ],
  ['a value of an enum that is sent', [['EN DE', 'EN FR']], [['catalogue Lang.DE: a value → —', ['Item.product'], 15]]],
  [
    'a member of a union',
    [['Person | Firm', 'Person']],
    [['catalogue Maker: may be Firm → —', ['Item.product', 'Item.bulk'], 15]],
  ],
  [
    'the field that answers are matched by',
    [['type Product { sku: ID!', 'type Product { sku: Int!']],
    [['catalogue Product.sku: ID! → Int!', ['Item.product', 'Item.bulk'], 15]],
  ],
  [
    'what may be answered, and could not be when it was locked',
    [
      ['COLD WARM', 'COLD WARM HOT'],
      ['Person | Firm', 'Person | Firm | Trust'],
      ['type Trust implements', 'type State implements Owner { name: String! }\n  type Trust implements'],
      ['EN DE', 'EN DE FR'],
    ],
    [
      ['catalogue Maker.Trust: — → a type that may be answered (warning)', ['Item.product', 'Item.bulk'], 15],
      ['catalogue Kind.HOT: — → a value that may be answered (warning)', ['Query.warehouse'], 3],
      ['catalogue Owner.State: — → a type that may be answered (warning)', ['Query.warehouse'], 3],
    ],
  ],
  [
    'what may be answered no more, and nothing used',
    [
      ['COLD WARM', 'COLD'],
      ['type Trust implements Owner', 'type Trust'],
    ],
    [],
  ],
  [
    'what kind of type it is',
    [
      ['union Maker = Person | Firm', 'interface Maker { name: String! }'],
      ['type Person {', 'type Person implements Maker {'],
    ],
    [['catalogue Maker: a union → an interface', ['Item.product', 'Item.bulk'], 15]],
  ],
];

for (const [title, changes, drift] of remoteCases) {
  test(`Drift of a remote schema: ${title}`, async () => {
    const after = changes.reduce((text, [from, to]) => text.replace(from, to), catalogue);
    const found = await compareWithLock({ typeDefs, lock, sources: sourcesOf(before, after) });
    deepEqual([found.problems, found.drift?.map(tell)], [[], drift]);
  });
}

test('SDL is checked against a lock with no call to any source', async () => {
  const nowhere = {
    db: postgres({ connectionString: 'postgres://127.0.0.1:9/none' }),
    catalogue: remoteSchema({ url: 'http://127.0.0.1:9' }),
  };
  deepEqual((await inspectTypeDefs({ typeDefs, sources: nowhere, lock })).problems, []);
  const more = typeDefs.replace('type Stock {', 'type Stock { reserved: Int');
  const [unlocked, ...others] = (await inspectTypeDefs({ typeDefs: more, sources: nowhere, lock })).problems;
  deepEqual([unlocked?.code, unlocked?.coordinate, others], ['UNJUDGED_FIELD', 'Stock.reserved', []]);
});

test('SDL that is not sound against its lock has no drift, but problems', async () => {
  const { problems, drift } = await compareWithLock({
    typeDefs: typeDefs.replace('"order_id"', '"of_order"'),
    lock,
    sources: sourcesOf(before),
  });
  deepEqual([problems.map(({ code }) => code), drift], [['UNKNOWN_COLUMN'], undefined]);
});

test('A source that cannot be asked is a problem, and the others are compared', async () => {
  const gone = remoteSchema({ url: 'http://127.0.0.1:9', timeoutMs: 500 });
  const after = postgres({ connectionString: await createDatabase(test, `${tables}drop table users cascade`) });
  const { problems, drift } = await compareWithLock({ typeDefs, lock, sources: { db: after, catalogue: gone } });
  deepEqual(
    [problems.map(({ code, coordinate }) => [code, coordinate]), drift?.map(({ part }) => part)],
    [[['UNREACHABLE_SOURCE', 'sources.catalogue']], ['public.users', 'public.best()', 'public.title()']],
  );
});
