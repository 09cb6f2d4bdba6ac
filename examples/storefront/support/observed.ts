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
