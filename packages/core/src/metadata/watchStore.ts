import type { MetadataStore } from './metadataStore.js';

const INTERVAL_MS = 1_000;

/**
 * Looks at files that others may write, and calls back when they did and have stopped: what is half written is not read.
 * Looking works where notices of a file system do not come: on mounts of containers and networks. Answers a function that
 * ends it.
 */
export function watchStore(store: MetadataStore, changed: () => Promise<void>): () => void {
  if (!store.isOnDisk) return () => {};
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let last: string | undefined;

  const look = async (): Promise<void> => {
    const now = await store.changedTo().catch(() => undefined);
    if (now !== undefined && now === last) {
      last = undefined;
      await changed();
    } else last = now;
    next();
  };
  const next = (): void => {
    if (!isOver) timer = setTimeout(look, last === undefined ? INTERVAL_MS : SETTLING_MS).unref();
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** How long files must stay as they are. */
const SETTLING_MS = 100;
