/** Schemas that replace each other while requests are under way. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgres, type ServerDefinition, type Source } from '@remote-joins/core';
import pg from 'pg';
import { createChanges } from '../../packages/core/src/live/createChanges.js';
import { createDatabase } from '../support/postgres.js';
import { countAlive, type LiveAnswer, liveHosts } from './liveHosts.js';

const connectionString = await createDatabase(
  test,
  `create table users (id int primary key, old_tag text not null, new_tag int not null, boss int);
   insert into users values (1, 'old', 7, 2), (2, 'old', 7, 1);`,
);

const MOST_CONNECTIONS = 4;

function open(): Source {
  return postgres({ connectionString, applicationName: 'swaps', maxConnections: MOST_CONNECTIONS });
}

/** Two schemas that no answer can mix: a tag is a text here and a number there, and joins have other names. */
const definitions: Readonly<Record<'old' | 'new', () => ServerDefinition>> = {
  old: () => ({
    typeDefs: `
      type Query { users: [User!]! @select slow: Slow }
      type Slow { id: Int! user: User @remoteRelationship(fieldMapping: {id: "id"}) }
      type User @table(source: "old_db", name: "users") {
        id: Int!
        tag: String! @column(name: "old_tag")
        boss: User @remoteRelationship(fieldMapping: {boss: "id"})
        chief: User @remoteRelationship(fieldMapping: {boss: "id"})
      }`,
    resolvers: { Query: { slow } },
    sources: { old_db: open() },
  }),
  new: () => ({
    typeDefs: `
      type Query { users: [Person!]! @select slow: Slow }
      type Slow { id: Int! user: Person @remoteRelationship(fieldMapping: {id: "id"}) }
      type Person @table(source: "new_db", name: "users") {
        id: Int!
        tag: Int! @column(name: "new_tag")
        boss: Person @remoteRelationship(fieldMapping: {boss: "id"})
        head: Person @remoteRelationship(fieldMapping: {boss: "id"})
      }`,
    resolvers: { Query: { slow } },
    sources: { new_db: open() },
  }),
};

async function slow(): Promise<{ id: number }> {
  await sleep(Math.random() * 15);
  return { id: 1 };
}

/** One name each time, so that Mercurius has cached some and parses others. */
const shared = (n: number): string => `query Q${n % 7} {
  users { __typename tag boss { __typename tag } }
  slow { user { __typename tag boss { tag } } }
}`;

const answers = {
  old: sharedAnswer('User', 'old'),
  new: sharedAnswer('Person', 7),
};

function sharedAnswer(__typename: string, tag: unknown): unknown {
  const user = { __typename, tag, boss: { __typename, tag } };
  return { users: [user, user], slow: { user: { __typename, tag, boss: { tag } } } };
}

/** Valid on one of the schemas alone. */
const own = {
  old: {
    query: '{ users { chief { tag } } }',
    data: { users: [{ chief: { tag: 'old' } }, { chief: { tag: 'old' } }] },
  },
  new: { query: '{ users { head { tag } } }', data: { users: [{ head: { tag: 7 } }, { head: { tag: 7 } }] } },
};

type Verdict = 'old' | 'new' | 'refused' | { readonly failed: LiveAnswer };

function judgeShared(answer: LiveAnswer): Verdict {
  const found = (['old', 'new'] as const).find((name) => same(answer.data, answers[name]));
  return found !== undefined && answer.errors.length === 0 ? found : { failed: answer };
}

function judgeOwn(name: 'old' | 'new', answer: LiveAnswer): Verdict {
  if (answer.errors.length === 0 && same(answer.data, own[name].data)) return name;
  // The other schema says that it does not know the field, and did nothing.
  const isRefused = answer.data === null && answer.errors.length === 1 && answer.status === 400;
  return isRefused && /^(Graphql validation error|Cannot query field)/.test(answer.errors[0] ?? '')
    ? 'refused'
    : { failed: answer };
}

function same(actual: unknown, expected: unknown): boolean {
  return JSON.stringify(actual) === JSON.stringify(expected);
}

/** Of the forms of a host, one is tried at length. */
const LONG = ['Apollo Server', 'Mercurius with jit'];

for (const host of liveHosts) {
  const swaps = LONG.includes(host.name) ? 200 : 40;
  test(`${swaps} swaps under load fail no request and mix no answer on ${host.name}, and leave no schema behind`, async (t) => {
    const changes = createChanges(definitions.old());
    const { post, schemas } = await host.start({ after: (end) => t.after(end) }, { changes }, { dawdle: true });

    let isOver = false;
    const verdicts: Verdict[] = [];
    const client = async (ask: (n: number) => Promise<Verdict>): Promise<void> => {
      for (let n = 0; !isOver; n++) verdicts.push(await ask(n));
    };
    const clients = [
      ...Array.from({ length: 6 }, () => client(async (n) => judgeShared(await post(shared(n))))),
      client(async () => judgeOwn('old', await post(own.old.query))),
      client(async () => judgeOwn('new', await post(own.new.query))),
    ];
    for (let swap = 1; swap <= swaps; swap++) {
      await changes.change(definitions[swap % 2 === 1 ? 'new' : 'old'](), async () => {});
    }
    isOver = true;
    await Promise.all(clients);

    deepEqual(
      verdicts.filter((verdict) => typeof verdict === 'object'),
      [],
    );
    for (const verdict of ['old', 'new', 'refused']) ok(verdicts.includes(verdict as Verdict), `${verdict} was seen`);
    equal(judgeShared(await post(shared(0))), 'old', 'the last swap counts');
    equal(schemas.length, swaps + 1);

    // Without the plugin, the last three stay usable for some seconds: a request may not have come to its execution yet.
    const lingering = host.name === 'Apollo Server without the plugin' ? 3 : 0;
    const alive = await countAlive(schemas, 2 + lingering);
    ok(alive <= 2 + lingering, `${alive} schemas are alive`);
    const held = await connections();
    ok(held <= MOST_CONNECTIONS * (1 + lingering), `${held} connections are open`);
  });
}

async function connections(): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select count(*)::int as open from pg_stat_activity where datname = current_database() and application_name = 'swaps'`,
    );
    return rows[0].open;
  } finally {
    await client.end();
  }
}
