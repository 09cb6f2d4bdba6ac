import type { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { catalogFromLock } from '../lock/catalogFromLock.js';
import type { Lock } from '../lock/lock.js';
import type { Catalog } from '../model/catalog.js';
import type { Source } from '../source.js';
import { introspectSources } from './introspectSources.js';
import { readGivenLock } from './readGivenLock.js';

/** What is known of sources when a start has to decide. */
export interface KnownSources {
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** Sources that could not say what they hold, and of which nothing was saved. */
  readonly failures: ReadonlyMap<string, RemoteJoinsError>;
  /** Names of those that the start can do without. */
  readonly deferred: ReadonlySet<string>;
  /** Names of those that are to be asked again: that were not asked, or may say later. */
  readonly open: ReadonlySet<string>;
}

/**
 * What sources hold as it was saved; those of which nothing was are asked, side by side.
 * @throws RemoteJoinsError `INVALID_OPTIONS` where the lock cannot be read
 */
export async function recallSources(
  sources: ReadonlyMap<string, Source>,
  given: string | Lock | undefined,
): Promise<KnownSources> {
  const lock = await readGivenLock(given);
  const saved = new Map<string, Catalog>();
  for (const [name, source] of sources) {
    const catalog = source.recall?.(lock && catalogFromLock(lock, name));
    if (catalog !== undefined) saved.set(name, catalog);
  }
  const others = new Map([...sources].filter(([name]) => !saved.has(name)));
  const { catalogs, failures } = await introspectSources(others);
  const deferred = new Set([...failures.keys()].filter((name) => sources.get(name)?.onUnavailable === 'defer'));
  const found = [...sources.keys()].flatMap((name): (readonly [string, Catalog])[] => {
    const catalog = saved.get(name) ?? catalogs.get(name);
    return catalog === undefined ? [] : [[name, catalog]];
  });
  return { catalogs: new Map(found), failures, deferred, open: new Set([...saved.keys(), ...deferred]) };
}
