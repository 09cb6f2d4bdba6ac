import { isJsonObject, type JsonObject } from '../../model/json.js';
import type { Protocol } from '../http/endpoint.js';
import { atStatus, type Failure } from '../http/failure.js';

/** A GraphQL answer, whatever its HTTP status. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  /** Null where the server answered `null` or left it out; `errors` is then not empty. */
  readonly data: JsonObject | null;
  readonly errors: readonly unknown[];
}

/** GraphQL over HTTP. */
export const protocol: Protocol<Reply> = {
  accept: 'application/graphql-response+json, application/json;q=0.9',
  read: (json, status) => readEnvelope(json, status) ?? atStatus(status, NO_ENVELOPE),
};

const NO_ENVELOPE: Failure = { kind: 'invalid', what: 'envelope' };

function readEnvelope(json: unknown, status: number): Reply | undefined {
  if (!isJsonObject(json)) return undefined;
  const data = Object.hasOwn(json, 'data') ? json.data : null;
  const errors = Object.hasOwn(json, 'errors') ? json.errors : null;
  if (data !== null && !isJsonObject(data)) return undefined;
  if (errors !== null && !Array.isArray(errors)) return undefined;
  if (data === null && (errors === null || errors.length === 0)) return undefined;
  return { kind: 'reply', status, data, errors: errors ?? [] };
}
