import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  action,
  attachRemoteJoins,
  checkTypeDefs,
  postgres,
  remoteJoinsTypeDefs,
  remoteSchema,
} from '@remote-joins/core';
import { buildSchema, graphql } from 'graphql';
import { createDatabase } from '../support/postgres.js';

const typeDefs = `
  type Query { people: [Person!]! @select }
  type Person @table(source: "db", name: "people") { name: String nickname: String }
`;

test('SDL is checked against a live database, without a host', async (t) => {
  const connectionString = await createDatabase(t, 'create table people (id int primary key, name text)');
  assert.deepEqual(await checkTypeDefs({ typeDefs, sources: { db: postgres({ connectionString }) } }), [
    {
      code: 'UNJUDGED_FIELD',
      severity: 'warning',
      coordinate: 'Person.nickname',
      message:
        'The field is no column of table "public.people" of "db"; whether a resolver serves it cannot be told from SDL alone.',
      remedy: 'Make sure that it has a resolver.',
      location: { line: 3, column: 67 },
    },
  ]);
});

test('handlers of actions are not called by a check, and what their SDL leaves open is a warning', async () => {
  const typeDefs = `
    type Query { say: Said @action(source: "actions") }
    type Said { text(lang: String): String other: Int }`;
  const sources = { actions: action({ url: 'http://127.0.0.1:9' }) };
  assert.deepEqual(await checkTypeDefs({ typeDefs, sources }), [
    {
      code: 'UNJUDGED_FIELD',
      severity: 'warning',
      coordinate: 'Said.text',
      message:
        'The field has arguments, but no action takes them; whether a resolver serves it cannot be told from SDL alone.',
      remedy: 'Make sure that it has a resolver.',
      location: { line: 3, column: 17 },
    },
  ]);
});

test('sources that a check has closed open again for a server', async (t) => {
  const connectionString = await createDatabase(
    t,
    "create table people (id int primary key, name text); insert into people values (1, 'Ada')",
  );
  const sources = { db: postgres({ connectionString }) };
  await checkTypeDefs({ typeDefs, sources });

  const schema = buildSchema(remoteJoinsTypeDefs + typeDefs.replace(' nickname: String', ''));
  const joins = await attachRemoteJoins(schema, { sources });
  t.after(() => joins.close());
  assert.deepEqual(JSON.parse(JSON.stringify(await graphql({ schema, source: '{ people { name } }' }))), {
    data: { people: [{ name: 'Ada' }] },
  });
});

test('problems read the same whichever source answers first', async () => {
  const near = remoteSchema({ url: 'http://127.0.0.1:9', schema: 'type Query { a: Int }' });
  const far = { ...near, introspect: (name: string) => setTimeout(20).then(() => near.introspect(name)) };
  const typeDefs = 'type Query { a: Int @remoteField(schema: "fra") }';
  const [problem] = await checkTypeDefs({ typeDefs, sources: { far, near } });
  assert.equal(problem?.remedy, 'Add it to the option "sources", which has "far" and "near".');
});
