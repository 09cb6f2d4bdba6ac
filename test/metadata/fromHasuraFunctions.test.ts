/** Tracked functions and computed fields of Hasura's metadata, on every host. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { FromHasuraMetadata } from '@remote-joins/core';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { startHasuraWorld, toHost } from './hasuraWorld.js';

const world = await startHasuraWorld(test, {
  databases: {
    default: `
      create table authors (id int primary key, name text not null, secret text);
      insert into authors values (1, 'Ada', 's'), (2, 'Bobby', 's');
      create table articles (id int primary key, author_id int not null, title text not null, hidden bool not null);
      insert into articles values (1, 1, 'On engines', false), (2, 1, 'On looms', false), (3, 2, 'On engines too', true);
      create function shout(author authors, mark text default '!') returns text stable language sql as $$ select upper(author.name) || mark $$;
      create function letters(authors) returns int immutable language sql as $$ select -length($1.name) $$;
      create function whisper(authors, "hasura session" json) returns text stable language sql as
        $$ select lower($1.name) || ' to ' || ("hasura session" ->> 'x-hasura-role') $$;
      create function articles_of(author_row authors, "title part" text) returns setof articles stable language sql as
        $$ select * from articles where author_id = author_row.id and title like '%' || "title part" || '%' order by id desc $$;
      create function search_articles(search text) returns setof articles stable language sql as
        $$ select * from articles where title ilike '%' || search || '%' order by id desc $$;
      create function touch_articles(search text) returns setof articles language sql as $$ select * from articles $$;`,
  },
});

const metadata = {
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'DEFAULT_URL' } } },
      tables: [
        {
          table: 'authors',
          computed_fields: [
            { name: 'loud', definition: { function: 'shout' }, comment: 'In capitals' },
            { name: 'quiet', definition: { function: 'whisper', session_argument: 'hasura session' } },
            { name: 'found', definition: { function: 'articles_of', table_argument: 'author_row' } },
            { name: 'letters', definition: { function: 'letters' } },
            { name: 'gone', definition: { function: 'nowhere' } },
          ],
          select_permissions: [
            { role: 'reader', permission: { columns: '*', computed_fields: ['loud', 'letters', 'found'], filter: {} } },
            { role: 'guest', permission: { columns: ['id'], filter: {} } },
          ],
        },
        {
          table: 'articles',
          select_permissions: [
            {
              role: 'reader',
              permission: { columns: ['id', 'title'], filter: { hidden: { _eq: false } }, query_root_fields: [] },
            },
          ],
        },
      ],
      functions: [
        {
          function: 'search_articles',
          configuration: { custom_root_fields: { function: 'findArticles', function_aggregate: 'countArticles' } },
          comment: 'By title',
        },
        { function: 'touch_articles', configuration: { exposed_as: 'mutation' } },
        { function: { schema: 'public', name: 'nothing' } },
      ],
    },
  ],
};

const read: FromHasuraMetadata = await world.read(metadata, { env: { HASURA_GRAPHQL_ADMIN_SECRET: 's3cret' } });

test('What is no function that can be called is told, and the others are printed', () => {
  deepEqual(
    read.problems.map(({ severity, code, message }) => [severity, code, message]),
    [
      [
        'error',
        'METADATA_INCONSISTENT',
        'The database has no function "nowhere" that takes a row of "authors", with plain arguments.',
      ],
      [
        'error',
        'METADATA_INCONSISTENT',
        'The database has no function "nothing" that answers rows of a tracked table, with plain arguments.',
      ],
      [
        'warning',
        'METADATA_NOT_SUPPORTED',
        'Function "search_articles" names a root field of aggregates: functions have none here.',
      ],
      ['warning', 'METADATA_NOT_SUPPORTED', 'Function "touch_articles" is a mutation: it is not there.'],
    ],
  );
  deepEqual(read.typeDefs.match(/.*@computed.*|input .*_args[^}]*}|@permission.*/g), [
    '  findArticles(args: search_articles_args!, distinct_on: [articles_select_column!], limit: Int, offset: Int, order_by: [articles_order_by!], where: articles_bool_exp): [articles!]! @computed(function: "public.search_articles")',
    '@permission(role: "reader", fields: ["id", "title"], filter: {hidden: {_eq: false}}, rootFields: ["findArticles"]) {',
    'input shout_authors_args {\n  mark: String\n}',
    'input articles_of_authors_args {\n  title_part: String @column(name: "title part")\n}',
    '@permission(role: "reader", fields: ["id", "name", "secret", "loud", "letters"])',
    '@permission(role: "guest", fields: ["id"]) {',
    '  loud(args: shout_authors_args): String @computed(function: "public.shout")',
    '  quiet: String @computed(function: "public.whisper", sessionArgument: "hasura session")',
    '  found(args: articles_of_authors_args!, distinct_on: [articles_select_column!], limit: Int, offset: Int, order_by: [articles_order_by!], where: articles_bool_exp): [articles!] @computed(function: "public.articles_of", tableArgument: "author_row")',
    '  letters: Int @computed(function: "public.letters")',
    'input search_articles_args {\n  search: String\n}',
  ]);
});

test('What depends on the row alone is compared and sorted by, as a column is', () => {
  deepEqual(read.typeDefs.match(/input authors_(bool_exp|order_by) [^}]*}/g), [
    'input authors_bool_exp {\n  _and: [authors_bool_exp!]\n  _not: authors_bool_exp\n  _or: [authors_bool_exp!]\n  id: Int_comparison_exp\n  name: String_comparison_exp\n  secret: String_comparison_exp\n  letters: Int_comparison_exp\n}',
    'input authors_order_by {\n  id: order_by\n  name: order_by\n  secret: order_by\n  letters: order_by\n}',
  ]);
});

test('Where permissions of functions are not inferred, they are told role by role', async () => {
  const roles = [
    { role: 'reader', permission: { columns: ['id'], filter: {} } },
    { role: 'finder', permission: { columns: ['id'], filter: {} } },
  ];
  const [source] = metadata.sources;
  const functions = [{ function: 'search_articles', permissions: [{ role: 'finder' }] }];
  const tables = [{ table: 'articles', select_permissions: roles }];
  const { typeDefs, problems } = await world.read(
    { ...metadata, sources: [{ ...source, tables, functions }] },
    { env: { HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS: 'false', HASURA_GRAPHQL_ADMIN_SECRET: 's3cret' } },
  );
  deepEqual(
    [problems, typeDefs.match(/@permission.*/g)],
    [
      [],
      [
        '@permission(role: "reader", fields: ["id"], rootFields: ["articles", "articles_by_pk", "articles_aggregate"])',
        '@permission(role: "finder", fields: ["id"], rootFields: ["articles", "articles_by_pk", "articles_aggregate", "search_articles"]) {',
      ],
    ],
  );
});

defineHostSuite('Functions of Hasura', (host) => {
  const { query } = startForSuite(host, () => toHost(world, read));
  const ask = (role: string, source: string) =>
    query(source, {}, { headers: { 'x-hasura-admin-secret': 's3cret', 'x-hasura-role': role } });

  test('answer as in Hasura, to who may ask', async () => {
    deepEqual(
      await ask(
        'reader',
        '{ authors { loud(args: {mark: "?"}) found(args: {title_part: "On"}, limit: 1) { title } } findArticles(args: {search: "engines"}) { id } }',
      ),
      {
        data: {
          authors: [
            { loud: 'ADA?', found: [{ title: 'On looms' }] },
            { loud: 'BOBBY?', found: [] },
          ],
          findArticles: [{ id: 1 }],
        },
      },
    );
    deepEqual(
      await ask(
        'admin',
        '{ authors(where: {id: {_eq: 2}}) { loud quiet secret } findArticles(args: {search: "engines"}) { id } }',
      ),
      {
        data: {
          authors: [{ loud: 'BOBBY!', quiet: 'bobby to admin', secret: 's' }],
          findArticles: [{ id: 3 }, { id: 1 }],
        },
      },
    );
    deepEqual(await ask('reader', '{ authors(where: {letters: {_lt: 0}}, order_by: {letters: asc}) { id letters } }'), {
      data: {
        authors: [
          { id: 2, letters: -5 },
          { id: 1, letters: -3 },
        ],
      },
    });
    for (const [role, source, message] of [
      [
        'guest',
        '{ authors(where: {letters: {_lt: 0}}) { id } }',
        'Field "letters" is not defined by type "authors_bool_exp".',
      ],
      ['reader', '{ authors { quiet } }', 'Cannot query field "quiet" on type "authors".'],
      ['guest', '{ authors { loud } }', 'Cannot query field "loud" on type "authors".'],
      [
        'guest',
        '{ authors { found(args: {title_part: ""}) { id } } }',
        'Cannot query field "found" on type "authors".',
      ],
      [
        'guest',
        '{ findArticles(args: {search: ""}) { id } }',
        'Cannot query field "findArticles" on type "query_root".',
      ],
    ] as const) {
      const { errors } = await ask(role, source);
      deepEqual(errors?.[0]?.message.replace('"Query"', '"query_root"'), message);
    }
  });
});
