import type { Source } from '../source.js';

/** Sources may serve several schemas; the last to let go closes them. */
const holders = new WeakMap<Source, number>();

/** Holds sources until the function answered is called; calling it twice is calling it once. */
export function holdSources(sources: ReadonlyMap<string, Source>): () => Promise<void> {
  const held = new Set(sources.values());
  for (const source of held) holders.set(source, (holders.get(source) ?? 0) + 1);
  let closed: Promise<void> | undefined;
  const release = async (): Promise<void> => {
    const last = [...held].filter((source) => {
      const others = (holders.get(source) ?? 1) - 1;
      holders.set(source, others);
      return others === 0;
    });
    await Promise.allSettled(last.map((source) => source.close()));
  };
  return () => {
    closed ??= release();
    return closed;
  };
}
