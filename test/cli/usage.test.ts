/** What is said where the command line or the config is wrong: exit code 2, on stderr alone. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { createProgress, watchSources } from '../../packages/cli/src/terminal/progress.js';
import { createStyle } from '../../packages/cli/src/terminal/style.js';
import { createFakeSource } from '../support/fakeSource.js';
import { copyExample, runCliMany } from './storefront.js';

const cases: readonly (readonly [title: string, args: string, said: string])[] = [
  [
    'an unknown option names one that is near',
    'check --fromat json',
    "error: unknown option '--fromat'\n(Did you mean --format?)\nAdd --help to see what there is.\n",
  ],
  [
    'a value that is none names those there are',
    'check --format xml',
    "error: option '-f, --format <format>' argument 'xml' is invalid. Allowed choices are text, json, junit, sarif.\nAdd --help to see what there is.\n",
  ],
  [
    'a number that is none is told',
    'check --max-calls few',
    "error: option '--max-calls <number>' argument 'few' is invalid. Give a whole number.\nAdd --help to see what there is.\n",
  ],
  ['a config that is not there is told', 'check --config none.json', 'There is no config file "none.json".\n'],
  [
    'two configs are one too many',
    'print two',
    'There are two config files, remote-joins.config.ts and remote-joins.config.json. Keep one of them.\n',
  ],
  [
    'an unknown key names those there are',
    'check -c wrong/key.json',
    'The config file key.json has an unknown key "typedefs". It may have typeDefs, schema, metadata, sources, inheritedRoles, operations, maxCalls, lock.\n',
  ],
  [
    'a config that throws says why',
    'check -c wrong/throws.mjs',
    'The config file throws.mjs cannot be read: no ORDERS_DB here\n',
  ],
  [
    'a source without a kind is told by its name',
    'check -c wrong/kind.json schema',
    'Source "orders_db" has no kind. Use postgres, remoteSchema or action.\n',
  ],
  [
    'a source with a wrong option is told by its name',
    'check -c wrong/option.json schema',
    'Source "orders_db" cannot be made. postgres() has no option "url". Its options are "connectionString", "pool", "schema", "statementTimeoutMs", "preparedStatements", "maxConnections", "connectionTimeoutMs", "applicationName", "onUnavailable".\n',
  ],
  [
    'paths that name nothing are told',
    'check schema/*.gql',
    'There is no file "schema/*.gql" with GraphQL. Name a file, a folder or a glob.\n',
  ],
  [
    'a source that is not there names those that are',
    'introspect order_db',
    'There is no source "order_db". The config has orders_db, users_db, catalogue, reviews.\n',
  ],
  [
    'a report that cannot be written is told, and is no finding',
    'check --lock --output taken/report.json',
    'The file "taken/report.json" cannot be written (EISDIR).\n',
  ],
];

test('Whatever is wrong with a command is told with what to do, and nothing else is printed', async (t) => {
  const folder = copyExample(t, {
    'two/remote-joins.config.json': () => '{}',
    'two/remote-joins.config.ts': () => 'export default {}',
    'taken/report.json/file': () => 'x',
    'wrong/key.json': () => '{ "typedefs": "schema" }',
    'wrong/throws.mjs': () => `throw new Error('no ORDERS_DB here');`,
    'wrong/kind.json': () => '{ "sources": { "orders_db": {} } }',
    'wrong/option.json': () => '{ "sources": { "orders_db": { "kind": "postgres", "url": "x" } } }',
  });
  const outcomes = await runCliMany(
    cases.map(([, args]) => [args.endsWith(' two') ? `${folder}/two` : folder, args.split(' ')]),
  );
  for (const [index, [title, , said]] of cases.entries()) {
    await t.test(title, () => deepEqual(outcomes[index], { code: 2, stdout: '', stderr: said }));
  }
});

test('Colours and progress are for terminals', async () => {
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 40, hasColors: () => true, write: (text: string) => written.push(text) };
  // What is asked of a stream is all in there.
  const stream = terminal as unknown as NodeJS.WriteStream;
  equal(createStyle(stream).red('x'), '\u001b[31mx\u001b[39m');
  equal(createStyle({ ...stream, isTTY: false } as NodeJS.WriteStream).red('x'), 'x');
  equal(createStyle().red('x'), 'x');

  const source = createFakeSource(() => new Error('not asked'));
  const ask = async (progress: ReturnType<typeof createProgress>): Promise<void> => {
    const watched = watchSources({ orders_db: source, users_db: source }, progress);
    await Promise.allSettled(Object.values(watched).map((each) => each.introspect('x')));
  };
  await ask(createProgress(stream));
  deepEqual(written, [
    '\r\u001b[KAsking orders_db …',
    '\r\u001b[KAsking orders_db, users_db …',
    '\r\u001b[KAsking users_db …',
    '\r\u001b[K',
  ]);
  written.length = 0;
  await ask(createProgress({ ...terminal, isTTY: false } as unknown as NodeJS.WriteStream));
  deepEqual(written, []);
});
