/** SDL that is made of a database or of metadata can be committed: it changes where they do, and only there. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { postgres, typeDefsFromDatabase } from '@remote-joins/core';
import { createDatabase } from '../support/postgres.js';
import { startHasuraWorld } from './hasuraWorld.js';

const TABLES = [
  'create table authors (id int primary key, name text not null, mood text);',
  'create table books (id int primary key, author_id int references authors, price numeric, code uuid, tags text[]);',
  'create table sales (book_id int references books, day date, count int8, primary key (book_id, day));',
];

test('The SDL of a database is the same text each time, in whatever order its tables were made', async (t) => {
  const tables = await createDatabase(t, TABLES.join('\n'));
  const reversed = await createDatabase(
    t,
    `${[...TABLES]
      .reverse()
      .join('\n')
      .replaceAll(/references \w+/g, '')}
     alter table sales add foreign key (book_id) references books;
     alter table books add foreign key (author_id) references authors;`,
  );
  const print = (connectionString: string) =>
    typeDefsFromDatabase({ name: 'db', source: postgres({ connectionString }) });
  const first = await print(tables);
  equal(await print(tables), first);
  equal(await print(reversed), first);
});

test('The SDL of metadata is the same text each time, in whatever order its tables are listed', async (t) => {
  const world = await startHasuraWorld(t, { databases: { library: TABLES.join('\n') } });
  const tables = [
    {
      table: { schema: 'public', name: 'books' },
      object_relationships: [{ name: 'author', using: { foreign_key_constraint_on: 'author_id' } }],
      select_permissions: [{ role: 'reader', permission: { columns: '*', filter: {} } }],
    },
    { table: { schema: 'public', name: 'sales' } },
    {
      table: { schema: 'public', name: 'authors' },
      array_relationships: [
        { name: 'books', using: { foreign_key_constraint_on: { column: 'author_id', table: 'books' } } },
      ],
    },
  ];
  const read = (listed: readonly unknown[]) =>
    world.read({
      version: 3,
      sources: [
        {
          name: 'library',
          kind: 'postgres',
          configuration: { connection_info: { database_url: { from_env: 'LIBRARY_URL' } } },
          tables: listed,
        },
      ],
    });
  const first = await read(tables);
  deepEqual(
    first.problems.map(({ code }) => code),
    ['METADATA_NO_ADMIN_SECRET'],
  );
  equal((await read(tables)).typeDefs, first.typeDefs);
  equal((await read([...tables].reverse())).typeDefs, first.typeDefs);
  deepEqual(
    [...first.typeDefs.matchAll(/^type ([A-Za-z]+)\b/gm)].map(([, name]) => name),
    ['Query', 'authors', 'books', 'sales'],
  );
});
