import { GraphQLError } from 'graphql';
import type { ErrorCode } from './codes.js';
import type { Problem } from './problem.js';

export interface RemoteJoinsErrorOptions {
  /** A redacted cause: SQLSTATE or error class, never a value, key, parameter or header. */
  readonly cause?: unknown;
  readonly problems?: readonly Problem[];
  /** What stands in `extensions.code` instead: the code of another, who meant it for the client. */
  readonly clientCode?: string | undefined;
  /** More members for `extensions`, beside `code`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * The one error class. At run time `extensions.code` is one of {@link ErrorCode}, or what a handler of actions says; at start it is `INVALID_SCHEMA`
 * and `problems` holds every fault found. Messages name a coordinate and a remedy, never a value.
 */
export class RemoteJoinsError extends GraphQLError {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode,
    message: string,
    { cause, problems = [], clientCode = code, extensions }: RemoteJoinsErrorOptions = {},
  ) {
    super(message, { extensions: { ...extensions, code: clientCode } });
    this.name = 'RemoteJoinsError';
    this.code = code;
    this.problems = problems;
    if (cause !== undefined) this.cause = cause;
  }
}
