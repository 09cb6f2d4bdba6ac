/** One request to a source: SQL text and parameters, or GraphQL document and variables. */
export interface Call {
  readonly text: string;
  readonly values: unknown;
}

/** A source that tells what it was asked. */
export interface Observed {
  /** The calls since the last time they were taken, in order. */
  takeCalls(): Promise<readonly Call[]>;
  stop(): Promise<void>;
}

/** The calls to each of some sources since the last time they were taken. */
export async function takeCalls(
  sources: Readonly<Record<string, Observed>>,
): Promise<Readonly<Record<string, readonly Call[]>>> {
  const calls = Object.entries(sources).map(async ([name, source]) => [name, await source.takeCalls()] as const);
  return Object.fromEntries(await Promise.all(calls));
}
