/** SDL of several databases stands in one schema, as every host takes it. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { checkTypeDefs, postgres, type TypeDefsFromDatabaseOptions, typeDefsFromDatabase } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { createDatabase } from '../support/postgres.js';

const shopUrl = await createDatabase(
  test,
  `create table users (id int primary key, name text not null);
   insert into users values (1, 'Ada'), (2, 'Grace');`,
);
const crmUrl = await createDatabase(
  test,
  `create type mood as enum ('glad', 'sad');
   create table users (id int primary key, shop_id int not null unique, mood mood);
   insert into users values (7, 2, 'glad'), (8, 1, 'sad');`,
);
const sources = () => ({
  shop: postgres({ connectionString: shopUrl }),
  crm: postgres({ connectionString: crmUrl }),
});

const shop = await typeDefsFromDatabase({ name: 'shop', source: sources().shop });
const printCrm = (options: Partial<TypeDefsFromDatabaseOptions> = {}): Promise<string> =>
  typeDefsFromDatabase({ name: 'crm', source: sources().crm, beside: shop, ...options });

test('What both databases have is written once, and the second extends the queries of the first', async () => {
  equal(
    await printCrm({ prefix: 'crm_' }),
    `extend type Query {
  crm_users(where: crm_users_bool_exp, order_by: [crm_users_order_by!], limit: Int, offset: Int, distinct_on: [crm_users_select_column!]): [crm_users!]! @select
  crm_users_by_pk(id: Int!): crm_users @select
}

type crm_users @table(source: "crm", name: "users") {
  id: Int!
  mood: crm_mood
  shop_id: Int!
}

input crm_users_bool_exp {
  _and: [crm_users_bool_exp!]
  _not: crm_users_bool_exp
  _or: [crm_users_bool_exp!]
  id: Int_comparison_exp
  mood: crm_mood_comparison_exp
  shop_id: Int_comparison_exp
}

input crm_users_order_by {
  id: order_by
  mood: order_by
  shop_id: order_by
}

enum crm_users_select_column {
  id
  mood
  shop_id
}

enum crm_mood {
  glad
  sad
}

input crm_mood_comparison_exp {
  _eq: crm_mood
  _gt: crm_mood
  _gte: crm_mood
  _in: [crm_mood!]
  _is_null: Boolean
  _lt: crm_mood
  _lte: crm_mood
  _neq: crm_mood
  _nin: [crm_mood!]
}
`,
  );
});

test('A name that is taken gets an ending, and so does an input type that is another there', async () => {
  const text = await printCrm({ beside: [shop.replace('  _gt: Int\n', ''), 'scalar mood'] });
  deepEqual(
    Array.from(text.matchAll(/^(?:extend )?\w+ (\w+)/gm), ([, name]) => name),
    [
      'Query',
      'users_2',
      'users_2_bool_exp',
      'users_2_order_by',
      'users_2_select_column',
      'mood_2',
      'Int_comparison_exp_2',
      'mood_comparison_exp',
    ],
  );
  deepEqual(await checkTypeDefs({ typeDefs: [shop, await printCrm()], sources: sources() }), []);
});

test('What cannot be renamed is refused, and so is what is no SDL', async () => {
  await rejects(printCrm({ beside: 'type Query { a: Int } enum order_by { up down }' }), {
    code: 'INVALID_OPTIONS',
    message:
      'The SDL that typeDefsFromDatabase is to write beside has a type "order_by" that is not what it is here. Rename it, or use another "naming".',
  });
  await rejects(printCrm({ beside: 'type {' }), {
    code: 'INVALID_OPTIONS',
    message: 'Option "beside" of typeDefsFromDatabase is no SDL: The SDL cannot be parsed: Expected Name, found "{".',
  });
});

const joined = `
  extend type users { crm: crm_users @remoteRelationship(fieldMapping: {id: "shop_id"}) }`;
const typeDefs = [shop, await printCrm({ prefix: 'crm_' }), joined].join('\n');

defineHostSuite('SDL of two databases', (host) => {
  const { query } = startForSuite(host, () => ({ typeDefs, sources: sources() }));

  test('is joined by what is added to it', async () => {
    deepEqual(
      await query('{ users(where: {id: {_gt: 1}}) { name crm { mood } } crm_users_by_pk(id: 8) { shop_id } }'),
      {
        data: { users: [{ name: 'Grace', crm: { mood: 'glad' } }], crm_users_by_pk: { shop_id: 1 } },
      },
    );
  });
});
