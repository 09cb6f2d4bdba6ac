import { deepEqual, equal } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { test } from 'node:test';

/** What the files of each folder of core's `src` may import beside their own folder. */
const LAW: Readonly<Record<string, readonly string[]>> = {
  error: [],
  model: ['error'],
  schema: ['model', 'error'],
  validation: ['schema', 'model', 'error'],
  planning: ['model', 'error'],
  shaping: ['planning', 'model', 'error', 'source.ts'],
  roles: ['model', 'error'],
  execution: ['roles', 'shaping', 'planning', 'model', 'error', 'source.ts'],
  sources: ['planning', 'model', 'error', 'source.ts'],
  session: ['model', 'error'],
  lock: ['model', 'error'],
  metadata: ['validation', 'schema', 'model', 'error', 'source.ts'],
  start: ['lock', 'execution', 'roles', 'validation', 'schema', 'model', 'error', 'source.ts', 'options.ts'],
  live: ['validation', 'schema', 'error', 'options.ts', 'adapting.ts', 'attachRemoteJoins.ts'],
  hasura: [
    'live',
    'start',
    'lock',
    'metadata',
    'session',
    'sources',
    'validation',
    'schema',
    'model',
    'error',
    'source.ts',
    'options.ts',
    'attachRemoteJoins.ts',
  ],
  'source.ts': ['planning', 'model', 'error'],
};

interface Import {
  /** Path of the importing file below the package's `src`. */
  readonly file: string;
  /** What stands between the quotes. */
  readonly name: string;
  readonly isDynamic: boolean;
}

const STATIC = /^(?:import\s+|(?:import|export)\b[^;'"=]*?\bfrom\s+)['"]([^'"]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;
const COMMENT = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm;

function readImports(source: string): { name: string; isDynamic: boolean }[] {
  const code = source.replace(COMMENT, '');
  return [
    ...Array.from(code.matchAll(STATIC), (match) => ({ name: match[1] ?? '', isDynamic: false })),
    ...Array.from(code.matchAll(DYNAMIC), (match) => ({ name: match[1] ?? '', isDynamic: true })),
  ];
}

function importsOf(packageName: string): Import[] {
  const src = join('packages', packageName, 'src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readImports(readFileSync(join(src, file), 'utf8')).map((found) => ({ file, ...found })));
}

const isRelative = ({ name }: Import): boolean => name.startsWith('.');
const describe = ({ file, name }: Import): string => `${file} imports ${name}`;

/** The imported file's path below `src`. */
function targetOf({ file, name }: Import): string {
  return relative('.', normalize(join(file, '..', name))).replace(/\.js$/, '.ts');
}

/** The law's word for a file: its first folder, or its own name at the top. */
const placeOf = (file: string): string => file.split('/')[0] ?? file;

function isLawful(found: Import): boolean {
  const from = placeOf(found.file);
  const to = placeOf(targetOf(found));
  const isTop = !found.file.includes('/') && !(from in LAW);
  if (isTop) return true;
  if (from !== to) return LAW[from]?.includes(to) ?? false;
  if (from !== 'sources') return true;
  const [source, target] = [sourceOf(found.file), sourceOf(targetOf(found))];
  return source === target || (HTTP_SOURCES.includes(source) && target === 'http');
}

/** Sources that are asked over HTTP share how: deadlines, sizes, headers and redirects are guarded in one place. */
const HTTP_SOURCES: readonly (string | undefined)[] = ['graphql', 'action'];

/** `postgres` for `sources/postgres/sql.ts`. */
const sourceOf = (file: string): string | undefined => file.split('/')[1];

test('Imports are found in every form, and not in comments', () => {
  const source = [
    `import './a.js';`,
    `import b from "./b.js";`,
    `import type {\n  C,\n  D,\n} from './c.js';`,
    `export { e } from './e.js';`,
    `export type F = 'not this';`,
    `export const g = { from: 'nor this' };`,
    `/**\n * import { x } from './x.js';\n */`,
    `// await import('./y.js')`,
    `const h = await import('./h.js');`,
  ].join('\n');
  deepEqual(
    readImports(source).map(({ name }) => name),
    ['./a.js', './b.js', './c.js', './e.js', './h.js'],
  );
});

test('Folders of core import only what lies below them, and no source imports another', () => {
  const unlawful = importsOf('core').filter((found) => isRelative(found) && !isLawful(found));
  deepEqual(unlawful.map(describe), []);
});

for (const [packageName, folder] of [
  ['pg', 'sources/postgres/'],
  ['jose', 'session/'],
  ['yaml', 'metadata/'],
] as const) {
  test(`Core opens ${packageName} in one file of its folder ${folder}, only when it is needed`, () => {
    const found = importsOf('core').filter(({ name }) => name === packageName || name.startsWith(`${packageName}/`));
    const wrong = found.filter(({ file, isDynamic }) => !isDynamic || !file.startsWith(folder));
    deepEqual(wrong.map(describe), []);
    equal(new Set(found.map(({ file }) => file)).size, 1);
  });
}

for (const packageName of ['core', 'apollo', 'mercurius', 'cli']) {
  test(`Package ${packageName} imports its own files by the name of the built file, and packages it declares`, () => {
    const manifest = JSON.parse(readFileSync(join('packages', packageName, 'package.json'), 'utf8'));
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const wrong = importsOf(packageName).filter((found) => {
      if (!isRelative(found)) return !found.name.startsWith('node:') && !isDeclared(found.name, declared);
      const target = targetOf(found);
      return !found.name.endsWith('.js') || target.startsWith('..') || !exists(packageName, target);
    });
    deepEqual(wrong.map(describe), []);
  });
}

/** A package by name, or (not for ours, whose index is all there is) a path in it. */
function isDeclared(name: string, declared: readonly string[]): boolean {
  return declared.some((one) => name === one || (!one.startsWith('@remote-joins/') && name.startsWith(`${one}/`)));
}

function exists(packageName: string, file: string): boolean {
  return existsSync(join('packages', packageName, 'src', file));
}
