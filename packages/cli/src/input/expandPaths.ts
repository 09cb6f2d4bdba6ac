import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../usageError.js';
import { toSlashes } from './paths.js';

/**
 * The files that paths, folders and globs name, each once, sorted within each. In a folder all `.graphql`, `.graphqls` and `.gql`
 * files count, in its folders too.
 * @throws UsageError where one of them names nothing
 */
export function expandPaths(folder: string, paths: string | readonly string[]): readonly string[] {
  const list = typeof paths === 'string' ? [paths] : paths;
  return [...new Set(list.flatMap((path) => expand(folder, path)))];
}

function expand(folder: string, path: string): readonly string[] {
  const found = isGlob(path) ? matchGlob(folder, path) : findPlain(resolve(folder, path));
  if (found.length === 0)
    throw new UsageError(`There is no file "${path}" with GraphQL. Name a file, a folder or a glob.`);
  return found;
}

function findPlain(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory()) return stat === undefined ? [] : [path];
  return filesBelow(path).filter((file) => /\.(?:graphqls?|gql)$/.test(file));
}

function matchGlob(folder: string, glob: string): readonly string[] {
  const steps = toSlashes(glob).split('/');
  const fixed = steps.slice(0, steps.findIndex(isGlob));
  const base = resolve(folder, ...(glob.startsWith('/') ? ['/', ...fixed] : fixed));
  const pattern = toPattern(steps.slice(fixed.length).join('/'));
  if (statSync(base, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return filesBelow(base).filter((file) => pattern.test(toSlashes(file.slice(base.length + 1))));
}

function isGlob(path: string): boolean {
  return /[*?{]/.test(path);
}

/** `**` any folders, `*` and `?` within one name, `{a,b}` one of these. */
function toPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|[^\w/]/g, (part) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return '|';
      default:
        return `\\${part}`;
    }
  });
  return new RegExp(`^${source}$`);
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : filesBelow(path);
    return [path];
  });
}
