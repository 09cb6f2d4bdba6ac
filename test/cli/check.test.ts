/** `remote-joins check`, as a process, on a copy of examples/ci with live sources. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { validateSarif } from './sarif.js';
import { catalogue, copyExample, reviews, runCli, runCliMany, startStorefront } from './storefront.js';

const live = await startStorefront(test);
const none = { code: null, stdout: '', stderr: '' };

const preset = {
  code: 'INVALID_PRESET',
  severity: 'error',
  coordinate: 'sources.catalogue.permissions.customer: Query.warehouse(site:)',
  message: 'The preset is not a value of Site!.',
  remedy: 'Give a value of Site!.',
  location: { file: 'permissions/customer.graphql', line: 6, column: 25 },
};
const removed = {
  code: 'UNKNOWN_REMOTE_FIELD',
  severity: 'error',
  coordinate: 'Product.reviews',
  message: '"Query" of remote schema "reviews" has no field "reviews". Did you mean "reviewsOf"?',
  remedy: 'Name a field of it.',
  location: { file: 'schema/graph.graphql', line: 13, column: 73 },
};
const roleColumn = {
  code: 'UNKNOWN_FIELD',
  severity: 'error',
  coordinate: 'Order',
  message: '"Order" has no field "state". Did you mean "status"?',
  remedy: 'Name fields of "Order", by their names in the SDL.',
  location: { file: 'schema/orders.graphql', line: 6, column: 59 },
};
const columnType = {
  code: 'COLUMN_TYPE_MISMATCH',
  severity: 'error',
  coordinate: 'OrderItem.quantity',
  message: 'The type Int! does not fit column "quantity", which is text.',
  remedy: 'Use String, ID or a custom scalar.',
  location: { file: 'schema/orders.graphql', line: 23, column: 3 },
};
const faults = [preset, removed, roleColumn, columnType];

test('One run finds what changed in every source and what is wrong in every file, for people and for programs', async (t) => {
  const changed = await startStorefront(t, {
    orders: 'alter table order_items alter quantity type text',
    reviewsTypeDefs: reviews.replace('reviews(', 'reviewsOf('),
  });
  const folder = copyExample(t, {
    'schema/orders.graphql': (text) => text.replace('"placedOn", "status"]', '"placedOn", "state"]'),
    'permissions/customer.graphql': (text) => text.replace('value: NORTH', 'value: WEST'),
  });
  const outputs = ['reports/problems.sarif', 'reports/junit.xml', 'reports/problems.json', 'reports/problems.txt'];

  const { code, stdout, stderr } = await runCli(
    folder,
    ['check', ...outputs.flatMap((file) => ['--output', file])],
    changed.env,
  );

  const text = `${faults
    .map(
      ({ code, severity, coordinate, message, remedy, location: { file, line, column } }) =>
        `${file}:${line}:${column}  ${severity}  ${code}  ${coordinate}\n  ${message}\n  → ${remedy}\n`,
    )
    .join('\n')}\n4 errors.\n`;
  deepEqual({ code, stdout, stderr }, { code: 1, stdout: text, stderr: '' });
  const [sarif, junit, json, plain] = outputs.map((file) => readFileSync(join(folder, file), 'utf8'));
  equal(plain, text);
  deepEqual(JSON.parse(json ?? ''), { errors: 4, warnings: 0, notes: 0, findings: faults });
  equal(junit, expectedJunit);
  const log = JSON.parse(sarif ?? '');
  deepEqual(validateSarif(log), []);
  deepEqual(log, expectedSarif());
});

const expectedJunit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="remote-joins" tests="4" failures="4">
  <testsuite name="permissions/customer.graphql" tests="1" failures="1">
    <testcase name="INVALID_PRESET sources.catalogue.permissions.customer: Query.warehouse(site:)" classname="permissions/customer.graphql" file="permissions/customer.graphql" line="6">
      <failure type="INVALID_PRESET" message="The preset is not a value of Site!.">permissions/customer.graphql:6:25
The preset is not a value of Site!. Give a value of Site!.</failure>
    </testcase>
  </testsuite>
  <testsuite name="schema/graph.graphql" tests="1" failures="1">
    <testcase name="UNKNOWN_REMOTE_FIELD Product.reviews" classname="schema/graph.graphql" file="schema/graph.graphql" line="13">
      <failure type="UNKNOWN_REMOTE_FIELD" message="&quot;Query&quot; of remote schema &quot;reviews&quot; has no field &quot;reviews&quot;. Did you mean &quot;reviewsOf&quot;?">schema/graph.graphql:13:73
&quot;Query&quot; of remote schema &quot;reviews&quot; has no field &quot;reviews&quot;. Did you mean &quot;reviewsOf&quot;? Name a field of it.</failure>
    </testcase>
  </testsuite>
  <testsuite name="schema/orders.graphql" tests="2" failures="2">
    <testcase name="UNKNOWN_FIELD Order" classname="schema/orders.graphql" file="schema/orders.graphql" line="6">
      <failure type="UNKNOWN_FIELD" message="&quot;Order&quot; has no field &quot;state&quot;. Did you mean &quot;status&quot;?">schema/orders.graphql:6:59
&quot;Order&quot; has no field &quot;state&quot;. Did you mean &quot;status&quot;? Name fields of &quot;Order&quot;, by their names in the SDL.</failure>
    </testcase>
    <testcase name="COLUMN_TYPE_MISMATCH OrderItem.quantity" classname="schema/orders.graphql" file="schema/orders.graphql" line="23">
      <failure type="COLUMN_TYPE_MISMATCH" message="The type Int! does not fit column &quot;quantity&quot;, which is text.">schema/orders.graphql:23:3
The type Int! does not fit column &quot;quantity&quot;, which is text. Use String, ID or a custom scalar.</failure>
    </testcase>
  </testsuite>
</testsuites>
`;

function expectedSarif() {
  const rules = [
    ['COLUMN_TYPE_MISMATCH', 'An SDL type cannot hold, or be compared with, the values of its column.'],
    ['INVALID_PRESET', 'A @preset has no value of its argument or input field.'],
    ['UNKNOWN_FIELD', 'A permission names a field that does not exist.'],
    ['UNKNOWN_REMOTE_FIELD', 'The remote schema has no such field.'],
  ] as const;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'remote-joins',
            version: JSON.parse(readFileSync('packages/cli/package.json', 'utf8')).version,
            rules: rules.map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: faults.map(({ code, coordinate, message, remedy, location: { file, line, column } }) => ({
          ruleId: code,
          ruleIndex: rules.findIndex(([id]) => id === code),
          level: 'error',
          message: { text: `${coordinate}: ${message} ${remedy}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' },
                region: { startLine: line, startColumn: column },
              },
              logicalLocations: [{ fullyQualifiedName: coordinate }],
            },
          ],
        })),
      },
    ],
  };
}

test('Operations are checked on what their role sees, and make no more calls than they may', async (t) => {
  const folder = copyExample(t, {
    'operations/orders.graphql': (text) => text.replace('quantity', 'count'),
    'operations/broken.graphql': () => 'query {',
  });
  const json = ['check', '--format', 'json'];
  const one = ['--operations', 'operations/user.graphql', '--role', 'customer', '--max-calls', '2'];
  const [whole = none, few = none] = await runCliMany(
    [
      [folder, json],
      [folder, [...json, ...one]],
    ],
    live.env,
  );
  const notes = ['13:3 NO_BATCH_FORM Product.reviews', '12:3 NO_BATCH_FORM User.favourite'];
  const findingsOf = (stdout: string) =>
    JSON.parse(stdout).findings.map(
      ({ code, coordinate, location: { line, column } }: typeof preset) => `${line}:${column} ${code} ${coordinate}`,
    );
  deepEqual(
    [whole.code, findingsOf(whole.stdout)],
    [
      1,
      ['1:8 INVALID_OPERATION operations/broken.graphql', '9:7 INVALID_OPERATION operations/orders.graphql', ...notes],
    ],
  );
  // A customer has no root field "user".
  deepEqual([few.code, findingsOf(few.stdout)], [1, ['2:3 INVALID_OPERATION operations/user.graphql', ...notes]]);
});

test('An operation that makes too many calls is told with the command that shows them', async (t) => {
  const folder = copyExample(t, {
    'operations/user.graphql': (text) => `# What a page asks.\n\n${text}`,
  });
  const { code, stdout } = await runCli(folder, ['check', '--max-calls', '4', '--format', 'json'], live.env);
  deepEqual(
    [code, JSON.parse(stdout).findings.filter(({ severity }: { severity: string }) => severity === 'error')],
    [
      1,
      [
        {
          code: 'TOO_MANY_CALLS',
          severity: 'error',
          coordinate: 'Orders',
          message: 'The operation makes 5 calls; it may make 4.',
          remedy: 'See them with: remote-joins explain operations/orders.graphql',
          location: { file: 'operations/orders.graphql', line: 1, column: 1 },
        },
      ],
    ],
  );
});

test('Metadata is checked where it is written, and imported without what is wrong', async (t) => {
  const folder = copyExample(t, {
    'metadata/databases/orders_db/tables/public_orders.yaml': (text) =>
      text.replace('source: users_db', 'source: user_db'),
  });
  const told = `metadata/databases/orders_db/tables/public_orders.yaml:13:5  error  METADATA_REFERENCE_NOT_FOUND  metadata#/sources/0/tables/1/remote_relationships/0
  remote_relationship customer in table orders in source orders_db points to the source "user_db", which is not in the metadata. Did you mean "users_db"?
  → Add the source, or name another.

1 error.
`;
  const [checked = none, imported = none] = await runCliMany(
    [
      [folder, ['check', '--metadata', 'metadata']],
      [folder, ['import', 'metadata']],
    ],
    live.env,
  );
  deepEqual(checked, { code: 1, stdout: told, stderr: '' });
  const sources = 'orders_db: postgres({ … }), users_db: postgres({ … }), catalogue: remoteSchema({ … })';
  deepEqual(
    { ...imported, stdout: imported.stdout.match(/^type orders .*?^}/ms)?.[0] },
    {
      code: 1,
      stdout: `type orders @table(source: "orders_db")
  @permission(role: "customer", fields: ["id", "placed_on", "total"], filter: {customer_id: {_eq: "X-Hasura-User-Id"}}) {
  id: Int!
  customer_id: Int!
  address_label: String!
  placed_on: date!
  status: order_status!
  total: numeric!
  items(distinct_on: [order_items_select_column!], limit: Int, offset: Int, order_by: [order_items_order_by!], where: order_items_bool_exp): [order_items!]! @remoteRelationship(fieldMapping: {id: "order_id"})
  items_aggregate(distinct_on: [order_items_select_column!], limit: Int, offset: Int, order_by: [order_items_order_by!], where: order_items_bool_exp): order_items_aggregate! @aggregate(relationship: "items")
}`,
      stderr: `${told}It needs these sources: ${sources}.\n`,
    },
  );
});

test('Sources that cannot be reached are errors of the file that names them, and a schema that is built brings its resolvers', async (t) => {
  const folder = copyExample(t, {
    'built.config.mjs': () => `
      import { makeExecutableSchema } from '@graphql-tools/schema';
      import { remoteJoinsTypeDefs } from '@remote-joins/core';
      const typeDefs = 'type Query { orders: [Order!]! @select } type Order @table(source: "orders_db", name: "orders") { id: Int! age: Int }';
      export default {
        schema: () => makeExecutableSchema({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers: { Order: { age: () => 3 } } }),
        sources: { orders_db: { kind: 'postgres', connectionString: { env: 'ORDERS_DB' } } },
      };`,
  });
  const [lost, built] = await Promise.all([
    runCli(folder, ['check', 'schema', '--output', 'lost.sarif'], { ...live.env, REVIEWS_URL: 'http://127.0.0.1:9' }),
    runCli(folder, ['check', '--config', 'built.config.mjs', '--max-warnings', '0'], live.env),
  ]);
  equal(lost.code, 1);
  match(lost.stdout, /^error {2}UNREACHABLE_SOURCE {2}sources\.reviews$/m);
  const log = JSON.parse(readFileSync(join(folder, 'lost.sarif'), 'utf8'));
  deepEqual(validateSarif(log), []);
  deepEqual(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, 'remote-joins.config.ts');
  deepEqual(built, { code: 0, stdout: 'No problems.\n', stderr: '' });
});

test('A problem in a text that is no file says which text, and stands in the config for machines', async (t) => {
  const folder = copyExample(t, {
    'inline.config.mjs': () => `
      import { remoteSchema } from '@remote-joins/core';
      const schema = 'type Query { a: Int }';
      const permissions = { customer: 'type Query {\\n  b: Int\\n}' };
      export default {
        typeDefs: 'inline.graphql',
        sources: { far: remoteSchema({ url: 'http://127.0.0.1:9', schema, permissions }) },
      };`,
    'inline.graphql': () => 'type Query { a: Int @remoteField(schema: "far") }',
  });
  const args = ['check', '-c', 'inline.config.mjs', '--output', 'inline.sarif'];
  const [outcome] = await runCliMany([[folder, args]]);
  deepEqual(outcome, {
    code: 1,
    stdout: `error  PERMISSION_NOT_SUBSET  sources.far.permissions.customer: Query.b (sources.far.permissions.customer:2:3)
  Type "Query" of remote schema "far" has no field "b". Did you mean "a"?
  → Remove it, or name one that is there.

1 error.
`,
    stderr: '',
  });
  const [result] = JSON.parse(readFileSync(join(folder, 'inline.sarif'), 'utf8')).runs[0].results;
  equal(result.locations[0].physicalLocation.artifactLocation.uri, 'inline.config.mjs');
});

test('Warnings fail a run where there may be none', async (t) => {
  const folder = copyExample(t, {
    'schema/users.graphql': (text) => text.replace('name: String!', 'name: String!\n  nickname: String'),
  });
  const check = ['check', 'schema/*.graphql', '--max-warnings'];
  const [one = none, fewer = none] = await runCliMany(
    [
      [folder, [...check, '1']],
      [folder, [...check, '0']],
    ],
    live.env,
  );
  deepEqual([one.code, fewer.code], [0, 1]);
  match(one.stdout, /^schema\/users\.graphql:10:3 {2}warning {2}UNJUDGED_FIELD {2}User\.nickname$/m);
  match(one.stdout, /\n1 warning, 2 notes\.\n$/);
});

test('A remote schema that is kept beside needs no network', async (t) => {
  const folder = copyExample(t, {
    'graph.graphql': () =>
      'type Query { top(sku: ID!): Product @remoteField(schema: "catalogue", field: "product") } type Product { sku: ID! }',
    'catalogue.graphql': () => catalogue,
    'offline.json': () => `{
      "typeDefs": ["graph.graphql"],
      "sources": {
        "catalogue": { "kind": "remoteSchema", "url": "http://127.0.0.1:9", "schema": "catalogue.graphql" }
      }
    }`,
  });
  deepEqual(await runCli(folder, ['check', '-c', 'offline.json']), { code: 0, stdout: 'No problems.\n', stderr: '' });
});
