import { readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

/** The files below one directory, by path with `/`. */
export interface MetadataFiles {
  readonly read: (path: string) => Promise<FileContent>;
}

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  /** There is none, or it cannot be read. */
  | { readonly kind: 'missing' }
  /** A link leads out of the directory. */
  | { readonly kind: 'outside' };

/** Reads no file outside of the directory, wherever paths and links lead. */
export function openDirectory(directory: string): MetadataFiles {
  const root = realpath(directory);
  root.catch(() => undefined); // each read tells it again
  return {
    read: async (path) => {
      try {
        const base = await root;
        const file = await realpath(resolve(base, join('.', path)));
        if (isOutside(relative(base, file))) return { kind: 'outside' };
        const text = await readFile(file, 'utf8');
        return { kind: 'text', text: text.replace(/^\uFEFF/, '') }; // as editors on Windows begin it
      } catch {
        return { kind: 'missing' };
      }
    },
  };
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || resolve(path) === path;
}
