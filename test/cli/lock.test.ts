/** `lock`, `check --lock` and `diff`: what joins use of their sources, without network, and what has changed of it. */
import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { validateSarif } from './sarif.js';
import { catalogue, copyExample, runCli, runCliMany, startStorefront } from './storefront.js';

test('A check against the lock asks no source, needs no environment, and says what the lock does not have', async (t) => {
  const sound = copyExample(t);
  const more = copyExample(t, {
    'schema/graph.graphql': (text) => text.replace('  price: Float!\n', '  price: Float!\n  weight: Float\n'),
    'schema/orders.graphql': (text) =>
      text
        .replace('customer_id: "id"', 'buyer_id: "id"')
        .replace('"products(skus: [$sku])"', '"productsOf(skus: [$sku])"'),
  });
  const preset = copyExample(t, {
    'permissions/customer.graphql': (text) => text.replace('value: NORTH', 'value: WEST'),
  });
  const wrong = copyExample(t, {
    'broken.json': () => '{ "version": 1, "sources": { "orders_db": { "kind": "tables", "defaultSchema": 3 } } }',
    'none.json': () => 'sources: none',
  });
  const notes = readFileSync('test/examples/ci.txt', 'utf8').match(/^schema\/graph.*?2 notes\.\n/ms)?.[0] ?? '';

  deepEqual(
    await runCliMany([
      [sound, ['check', '--lock']],
      [more, ['check', '--lock']],
      [preset, ['check', '--lock']],
      [wrong, ['check', '--lock', 'gone.json']],
      [wrong, ['check', '--lock', 'broken.json']],
      [wrong, ['check', '--lock', 'none.json']],
    ]),
    [
      { code: 0, stdout: notes, stderr: '' },
      {
        code: 1,
        stdout: `schema/graph.graphql:13:3  warning  UNJUDGED_FIELD  Product.weight
  The field is no field of "Product" in remote schema "catalogue"; whether a resolver serves it cannot be told from SDL alone.
  → Make sure that it has a resolver. If the source has it by now, run: remote-joins lock

schema/orders.graphql:12:54  error  UNKNOWN_PARENT_FIELD  Order.customer
  The join key "buyer_id" is neither a field of "Order" nor a column of table "public.orders" of "orders_db".
  → Name a field of "Order". If the source has it by now, run: remote-joins lock

schema/orders.graphql:24:61  error  UNKNOWN_REMOTE_FIELD  OrderItem.product
  "Query" of remote schema "catalogue" has no field "productsOf". Did you mean "products" or "product"?
  → Name a field of it. If the source has it by now, run: remote-joins lock

2 errors, 1 warning.
`,
        stderr: '',
      },
      {
        code: 1,
        stdout: `permissions/customer.graphql:6:25  error  INVALID_PRESET  sources.catalogue.permissions.customer: Query.warehouse(site:)
  The preset is not a value of Site!.
  → Give a value of Site!.

1 error.
`,
        stderr: '',
      },
      { code: 2, stdout: '', stderr: 'There is no lock "gone.json". Make it with: remote-joins lock\n' },
      {
        code: 2,
        stdout: '',
        stderr:
          'The lock "broken.json" cannot be used. "sources.orders_db.defaultSchema" of the lock is no text. Make the lock anew.\n',
      },
      {
        code: 2,
        stdout: '',
        stderr: 'The lock "none.json" cannot be used. It is no JSON. Make the lock anew.\n',
      },
    ],
  );
});

test('What changes of what joins use is told with the relationships that use it, and all else is silent', async (t) => {
  const { env } = await startStorefront(t, {
    orders: `
      alter table order_items alter quantity type bigint;
      alter table orders drop address_label, add paid boolean not null default false;`,
    users: 'drop table addresses; alter table users rename favourite_sku to favourite',
    catalogueTypeDefs: catalogue
      .replace('products(skus: [ID!]!)', 'products(skus: [ID!]!, region: Int!)')
      .replace('enum Site { NORTH SOUTH }', 'enum Site { NORTH SOUTH WEST }\n type Unused { a: Int }'),
  });
  const folder = copyExample(t);

  const { code, stdout, stderr } = await runCli(folder, ['diff', '--output', 'drift.sarif'], env);

  const remedy = '→ See with remote-joins check whether that matters, and lock it anew: remote-joins lock';
  deepEqual(
    { code, stdout, stderr },
    {
      code: 1,
      stdout: `schema/orders.graphql:23:3  error  SOURCE_DRIFT  OrderItem.quantity
  public.order_items.quantity of "orders_db" was int4 not null, and is int8 not null. It is used by Order.items too.
  ${remedy}

schema/orders.graphql:24:3  error  SOURCE_DRIFT  OrderItem.product
  Query.products(region:) of "catalogue" is Int!, which has to be given, and was not there.
  ${remedy}

schema/users.graphql:12:3  error  SOURCE_DRIFT  User.favourite
  public.users.favourite_sku of "users_db" was text, and is gone. It is used by User.favouriteSku, Review.author, Order.customer, Query.user too.
  ${remedy}

3 errors.
`,
      stderr: '',
    },
  );
  deepEqual(validateSarif(JSON.parse(readFileSync(join(folder, 'drift.sarif'), 'utf8'))), []);
});

test('What is not sound is not locked', async (t) => {
  const { env } = await startStorefront(t, { orders: 'drop table order_items' });
  const folder = copyExample(t);
  const { code, stdout, stderr } = await runCli(folder, ['lock'], env);
  deepEqual(
    { code, stdout, stderr },
    {
      code: 1,
      stdout: '',
      stderr: `schema/orders.graphql:17:31  error  UNKNOWN_TABLE  OrderItem
  Database "orders_db" has no table or view "public.order_items". Did you mean "orders"?
  → Name one with @table(name: "…", schema: "…").

1 error.
`,
    },
  );
  const lock = 'remote-joins.lock.json';
  deepEqual(readFileSync(join(folder, lock), 'utf8'), readFileSync(join('examples/ci', lock), 'utf8'));
});
