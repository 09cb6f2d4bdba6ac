import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import type { Lock } from './lock/lock.js';
import type { Catalog } from './model/catalog.js';
import { recallSources } from './recallSources.js';
import type { Source } from './source.js';

/** What a lock says that each source holds, as `introspectSources` tells it. No source is asked over any network. */
export async function readLockedCatalogs(
  lock: Lock,
  sources: ReadonlyMap<string, Source>,
): Promise<{ catalogs: ReadonlyMap<string, Catalog>; failures: ReadonlyMap<string, RemoteJoinsError> }> {
  const isLocked = (name: string, { kind }: Source): boolean => kind === 'action' || Object.hasOwn(lock.sources, name);
  const locked = new Map([...sources].filter(([name, source]) => isLocked(name, source)));
  const { catalogs, failures } = await recallSources(locked, lock);
  const missing = [...sources.keys()].filter((name) => !locked.has(name));
  const error = new RemoteJoinsError('SOURCE_UNAVAILABLE', 'The lock does not have it. Make the lock anew.');
  return { catalogs, failures: new Map([...failures, ...missing.map((name) => [name, error] as const)]) };
}
