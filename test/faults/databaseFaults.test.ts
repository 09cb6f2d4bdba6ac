/** Every way a database can fail, at every place of an operation: what it feeds is null, everything else stays. */
import { deepEqual, equal } from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, postgres } from '@remote-joins/core';
import pg from 'pg';
import { defineHostSuite, startForSuite } from '../support/hosts.js';
import { createDatabase, sharedPostgres } from '../support/postgres.js';
import { createRecordingPool } from '../support/recordingPool.js';
import { startWorld } from '../support/world.js';

/** Rows of the sick database pass through a function that does what a table says, in the midst of the statement. */
const url = await createDatabase(
  test,
  `create table fault (name text not null);
   insert into fault values ('none');
   create table product_rows (sku text primary key, name text not null);
   insert into product_rows values ('CNRY-a', 'Pen'), ('CNRY-b', 'Pad');
   create table tag_rows (id int primary key, sku text not null, text text not null);
   insert into tag_rows values (1, 'CNRY-a', 'blue');
   create function check_fault(sku text) returns boolean language plpgsql volatile as $$
   declare wanted text := (select name from fault);
   begin
     if wanted = 'sleep' then perform pg_sleep(5);
     elsif wanted = 'kill' then perform pg_terminate_backend(pg_backend_pid());
     elsif wanted <> 'none' then
       raise exception 'CNRY-message of %', sku using errcode = wanted, detail = 'Key (sku)=(CNRY-a)', hint = 'CNRY-hint';
     end if;
     return true;
   end $$;
   create view products as select sku, name from product_rows where check_fault(sku);
   create view tags as select id, sku, text from tag_rows;`,
);
const admin = new pg.Client({ connectionString: url });
await admin.connect();
admin.on('error', () => {});
after(() => admin.end());
const setFault = (name: string) => admin.query({ text: 'update fault set name = $1', values: [name] });

const world = await startWorld(test, {
  databases: {
    db: `
      create table items (id int primary key, sku text not null);
      insert into items values (1, 'CNRY-a'), (2, 'CNRY-b');
      create table makers (sku text primary key, name text not null);
      insert into makers values ('CNRY-a', 'Acme'), ('CNRY-b', 'Bolt');`,
    more: `
      create table makers (sku text primary key, name text not null);
      insert into makers values ('CNRY-a', 'Acme'), ('CNRY-b', 'Bolt');`,
  },
});

const typeDefs = `
  type Query { items: [Item!]! @select products: [Product!] @select }
  type Item @table(source: "db", name: "items") {
    id: Int!
    product: Product @remoteRelationship(source: "sick", table: "products", fieldMapping: {sku: "sku"})
    tags: [Tag!] @remoteRelationship(source: "sick", table: "tags", fieldMapping: {sku: "sku"})
    maker: Maker @remoteRelationship(source: "more", table: "makers", fieldMapping: {sku: "sku"})
  }
  type Maker @table(source: "more", name: "makers") {
    name: String!
    product: Product @remoteRelationship(source: "sick", table: "products", fieldMapping: {sku: "sku"})
  }
  type Product @table(source: "sick", name: "products") { name: String! }
  type Tag @table(source: "sick", name: "tags") { text: String! }`;

type Data = (products: readonly unknown[]) => unknown;
const places: Readonly<Record<string, readonly [source: string, paths: readonly string[], data: Data]>> = {
  'a root field': [
    '{ products { name } items { id } }',
    ['products'],
    ([first, second]) => ({ products: first === null ? null : [first, second], items: [{ id: 1 }, { id: 2 }] }),
  ],
  'a child of a list': [
    '{ items { id it: product { name } } }',
    ['items.0.it', 'items.1.it'],
    ([first, second]) => ({
      items: [
        { id: 1, it: first },
        { id: 2, it: second },
      ],
    }),
  ],
  'a second hop': [
    '{ items { maker { name product { name } } } }',
    ['items.0.maker.product', 'items.1.maker.product'],
    ([first, second]) => ({
      items: [{ maker: { name: 'Acme', product: first } }, { maker: { name: 'Bolt', product: second } }],
    }),
  ],
  'beside another source': [
    '{ items { product { name } maker { name } } }',
    ['items.0.product', 'items.1.product'],
    ([first, second]) => ({
      items: [
        { product: first, maker: { name: 'Acme' } },
        { product: second, maker: { name: 'Bolt' } },
      ],
    }),
  ],
};
const there = [{ name: 'Pen' }, { name: 'Pad' }];
const gone = [null, null];

const faults: Readonly<Record<string, ErrorCode>> = {
  sleep: 'SOURCE_TIMEOUT',
  kill: 'SOURCE_UNAVAILABLE',
  '57014': 'SOURCE_TIMEOUT', // cancelled by somebody
  '55P03': 'SOURCE_TIMEOUT', // no lock in time
  '22012': 'SOURCE_ERROR', // a data error without a value of the client's
  '23505': 'SOURCE_ERROR', // a constraint's, whose details hold a row
  '42501': 'SOURCE_ERROR', // no permission
  '53300': 'SOURCE_UNAVAILABLE', // too many connections
  '53200': 'SOURCE_UNAVAILABLE', // out of memory
  '57P01': 'SOURCE_UNAVAILABLE', // shutting down
  '08006': 'SOURCE_UNAVAILABLE', // a connection failure
  XX000: 'SOURCE_ERROR', // an internal error
};

const secret = /CNRY|127\.0\.0\.1|postgres:|select |check_fault|_rows/;

defineHostSuite('A database that fails', (host) => {
  const { query } = startForSuite(host, () => ({
    typeDefs,
    sources: {
      ...world.sources(),
      sick: postgres({ connectionString: url, statementTimeoutMs: 1_000, maxConnections: 6 }),
    },
  }));

  async function expectFault(
    code: ErrorCode,
    heal: () => Promise<unknown>,
    cause: () => Promise<unknown>,
  ): Promise<void> {
    await cause();
    const answers = await Promise.all(Object.values(places).map(([source]) => query(source)));
    await heal();
    for (const [index, [place, [, paths, data]]] of Object.entries(places).entries()) {
      const { errors = [], ...rest } = answers[index] ?? { data: undefined };
      deepEqual(
        [rest, errors.map(({ path, code }) => `${path?.join('.')} ${code}`).sort()],
        [{ data: data(gone) }, paths.map((path) => `${path} ${code}`)],
        place,
      );
      for (const { message } of errors) equal(secret.exec(message)?.[0], undefined, message);
    }
    for (const [source, , data] of Object.values(places)) deepEqual(await query(source), { data: data(there) });
  }

  for (const [name, code] of Object.entries(faults)) {
    test(`${name}: ${code} wherever it feeds a field, and nowhere else`, () =>
      expectFault(
        code,
        () => setFault('none'),
        () => setFault(name),
      ));
  }

  test('a database that is gone, and comes back: SOURCE_UNAVAILABLE', async () => {
    const server = new pg.Client({ connectionString: await sharedPostgres() });
    await server.connect();
    const name = new URL(url).pathname.slice(1);
    const allow = (is: boolean) => server.query(`alter database ${pg.escapeIdentifier(name)} allow_connections ${is}`);
    try {
      await expectFault(
        'SOURCE_UNAVAILABLE',
        () => allow(true),
        async () => {
          await allow(false);
          const ours = `from pg_stat_activity where datname = '${name}' and application_name = 'remote-joins'`;
          await server.query(`select pg_terminate_backend(pid) ${ours}`);
          while ((await server.query(`select ${ours}`)).rowCount !== 0) await sleep(10);
          await sleep(100); // until the pool has heard of it
        },
      );
    } finally {
      await allow(true); // other tests need it, whatever became of this one
      await server.end();
    }
  });

  test('in a statement of several plans only the bad plan fails: each is tried once alone', async (t) => {
    const scope = { after: (hook: () => Promise<void>) => t.after(hook) };
    const { pool, statements } = createRecordingPool(scope, `${url}?options=-c%20statement_timeout%3D300`);
    const started = await host.start(scope, {
      typeDefs,
      sources: { ...world.sources(), sick: postgres({ pool }) },
      beforeRequest: () => {
        statements.length = 0;
      },
    });
    const ask = async () => {
      const { data, errors } = await started.query('{ items { id product { name } tags { text } } }');
      return [data, errors?.map(({ path, code }) => `${path?.join('.')} ${code}`).sort(), statements.length];
    };
    const tags = [[{ text: 'blue' }], []];
    await setFault('22012');
    const split = await ask();
    await setFault('sleep');
    const timedOut = await ask();
    await setFault('none');
    deepEqual(split, [
      {
        items: [
          { id: 1, product: null, tags: tags[0] },
          { id: 2, product: null, tags: tags[1] },
        ],
      },
      ['items.0.product SOURCE_ERROR', 'items.1.product SOURCE_ERROR'],
      3,
    ]);
    deepEqual(timedOut, [
      {
        items: [
          { id: 1, product: null, tags: null },
          { id: 2, product: null, tags: null },
        ],
      },
      ['product', 'tags'].flatMap((field) => [0, 1].map((row) => `items.${row}.${field} SOURCE_TIMEOUT`)).sort(),
      1, // a time-out is not repeated
    ]);
    deepEqual(await ask(), [
      {
        items: [
          { id: 1, product: { name: 'Pen' }, tags: tags[0] },
          { id: 2, product: { name: 'Pad' }, tags: tags[1] },
        ],
      },
      undefined,
      1,
    ]);
  });

  // Under jit the suite sends each request three times, one after the other.
  const skip = host.name === 'Mercurius with jit';

  test('a pool without a free connection: SOURCE_UNAVAILABLE for who waits in vain', { skip }, async (t) => {
    const scope = { after: (hook: () => Promise<void>) => t.after(hook) };
    const { query } = await host.start(scope, {
      typeDefs,
      sources: {
        ...world.sources(),
        sick: postgres({
          connectionString: url,
          maxConnections: 1,
          connectionTimeoutMs: 400,
          statementTimeoutMs: 1_000,
        }),
      },
    });
    const [source, , data] = places['a child of a list'] ?? ['', [], () => undefined];
    await setFault('sleep');
    const slow = query('{ products { name } }');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const { errors, ...rest } = await query(source);
    await setFault('none');
    const codes = (await slow).errors?.map(({ code }) => code);
    deepEqual(
      [rest, errors?.map(({ code }) => code), codes],
      [{ data: data(gone) }, ['SOURCE_UNAVAILABLE', 'SOURCE_UNAVAILABLE'], ['SOURCE_TIMEOUT']],
    );
    deepEqual(await query(source), { data: data(there) });
  });
});
