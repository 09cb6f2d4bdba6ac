/**
 * No operation makes more calls than tools are told: for random schemas, data and queries. Where a source fails, a merged
 * call may be made again, part by part; such answers are left out. REMOTE_JOINS_PROPERTY_RUNS and …_SEED as in roads.test.ts.
 */
import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { inspectTypeDefs } from '@remote-joins/core';
import fc from 'fast-check';
import { parse } from 'graphql';
import { hosts } from '../support/hosts.js';
import { type Choose, randomQuery } from '../support/randomQuery.js';
import { randomWorld } from '../support/randomWorld.js';
import { startWorld } from '../support/world.js';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? (runs === 1 ? 1 : Date.now() % 2 ** 31));

const chooseBy =
  (draw: (arbitrary: typeof fc.nat, most: number) => number): Choose =>
  (values) =>
    values[draw(fc.nat, values.length - 1)] as (typeof values)[number];

const bare = hosts.find(({ name }) => name === 'graphql-js');

for (let round = 0; round < 2 * runs; round++) {
  test(`No more calls than were told (seed ${seed + round})`, async (t) => {
    const [draw] = fc.sample(fc.gen(), { seed: seed + round, numRuns: 1 });
    if (draw === undefined || bare === undefined) throw new Error('Nothing to draw from.');
    const { typeDefs, resolvers, sources: data } = randomWorld(chooseBy(draw));
    const world = await startWorld(t, data);
    const { joins, problems } = await inspectTypeDefs({ typeDefs, sources: world.sources() });
    if (joins === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
    const host = await bare.start(t, { typeDefs, resolvers, sources: world.sources() });
    let asMany = 0;
    let compared = 0;
    const property = fc.asyncProperty(fc.gen(), async (gen) => {
      const { query, variables } = randomQuery(host.schema, chooseBy(gen));
      const [told] = joins.explain(parse(query), { admin: true });
      const ask = async (): Promise<number | undefined> => {
        world.forget();
        const { errors = [] } = await host.query(query, variables);
        if (errors.some(({ code }) => String(code).startsWith('SOURCE_'))) return undefined;
        return Object.values(world.counts()).reduce((sum, count) => sum + count, 0);
      };
      let made = await ask();
      if (made !== undefined && told !== undefined && made > told.count) {
        await wait(200); // what the query before asked in vain may have come late
        made = await ask();
      }
      if (made === undefined) return;
      ok(told !== undefined && made <= told.count, `${made} calls, and ${told?.count} were told:\n${query}`);
      compared++;
      if (made === told.count) asMany++;
    });
    await fc.assert(property, { seed: seed + round, numRuns: 60, interruptAfterTimeLimit: 60_000 });
    // Keys are not always found, and parts not always included; but that is the exception.
    ok(asMany > compared / 3, `${asMany} of ${compared} queries made as many calls as were told.`);
  });
}
