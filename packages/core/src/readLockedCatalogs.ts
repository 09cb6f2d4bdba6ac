import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import { catalogFromLock } from './lock/catalogFromLock.js';
import type { Lock } from './lock/lock.js';
import type { Catalog } from './model/catalog.js';
import type { Source } from './source.js';

/** What a lock says that each source holds, as `introspectSources` tells it; nothing is asked. */
export function readLockedCatalogs(
  lock: Lock,
  sources: ReadonlyMap<string, Source>,
): { catalogs: Map<string, Catalog>; failures: Map<string, RemoteJoinsError> } {
  const catalogs = new Map<string, Catalog>();
  const failures = new Map<string, RemoteJoinsError>();
  for (const [name, { kind, permissions }] of sources) {
    const catalog = kind === 'action' ? { kind } : catalogFromLock(lock, name);
    if (catalog === undefined) {
      failures.set(name, new RemoteJoinsError('SOURCE_UNAVAILABLE', 'The lock does not have it. Make the lock anew.'));
    } else catalogs.set(name, catalog.kind === 'schema' && permissions ? { ...catalog, permissions } : catalog);
  }
  return { catalogs, failures };
}
