/** What refusals and failures tell, in all that leaves the server: on every kind of server, the whole response is read. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { describe, after as suiteAfter, before as suiteBefore, test } from 'node:test';
import {
  assertNothingTold,
  guardedResolvers,
  guardedSession,
  guardedTypeDefs,
  guardedWorld,
} from '../support/guarded.js';
import type { Scope } from '../support/postgres.js';
import { type Road, type RoadHost, roadHosts } from '../support/roads.js';
import { startWorld } from '../support/world.js';

/** One of each class of errors that Postgres has, and of those whose details are rows or names. */
const states = [
  '02000', '03000', '08003', '09000', '0A000', '0B000', '0F000', '0L000', '0P000', '0Z000', '20000', '21000', '22000',
  '22003', '22012', '22023', '22P02', '2201B', '23000', '23502', '23503', '23505', '23514', '23P01', '24000', '25000',
  '26000', '27000', '28000', '2B000', '2D000', '2F000', '34000', '38000', '39000', '3B000', '3D000', '3F000', '40001',
  '40P01', '42000', '42501', '42601', '42703', '42P01', '44000', '53000', '53200', '54000', '55000', '55P03', '57014',
  '58000', '72000', 'F0000', 'HV000', 'P0001', 'P0004', 'XX000',
]; // biome-ignore format: a list

const world = await startWorld(test, {
  ...guardedWorld,
  databases: {
    ...guardedWorld.databases,
    faults_db: `
      create table states (code text primary key);
      insert into states select unnest('{${states}}'::text[]);
      create function fail(code text) returns text language plpgsql volatile as $$ begin
        raise exception 'CNRY-message' using errcode = code, detail = 'Key (id)=(CNRY-detail) already exists.', hint = 'CNRY-hint',
          column = 'CNRY-column', constraint = 'CNRY-constraint', datatype = 'CNRY-type', table = 'CNRY-table', schema = 'CNRY-schema';
      end $$;
      create view faults as select code, fail(code) as told from states;`,
  },
});

const typeDefs = guardedTypeDefs
  .replace('type Query {', 'type Query { faults(code: String!): [Fault!] @select')
  .concat(`
  type Fault @table(source: "faults_db", name: "faults") @permission(role: "user", fields: ["*"]) {
    code: String
    told: String
  }`);

function startForSuite(host: RoadHost): (road: string) => Road {
  let started: ((road: string) => Road) | undefined;
  const ends: (() => Promise<void>)[] = [];
  const scope: Scope = { after: (end) => ends.push(end) };
  suiteBefore(async () => {
    const options = { session: guardedSession };
    started = await host.start(scope, { typeDefs, resolvers: guardedResolvers, sources: world.sources(), options });
  });
  suiteAfter(async () => {
    for (const end of ends) await end();
  });
  return (road) => {
    if (started === undefined) throw new Error('The server of this suite has not started.');
    return started(road);
  };
}

/** Queries that name what is hidden, which stands here as "cost", "email" and "wipe". */
const naming: readonly (readonly [query: string, variables?: Readonly<Record<string, unknown>>])[] = [
  ['{ orders { cost } }'],
  ['{ orders { cost { cost } } }'],
  ['{ orders { cost(bad: 1) } }'],
  ['{ orders { id ...F } } fragment F on Order { x: cost @include(if: false) }'],
  ['{ orders(cost: 5) { id } }'],
  ['{ orders(where: {cost: {_eq: 5}}) { id } }'],
  ['{ orders(where: {_not: {cost: "x"}}) { id } }'],
  ['{ orders(order_by: [{cost: asc}]) { id } }'],
  ['{ orders(distinct_on: [cost]) { id } }'],
  ['query ($w: OrderWhere) { orders(where: $w) { id } }', { w: { cost: { _eq: 'x' } } }],
  ['query ($o: [OrderBy!]) { orders(order_by: $o) { id } }', { o: [{ cost: 'asc' }] }],
  ['query ($d: [OrderColumn!]) { orders(distinct_on: $d) { id } }', { d: ['cost'] }],
  ['{ orders { person { email } } }'],
  ['{ named { email ... on Person { email(x: 1) } } }'],
  ['mutation { wipe }'],
  ['mutation { wipe(sku: 5) { id } }'],
  ['mutation { rate(sku: "a", stars: 1, wipe: 2) { text } }'],
  ['{ __type(name: "Order") { fields { name cost } } }'],
];

/** Names of the same length, which nobody ever gave to anything. */
const made: Readonly<Record<string, string>> = { cost: 'zqvk', email: 'zqvkx', wipe: 'zqvw' };
const anew = (text: string): string => text.replace(/cost|email|wipe/g, (name) => made[name] ?? name);

for (const host of roadHosts) {
  const [road = ''] = host.roads;
  describe(`What ${host.name} tells`, () => {
    const start = startForSuite(host);
    const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
      start(road)({ query, variables, role: 'user' });

    // Not only what is said, also how: codes, positions, headers and suggestions would tell a name that is there.
    test('A9: of a name that is hidden is what it tells of one that never was', async () => {
      for (const [query, variables] of naming) {
        const hidden = await ask(query, variables);
        const never = await ask(anew(query), variables && JSON.parse(anew(JSON.stringify(variables))));
        deepEqual(JSON.parse(anew(JSON.stringify(hidden))), never, query);
        assertNothingTold(hidden);
        ok(/"errors/.test(JSON.stringify(hidden).replaceAll('\\"', '"')), query);
      }
    });

    // Messages of a database hold rows, and names of columns, constraints and tables.
    test('A10: of an error of a database is none of its words, whichever it is', async () => {
      const query = 'query ($code: String!) { faults(code: $code) { told } orders { id } }';
      for (const code of states) {
        const told = await ask(query, { code });
        assertNothingTold(told);
        const text = JSON.stringify(told).replaceAll('\\"', '"');
        ok(!/Key \(|already exists|faults_db\.|select |_eq|\$1/.test(text), text);
        equal(text.match(/"code":"(SOURCE_|BAD_USER_INPUT|FORBIDDEN)\w*"/g)?.length, 1, text);
        ok(text.includes('"orders":[{"id":1},{"id":2}]'), text);
      }
    });

    // Another server's errors are written for its own clients.
    test('A11: of an error of a remote schema is none of its words, nor its code and status', async () => {
      for (const query of ['{ orders { id offer { text } } }', '{ offer(voucher: "CNRY-v2") { text } }']) {
        const told = await ask(query);
        assertNothingTold(told);
        const text = JSON.stringify(told).replaceAll('\\"', '"');
        ok(text.includes('SOURCE_ERROR') && !text.includes('418') && !text.includes('voucher'), text);
      }
    });
  });
}
