import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Catalog } from '../model/catalog.js';
import type { CancelSignal, Source } from '../source.js';

/** What each source holds, by name; and of those that could not say, why. Asked side by side. */
export async function introspectSources(
  sources: ReadonlyMap<string, Source>,
): Promise<{ catalogs: Map<string, Catalog>; failures: Map<string, RemoteJoinsError> }> {
  const answers = await Promise.all(
    [...sources].map(async ([name, source]) => [name, await askSource(name, source)] as const),
  );
  const catalogs = new Map<string, Catalog>();
  const failures = new Map<string, RemoteJoinsError>();
  // In the order the sources were given: whichever answers first, problems read the same.
  for (const [name, answer] of answers) {
    if (answer instanceof RemoteJoinsError) failures.set(name, answer);
    else catalogs.set(name, answer);
  }
  return { catalogs, failures };
}

/** What one source holds, or why it could not say. */
export async function askSource(
  name: string,
  source: Source,
  signal?: CancelSignal,
): Promise<Catalog | RemoteJoinsError> {
  try {
    return await source.introspect(name, signal);
  } catch (error) {
    if (error instanceof RemoteJoinsError) return error;
    return new RemoteJoinsError('SOURCE_ERROR', 'The source cannot say what it holds.');
  }
}
