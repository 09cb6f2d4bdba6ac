import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import type { Catalog } from './model/catalog.js';
import type { Source } from './source.js';

/** What each source holds, by name; and of those that could not say, why. Asked side by side. */
export async function introspectSources(
  sources: ReadonlyMap<string, Source>,
): Promise<{ catalogs: Map<string, Catalog>; failures: Map<string, RemoteJoinsError> }> {
  const catalogs = new Map<string, Catalog>();
  const failures = new Map<string, RemoteJoinsError>();
  await Promise.all(
    [...sources].map(async ([name, source]) => {
      try {
        catalogs.set(name, await source.introspect(name));
      } catch (error) {
        const known = error instanceof RemoteJoinsError;
        failures.set(
          name,
          known ? error : new RemoteJoinsError('SOURCE_ERROR', 'The source cannot say what it holds.'),
        );
      }
    }),
  );
  return { catalogs, failures };
}
