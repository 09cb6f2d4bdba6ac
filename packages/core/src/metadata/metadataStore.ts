import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Problem } from '../error/problem.js';
import { isJsonObject } from '../model/json.js';
import { type JsonObject, own } from './calls/jsonTree.js';
import { Refusal } from './calls/refusal.js';
import { toJson } from './metadataNode.js';
import { metadataPath } from './metadataPath.js';
import { printDirectory } from './printDirectory.js';
import { readMetadata } from './readMetadata.js';
import { isInclude, loadYamlText } from './readYaml.js';
import { type FileTexts, writeFiles } from './writeFiles.js';

/** Where metadata is kept. */
export interface MetadataStore {
  /** What to read it from: a path, where there is one, so that problems know their lines. */
  readonly source: unknown;
  /** Whether files may change beside us. */
  readonly isOnDisk: boolean;
  /** The metadata as it is now, and what of it cannot be read. */
  read(): Promise<{ readonly tree: JsonObject; readonly faults: readonly Problem[] }>;
  /**
   * Keeps `after` in place of `before`, whole or not at all.
   * @throws Refusal where the files are not what was read
   */
  write(before: JsonObject, after: JsonObject): Promise<void>;
  /** A mark of what the files are now, where others changed them since they were read or written. */
  changedTo(): Promise<string | undefined>;
}

/** @param metadata as `fromHasuraMetadata` takes it */
export async function openStore(metadata: unknown): Promise<MetadataStore> {
  const path = metadataPath(metadata);
  if (path === undefined) return createMemoryStore(metadata);
  const found = await stat(path).catch(() => undefined);
  return createDiskStore(path, found?.isDirectory() ?? false);
}

function createMemoryStore(metadata: unknown): MetadataStore {
  return {
    source: metadata,
    isOnDisk: false,
    read: () => readTree(metadata),
    write: async () => {},
    changedTo: async () => undefined,
  };
}

function createDiskStore(path: string, isDirectory: boolean): MetadataStore {
  const print = isDirectory ? printDirectoryAt : printFileAt;
  let seen: string | undefined;
  return {
    source: path,
    isOnDisk: true,
    async read() {
      // Taken before: what changes while it is read is read again.
      seen = await signatureOf(path, isDirectory);
      return readTree(path);
    },
    async write(before, after) {
      if ((await signatureOf(path, isDirectory)) !== seen) throw new Refusal('conflict', CHANGED);
      await writeFiles(await print(path, before, after));
      seen = await signatureOf(path, isDirectory);
    },
    async changedTo() {
      const now = await signatureOf(path, isDirectory);
      return now === seen ? undefined : now;
    },
  };
}

const CHANGED = 'the files of the metadata were changed by somebody else. Call reload_metadata first';

async function readTree(metadata: unknown) {
  const { tree, problems } = await readMetadata(metadata);
  const whole = toJson(tree);
  const faults = problems.filter(({ severity }) => severity === 'error');
  return { tree: isJsonObject(whole) ? unwrap(whole) : {}, faults };
}

/** `export_metadata` of version 2 answers `{resource_version, metadata}`. */
function unwrap(whole: JsonObject): JsonObject {
  const metadata = own(whole, 'metadata');
  return isJsonObject(metadata) && own(whole, 'sources') === undefined ? metadata : whole;
}

async function printFileAt(path: string, _before: JsonObject, after: JsonObject): Promise<FileTexts> {
  const whole: unknown = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  const isWrapped = isJsonObject(whole) && unwrap(whole) !== whole;
  return new Map([[path, `${JSON.stringify(isWrapped ? { ...whole, metadata: after } : after, null, 2)}\n`]]);
}

async function printDirectoryAt(path: string, before: JsonObject, after: JsonObject): Promise<FileTexts> {
  if (holdsInclude(after)) throw new Refusal('not-supported', IS_INCLUDE);
  const files = new Map<string, string>();
  for (const file of await filesIn(path)) files.set(file, await readFile(join(path, file), 'utf8'));
  const changed = printDirectory(files, before, after, await loadYamlText());
  return new Map(Array.from(changed, ([file, text]) => [join(path, file), text]));
}

/** In a file it would be read as what another file holds, and what is said in its place next would be written there. */
function holdsInclude(value: unknown): boolean {
  if (typeof value === 'string') return isInclude(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInclude);
}

const IS_INCLUDE = 'a text of the metadata begins with "!include", which names a file where metadata is a directory';

/** Paths of all files that metadata may be in, with `/`. */
async function filesIn(directory: string): Promise<readonly string[]> {
  const files = await readdir(directory, { recursive: true });
  return files
    .filter((file) => /\.(ya?ml|graphql)$/.test(file))
    .map((file) => file.replaceAll(sep, '/'))
    .sort();
}

/** Changes with whatever is written. */
async function signatureOf(path: string, isDirectory: boolean): Promise<string> {
  const files = isDirectory ? await filesIn(path).catch(() => []) : [''];
  const marks = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(path, file), { bigint: true }).catch(() => undefined);
      return `${file}:${found?.mtimeNs}:${found?.size}:${found?.ino}`;
    }),
  );
  return marks.join('\n');
}
