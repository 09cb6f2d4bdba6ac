import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { catalogFromLock } from '../lock/catalogFromLock.js';
import type { Lock } from '../lock/lock.js';
import type { Catalog } from '../model/catalog.js';
import type { Source } from '../source.js';
import { introspectSources } from './introspectSources.js';

/**
 * What a lock says that each source holds, as `introspectSources` tells it, for tools: no source is asked over any network. A
 * start (`recallSources`) means to serve: it asks those that the lock does not have, and goes by a source's own SDL. Here what the
 * lock does not have is a failure, and the lock counts even where a source has SDL of its own, since `compareWithLock` holds the two
 * against each other.
 */
export async function readLockedCatalogs(
  lock: Lock,
  sources: ReadonlyMap<string, Source>,
): Promise<{ catalogs: Map<string, Catalog>; failures: Map<string, RemoteJoinsError> }> {
  return introspectSources(new Map([...sources].map(([name, source]) => [name, lockSource(lock, name, source)])));
}

/** The source, which answers from the lock. */
function lockSource(lock: Lock, name: string, source: Source): Source {
  if (source.kind === 'action') return source; // it answers without a call
  return {
    ...source,
    async introspect() {
      const saved = catalogFromLock(lock, name);
      if (saved === undefined) {
        throw new RemoteJoinsError('SOURCE_UNAVAILABLE', 'The lock does not have it. Make the lock anew.');
      }
      // A remote schema whose SDL is an option recalls nothing, but answers by itself; of that its permissions count.
      return source.recall?.(saved) ?? { ...(await source.introspect(name)), ...saved };
    },
  };
}
