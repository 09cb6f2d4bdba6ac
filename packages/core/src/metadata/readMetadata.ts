import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Problem } from '../error/problem.js';
import { readJson } from './jsonNode.js';
import { openDirectory } from './metadataFiles.js';
import type { MetadataNode } from './metadataNode.js';
import { metadataPath } from './metadataPath.js';
import { type MetadataReport, toProblem } from './metadataReport.js';
import { type Place, rootPlace } from './place.js';
import { readDirectory } from './readDirectory.js';
import { readJsonText } from './readJsonText.js';

/**
 * Reads Hasura metadata v3 into one tree whose every value knows its place: a directory as Hasura's command line exports it
 * (config v3), one file of it in JSON, a JSON text, or what was parsed of one. Throws nothing: whatever is wrong is a problem.
 */
export async function readMetadata(
  metadata: unknown,
): Promise<{ readonly tree: MetadataNode; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const report: MetadataReport = (finding) => {
    problems.push(toProblem(finding));
  };
  const tree = await readTree(metadata, report);
  return { tree, problems };
}

async function readTree(metadata: unknown, report: MetadataReport): Promise<MetadataNode> {
  const place = rootPlace('metadata');
  const path = metadataPath(metadata);
  if (path === undefined) {
    const isText = typeof metadata === 'string';
    return isText ? readJsonText({ text: metadata, document: 'metadata' }, report) : readJson(metadata, place, report);
  }
  switch (await kindOf(path)) {
    case 'directory':
      return readDirectory(openDirectory(path), report);
    case 'file':
      return readJsonFile(path, report);
    default:
      return refusePath(place, report);
  }
}

async function kindOf(path: string): Promise<'directory' | 'file' | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : undefined;
  } catch {
    return undefined;
  }
}

async function readJsonFile(path: string, report: MetadataReport): Promise<MetadataNode> {
  const file = basename(path);
  try {
    const text = await readFile(path, 'utf8');
    return readJsonText({ text: text.replace(/^\uFEFF/, ''), document: file, file }, report);
  } catch {
    return refusePath(rootPlace(file), report);
  }
}

function refusePath(place: Place, report: MetadataReport): MetadataNode {
  report({
    code: 'METADATA_FILE_NOT_FOUND',
    place,
    message: 'The path of the metadata leads to no directory and no file that can be read.',
    remedy: 'Give the directory that hasura metadata export writes, or the answer of export_metadata.',
  });
  return { kind: 'unread', place };
}
