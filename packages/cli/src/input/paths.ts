import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A path as reports show it: from the working directory, with `/`. */
export function displayPath(file: string): string {
  return toSlashes(relative(process.cwd(), file)) || '.';
}

/** The root of the repository, from which those who read reports by machine count paths; else the working directory. */
export function repositoryRoot(folder = process.cwd()): string {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? process.cwd() : repositoryRoot(above);
}

export function toSlashes(path: string): string {
  return path.split(sep).join('/');
}
