/**
 * Whatever is done to metadata, what is wrong is told with its place, and what is left is sound. The documents are made at
 * random, by the same seed the same; REMOTE_JOINS_METADATA_RUNS=3000 makes more of them (300 is the default), and
 * REMOTE_JOINS_METADATA_SEED=… others.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { problemCodes } from '../../packages/core/src/error/codes.js';
import type { Problem } from '../../packages/core/src/error/problem.js';
import { type CheckedMetadata, checkMetadata } from '../../packages/core/src/metadata/checkMetadata.js';
import type { MetadataFiles } from '../../packages/core/src/metadata/metadataFiles.js';
import { type MetadataNode, toJson } from '../../packages/core/src/metadata/metadataNode.js';
import { toProblem } from '../../packages/core/src/metadata/metadataReport.js';
import { readDirectory } from '../../packages/core/src/metadata/readDirectory.js';
import { readMetadata } from '../../packages/core/src/metadata/readMetadata.js';
import { resolveEnvironment } from '../../packages/core/src/metadata/resolveEnvironment.js';
import { createDraw, mutate } from './mutate.js';
import { shopMetadata } from './shop.js';

const runs = Number(process.env.REMOTE_JOINS_METADATA_RUNS ?? 300);
const seed = Number(process.env.REMOTE_JOINS_METADATA_SEED ?? 1);

test(`Metadata that was changed at random is told of, never thrown (${runs} documents, seed ${seed})`, async (t) => {
  const times: number[] = [];
  const codes = new Set<string>();
  for (let run = 0; run < runs; run++) {
    const draw = createDraw(seed * 1_000_003 + run);
    const document: unknown = shopMetadata();
    for (let changes = 1 + draw(4); changes > 0; changes--) mutate(document, draw);
    const where = `document ${run}: ${JSON.stringify(document)}`;

    const start = performance.now();
    const { tree, problems } = await readMetadata(document);
    const checked = checkMetadata(tree);
    times.push(performance.now() - start);

    deepEqual(problems, [], where);
    deepEqual(toJson(tree), withoutPrototypes(document), where);
    for (const problem of checked.problems) {
      assertTold(problem, document, where);
      codes.add(problem.code);
    }
    assertLeftOut(checked, where);
    assertSound(checked, document, where);
    await assertSameAsText(checked, document, where);
    if (run % 10 === 0) await assertSameAsDirectory(checked, document, where);
  }
  times.sort((a, b) => a - b);
  const at = (part: number): string => `${(times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1)} ms`;
  t.diagnostic(`read and checked in ${at(0.5)} (median), ${at(0.99)} (99 of 100), ${at(1)} (longest)`);
  ok(codes.size >= 7, `only ${[...codes]} were told`);
});

/** Coded, in whole sentences, and at a place that is there. */
function assertTold({ code, coordinate, message, remedy }: Problem, document: unknown, where: string): void {
  ok(code.startsWith('METADATA_') && code in problemCodes, `${code} in ${where}`);
  ok(/[.?]$/.test(message) && /^[A-Z].*\.$/s.test(remedy) && message.length < 2_000, `${message} in ${where}`);
  const [, pointer = ''] = /^metadata#(.*)$/s.exec(coordinate) ?? [];
  const steps = pointer.split('/').slice(1);
  let at: unknown = document;
  for (const step of steps.map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    ok(typeof at === 'object' && at !== null && Object.hasOwn(at, step), `${coordinate} in ${where}`);
    at = Object.getOwnPropertyDescriptor(at, step)?.value;
  }
}

/** Something is left out if, and only if, something is wrong; but the whole, which cannot be. */
function assertLeftOut({ metadata, problems, leftOut }: CheckedMetadata, where: string): void {
  if (metadata === undefined) return;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const isOfPart = errors.some(({ coordinate }) => coordinate.split('/').length > 2);
  if (isOfPart) ok(leftOut.length > 0, where);
  if (errors.length === 0) deepEqual(leftOut, [], where);
}

/** What is left names nothing that is not there. */
function assertSound({ metadata }: CheckedMetadata, document: unknown, where: string): void {
  if (metadata === undefined) return;
  const names = Array.from(JSON.stringify(document).matchAll(/\w+/g), ([name]) => [name, 'set']);
  const resolved = resolveEnvironment(metadata, Object.fromEntries(names));
  deepEqual([resolved.problems, resolved.leftOut], [[], []], where);
  deepEqual(resolved.metadata, metadata, where);
}

/** The same is said of it as of a text. */
async function assertSameAsText(checked: CheckedMetadata, document: unknown, where: string): Promise<void> {
  const { tree, problems } = await readMetadata(JSON.stringify(document));
  deepEqual(problems, [], where);
  deepEqual(said(checkMetadata(tree)), said(checked), where);
}

/** The same is said of it as of a directory of YAML, which JSON is, too. */
async function assertSameAsDirectory(checked: CheckedMetadata, document: unknown, where: string): Promise<void> {
  const { version, sources, actions, custom_types, remote_schemas, inherited_roles, ...others } = Object(document);
  if (Object.keys(others).length > 0) return;
  const contents: Readonly<Record<string, unknown>> = {
    'version.yaml': { version },
    'databases/databases.yaml': sources,
    'actions.yaml': { actions, custom_types },
    'remote_schemas.yaml': remote_schemas,
    'inherited_roles.yaml': inherited_roles,
  };
  const files: MetadataFiles = {
    read: async (path) => {
      const text = JSON.stringify(contents[path]);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
  };
  const problems: Problem[] = [];
  const tree: MetadataNode = await readDirectory(files, (finding) => {
    problems.push(toProblem(finding));
  });
  deepEqual(problems, [], where);
  const again = checkMetadata(tree);
  deepEqual(said(again), said(checked), where);
  ok(
    again.problems.every(({ location }) => location?.text !== undefined || location === undefined),
    where,
  );
}

function said({ problems }: CheckedMetadata): string[] {
  return problems.map(({ code, coordinate, message }) => `${coordinate} ${code} ${message}`).sort();
}

/** JSON as it would be parsed. */
function withoutPrototypes(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document));
}

test('Metadata that was not changed is sound', async () => {
  const { tree } = await readMetadata(shopMetadata());
  equal(checkMetadata(tree).problems.length, 0);
});
