import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';

/** Why a call brought no answer in its protocol. Holds nothing of what was sent or received. */
export type Failure =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' }
  /** Refused, reset, unknown host, TLS. `reason` is an error code or class, such as `ECONNREFUSED`. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'redirect'; readonly status: number }
  | { readonly kind: 'tooLarge' }
  /** An HTTP error without a body of the protocol's. */
  | { readonly kind: 'status'; readonly status: number }
  /** A body in an encoding that was not asked for, of bytes that are no UTF-8, no JSON, or no answer of the protocol's. */
  | { readonly kind: 'invalid'; readonly what: 'encoding' | 'utf8' | 'json' | 'envelope' };

const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** What the connection failed of. Only the error's code or class is kept: its message may hold the address. */
export function toFailure(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (TIMEOUTS.has(code)) return { kind: 'timeout' };
  return { kind: 'unreachable', reason: code || (error instanceof Error ? error.name : 'unknown') };
}

/** An error page of a proxy's says more by its status than by what is wrong with its body. */
export function atStatus(status: number | undefined, failure: Failure): Failure {
  return status !== undefined && status >= 400 ? { kind: 'status', status } : failure;
}

/** Statuses by which a proxy says that the server behind it does not answer. */
const UNAVAILABLE: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * The error a request meets. Names no address: the caller adds the field it happened at.
 *
 * @param server what was asked
 */
export function toRequestError(failure: Failure, server: 'remote schema' | 'handler'): RemoteJoinsError {
  switch (failure.kind) {
    case 'cancelled':
      return new RemoteJoinsError('REQUEST_CANCELLED', `The request was cancelled before the ${server} answered.`);
    case 'timeout':
      return new RemoteJoinsError('SOURCE_TIMEOUT', `The ${server} did not answer within its time limit.`);
    case 'unreachable':
      return new RemoteJoinsError('SOURCE_UNAVAILABLE', `The ${server} could not be reached.`, {
        cause: new Error(failure.reason),
      });
    case 'redirect':
      return new RemoteJoinsError(
        'SOURCE_INVALID_RESPONSE',
        `The ${server} answered with a redirect, which is never followed. Give the source the final address.`,
        { cause: new Error(`HTTP ${failure.status}`) },
      );
    case 'tooLarge':
      return new RemoteJoinsError(
        'SOURCE_RESPONSE_TOO_LARGE',
        `The ${server} answered with more than the source allows. Ask for less.`,
      );
    case 'status': {
      const cause = new Error(`HTTP ${failure.status}`);
      return UNAVAILABLE.has(failure.status)
        ? new RemoteJoinsError('SOURCE_UNAVAILABLE', `The ${server} is not available.`, { cause })
        : new RemoteJoinsError('SOURCE_ERROR', `The ${server} answered with an HTTP error.`, { cause });
    }
    case 'invalid':
      return new RemoteJoinsError('SOURCE_INVALID_RESPONSE', `The ${server} answered with ${described[failure.what]}.`);
    default:
      return failure satisfies never;
  }
}

/** What an invalid answer is, to end a sentence. */
export const described: Readonly<Record<(Failure & { kind: 'invalid' })['what'], string>> = {
  encoding: 'a content-encoding that cannot be read',
  utf8: 'bytes that are no UTF-8',
  json: 'something that is not JSON',
  envelope: 'JSON that is no GraphQL answer',
};
