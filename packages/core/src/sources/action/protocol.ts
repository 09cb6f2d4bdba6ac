import { isJsonObject, type JsonObject } from '../../model/json.js';
import type { Protocol } from '../http/endpoint.js';

/** What a handler says: that it acted, or why it did not. */
export type Reply =
  | { readonly kind: 'done'; readonly value: unknown }
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly code?: string | undefined;
      readonly extensions: JsonObject;
    };

/**
 * Hasura's: what was done is the JSON of any 2xx, a refusal is a 4xx with a message for the client. (Its code stands in
 * `extensions`; older handlers write it beside the message.) Any other status, and a 4xx without a message, tells nothing
 * that a client may see.
 */
export const protocol: Protocol<Reply> = {
  accept: 'application/json',
  read(json, status) {
    if (status < 300) return { kind: 'done', value: json };
    return (status < 500 ? readRefusal(json) : undefined) ?? { kind: 'status', status };
  },
};

function readRefusal(json: unknown): Reply | undefined {
  if (!isJsonObject(json)) return undefined;
  const message = readText(json, 'message');
  if (message === undefined) return undefined;
  const extensions = Object.hasOwn(json, 'extensions') && isJsonObject(json.extensions) ? json.extensions : {};
  return { kind: 'refused', message, code: readText(extensions, 'code') ?? readText(json, 'code'), extensions };
}

/** A text that says something. */
function readText(object: JsonObject, name: string): string | undefined {
  const text = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
