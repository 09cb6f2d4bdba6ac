/** Who still needs what was replaced: each is closed once, when nobody does, or when its grace is over. */
export interface Holds<Generation> {
  /** What is held from now on; what was before is closed as soon as nobody holds it. */
  replace(generation: Generation): void;
  /** Holds one; nothing where it is closed already. */
  hold(generation: Generation): Hold | undefined;
  /** Holds the latest and all that come after, for who does not know yet which it will be. */
  begin(): UnsettledHold<Generation>;
  /** Closes all at once. */
  close(): Promise<void>;
}

export interface Hold {
  /** Calling it twice is calling it once. */
  release(): void;
}

export interface UnsettledHold<Generation> extends Hold {
  /** From now on holds this one alone. */
  settle(generation: Generation): void;
}

export interface HoldsOptions<Generation> {
  readonly close: (generation: Generation) => Promise<void>;
  /** How long what was replaced may be held. */
  readonly graceMs: number;
  /** How long it stays open although nobody holds it, for who could not be seen to begin. */
  readonly lingerMs: () => number;
}

interface Entry<Generation> {
  readonly generation: Generation;
  readonly number: number;
  holders: number;
  /** Closes it in any case. */
  grace?: NodeJS.Timeout;
  /** Closes it if nobody comes. */
  linger?: NodeJS.Timeout | undefined;
}

/** However often it is replaced, these are enough for who could not be seen to begin. */
const MAX_LINGERING = 3;

export function createHolds<Generation>({ close, graceMs, lingerMs }: HoldsOptions<Generation>): Holds<Generation> {
  /** Those that are open, oldest first; the last is the latest. */
  const open: Entry<Generation>[] = [];
  /** How many hold from which number on. */
  const unsettled = new Map<number, number>();
  const closing = new Set<Promise<void>>();
  let count = 0;

  function end(entry: Entry<Generation>): void {
    const index = open.indexOf(entry);
    if (index < 0) return;
    open.splice(index, 1);
    clearTimeout(entry.grace);
    clearTimeout(entry.linger);
    const closed = close(entry.generation).then(
      () => void closing.delete(closed),
      () => void closing.delete(closed),
    );
    closing.add(closed);
  }

  function isHeld({ number, holders }: Entry<Generation>): boolean {
    return holders > 0 || [...unsettled.keys()].some((from) => from <= number);
  }

  function sweep(): void {
    const left = open.slice(0, -1).filter((entry) => !isHeld(entry));
    for (const [index, entry] of left.entries()) {
      const linger = lingerMs();
      if (linger === 0 || index < left.length - MAX_LINGERING) end(entry);
      else entry.linger ??= setTimeout(end, linger, entry).unref();
    }
  }

  function hold(generation: Generation): Hold | undefined {
    const entry = open.find((one) => one.generation === generation);
    if (entry === undefined) return undefined;
    entry.holders++;
    clearTimeout(entry.linger);
    entry.linger = undefined;
    return onceReleased(() => {
      entry.holders--;
      if (entry.holders === 0 && entry !== open.at(-1)) sweep();
    });
  }

  return {
    replace(generation) {
      const replaced = open.at(-1);
      open.push({ generation, number: count++, holders: 0 });
      if (replaced !== undefined) replaced.grace = setTimeout(end, graceMs, replaced).unref();
      sweep();
    },
    hold,
    begin() {
      const from = open.at(-1)?.number ?? count;
      unsettled.set(from, (unsettled.get(from) ?? 0) + 1);
      let held = onceReleased(() => {
        const left = (unsettled.get(from) ?? 1) - 1;
        if (left > 0) unsettled.set(from, left);
        else unsettled.delete(from);
        if (open.length > 1) sweep();
      });
      return {
        settle(generation) {
          const own = hold(generation);
          held.release();
          if (own !== undefined) held = own;
        },
        release: () => held.release(),
      };
    },
    async close() {
      for (const entry of [...open]) end(entry);
      await Promise.all(closing);
    },
  };
}

function onceReleased(release: () => void): Hold {
  let isReleased = false;
  return {
    release() {
      if (isReleased) return;
      isReleased = true;
      release();
    },
  };
}
