import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Catalog } from '../model/catalog.js';
import type { Source } from '../source.js';
import { askSource } from './introspectSources.js';

/** The first wait, and the longest: each is twice the one before, less up to a half of it by chance. */
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Made once: the trace of one that is made where joins are closed would hold what takes their place, and that the next. */
const CLOSED = new Error('The joins are closed.');

/**
 * Asks sources what they hold until they say it, each by itself, and longer and longer apart. Keeps no process from ending.
 *
 * @param take takes over what one said; false, or a promise of it, where that cannot be, and it is to be asked again
 * @returns a function that stops asking: nothing is taken over after it was called
 */
export function refreshSources(
  sources: ReadonlyMap<string, Source>,
  names: Iterable<string>,
  take: (name: string, catalog: Catalog) => boolean | Promise<boolean>,
): () => void {
  const timers = new Set<NodeJS.Timeout>();
  const stopped = new AbortController();

  async function ask(name: string, source: Source, longest: number): Promise<void> {
    const answer = await askSource(name, source, stopped.signal);
    if (stopped.signal.aborted) return;
    if (!(answer instanceof RemoteJoinsError) && (await take(name, answer))) return;
    if (stopped.signal.aborted) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void ask(name, source, Math.min(longest * 2, LONGEST_MS));
      },
      longest * (1 - Math.random() / 2),
    );
    timer.unref();
    timers.add(timer);
  }

  for (const name of names) {
    const source = sources.get(name);
    if (source !== undefined) void ask(name, source, FIRST_MS);
  }
  return () => {
    stopped.abort(CLOSED);
    for (const timer of timers) clearTimeout(timer);
  };
}
