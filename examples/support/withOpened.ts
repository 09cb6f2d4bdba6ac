interface Resource {
  stop(): Promise<void>;
}

/** Waits for something to start, and notes that it must be stopped. */
export type Open = <T extends Resource>(starting: Promise<T>) => Promise<T>;

/**
 * Runs something that opens what it needs; however that ends, what was opened is stopped, the last one first. Nothing more
 * is opened once the signal says so.
 */
export async function withOpened(run: (open: Open) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const opened: Resource[] = [];
  try {
    await run(async (starting) => {
      const resource = await starting;
      opened.push(resource);
      signal?.throwIfAborted();
      return resource;
    });
  } finally {
    for (const resource of opened.reverse()) await resource.stop();
  }
}
