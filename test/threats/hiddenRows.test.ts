/**
 * Two databases that differ only in what a role may not see are one to it: same answers by the same statements, whatever
 * it asks. REMOTE_JOINS_PROPERTY_RUNS and REMOTE_JOINS_PROPERTY_SEED as in `roads.test.ts`.
 */
import { deepEqual, notDeepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, postgres, remoteJoinsTypeDefs } from '@remote-joins/core';
import fc from 'fast-check';
import { graphql } from 'graphql';
import pg from 'pg';
import { createDatabase } from '../support/postgres.js';
import { createRecordingPool } from '../support/recordingPool.js';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? (runs === 1 ? 1 : Date.now() % 2 ** 31));

const ddl = `
  create table orders (id int primary key, owner int not null, sku text not null, cost int, voucher text);
  create table parts (id int primary key, voucher text, label text not null, hidden bool not null);
  create table people (voucher text primary key, name text not null, email text not null);`;

/** Role "user" sees neither the vouchers by which everything is joined, nor the primary key of parts and people. */
const typeDefs = `
  type Query {
    orders(where: OrderWhere, order_by: [OrderBy!], distinct_on: [OrderColumn!], limit: Int, offset: Int): [Order!]! @select
  }
  type Order @table(source: "shop_db", name: "orders")
    @permission(role: "user", fields: ["id", "sku"], filter: {owner: {_eq: 7}}) {
    id: Int!
    sku: String!
    cost: Int
    voucher: String
    person: Person @remoteRelationship(fieldMapping: {voucher: "voucher"})
    parts(where: PartWhere, order_by: [PartBy!], limit: Int): [Part!]! @remoteRelationship(fieldMapping: {voucher: "voucher"})
  }
  type Part @table(source: "shop_db", name: "parts")
    @permission(role: "user", fields: ["label"], filter: {hidden: {_eq: false}}) {
    id: Int!
    label: String!
    order: Order @remoteRelationship(fieldMapping: {voucher: "voucher"})
  }
  type Person @table(source: "people_db", name: "people")
    @permission(role: "user", fields: ["name"], rootFields: []) {
    name: String!
    email: String!
    orders(where: OrderWhere, limit: Int): [Order!]! @remoteRelationship(fieldMapping: {voucher: "voucher"})
  }
  input OrderWhere {
    id: IntIs sku: TextIs cost: IntIs voucher: TextIs parts: PartWhere
    _and: [OrderWhere!] _or: [OrderWhere!] _not: OrderWhere
  }
  input PartWhere { id: IntIs label: TextIs order: OrderWhere _not: PartWhere }
  input IntIs { _eq: Int _gt: Int _lte: Int }
  input TextIs { _eq: String _gt: String _like: String }
  input OrderBy { id: Direction sku: Direction cost: Direction voucher: Direction }
  input PartBy { id: Direction label: Direction }
  enum Direction { asc desc }
  enum OrderColumn { id sku cost voucher }`;

interface Rows {
  readonly orders: readonly object[];
  readonly parts: readonly object[];
  readonly people: readonly object[];
}

/** What the role sees, with numbers for the vouchers. */
interface Seen {
  readonly orders: readonly { readonly sku: string; readonly voucher: number }[];
  readonly parts: readonly { readonly label: string; readonly voucher: number }[];
  readonly people: readonly number[];
}

/** What it does not: what the vouchers are called, all that is hidden of rows that are seen, and rows that are not. */
interface Unseen {
  readonly vouchers: readonly string[];
  readonly partIds: readonly number[];
  readonly costs: readonly (number | null)[];
  readonly emails: readonly string[];
  readonly orders: readonly { readonly id: number; readonly sku: string; readonly voucher: number }[];
  readonly parts: readonly { readonly label: string; readonly voucher: number }[];
}

const VOUCHERS = 4;
const voucher = fc.nat(VOUCHERS - 1);
const text = fc.constantFrom('a', 'b', 'c');
const distinct = <Value>(value: fc.Arbitrary<Value>, length: number) =>
  fc.uniqueArray(value, { minLength: length, maxLength: length });

const seen: fc.Arbitrary<Seen> = fc.record({
  orders: fc.array(fc.record({ sku: text, voucher }), { maxLength: 5 }),
  parts: fc.array(fc.record({ label: text, voucher }), { maxLength: 5 }),
  people: fc.uniqueArray(voucher),
});
const unseen: fc.Arbitrary<Unseen> = fc.record({
  vouchers: distinct(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'z'), minLength: 1 }), VOUCHERS),
  partIds: distinct(fc.integer({ min: 1, max: 99 }), 5),
  costs: fc.array(fc.option(fc.nat(9)), { minLength: 5, maxLength: 5 }),
  emails: fc.array(text, { minLength: VOUCHERS, maxLength: VOUCHERS }),
  // Identifiers between, before and after those that are seen.
  orders: fc.uniqueArray(fc.record({ id: fc.nat(59).filter((id) => id % 10 !== 0), sku: text, voucher }), {
    selector: ({ id }) => id,
    maxLength: 5,
  }),
  parts: fc.array(fc.record({ label: text, voucher }), { maxLength: 5 }),
});

function toRows(seen: Seen, { vouchers, ...unseen }: Unseen): Rows {
  return {
    orders: [
      ...seen.orders.map(({ sku, voucher }, n) => ({
        id: (n + 1) * 10, owner: 7, sku, cost: unseen.costs[n], voucher: vouchers[voucher],
      })),
      ...unseen.orders.map(({ id, sku, voucher }) => ({ id, owner: 8, sku, cost: id, voucher: vouchers[voucher] })),
    ],
    parts: [
      ...seen.parts.map(({ label, voucher }, n) => ({
        id: unseen.partIds[n], voucher: vouchers[voucher], label, hidden: false,
      })),
      ...unseen.parts.map(({ label, voucher }, n) => ({ id: 100 + n, voucher: vouchers[voucher], label, hidden: true })),
    ],
    people: seen.people.map((n) => ({ voucher: vouchers[n], name: `Person ${n}`, email: unseen.emails[n] })),
  };
} // biome-ignore format: rows

const integers = fc.oneof(fc.constantFrom(0, 10, 15, 20, 30), fc.nat(60));
const comparisons = <Value>(values: fc.Arbitrary<Value>, operators: readonly string[]) =>
  fc.tuple(fc.constantFrom(...operators), values).map(([operator, value]) => ({ [operator]: value }));
const idIs = comparisons(integers, ['_eq', '_gt', '_lte']);
const textIs = comparisons(text, ['_eq', '_gt', '_like']);

/** All that the input types of the role have. */
const { order, part } = fc.letrec<{ order: object; part: object }>((tie) => ({
  order: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    idIs.map((id) => ({ id })),
    textIs.map((sku) => ({ sku })),
    tie('part').map((parts) => ({ parts })),
    tie('order').map((_not) => ({ _not })),
    fc.array(tie('order'), { maxLength: 2 }).map((_or) => ({ _or })),
    fc.array(tie('order'), { maxLength: 2 }).map((_and) => ({ _and })),
  ),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({}),
    textIs.map((label) => ({ label })),
    tie('order').map((order) => ({ order })),
    tie('part').map((_not) => ({ _not })),
  ),
}));
const direction = fc.constantFrom('asc', 'desc');
const variables = fc.record(
  {
    where: order,
    order_by: fc.array(
      fc.oneof(
        direction.map((id) => ({ id })),
        direction.map((sku) => ({ sku })),
      ),
      { maxLength: 2 },
    ),
    limit: fc.nat(3),
    offset: fc.nat(3),
    parts: part,
    below: order,
    most: fc.nat(2),
    labels: direction.map((label) => [{ label }]),
  },
  { requiredKeys: [] },
);

type Distinct = 'id' | 'sku' | undefined;

const toQuery = (distinct: Distinct) => `
  query ($where: OrderWhere, $order_by: [OrderBy!], $limit: Int, $offset: Int
    $parts: PartWhere, $below: OrderWhere, $most: Int, $labels: [PartBy!]) {
    orders(where: $where, order_by: $order_by, limit: $limit, offset: $offset) {
      id sku
      first: parts(limit: $most, where: $parts) { label }
      parts(order_by: $labels, limit: $most) { label order { id person { name } } }
      person { name orders(where: $below, limit: $most) { id parts { label } } }
    }
    ${distinct === undefined ? '' : `told: orders(distinct_on: [${distinct}], order_by: [{${distinct}: desc}]) { id }`}
  }`;

interface Shop {
  fill(rows: Rows): Promise<void>;
  /** The answer, and the texts of the statements that it took. */
  ask(query: string, variableValues: Readonly<Record<string, unknown>>): Promise<readonly [object, readonly string[]]>;
}

async function openShop(): Promise<Shop> {
  const connectionString = await createDatabase(test, ddl);
  const admin = new pg.Client({ connectionString });
  admin.on('error', () => {}); // the database is dropped with everybody in it
  await admin.connect();
  test.after(() => admin.end());
  const recording = createRecordingPool(test, connectionString);
  const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs] });
  const source = () => postgres({ pool: recording.pool });
  await attachRemoteJoins(schema, {
    sources: { shop_db: source(), people_db: source() },
    session: () => ({ role: 'user' }),
  });
  return {
    async fill(rows) {
      for (const [table, all] of Object.entries(rows)) {
        await admin.query(`delete from ${table}`);
        await admin.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
          JSON.stringify(all),
        ]);
      }
    },
    async ask(query, variableValues) {
      recording.statements.length = 0;
      const answer = await graphql({ schema, source: query, variableValues });
      return [JSON.parse(JSON.stringify(answer)), recording.statements.map(({ text }) => text)];
    },
  };
}

const [left, right] = [await openShop(), await openShop()];
let answered = 0;

const property = fc.asyncProperty(
  seen,
  unseen,
  unseen,
  fc.constantFrom<Distinct>('id', 'sku', undefined),
  variables,
  async (rows, one, other, distinct, given) => {
    await left.fill(toRows(rows, one));
    await right.fill(toRows(rows, other));
    const query = toQuery(distinct);
    const [answer, statements] = await left.ask(query, given);
    deepEqual(await right.ask(query, given), [answer, statements]);
    deepEqual(Object.keys(answer), ['data'], JSON.stringify(answer));
    if (JSON.stringify(answer).includes('"label"')) answered++;
  },
);

// A condition, an order or a count that reads a hidden row or column answers questions about it, one bit at a time; so does
// how much is asked of a database.
test(`A6, A13: what is hidden changes no answer and no statement (seed ${seed})`, async () => {
  await fc.assert(property, { seed, numRuns: 60 * runs });
  notDeepEqual(answered, 0);
});
