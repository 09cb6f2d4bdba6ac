/** Parts of the command line by themselves: which files are meant, which config is found, and how SDL is split. */
import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { parse, print } from 'graphql';
import { loadConfig } from '../../packages/cli/src/config/loadConfig.js';
import { printMermaid } from '../../packages/cli/src/explain/mermaid.js';
import { printTree } from '../../packages/cli/src/explain/tree.js';
import { expandPaths } from '../../packages/cli/src/input/expandPaths.js';
import { printJunit } from '../../packages/cli/src/report/junit.js';
import { printSarif } from '../../packages/cli/src/report/sarif.js';
import { splitSdl } from '../../packages/cli/src/sdl/splitSdl.js';
import { validateSarif } from './sarif.js';

function writeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'remote-joins-cli-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const names = [
  'a.graphql',
  'b.gql',
  'c.graphqls',
  'd.txt',
  'deep/e.graphql',
  'deep/er/f.graphql',
  'deep/(g).graphql',
  'node_modules/x.graphql',
  '.hidden/y.graphql',
];
const folder = writeFolder(Object.fromEntries(names.map((name) => [name, ''])));

for (const [paths, found] of [
  ['a.graphql', ['a.graphql']],
  ['d.txt', ['d.txt']],
  ['.', ['a.graphql', 'b.gql', 'c.graphqls', 'deep/(g).graphql', 'deep/e.graphql', 'deep/er/f.graphql']],
  ['*.graphql', ['a.graphql']],
  ['**/*.graphql', ['a.graphql', 'deep/(g).graphql', 'deep/e.graphql', 'deep/er/f.graphql']],
  ['deep/*/*.graphql', ['deep/er/f.graphql']],
  ['deep/**', ['deep/(g).graphql', 'deep/e.graphql', 'deep/er/f.graphql']],
  ['*.{gql,graphqls}', ['b.gql', 'c.graphqls']],
  ['?.gql', ['b.gql']],
  ['deep/(?).graphql', ['deep/(g).graphql']],
  [
    ['b.gql', '*.g*'],
    ['b.gql', 'a.graphql', 'c.graphqls'],
  ],
] as const) {
  test(`The paths ${JSON.stringify(paths)} mean each of their files once`, () => {
    deepEqual(
      expandPaths(folder, paths).map((file) => relative(folder, file)),
      found,
    );
  });
}

test('Paths that mean nothing are refused', () => {
  for (const path of ['z.graphql', '*.graphqlx', 'none/*.graphql', 'a.graphql/*']) {
    throws(() => expandPaths(folder, path), { name: 'UsageError', message: /^There is no file "/ });
  }
});

for (const [name, text] of [
  ['ts', 'const typeDefs: string = "here"; export default { typeDefs }'],
  ['mts', 'const typeDefs: string = "here"; export default { typeDefs }'],
  ['mjs', 'export default { typeDefs: "here" }'],
  ['cjs', 'module.exports = { typeDefs: "here" }'],
  ['json', '{ "$schema": "x", "typeDefs": "here" }'],
] as const) {
  test(`A config in .${name} is found from a folder below it`, async () => {
    const config = writeFolder({ [`remote-joins.config.${name}`]: text, 'deep/er/x': '' });
    const { config: read, folder: at, file } = await loadConfig(join(config, 'deep/er'));
    deepEqual([read.typeDefs, at, file], ['here', config, join(config, `remote-joins.config.${name}`)]);
  });
}

test('A config says what is wrong with it, and is never taken for an empty one', async () => {
  for (const [text, said] of [
    ['[]', 'exports no object. Export one as its default.'],
    ['{ "typeDefs": 1 }', 'must have a path, or a list of paths, as "typeDefs".'],
    ['{ "operations": ["a", 2] }', 'must have a path, or a list of paths, as "operations".'],
    ['{ "lock": true }', 'must have a path as "lock".'],
    ['{ "maxCalls": -1 }', 'must have a whole number as "maxCalls".'],
    ['{ "sources": [] }', 'must have an object of sources as "sources".'],
    ['{ "inheritedRoles": "x" }', 'must have an object of roles as "inheritedRoles".'],
    ['{ "typeDefs": "a", "schema": {} }', 'has both "typeDefs" and "schema". Keep one of them.'],
  ] as const) {
    const config = writeFolder({ 'remote-joins.config.json': text });
    await rejects(loadConfig(config), { message: `The config file remote-joins.config.json ${said}` });
  }
  const none = writeFolder({ x: '' });
  deepEqual(await loadConfig(none), { config: {}, folder: none });
});

test('SDL is split by database with what only each needs, and nothing is lost', () => {
  const sdl = `# The graph
type Query {
  orders(where: OrderFilter): [Order!]! @select
  users(order: Direction): [User!]! @select
  users_aggregate: UserAggregate! @aggregate
  product(sku: ID!): Product @remoteField(schema: "catalogue")
}

# Of orders
type Order @table(source: "orders_db") { id: Int! status: Status! total: Money customer: User }
enum Status { OPEN }
input OrderFilter { status: StatusFilter, _and: [OrderFilter!] }
input StatusFilter { _eq: Status }
scalar Money
type User @table(source: "users_db") { id: Int! balance: Money account: Iban }
scalar Iban
enum Direction { asc desc }
type Product { sku: ID! seller: Seller }
type Seller { user: User }
type UserAggregate { nodes: [User!]! values: UserValues }
type UserValues { count: Int! }`;

  const files = splitSdl(sdl);

  deepEqual(
    [...files].map(([name, text]) => [name, parse(text).definitions.map((node) => 'name' in node && node.name?.value)]),
    [
      ['schema', ['Query', 'Money', 'Product', 'Seller']],
      ['orders_db', ['Order', 'Status', 'OrderFilter', 'StatusFilter']],
      ['users_db', ['User', 'Iban', 'Direction', 'UserAggregate', 'UserValues']],
    ],
  );
  const definitions = (text: string): string[] => parse(text).definitions.map(print).sort();
  deepEqual([...files.values()].flatMap(definitions).sort(), definitions(sdl));
  equal(files.get('schema')?.startsWith('# The graph\ntype Query'), true);
  equal(files.get('orders_db')?.startsWith('# Of orders\ntype Order'), true);
});

test('Whatever a name holds, reports in XML and JSON stay well-formed, and paths become URIs', () => {
  const finding = {
    code: 'UNKNOWN_COLUMN',
    severity: 'error',
    coordinate: 'A.b',
    message: 'No column "<&>\u0000" there.',
    remedy: 'Do.',
    location: { file: 'a b/ü#.graphql', line: 1, column: 2 },
  } as const;
  const text = 'No column &quot;&lt;&amp;&gt;\uFFFD&quot; there.';
  equal(
    printJunit([finding]),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="remote-joins" tests="1" failures="1">
  <testsuite name="a b/ü#.graphql" tests="1" failures="1">
    <testcase name="UNKNOWN_COLUMN A.b" classname="a b/ü#.graphql" file="a b/ü#.graphql" line="1">
      <failure type="UNKNOWN_COLUMN" message="${text}">a b/ü#.graphql:1:2\n${text} Do.</failure>
    </testcase>
  </testsuite>
</testsuites>`,
  );
  const log = JSON.parse(printSarif([finding], '.'));
  deepEqual(validateSarif(log), []);
  equal(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, 'a%20b/%C3%BC%23.graphql');
  equal(
    printJunit([]),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="remote-joins" tests="1" failures="0">
  <testsuite name="remote-joins" tests="1" failures="0">
    <testcase name="check" classname="remote-joins"/>
  </testsuite>
</testsuites>`,
  );
});

test('Calls are drawn with those that wait below them, in text and in Mermaid', () => {
  const field = { key: [], aliases: false };
  const lookup = { kind: 'lookup', source: 'b', fields: [{ ...field, coordinate: 'A.b' }], calls: [] } as const;
  const first = {
    kind: 'statement',
    source: 'a',
    fields: [{ ...field, coordinate: 'Query.a' }],
    calls: [lookup],
  } as const;
  const second = {
    kind: 'document',
    source: 'c',
    below: 'Query.host',
    fields: [{ coordinate: 'H.c', key: ['x', 'y'], aliases: true }],
    calls: [],
  } as const;
  const acting = { kind: 'action', source: 'd', fields: [{ ...field, coordinate: 'Query.d' }], calls: [] } as const;
  const operation = { operation: 'query', count: 4, depth: 2, calls: [first, second, acting] } as const;
  equal(
    printTree(operation),
    `query: 4 calls, 2 of them one after another
├─ a (SQL)
│  │  Query.a
│  └─ b (SQL, keys of a filter)
│        A.b
├─ c (GraphQL) after Query.host
│     H.c by x and y, one alias per key
└─ d (action)
      Query.d`,
  );
  equal(
    printMermaid([
      { ...operation, calls: [first] },
      { operation: 'subscription', name: 'S', count: 0, depth: 0, calls: [] },
    ]),
    `flowchart LR
  n0(["query<br>4 calls, 2 of them one after another"])
  n1["<b>a (SQL)</b><br>Query.a"]
  n0 --> n1
  n2["<b>b (SQL, keys of a filter)</b><br>A.b"]
  n1 --> n2
  n3(["subscription S<br>no calls"])`,
  );
});
