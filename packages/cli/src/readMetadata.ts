import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Problem, RemoteJoinsError } from '@remote-joins/core';
import { displayPath } from './input/paths.js';
import { type Finding, toFinding } from './report/finding.js';
import { createProgress } from './terminal/progress.js';
import { UsageError } from './usageError.js';

export interface ReadMetadata<Graph> {
  readonly findings: readonly Finding[];
  /** What was made of it; absent where that is nothing. */
  readonly graph?: Graph;
  /** A file to tell of what has no place. */
  readonly fallback: string;
}

/** Reads the metadata at a path, and tells its problems by their files. */
export async function readMetadata<Graph extends { readonly problems: readonly Problem[] }>(
  path: string,
  read: (metadata: string) => Promise<Graph>,
): Promise<ReadMetadata<Graph>> {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const fileOf = (text: string | undefined): string =>
    displayPath(isFile || text === undefined ? path : join(path, text));
  const fallback = displayPath(isFile ? path : join(path, 'version.yaml'));
  const progress = createProgress();
  progress.say(`Reading ${basename(path)} …`);
  try {
    const graph = await read(path);
    // Nobody is served here: the secret of the server that is checked is nothing to have beside it.
    const problems = graph.problems.filter(({ code }) => code !== 'METADATA_NO_ADMIN_SECRET');
    return { graph, fallback, findings: problems.map((problem) => toFinding(problem, fileOf)) };
  } catch (error) {
    return { fallback, findings: problemsOf(error).map((problem) => toFinding(problem, fileOf)) };
  } finally {
    progress.done();
  }
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof RemoteJoinsError && error.problems.length > 0) return error.problems;
  throw error instanceof RemoteJoinsError ? new UsageError(error.message) : error;
}
