import { posix } from 'node:path';
import { ACTIONS, ACTIONS_SDL, FILES, resolveInclude, VERSION } from './directoryLayout.js';
import type { FileContent, MetadataFiles } from './metadataFiles.js';
import type { MetadataEntry, MetadataNode, ObjectNode } from './metadataNode.js';
import type { MetadataReport } from './metadataReport.js';
import { nearNames, quote } from './nearNames.js';
import { type Place, placeIn, rootPlace } from './place.js';
import { readActionsSdl } from './readActionsSdl.js';
import { type Copies, loadYaml, type YamlFile } from './readYaml.js';

/** Enough for any metadata written by hand, and too few to keep a start waiting. */
const MAX_COPIES = 100_000;

/** Reads a directory as config v3 of Hasura's command line has it: one tree, includes in their places. */
export async function readDirectory(files: MetadataFiles, report: MetadataReport): Promise<ObjectNode> {
  const loaded = await loadFiles(files);
  const copies = { left: MAX_COPIES };
  const building: Building = { loaded, report, copies, used: new Set(), open: [] };
  const place = rootPlace('metadata');
  const entries = new Map<string, MetadataEntry>();
  if (loaded.get(VERSION)?.kind !== 'yaml') {
    report({
      code: 'METADATA_FILE_NOT_FOUND',
      place,
      message: `The directory has no file "${VERSION}".`,
      remedy: 'Give the directory that hasura metadata export writes, of a project with config v3.',
    });
  }
  for (const file of [VERSION, ACTIONS]) {
    const node = readFile(building, file, place, 0);
    if (node?.kind !== 'object') {
      if (node !== undefined && node.kind !== 'null' && node.kind !== 'unread') refuseFile(report, node.place, file);
      continue;
    }
    for (const [key, entry] of node.entries) entries.set(key, entry);
  }
  for (const [file, key] of FILES) {
    const at = placeIn(place, key, { line: 1, column: 1, text: file });
    const value = readFile(building, file, at, 0);
    if (value !== undefined) entries.set(key, { place: at, value });
  }
  const root: ObjectNode = { kind: 'object', place, entries };
  const sdl = loaded.get(ACTIONS_SDL);
  return sdl?.kind === 'text' ? readActionsSdl(root, sdl.text, ACTIONS_SDL, report) : root;
}

type Loaded = { readonly kind: 'yaml'; readonly file: YamlFile } | FileContent;

async function loadFiles(files: MetadataFiles): Promise<ReadonlyMap<string, Loaded>> {
  const parseYaml = await loadYaml();
  const loaded = new Map<string, Loaded>();
  const load = async (path: string): Promise<void> => {
    if (loaded.has(path)) return;
    loaded.set(path, { kind: 'missing' }); // claimed; replaced when it is read
    const content = await files.read(path);
    if (content.kind !== 'text' || path === ACTIONS_SDL) {
      loaded.set(path, content);
      return;
    }
    const file = parseYaml(content.text, path);
    loaded.set(path, { kind: 'yaml', file });
    for (const include of file.includes) {
      const target = resolveInclude(path, include);
      if (target !== undefined) await load(target);
    }
  };
  for (const path of [VERSION, ACTIONS, ACTIONS_SDL, ...FILES.map(([file]) => file)]) await load(path);
  return loaded;
}

interface Building {
  readonly loaded: ReadonlyMap<string, Loaded>;
  readonly report: MetadataReport;
  readonly copies: Copies;
  readonly used: Set<string>;
  /** The files that include the one that is read. */
  readonly open: readonly string[];
}

/** Nothing where there is no such file. */
function readFile(building: Building, path: string, place: Place, depth: number): MetadataNode | undefined {
  const { loaded, report, used, copies } = building;
  const content = loaded.get(path);
  if (content?.kind !== 'yaml') return undefined;
  const isCopy = used.has(path);
  used.add(path);
  const inner = { ...building, open: [...building.open, path] };
  return content.file.toNode({
    place,
    report,
    depth,
    copies,
    isCopy,
    include: (written, at, deeper) => includeFile(inner, path, written, at, deeper),
  });
}

function includeFile(building: Building, from: string, written: string, place: Place, depth: number): MetadataNode {
  const { loaded, report, open } = building;
  const path = resolveInclude(from, written);
  const refuse = (code: 'METADATA_INVALID_INCLUDE' | 'METADATA_FILE_NOT_FOUND', fault: string, remedy: string) => {
    report({ code, place, message: `The include of ${quote(written)} ${fault}`, remedy });
    return { kind: 'unread', place } as const;
  };
  if (path === undefined || loaded.get(path)?.kind === 'outside') {
    const remedy = 'Keep all files below the directory, and name them relative to the file that includes them.';
    return refuse('METADATA_INVALID_INCLUDE', 'leads out of the directory.', remedy);
  }
  if (open.includes(path)) {
    const remedy = 'Let no file include itself, by itself or through others.';
    return refuse('METADATA_INVALID_INCLUDE', 'includes a file that includes this one.', remedy);
  }
  const node = readFile(building, path, place, depth);
  if (node !== undefined) return node;
  const siblings = Array.from(loaded.keys()).filter((known) => posix.dirname(known) === posix.dirname(path));
  const present = siblings.filter((known) => loaded.get(known)?.kind === 'yaml').map((known) => posix.basename(known));
  const near = nearNames(posix.basename(path), present);
  return refuse(
    'METADATA_FILE_NOT_FOUND',
    `finds nothing: there is no file ${quote(path)}.${near}`,
    'Correct the path.',
  );
}

function refuseFile(report: MetadataReport, place: Place, file: string): void {
  report({
    code: 'METADATA_INVALID_VALUE',
    place,
    message: `"${file}" must hold an object.`,
    remedy: 'Export the metadata again.',
  });
}
