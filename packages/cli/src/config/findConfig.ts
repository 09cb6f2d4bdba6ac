import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usageError.js';

const NAMES = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'].map((extension) => `remote-joins.config.${extension}`);

/**
 * The config file: the one named, else the nearest from the folder upwards.
 * @throws UsageError where the named one does not exist, or a folder has two
 */
export function findConfig(folder: string, named?: string): string | undefined {
  if (named !== undefined) {
    const file = resolve(folder, named);
    if (!existsSync(file)) throw new UsageError(`There is no config file "${named}".`);
    return file;
  }
  const found = NAMES.filter((name) => existsSync(join(folder, name)));
  if (found.length > 1) throw new UsageError(`There are two config files, ${found.join(' and ')}. Keep one of them.`);
  if (found[0] !== undefined) return join(folder, found[0]);
  const above = dirname(folder);
  return above === folder ? undefined : findConfig(above);
}
