/** Those who ask are not mixed up, on whatever road, in whatever order, and whatever fails for one of them. */
import { deepEqual, ok } from 'node:assert/strict';
import { describe, after as suiteAfter, before as suiteBefore, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgres, remoteSchema, type SessionFunction } from '@remote-joins/core';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { guardedResolvers, guardedSession, guardedTypeDefs, guardedWorld } from '../support/guarded.js';
import { defineHostSuite, type HostAnswer, startForSuite } from '../support/hosts.js';
import { createDatabase, type Scope } from '../support/postgres.js';
import { createRecordingPool } from '../support/recordingPool.js';
import { startRemoteServer } from '../support/remoteServer.js';
import { type Road, roadHosts } from '../support/roads.js';
import { startWorld } from '../support/world.js';

const world = await startWorld(test, guardedWorld);

for (const host of roadHosts) {
  describe(`On ${host.name}`, () => {
    let start: ((road: string) => Road) | undefined;
    const ends: (() => Promise<void>)[] = [];
    const scope: Scope = { after: (end) => ends.push(end) };
    suiteBefore(async () => {
      const options = { session: guardedSession };
      const sources = world.sources();
      start = await host.start(scope, { typeDefs: guardedTypeDefs, resolvers: guardedResolvers, sources, options });
    });
    suiteAfter(async () => {
      for (const end of ends) await end();
    });

    /** The texts of the database that are in an answer. */
    const seen = async (road: string, role?: string): Promise<string> => {
      const query = '{ orders(order_by: [{sku: asc}]) { sku } }';
      const answer = await start?.(road)({ query, ...(role !== undefined && { role }) });
      return [...new Set(JSON.stringify(answer).match(/pen|cup|ink|CNRY/g))].join(' ');
    };

    // A check that is made where requests arrive by one road leaves the others open; a check that is kept with a text holds
    // for whoever asked first.
    for (const road of host.roads) {
      test(`A15, A16: who asks sees their own rows, before and after others by the same text, by ${road}`, async () => {
        const users = ['user', undefined, 'admin', 'stranger', 'user', 'admin', 'user', undefined, 'stranger', 'user'];
        const told: string[] = [];
        for (const user of users) told.push(await seen(road, user));
        const expected = { user: 'cup pen', admin: 'CNRY cup ink pen', stranger: '' };
        const expectedOf = (user: string | undefined) => expected[(user ?? 'stranger') as keyof typeof expected];
        deepEqual(told, users.map(expectedOf));
        const mixed = await Promise.all(users.map((user) => seen(road, user)));
        deepEqual(mixed, users.map(expectedOf));
      });
    }
  });
}

/** A database that fails in the midst of a statement for user 8, with one connection to it, and a server that fails for user 5. */
const connectionString = await createDatabase(
  test,
  `create table rows (id int primary key, owner int not null, sku text not null);
   insert into rows select n, 6 + n % 3, 'CNRY-' || (6 + n % 3) || '-' || n from generate_series(1, 9) n;
   create function check_owner(owner int) returns int language plpgsql volatile as $$ begin
     if owner = 8 then raise exception 'CNRY-8'; end if;
     return owner;
   end $$;
   create view orders as select id, owner, sku, check_owner(owner) as checked from rows;`,
);
const database = createRecordingPool(test, connectionString, { max: 1 });
const catalog = await startRemoteServer(test, {
  typeDefs: 'type Query { offer(sku: ID!, by: Int): String }',
  resolvers: {
    Query: {
      async offer(_: unknown, { sku, by }: { sku: string; by: number }) {
        await sleep(by % 3);
        if (by === 5) throw new GraphQLError(`CNRY-5 ${sku}`);
        return `CNRY-${by} has ${sku.slice(7)}`;
      },
    },
  },
});

const typeDefs = `
  type Query {
    orders(limit: Int): [Order!] @select
    offer(sku: ID!, by: Int): String @remoteField(schema: "catalog")
    lines: [Line!]!
  }
  type Order @table(source: "shop_db", name: "orders")
    @permission(role: "user", fields: ["sku", "checked"], filter: {owner: {_eq: "X-Hasura-User-Id"}}) {
    sku: ID!
    checked: Int
    offer: String @remoteRelationship(schema: "catalog", field: "offer(sku: $sku)")
  }
  type Line {
    id: Int!
    order: Order @remoteRelationship(fieldMapping: {id: "id"})
  }`;
const resolvers = { Query: { lines: () => [{ id: 1 }, { id: 2 }, { id: 3 }] } };
const part = 'type Query { offer(sku: ID!, by: Int @preset(value: "X-Hasura-User-Id")): String }';

/** Who asks, which is not known for some turns. */
const session: SessionFunction = async ({ headers }) => {
  for (let turns = Number(headers['x-turns']); turns > 0; turns--) await nextTurn();
  if (headers['x-who'] === 'none') throw new GraphQLError('Log in.', { extensions: { code: 'UNAUTHENTICATED' } });
  return { role: 'user', variables: { 'x-hasura-user-id': headers['x-who'] ?? '' } };
};

const source = `
  query ($n: Int) { orders(limit: $n) { sku checked offer } offer(sku: "CNRY-0-all") lines { id order { sku offer } } }`;

/** What user 6 or 7 gets. */
function ordersOf(user: number): HostAnswer {
  const numbers = [...Array(9).keys()].map((index) => index + 1).filter((n) => 6 + (n % 3) === user);
  const orders = numbers.map((n) => ({ sku: `CNRY-${user}-${n}`, checked: user, offer: `CNRY-${user} has ${n}` }));
  const lines = [1, 2, 3].map((id) => {
    const [sku, offer] = [`CNRY-${user}-${id}`, `CNRY-${user} has ${id}`];
    return { id, order: numbers.includes(id) ? { sku, offer } : null };
  });
  return { data: { orders, offer: `CNRY-${user} has all`, lines } };
}

defineHostSuite('Requests of several users that are under way at once', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers,
    sources: {
      shop_db: postgres({ pool: database.pool }),
      catalog: remoteSchema({ url: catalog.url, permissions: { user: part } }),
    },
    options: { session },
  }));
  const ask = (who: string, turns = 0): Promise<HostAnswer> =>
    query(source, { n: 3 }, { headers: { 'x-who': who, 'x-turns': String(turns) } });

  // What is kept for the next request, or shared by those under way, must hold nothing of whom it was made for.
  test('get each what they get alone, while others fail on the same connection', async () => {
    const alone = new Map([
      ['6', ordersOf(6)],
      ['7', ordersOf(7)],
    ]);
    for (const user of ['6', '7']) deepEqual(await ask(user), alone.get(user));
    for (const [user, code] of [['5', 'SOURCE_ERROR'], ['8', 'SOURCE_ERROR'], ['none', 'UNAUTHENTICATED']] as const) {
      const answer = await ask(user);
      deepEqual(new Set(answer.errors?.map((error) => error.code)), new Set([code]));
      ok(!/CNRY-[^8]/.test(JSON.stringify(answer)));
      alone.set(user, answer);
    } // biome-ignore format: a table
    const schedule = fc.array(fc.tuple(fc.constantFrom(...alone.keys()), fc.nat(4)), { minLength: 8, maxLength: 16 });
    const property = fc.asyncProperty(schedule, async (requests) => {
      const answers = await Promise.all(requests.map(([user, turns]) => ask(user, turns)));
      const users = requests.map(([user]) => user);
      deepEqual(
        answers.map((answer, index) => [users[index], answer]),
        users.map((user) => [user, alone.get(user)]),
      );
    });
    await fc.assert(property, { seed: 1, numRuns: 8, endOnFailure: true });
  });

  test('share no call, although they ask the same in the same moment, and no text holds a value of theirs', async () => {
    database.statements.length = 0;
    catalog.requests.length = 0;
    await Promise.all(['6', '7', '6', '7'].map((user) => ask(user)));
    const rounds = host.name.endsWith('jit') ? 3 : 1;
    const users = (values: readonly unknown[]) => values.map(String).filter((value) => value === '6' || value === '7');
    const sent = [
      ...database.statements.map(({ text, values }) => [text, users(values)] as const),
      ...catalog.requests.map((request) => [request.query, users(Object.values(request.variables))] as const),
    ].filter(([text]) => !text.includes('__schema') && !text.includes('pg_catalog'));
    const byText = new Map<string, string[]>();
    for (const [text, [user = 'nobody']] of sent) byText.set(text, [...(byText.get(text) ?? []), user]);
    deepEqual(
      [...byText].map(([text, by]) => [/CNRY|[= ][67]\b/.test(text), by.sort().join('')]),
      Array.from({ length: byText.size }, () => [false, '66'.repeat(rounds) + '77'.repeat(rounds)]),
    );
    ok(byText.size >= 4);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
