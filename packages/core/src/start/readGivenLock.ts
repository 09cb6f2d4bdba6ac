import { readFile } from 'node:fs/promises';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Lock } from '../lock/lock.js';
import { readLock } from '../lock/readLock.js';

/**
 * A lock as an option names it: the path of its file, or what was read already.
 * @throws RemoteJoinsError `INVALID_OPTIONS` where the file cannot be read
 */
export async function readGivenLock(given: string | Lock | undefined): Promise<Lock | undefined> {
  return typeof given === 'string' ? readLockFile(given) : given;
}

async function readLockFile(path: string): Promise<Lock> {
  const fail = (fault: string): never => {
    throw new RemoteJoinsError('INVALID_OPTIONS', `The file that option "lock" names ${fault}. Make the lock anew.`);
  };
  const text = await readFile(path, 'utf8').catch(() => fail('cannot be read'));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail('is no JSON');
  }
  return readLock(parsed);
}
