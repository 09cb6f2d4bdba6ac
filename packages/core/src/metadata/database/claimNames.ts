/** Names that are given out once. */
export interface Names {
  /**
   * The name that was asked for, or else that name with the first of the endings `_2`, `_3`, … that is free.
   *
   * @param withName further names that come with it and must be free as well
   */
  claim(wanted: string, withName?: (name: string) => readonly string[]): string;
  has(name: string): boolean;
}

export function createNames(taken: Iterable<string> = []): Names {
  const names = new Set(taken);
  return {
    has: (name) => names.has(name),
    claim(wanted, withName = (name) => [name]) {
      for (let count = 1; ; count++) {
        // Not `__2` of `_`, which is GraphQL's own.
        const name = count === 1 ? wanted : `${wanted.replace(/_+$/, '')}_${count}`;
        const all = withName(name);
        if (all.some((each) => names.has(each))) continue;
        for (const each of all) names.add(each);
        return name;
      }
    },
  };
}

/** Something in want of a name. */
export interface Claim<T> {
  readonly of: T;
  /** What the database calls it. */
  readonly text: string;
  readonly wanted: string;
}

/**
 * Names for all of them, by what they are for. Those that keep the database's own name come first, then the others by that
 * name: who gets which does not depend on the order they come in.
 */
export function claimAll<T>(
  names: Names,
  claims: readonly Claim<T>[],
  withName?: (name: string) => readonly string[],
): Map<T, string> {
  const kept = (claim: Claim<T>): number => (claim.wanted === claim.text ? 0 : 1);
  const inTurn = [...claims].sort((a, b) => kept(a) - kept(b) || compareTexts(a.text, b.text));
  return new Map(inTurn.map(({ of, wanted }) => [of, names.claim(wanted, withName)]));
}

/** The order of code units: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
