import type { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { catalogFromLock } from '../lock/catalogFromLock.js';
import type { Lock } from '../lock/lock.js';
import type { Catalog } from '../model/catalog.js';
import type { Source } from '../source.js';
import { introspectSources } from './introspectSources.js';

export interface AskedOrRecalled {
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** Sources that could not say what they hold, and that the lock does not have either. */
  readonly failures: ReadonlyMap<string, RemoteJoinsError>;
  /** Sources that could not say it, so that the lock does; and why. */
  readonly stale: ReadonlyMap<string, RemoteJoinsError>;
}

/** What each source says that it holds; of those that cannot say it, what a lock does. Asked side by side. */
export async function askOrRecall(
  sources: ReadonlyMap<string, Source>,
  lock: Lock | undefined,
): Promise<AskedOrRecalled> {
  const { catalogs, failures } = await introspectSources(sources);
  const stale = new Map<string, RemoteJoinsError>();
  for (const [name, error] of failures) {
    const saved = lock && sources.get(name)?.recall?.(catalogFromLock(lock, name));
    if (saved === undefined) continue;
    failures.delete(name);
    catalogs.set(name, saved);
    stale.set(name, error);
  }
  return { catalogs, failures, stale };
}

/** The source, which a start need not wait for: it says what it is known to hold. */
export function toRemembering(source: Source, saved: Catalog): Source {
  return { ...source, recall: () => source.recall?.(saved) };
}
