/**
 * What a role may not see changes nothing that it gets: two states of databases, of a remote schema and of the host's objects
 * that differ in hidden rows, cells and fields alone give the same bytes, for the same calls. Whatever is hidden holds a secret
 * that is found nowhere. `npm run fuzz:roles -- --seed 7 --scenes 500` tries more of them.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { attachRemoteJoins, type RemoteJoins, remoteJoinsTypeDefs } from '@remote-joins/core';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { request } from 'undici';
import { hosts } from '../support/hosts.js';
import type { Choose, RandomQuery } from '../support/randomQuery.js';
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
/** How often a batch is asked until both sides have asked for the same. */
const MOST_TIMES = 12;
/** Queries of a scene that each host is asked, over HTTP. */
const POSTS = 10;

const arena = await createArena(test);

test(`What a role may not see changes nothing that it gets (seed ${seed})`, async (t) => {
  for (let number = seed; number < seed + scenes; number++) {
    const trial = await prepare(number);
    const joins = await Promise.all(arena.map((side) => attach(side, trial)));
    try {
      for (let batch = 0; batch < BATCHES; batch++) {
        const requests = Array.from({ length: BATCH }, () => drawRequest(trial, joins[0]));
        // The host here validates nothing.
        await compare(trial, requests, (index) => requests.map(executeOn(joins[index]?.schema)));
      }
    } finally {
      await Promise.all(joins.map((each) => each.close()));
    }
  }
  t.diagnostic(`${scenes * BATCHES * BATCH} pairs`);
});

for (const host of hosts.filter(({ name }) => /Apollo|Mercurius/.test(name))) {
  test(`Nor does it on ${host.name}, nor in its log (seed ${seed})`, async (t) => {
    const lines: string[] = [];
    for (let number = seed; number < seed + Math.ceil(scenes / 14); number++) {
      const trial = await prepare(number);
      const log = (line: string): void => void lines.push(line);
      const joins = await attach(arena[0], trial);
      const started = await Promise.all(arena.map((side) => host.start(t, { ...side.options(trial.scene), log })));
      for (let index = 0; index < POSTS; index++) {
        const request = drawRequest(trial, joins);
        // Under jit the third is answered by compiled code.
        for (let times = host.name.includes('jit') ? 3 : 1; times > 0; times--) {
          await compare(trial, [request], (side) => [post(started[side]?.url, request)]);
        }
      }
      await Promise.all([joins, ...started].map((each) => ('close' in each ? each.close() : each.stop())));
    }
    deepEqual(
      lines.filter((line) => SECRET.test(line)),
      [],
    );
  });
}

/** One scene, with its two states in their places. */
interface Trial {
  readonly number: number;
  readonly choose: Choose;
  readonly scene: Scene;
  readonly states: readonly [State, State];
}

async function prepare(number: number): Promise<Trial> {
  const choose = seededChoose(number);
  const scene = randomScene(choose);
  const states = twoStates(scene, choose);
  await Promise.all([arena[0].hold(states[0]), arena[1].hold(states[1])]);
  return { number, choose, scene, states };
}

async function attach(side: Side, { number, scene }: Trial): Promise<RemoteJoins> {
  const { typeDefs, resolvers, sources, options } = side.options(scene);
  const schema = makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers });
  try {
    return await attachRemoteJoins(schema, { sources, ...options });
  } catch (cause) {
    throw new Error(`--seed ${number} --scenes 1 makes a schema that is not valid.`, { cause });
  }
}

/** Some name what is hidden. */
function drawRequest({ scene, choose }: Trial, joins: RemoteJoins | undefined): RandomQuery {
  const schema = chance(choose, 80) ? joins?.schemaFor(scene.session) : joins?.schema;
  if (schema === undefined) throw new Error('Nothing is attached.');
  return randomRoleQuery(schema, choose);
}

function executeOn(schema: GraphQLSchema | undefined): (request: RandomQuery) => Promise<unknown> {
  return async ({ query, variables }) =>
    schema && execute({ schema, document: parse(query), variableValues: variables, contextValue: {} });
}

async function post(url = '', query: RandomQuery): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-secret': 'CNRY-header' };
  const { statusCode, body } = await request(url, { method: 'POST', headers, body: JSON.stringify(query) });
  return { status: statusCode, ...((await body.json()) as object) };
}

/**
 * Asks both sides at once: what is answered, and what is asked of sources for it, is the same, and holds no secret. A join may be
 * started before it is known whether there is a row, and how far it comes is a matter of time: then what one side asks is asked
 * by the other, too, at some time.
 */
async function compare(
  { number, scene, states }: Trial,
  requests: readonly RandomQuery[],
  ask: (side: number) => readonly Promise<unknown>[],
): Promise<void> {
  const told = `--seed ${number} --scenes 1\n${scene.typeDefs}\n${JSON.stringify(scene.session)}`;
  const texts = requests.map(({ query, variables }) => `${query}\n${JSON.stringify(variables)}`);
  const asked = [new Set<string>(), new Set<string>()] as const;
  for (let times = 1; ; times++) {
    for (const side of arena) side.forget();
    const [first, second] = await Promise.all([Promise.all(ask(0)), Promise.all(ask(1))]);
    for (const [index, text] of texts.entries()) {
      const answers = [first[index], second[index]];
      equal(bytesOf(answers[1]), bytesOf(answers[0]), `${told}\n${text}`);
      deepEqual(
        answers.flatMap((answer) => secretsIn(answer, text)),
        [],
        `${told}\n${text}`,
      );
    }
    const where = [told, ...texts].join('\n');
    const sent = arena.flatMap((side) => side.asked());
    deepEqual(
      sent.filter(({ text, headers }) => SECRET.test(text) || headers.includes('CNRY-header')),
      [],
      where,
    );

    const [one, other] = [normalize(arena[0], states[0], scene), normalize(arena[1], states[1], scene)];
    asked[0].add(one);
    asked[1].add(other);
    if (asked[0].has(other) || asked[1].has(one)) return;
    if (times === MOST_TIMES) equal(other, one, where);
  }
}

function bytesOf(answer: unknown): string {
  const { errors = [], ...rest } = JSON.parse(JSON.stringify(answer));
  // Which of several comes first is a matter of time.
  const sorted = errors.map((error: unknown) => JSON.stringify(error)).sort();
  return JSON.stringify({ ...rest, errors: sorted });
}

/** @param own what the client said itself */
function secretsIn(answer: unknown, own: string): readonly string[] {
  return [...textsIn(answer)].filter((text) => {
    const [secret] = SECRET.exec(text) ?? [];
    return secret !== undefined && !own.includes(secret);
  });
}

/**
 * What was asked, without what depends on rows that may be hidden: keys that were looked up for a filter, and which of several
 * keys comes first, which is a matter of how Postgres finds its rows.
 */
function normalize(side: Side, state: State, { looksElsewhere }: Scene): string {
  const all = side.asked().map(({ source, text, values }) => {
    if (looksElsewhere && source === 'database') return text;
    const parts = state.unnamed(values).match(/"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/g) ?? [];
    return `${text} ${parts
      .flatMap((part) => part.split(/[,{}]/))
      .sort()
      .join(' ')}`;
  });
  return all.sort().join('\n');
}
