import { deepEqual, equal } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const OURS = ['core', 'apollo', 'mercurius', 'cli'];
const PEERS = ['graphql', 'pg', '@apollo/server', 'mercurius', 'fastify'];
/** What the types of the peers need beside them (`ws`: Mercurius). Not `@types/pg`: our types must do without. */
const TYPES = ['@types/node', '@types/ws'];

/** The names that one package exports, to `import` and to `require`. */
type Exports = Readonly<Record<'imported' | 'required', readonly string[]>>;

const folder = mkdtempSync(join(tmpdir(), 'remote-joins-packages-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// Once for all tests: build and pack a copy of the workspace, and install the packages as a user would.
const user = join(folder, 'user');
const files = await packWorkspace();
await installTarballs();
const exported = await readExports();

async function packWorkspace(): Promise<Record<string, string[]>> {
  const workspace = copyWorkspace();
  await run(workspace, 'npm', ['run', 'build']);
  const flags = ['--workspaces', '--json', '--pack-destination', folder];
  const packed: { name: string; files: { path: string }[] }[] = JSON.parse(
    await run(workspace, 'npm', ['pack', ...flags]),
  );
  return Object.fromEntries(packed.map(({ name, files }) => [name, files.map(({ path }) => path)]));
}

/** Copies the sources, so that nobody who works in this checkout meets a half-finished build; packages are linked. */
function copyWorkspace(): string {
  const workspace = join(folder, 'workspace');
  const isSource = (path: string): boolean => !['dist', 'node_modules'].includes(basename(path));
  cpSync('packages', join(workspace, 'packages'), { recursive: true, filter: isSource });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(file, join(workspace, file));

  const modules = join(workspace, 'node_modules');
  mkdirSync(join(modules, '@remote-joins'), { recursive: true });
  for (const name of readdirSync('node_modules')) {
    if (name !== '@remote-joins') symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  for (const name of OURS) symlinkSync(join(workspace, 'packages', name), join(modules, '@remote-joins', name));
  return workspace;
}

async function installTarballs(): Promise<void> {
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "private": true, "type": "module" }');
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run(user, 'npm', ['install', ...flags, ...tarballs.map((file) => join(folder, file)), ...versionsInUse()]);
}

function versionsInUse(): string[] {
  const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return [...PEERS, ...TYPES].map((name) => `${name}@${lockfile.packages[`node_modules/${name}`].version}`);
}

async function readExports(): Promise<Record<string, Exports>> {
  writeFileSync(
    join(user, 'exports.js'),
    `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const result = {};
for (const name of ${JSON.stringify(OURS.map((name) => `@remote-joins/${name}`))}) {
  result[name] = { imported: Object.keys(await import(name)).sort(), required: Object.keys(require(name)).sort() };
}
console.log(JSON.stringify(result));
`,
  );
  return JSON.parse(await run(user, process.execPath, ['exports.js']));
}

async function run(cwd: string, command: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, npm_config_loglevel: 'error' };
  try {
    return (await promisify(execFile)(command, args, { cwd, env, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error && 'stderr' in error ? [error.stdout, error.stderr] : [];
    throw new Error([`${command} ${args.join(' ')} failed`, ...output].join('\n'));
  }
}

for (const name of OURS) {
  test(`Package ${name} holds the build, its README and the licence, and nothing else`, () => {
    const packed = files[`@remote-joins/${name}`] ?? [];
    deepEqual(packed.filter((file) => !file.startsWith('dist/')).sort(), [
      'LICENSE',
      'README.md',
      ...(name === 'apollo' ? ['index.d.cts'] : []),
      'package.json',
    ]);
    deepEqual(
      packed.filter((file) => !/\.(?:js|js\.map|d\.ts)$/.test(file) && file.startsWith('dist/')),
      [],
    );
    equal(packed.includes('dist/index.js') && packed.includes('dist/index.d.ts'), true);
  });

  test(`Package ${name} gives the same names to import and to require`, () => {
    const { imported, required } = exported[`@remote-joins/${name}`] ?? {};
    deepEqual(required, imported);
  });
}

test('The packages depend on each other at the version they have', () => {
  const manifests = OURS.map((name) => JSON.parse(readFileSync(join('packages', name, 'package.json'), 'utf8')));
  const [core] = manifests;
  for (const manifest of manifests) {
    equal(manifest.version, core.version);
    equal(manifest.dependencies['@remote-joins/core'], manifest === core ? undefined : core.version);
  }
});

for (const [moduleResolution, module, file] of [
  ['nodenext', 'nodenext', 'user.ts'],
  ['nodenext', 'nodenext', 'user.cts'],
  ['bundler', 'esnext', 'user.ts'],
] as const) {
  test(`Every exported name has a type for ${file} with moduleResolution ${moduleResolution}`, async () => {
    const uses = Object.entries(exported).map(([name, { imported }], index) =>
      file === 'user.cts'
        ? `import p${index} = require('${name}'); export const u${index} = [${imported.map((one) => `p${index}.${one}`)}];`
        : `import * as p${index} from '${name}'; export const u${index} = [${imported.map((one) => `p${index}.${one}`)}];`,
    );
    writeFileSync(join(user, file), uses.join('\n'));
    const flags = ['--noEmit', '--strict', '--target', 'es2023', '--types', 'node', '--module', module];
    await run(user, resolve('node_modules/.bin/tsc'), [...flags, '--moduleResolution', moduleResolution, file]);
  });
}

test('The installed command line reads a config in TypeScript, on whatever Node', async () => {
  const repository = join(user, 'repository');
  mkdirSync(repository);
  writeFileSync(join(repository, 'graph.graphql'), 'type Query { a: Int @remoteField(schema: "far") }');
  writeFileSync(
    join(repository, 'remote-joins.config.ts'),
    `import { defineConfig } from '@remote-joins/cli';
import { remoteSchema, type Source } from '@remote-joins/core';

enum Place { Far = 'http://127.0.0.1:9' } // beyond what Node strips
const far: Source = remoteSchema({ url: Place.Far, schema: 'type Query { a: Int }' });
export default defineConfig({ typeDefs: 'graph.graphql', sources: { far } });
`,
  );
  equal(await run(repository, join(user, 'node_modules/.bin/remote-joins'), ['check']), 'No problems.\n');
});

test('Who resolves modules the old way finds the same files', () => {
  const manifests = OURS.map((name) => JSON.parse(readFileSync(join('packages', name, 'package.json'), 'utf8')));
  for (const { main, types, exports } of manifests) {
    deepEqual([main, types], [exports['.'].default, exports['.'].types.default ?? exports['.'].types]);
  }
});

for (const file of ['start.ts', 'start.cts']) {
  test(`The README's start for Apollo Server compiles as ${file} for the strictest of users`, async () => {
    const [, start = ''] = /^```ts\n(.*?)^```$/ms.exec(readFileSync('README.md', 'utf8')) ?? [];
    const [setUp = '', listen = ''] = start.split(/^(?=const \{ url \})/m); // CommonJS has no await at the top
    writeFileSync(join(user, file), file === 'start.ts' ? start : `${setUp}void (async () => {\n${listen}\n})();`);
    const flags = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2023', '--types', 'node'];
    await run(user, resolve('node_modules/.bin/tsc'), [...flags, '--module', 'nodenext', file]);
  });
}

test('The gateway is one where it is required as well', async () => {
  writeFileSync(
    join(user, 'gateway.cts'),
    `import { ApolloServer } from '@apollo/server';
import { remoteJoinsGateway } from '@remote-joins/apollo';
interface Context { readonly token?: string }
const gateway = remoteJoinsGateway<Context>({ typeDefs: 'type Query { a: Int }', sources: {} });
export const server = new ApolloServer<Context>({ gateway, plugins: [gateway] });
`,
  );
  const flags = ['--noEmit', '--strict', '--target', 'es2023', '--types', 'node', '--module', 'nodenext'];
  await run(user, resolve('node_modules/.bin/tsc'), [...flags, 'gateway.cts']);
});
