import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Lock, RemoteJoinsError, readLock } from '@remote-joins/core';
import type { LoadedConfig } from './config/loadConfig.js';
import { displayPath } from './input/paths.js';
import { UsageError } from './usageError.js';

const DEFAULT = 'remote-joins.lock.json';

/** Where the lock is: the file named, or that of the config. */
export function lockPath(named: string | true | undefined, { config, folder }: LoadedConfig): string {
  return typeof named === 'string' ? resolve(named) : resolve(folder, config.lock ?? DEFAULT);
}

/** @throws UsageError where there is none, or it is not as it was written */
export function readLockFile(path: string): Lock {
  const name = displayPath(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`There is no lock "${name}". Make it with: remote-joins lock`);
  }
  try {
    return readLock(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof RemoteJoinsError ? error.message : 'It is no JSON. Make the lock anew.';
    throw new UsageError(`The lock "${name}" cannot be used. ${reason}`);
  }
}
