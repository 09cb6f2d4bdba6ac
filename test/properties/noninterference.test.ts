/**
 * What a role may not see changes nothing that it gets: two states of databases, of a remote schema and of the host's objects
 * that differ in hidden rows, cells and fields alone give the same bytes, for the same calls. Whatever is hidden holds a secret
 * that is found nowhere. `npm run fuzz:roles -- --seed 7 --scenes 500` tries more of them.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, type RemoteJoins, remoteJoinsTypeDefs } from '@remote-joins/core';
import { type ExecutionResult, execute, parse } from 'graphql';
import type { RandomQuery } from '../support/randomQuery.js';
import { createArena, type Side } from '../support/secrets/arena.js';
import { randomRoleQuery } from '../support/secrets/randomRoleQuery.js';
import { randomScene, type Scene } from '../support/secrets/randomScene.js';
import { textsIn } from '../support/secrets/secretsIn.js';
import { chance, seededChoose } from '../support/secrets/seededChoose.js';
import { SECRET, type State, twoStates } from '../support/secrets/twoStates.js';

const scenes = Number(process.env.REMOTE_JOINS_SCENES ?? 28);
const seed = Number(process.env.REMOTE_JOINS_PROPERTY_SEED ?? 1);
/** Queries of each scene: so many times so many side by side. */
const BATCHES = 9;
const BATCH = 8;

const arena = await createArena(test);

test(`What a role may not see changes nothing that it gets (seed ${seed})`, async (t) => {
  let pairs = 0;
  for (let number = seed; number < seed + scenes; number++) pairs += await tryScene(number);
  t.diagnostic(`${pairs} pairs`);
});

/** @returns how many pairs of answers were compared */
async function tryScene(number: number): Promise<number> {
  const choose = seededChoose(number);
  const scene = randomScene(choose);
  const states = twoStates(scene, choose);
  const joins: RemoteJoins[] = [];
  for (const [index, side] of arena.entries()) {
    await side.hold(states[index] as State);
    const { typeDefs, resolvers, sources, options } = side.options(scene);
    const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
    joins.push(await attachRemoteJoins(schema, { sources, ...options }));
  }
  const [a, b] = joins;
  if (a === undefined || b === undefined) throw new Error('Two sides are needed.');
  try {
    for (let batch = 0; batch < BATCHES; batch++) {
      const requests = Array.from({ length: BATCH }, () =>
        // Some name what is hidden: the host here validates nothing.
        randomRoleQuery(chance(choose, 80) ? a.schemaFor(scene.session) : a.schema, choose),
      );
      await compare({ number, scene, states, joins: [a, b] }, requests);
    }
  } finally {
    await Promise.all(joins.map((each) => each.close()));
  }
  return BATCHES * BATCH;
}

interface Trial {
  readonly number: number;
  readonly scene: Scene;
  readonly states: readonly [State, State];
  readonly joins: readonly [RemoteJoins, RemoteJoins];
}

async function compare({ number, scene, states, joins }: Trial, requests: readonly RandomQuery[]): Promise<void> {
  const documents = requests.map(({ query }) => parse(query));
  const askAll = ({ schema }: RemoteJoins): Promise<readonly ExecutionResult[]> =>
    Promise.all(
      documents.map((document, index) =>
        execute({ schema, document, variableValues: requests[index]?.variables, contextValue: {} }),
      ),
    );
  for (const side of arena) side.forget();
  const [first, second] = await Promise.all([askAll(joins[0]), askAll(joins[1])]);
  const told = `--seed ${number} --scenes 1\n${scene.typeDefs}\n${JSON.stringify(scene.session)}`;
  for (const [index, request] of requests.entries()) {
    const where = `${told}\n${request.query}\n${JSON.stringify(request.variables)}`;
    const answers = [first[index], second[index]];
    const [bytes, bytesToo] = answers.map(bytesOf);
    equal(bytesToo, bytes, where);
    const own = JSON.stringify(request);
    const secrets = answers
      .flatMap((answer) => [...textsIn(answer)])
      .filter((text) => {
        const [secret] = SECRET.exec(text) ?? [];
        return secret !== undefined && !own.includes(secret);
      });
    deepEqual(secrets, [], where);
  }
  const where = `${told}\n${requests.map(({ query, variables }) => `${query}\n${JSON.stringify(variables)}`).join('\n')}`;
  const [asked, askedToo] = arena.map((side, index) => normalize(side, states[index] as State, scene));
  deepEqual(askedToo, asked, where);
  deepEqual(
    arena.flatMap((side) => side.asked()).filter(({ text }) => SECRET.test(text)),
    [],
    where,
  );
}

function bytesOf(answer: unknown): string {
  const { data, errors = [] } = JSON.parse(JSON.stringify(answer));
  const sorted = errors.map((error: unknown) => JSON.stringify(error)).sort();
  return JSON.stringify({ data, errors: sorted });
}

/** What was asked, without what depends on rows that may be hidden: keys that were looked up for a filter. */
function normalize(side: Side, state: State, { looksElsewhere }: Scene): readonly (readonly string[])[] {
  return side
    .asked()
    .map(({ source, text, values }) => [text, looksElsewhere && source === 'database' ? '' : state.unnamed(values)])
    .sort(([a = '', b = ''], [c = '', d = '']) => (a + b < c + d ? -1 : 1));
}
