/**
 * Every road gives one answer: Apollo Server with its short road and without, bare graphql-js, Mercurius and compiled code.
 * Schemas, data and queries are random; REMOTE_JOINS_PROPERTY_RUNS=50 tries more of them (1 is the default), and
 * REMOTE_JOINS_PROPERTY_SEED=… the same ones again.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { request } from 'undici';
import { type HostAnswer, hosts, type StartedHost } from '../support/hosts.js';
import { type Choose, randomQuery } from '../support/randomQuery.js';
import { randomWorld } from '../support/randomWorld.js';
import { startWorld } from '../support/world.js';

const runs = Number(process.env.REMOTE_JOINS_PROPERTY_RUNS ?? 1);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? (runs === 1 ? 1 : Date.now() % 2 ** 31));
/** Queries of each schema. */
const QUERIES = 40;

type Draw = (arbitrary: typeof fc.nat, most: number) => number;
const chooseBy =
  (draw: Draw): Choose =>
  (values) =>
    values[draw(fc.nat, values.length - 1)] as (typeof values)[number];

const nodes = hosts.filter(({ name }) => !name.includes('federation'));

for (let round = 0; round < 3 * runs; round++) {
  test(`One answer on every road (seed ${seed + round})`, async (t) => {
    const [draw] = fc.sample(fc.gen(), { seed: seed + round, numRuns: 1 });
    if (draw === undefined) throw new Error('Nothing to draw from.');
    const world = randomWorld(chooseBy(draw));
    const { sources } = await startWorld(t, world.sources);
    const { typeDefs, resolvers } = world;
    const started = await Promise.all(nodes.map((host) => host.start(t, { typeDefs, resolvers, sources: sources() })));
    const [first, ...others] = started;
    if (first === undefined) throw new Error('No hosts.');
    const property = fc.asyncProperty(fc.gen(), async (gen) => {
      const { query, variables } = randomQuery(first.schema, chooseBy(gen));
      const wanted = await first.query(query, variables);
      for (const [index, other] of others.entries()) {
        const name = nodes[index + 1]?.name ?? '';
        const where = `${name}\n${query}\n${JSON.stringify(variables)}`;
        for (const answer of await answersOf(name, other, query, variables)) {
          if (name.includes('jit')) {
            deepEqual(answer.data, wanted.data, where);
            deepEqual(
              nullsOf(answer).filter((place) => !nullsOf(wanted).includes(place)),
              [],
              where,
            );
          } else {
            equal(JSON.stringify(answer.data), JSON.stringify(wanted.data), where);
            // Where all is null, the error that came first has ended the rest.
            if (wanted.data !== null) deepEqual(errorsOf(answer), errorsOf(wanted), where);
          }
        }
      }
    });
    await fc.assert(property, {
      seed: seed + round,
      numRuns: QUERIES,
      interruptAfterTimeLimit: 60_000,
      markInterruptAsFailure: true,
    });
  });
}

/**
 * Compiled code answers the second and third request. It is held to less, for faults of its own: it may order members and
 * errors otherwise, report more errors below one null, take a scalar's null for a value, and lose a condition on one of
 * several merged nodes (so it is not asked where fragments meet conditions).
 */
async function answersOf(
  name: string,
  { query: send, url = '' }: StartedHost,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<readonly HostAnswer[]> {
  if (!name.includes('jit')) return [await send(query, variables)];
  if (/if: \$/.test(query) && query.includes('...')) return [];
  const answers: HostAnswer[] = [];
  for (let time = 0; time < 3; time++) {
    const body = JSON.stringify({ query, variables });
    const response = await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { data = null, errors } = (await response.body.json()) as HostAnswer;
    answers.push({ data, ...(errors && { errors }) });
  }
  return answers;
}

function errorsOf({ errors = [] }: HostAnswer): readonly string[] {
  return errors
    .map(({ path, code, message }) => `${path?.join('.')} ${code ?? 'INTERNAL_SERVER_ERROR'} ${message}`)
    .sort();
}

/** Where the answer is null for an error. Of several errors below one such place, executors report different ones. */
function nullsOf({ data, errors = [] }: HostAnswer): readonly string[] {
  const places = errors.map(({ path = [] }) => {
    let value = data;
    const end = path.findIndex((key) => {
      if (typeof value !== 'object' || value === null) return true;
      value = (value as Record<string, unknown>)[key];
      return false;
    });
    return path.slice(0, end < 0 ? path.length : end).join('.');
  });
  return [...new Set(places)].sort();
}
