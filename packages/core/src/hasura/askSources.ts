import type { Lock } from '../lock/lock.js';
import { type EnumValuesOf, enumValuesFromLock } from '../lock/lockForMetadata.js';
import type { HasuraMetadata } from '../metadata/hasuraMetadata.js';
import type { Catalogs } from '../metadata/printing/checkCatalogs.js';
import type { MetadataToPrint } from '../metadata/printing/printing.js';
import type { Catalog, SchemaCatalog, TableCatalog } from '../model/catalog.js';
import { type AskedOrRecalled, askOrRecall } from '../start/askOrRecall.js';
import { holdSources } from '../start/holdSources.js';
import { readLockedCatalogs } from '../start/readLockedCatalogs.js';
import type { MetadataSources } from './metadataSources.js';
import { readEnumTables } from './readEnumTables.js';

export interface AskedSources {
  readonly catalogs: Catalogs;
  readonly enumValues: MetadataToPrint['enumValues'];
  /** Names in the plugin of those that could not be asked, so that the lock tells what they hold; and why. */
  readonly stale: AskedOrRecalled['stale'];
}

/** What a lock is for: to take the place of sources that cannot be asked, or of them all. */
export interface GivenLock {
  readonly lock?: Lock | undefined;
  /** Whether no source is asked. */
  readonly isOffline?: boolean | undefined;
}

/** Asks the sources of metadata what they hold, then closes them again. */
export async function askSources(
  metadata: HasuraMetadata,
  { sources, names }: MetadataSources,
  { lock, isOffline }: GivenLock,
): Promise<AskedSources> {
  const close = holdSources(sources);
  try {
    const {
      catalogs: found,
      failures,
      stale,
    } = isOffline && lock !== undefined
      ? { ...(await readLockedCatalogs(lock, sources)), stale: new Map() }
      : await askOrRecall(sources, lock);
    const of = (name: string): Catalog | Error | undefined => found.get(name) ?? failures.get(name);
    const databases = new Map<string, TableCatalog | Error>();
    for (const [name, own] of names.databases) {
      const catalog = of(own);
      if (catalog instanceof Error || catalog?.kind === 'tables') databases.set(name, catalog);
    }
    const remotes = new Map<string, SchemaCatalog | Error>();
    for (const [name, own] of names.remoteSchemas) {
      const catalog = of(own);
      if (catalog instanceof Error || catalog?.kind === 'schema') remotes.set(name, catalog);
    }
    const isLocked = (own: string): boolean => isOffline === true || stale.has(own);
    const asked = new Map([...databases].filter(([name]) => !isLocked(names.databases.get(name) ?? name)));
    const live = await readEnumTables(metadata, asked, names, sources);
    const enumValues: EnumValuesOf = (name, table) => {
      const own = names.databases.get(name) ?? name;
      return lock !== undefined && isLocked(own) ? enumValuesFromLock(lock, own, table) : live(name, table);
    };
    return { catalogs: { databases, remoteSchemas: remotes }, enumValues, stale };
  } finally {
    await close();
  }
}
