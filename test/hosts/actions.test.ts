/** Actions: root fields that an HTTP handler answers, called as Hasura calls it, and joins from what it answers. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { action, type Session, type SessionRequest } from '@remote-joins/core';
import { Refusal, startActionServer } from '../support/actionServer.js';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { oneLine, startWorld } from '../support/world.js';

const world = await startWorld(test, {
  databases: {
    users_db: `
      create table users (id int primary key, name text not null);
      insert into users values (1, 'Ada'), (2, 'Bob'), (3, 'Cyd');`,
    orders_db: `
      create table orders (id int primary key, user_id int not null, total int not null);
      insert into orders values (10, 1, 5), (11, 1, 7), (12, 2, 9);`,
  },
  remotes: {
    catalog: {
      typeDefs: 'type Query { product(sku: ID!): Product } type Product { name: String! }',
      resolvers: { Query: { product: (_: unknown, { sku }: { sku: string }) => ({ name: `name of ${sku}` }) } },
    },
  },
});

/** What the handler answers to the action `say`. */
let said: unknown;
/** Actions under way now, and the most there were at once. */
const running = { now: 0, most: 0 };

const accounts = await startActionServer(test, {
  signUp: ({ email }) => ({ id: 2, email, hash: 'CNRY' }),
  sign_up: () => ({ id: 3, email: 'cyd@example.com' }),
  cart: () => ({
    'owner-id': 1,
    lines: [
      { sku: 'pen', by: { user: 1 }, gift: { for: [{ user: 2 }, { user: null }, {}] } },
      { sku: 'ink', by: { user: 9 }, gift: null },
      { sku: null, by: null },
    ],
    extra: 'CNRY',
  }),
  say: () => said,
  async wait() {
    running.most = Math.max(running.most, ++running.now);
    await new Promise((resolve) => setTimeout(resolve, 30));
    running.now--;
    return 'waited';
  },
});

const typeDefs = `
  type Query {
    cart: Cart @action(source: "accounts")
    wait(n: Int): String @action(source: "accounts")
    say(filter: SayFilter @upstream(name: "by"), mood: Mood, moods: [Mood!], at: Int = 5, note: String): Said @action(source: "accounts")
    saidList: [Said!] @action(source: "accounts", name: "say")
    saidLists: [[Said]!]! @action(source: "accounts", name: "say")
    saidMood: Mood @action(source: "accounts", name: "say")
    saidThing: Thing @action(source: "accounts", name: "say")
    user(id: Int!): User @select
  }
  type Mutation {
    signUp(email: String!): Account @action(source: "accounts")
    join: Account @action(source: "accounts", name: "sign_up")
    refuse(n: Int): Account @action(source: "accounts", name: "say")
  }
  type Account {
    id: Int!
    email: String
    shout: String
    user: User @remoteRelationship(fieldMapping: {id: "id"})
    orders(limit: Int): [Order!]! @remoteRelationship(fieldMapping: {id: "user_id"})
  }
  type Cart {
    ownerId: Int! @upstream(name: "owner-id")
    lines: [Line!]!
    owner: User @remoteRelationship(fieldMapping: {ownerId: "id"})
  }
  type Line {
    sku: ID
    by: By
    gift: Gift
    product: Product @remoteRelationship(schema: "catalog", field: "product(sku: $sku)")
    buyer: User @remoteRelationship(source: "users_db", table: "users", fieldMapping: {buyerId: "id"})
    buyerId: Int
    byUser: Product @remoteRelationship(schema: "catalog", field: "product(sku: $user)", variables: {user: "by.user"})
  }
  type By { user: Int, person: User @remoteRelationship(fieldMapping: {user: "id"}) }
  type Gift { for: [By!] }
  type Said { id: Int!, text: String, mood: Mood, moods: [Mood!], tags: [String!], json: JSON, by: By!, self: Said }
  union Thing = Cat | Dog
  type Cat { lives: Int! }
  type Dog @upstream(name: "Hound") { name: String, owner: User @remoteRelationship(fieldMapping: {ownerId: "id"}), ownerId: Int }
  type Product { name: String! }
  type User @table(source: "users_db", name: "users") { id: Int!, name: String! }
  type Order @table(source: "orders_db", name: "orders") { id: Int!, total: Int! }
  scalar JSON
  enum Mood { GOOD BAD @upstream(name: "gloomy") }
  input SayFilter { mood: Mood, minPrice: Float @upstream(name: "min-price"), all: [SayFilter!] }`;

const session = ({ headers }: SessionRequest): Session =>
  headers['x-user'] === undefined
    ? {}
    : { role: 'user', variables: { 'X-Hasura-User-Id': headers['x-user'], 'x-hasura-teams': ['a', 'b c'] } };

const forget = (): void => {
  world.forget();
  accounts.calls.length = 0;
};

defineHostSuite('Actions', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    resolvers: { Account: { shout: ({ email }: { email: string }) => email.toUpperCase() } },
    sources: {
      ...world.sources(),
      accounts: action({
        url: accounts.url,
        headers: { 'x-secret': 'configured', 'x-team': 'configured' },
        forwardHeaders: [
          'authorization',
          'x-team',
          'x-hasura-user-id',
          { from: 'x-request-id', to: 'x-correlation-id' },
        ],
        errorExtensions: ['field', 'deep'],
      }),
    },
    options: { session },
    beforeRequest: forget,
  }));

  test('are one POST of the protocol, and the mutation is followed by the joins of its answer', async () => {
    const source =
      'mutation Up($email: String!) { me: signUp(email: $email) { email shout user { name } orders(limit: 1) { id } } }';
    const headers = {
      'x-user': '2',
      authorization: 'Bearer t',
      'x-request-id': 'r1',
      'x-team': 'CNRY',
      'x-other': 'CNRY',
      'x-hasura-user-id': 'CNRY',
    };
    deepEqual(await query(source, { email: 'bob@example.com' }, { headers }), {
      data: {
        me: { email: 'bob@example.com', shout: 'BOB@EXAMPLE.COM', user: { name: 'Bob' }, orders: [{ id: 12 }] },
      },
    });
    deepEqual(
      accounts.calls.map(({ body }) => body),
      [
        {
          action: { name: 'signUp' },
          input: { email: 'bob@example.com' },
          session_variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '2', 'x-hasura-teams': '{a,"b c"}' },
          request_query: source,
        },
      ],
    );
    const [call] = accounts.calls;
    const { host: _host, connection: _connection, 'content-length': _length, ...sent } = call?.headers ?? {};
    deepEqual(
      [call?.method, sent],
      [
        'POST',
        {
          'x-secret': 'configured',
          'x-team': 'configured',
          authorization: 'Bearer t',
          'x-correlation-id': 'r1',
          'content-type': 'application/json',
          accept: 'application/json',
          'accept-encoding': 'identity',
        },
      ],
    );
    deepEqual(world.calls(), {
      users_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select t0."id" as c0, t0."name" as c1
            from "public"."users" t0
            where t0."id" = any($1::int4[])) s0`,
          ['{2}'],
        ],
      ],
      orders_db: [
        [
          oneLine`
          select to_json(array[to_json(coalesce(array_agg(s0.c0 - 1), '{}')), to_json(coalesce(array_agg(s0.c1), '{}'))])::text
          from (select k.n as c0, t0."id" as c1
            from unnest($1::int4[]) with ordinality k(k0, n)
            cross join lateral (select t0."id" from "public"."orders" t0 where t0."user_id" = k.k0 order by t0."id" limit $2::int8) t0
            order by k.n, t0."id") s0`,
          ['{2}', 1],
        ],
      ],
    });
  });

  test('tell no session variables where there are none', async () => {
    deepEqual(await query('{ wait }'), { data: { wait: 'waited' } });
    deepEqual(
      accounts.calls.map(({ body }) => body),
      [{ action: { name: 'wait' }, input: {}, session_variables: {}, request_query: '{ wait }' }],
    );
  });

  test('take arguments as their types serialise them, under the names that the handler has for them', async () => {
    said = null;
    const source = `query ($filter: SayFilter, $mood: Mood, $none: String) {
      a: say(filter: $filter, mood: $mood, moods: [GOOD, BAD], note: $none) { id }
      b: say(at: 7, note: null) { id }
    }`;
    const filter = { mood: 'BAD', minPrice: 2.5, all: [{ minPrice: 1 }, { mood: 'GOOD' }] };
    deepEqual(await query(source, { filter, mood: 'BAD' }), { data: { a: null, b: null } });
    deepEqual(
      accounts.calls.map(({ body }) => JSON.stringify(body.input)).sort(),
      [
        { at: 7, note: null },
        {
          by: { mood: 'gloomy', 'min-price': 2.5, all: [{ 'min-price': 1 }, { mood: 'GOOD' }] },
          mood: 'gloomy',
          moods: ['GOOD', 'gloomy'],
          at: 5,
        },
      ].map((input) => JSON.stringify(input)),
    );
  });

  test('of a query go side by side, those of a mutation one after another', async () => {
    running.most = 0;
    deepEqual(await query('{ a: wait b: wait c: wait(n: 1) }'), { data: { a: 'waited', b: 'waited', c: 'waited' } });
    deepEqual([running.most, accounts.calls.length], [3, 3]);
    said = { id: 1 };
    deepEqual(await query('mutation { a: refuse { id } join { id } }'), { data: { a: { id: 1 }, join: { id: 3 } } });
    deepEqual(
      accounts.calls.map(({ body }) => body.action.name),
      ['say', 'sign_up'],
    );
  });

  test('answer with objects and lists whose parts are joined, each level by one call per source', async () => {
    const source = `{ cart {
      ownerId owner { name }
      lines { sku product { name } byUser { name } by { person { name } } gift { for { person { id name } } } }
    } }`;
    deepEqual(await query(source), {
      data: {
        cart: {
          ownerId: 1,
          owner: { name: 'Ada' },
          lines: [
            {
              sku: 'pen',
              product: { name: 'name of pen' },
              byUser: { name: 'name of 1' },
              by: { person: { name: 'Ada' } },
              gift: { for: [{ person: { id: 2, name: 'Bob' } }, { person: null }, { person: null }] },
            },
            {
              sku: 'ink',
              product: { name: 'name of ink' },
              byUser: { name: 'name of 9' },
              by: { person: null },
              gift: null,
            },
            { sku: null, product: null, byUser: null, by: null, gift: null },
          ],
        },
      },
    });
    equal(accounts.calls.length, 1);
    deepEqual(world.counts(), { users_db: 1, catalog: 1 });
    deepEqual(world.calls().catalog, [
      [
        oneLine`
          query RemoteJoins($v0_0_0: ID!, $v0_0_1: ID!, $v1_0_0: ID!, $v1_0_1: ID!) {
            _0_0: product(sku: $v0_0_0) { ...F0 }
            _0_1: product(sku: $v0_0_1) { ...F0 }
            _1_0: product(sku: $v1_0_0) { ...F1 }
            _1_1: product(sku: $v1_0_1) { ...F1 } }
          fragment F0 on Product { name } fragment F1 on Product { name }`,
        { v0_0_0: 'pen', v0_0_1: 'ink', v1_0_0: '1', v1_0_1: '9' },
      ],
    ]);
  });

  test('answer with nothing that was not selected, under as many names as it was selected', async () => {
    said = {
      id: 1,
      text: 'hi',
      mood: 'gloomy',
      moods: ['GOOD'],
      tags: [],
      json: { any: ['thing'] },
      CNRY: 'CNRY',
      by: { user: 2, CNRY: 1 },
      self: { id: 2, by: { user: null }, CNRY: 1 },
    };
    const source = `{ say {
      text again: text mood moods tags json
      one: self { id } two: self { by { user } again: id }
      by { person { name } } same: by { user }
      __typename
    } }`;
    deepEqual(await query(source), {
      data: {
        say: {
          text: 'hi',
          again: 'hi',
          mood: 'BAD',
          moods: ['GOOD'],
          tags: [],
          json: { any: ['thing'] },
          one: { id: 2 },
          two: { by: { user: null }, again: 2 },
          by: { person: { name: 'Bob' } },
          same: { user: 2 },
          __typename: 'Said',
        },
      },
    });
  });

  test('may answer with lists of lists, leaves, and objects that tell their type', async () => {
    said = [[{ id: 1 }, null], []];
    deepEqual(await query('{ saidLists { id } }'), { data: { saidLists: [[{ id: 1 }, null], []] } });
    said = 'gloomy';
    deepEqual(await query('{ saidMood }'), { data: { saidMood: 'BAD' } });
    said = { __typename: 'Hound', name: 'Rex', ownerId: 3 };
    const things = '{ saidThing { __typename ... on Cat { lives } ... on Dog { name owner { name } } } }';
    deepEqual(await query(things), {
      data: { saidThing: { __typename: 'Dog', name: 'Rex', owner: { name: 'Cyd' } } },
    });
    said = { __typename: 'Cat', lives: 9 };
    deepEqual(await query(things), { data: { saidThing: { __typename: 'Cat', lives: 9 } } });
  });

  test('that answer with what is not of its type leave an error there, and keep the rest', async () => {
    const unfit = (field: string) =>
      `Field "${field}" has no value: The handler answered with something that does not fit its type.`;
    said = [
      { id: 1, text: 'good', by: { user: 1 }, moods: ['GOOD'] },
      { id: null, text: 'no id', by: {} },
    ];
    deepEqual(await query('{ saidList { text id } user(id: 1) { name } }'), {
      data: { saidList: null, user: { name: 'Ada' } },
      errors: [{ message: unfit('Said.id'), path: ['saidList', 1, 'id'], code: 'SOURCE_INVALID_RESPONSE' }],
    });
    said = { id: 1, text: ['CNRY'], mood: 'CNRY', moods: 'GOOD', self: 'CNRY', by: {} };
    deepEqual(await query('{ say { id text mood moods self { id } by { user } } }'), {
      data: { say: { id: 1, text: null, mood: null, moods: null, self: null, by: { user: null } } },
      errors: [
        {
          message: 'Field "Said.text" has no value: The source answered with a value that is no "String".',
          path: ['say', 'text'],
          code: 'SOURCE_INVALID_RESPONSE',
        },
        {
          message: 'Field "Said.mood" has no value: The source answered with a value that is no "Mood".',
          path: ['say', 'mood'],
          code: 'SOURCE_INVALID_RESPONSE',
        },
        { message: unfit('Said.moods'), path: ['say', 'moods'], code: 'SOURCE_INVALID_RESPONSE' },
        { message: unfit('Said.self'), path: ['say', 'self'], code: 'SOURCE_INVALID_RESPONSE' },
      ],
    });
    said = { id: null };
    deepEqual(await query('mutation { refuse { user { name } id } }'), {
      data: { refuse: null },
      errors: [{ message: unfit('Account.id'), path: ['refuse', 'id'], code: 'SOURCE_INVALID_RESPONSE' }],
    });
    said = { id: 1, tags: ['a', null] };
    deepEqual(await query('{ say { id tags } }'), {
      data: { say: { id: 1, tags: null } },
      errors: [{ message: unfit('Said.tags'), path: ['say', 'tags', 1], code: 'SOURCE_INVALID_RESPONSE' }],
    });
    for (const [wrong, source, at] of [
      [{ id: 1 }, '{ saidList { id } }', 'saidList'],
      [[], '{ say { id } }', 'say'],
      ['CNRY', '{ say { id } }', 'say'],
      [{ __typename: 'Dog' }, '{ saidThing { __typename } }', 'saidThing'],
      [{}, '{ saidThing { __typename } }', 'saidThing'],
    ] as const) {
      said = wrong;
      deepEqual(await query(source), {
        data: { [at]: null },
        errors: [{ message: unfit(`Query.${at}`), path: [at], code: 'SOURCE_INVALID_RESPONSE' }],
      });
    }
  });

  test('are refused in the handler’s words, with its code', async () => {
    const refused: readonly [body: unknown, code: string][] = [
      [{ message: 'Taken.', extensions: { code: 'TAKEN', http: { status: 500 }, other: 'CNRY' } }, 'TAKEN'],
      [{ message: 'Taken.', code: 'OLD_FORM' }, 'OLD_FORM'],
      [{ message: 'Taken.', code: 'OLD_FORM', extensions: { code: 'NEW_FORM' } }, 'NEW_FORM'],
      [{ message: 'Taken.', extensions: { code: 5 } }, 'ACTION_REFUSED'],
      [{ message: 'Taken.' }, 'ACTION_REFUSED'],
    ];
    for (const [body, code] of refused) {
      said = new Refusal(code === 'TAKEN' ? 409 : 400, body);
      deepEqual(await query('mutation { first: join { user { name } } refuse { user { name } } }'), {
        data: { first: { user: { name: 'Cyd' } }, refuse: null },
        errors: [{ message: 'Taken.', path: ['refuse'], code }],
      });
      equal(accounts.calls.length, 2);
      deepEqual(world.counts(), { users_db: 1 });
      deepEqual(await query('{ say { id } user(id: 1) { id } }'), {
        data: { say: null, user: { id: 1 } },
        errors: [{ message: 'Taken.', path: ['say'], code }],
      });
    }
  });
});
