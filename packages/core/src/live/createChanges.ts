import type { Changes, Prepare, Prepared, ServerDefinition } from './changes.js';

/** Changes that somebody makes. */
export interface OwnChanges extends Changes {
  /**
   * Has a definition prepared by everybody, then put in place in one step; rejects, and changes nothing, where anybody
   * cannot. To be called for one definition after the other.
   *
   * @param settle what must not fail either, such as writing it down: called when all is prepared
   */
  change(next: ServerDefinition, settle: () => Promise<void>): Promise<void>;
}

export function createChanges(first: ServerDefinition): OwnChanges {
  let latest = first;
  const subscribers = new Set<Prepare>();

  return {
    current: () => latest,
    subscribe(prepare) {
      subscribers.add(prepare);
      return () => void subscribers.delete(prepare);
    },
    async change(next, settle) {
      const prepared = new Map<Prepare, Prepared>();
      try {
        await prepareAll(next, subscribers, prepared);
        await settle();
        // Who came meanwhile began with what is to be replaced.
        do await prepareAll(next, subscribers, prepared);
        while ((await nextTurn()) && [...subscribers].some((one) => !prepared.has(one)));
      } catch (error) {
        await Promise.allSettled(Array.from(prepared.values(), (one) => one.discard()));
        throw error;
      }
      latest = next;
      for (const one of prepared.values()) one.commit();
    },
  };
}

async function prepareAll(
  next: ServerDefinition,
  subscribers: ReadonlySet<Prepare>,
  prepared: Map<Prepare, Prepared>,
): Promise<void> {
  const missing = [...subscribers].filter((one) => !prepared.has(one));
  const results = await Promise.allSettled(
    missing.map(async (prepare) => void prepared.set(prepare, await prepare(next))),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Everything that could go on without waiting has gone on, when it is answered. */
function nextTurn(): Promise<true> {
  return new Promise((resolve) => setImmediate(resolve, true));
}
