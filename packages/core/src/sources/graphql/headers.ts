import { validateHeaderName, validateHeaderValue } from 'node:http';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';

export type Headers = ReadonlyMap<string, string>;

/**
 * Headers that belong to one connection or one body. They are made anew for each call, and a client's would let it
 * break the call, or smuggle a second one behind it.
 */
const OWN_TO_A_CALL: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A header's name in lower case, or why it cannot be one. */
export function readHeaderName(name: unknown): { readonly name: string } | { readonly fault: string } {
  if (typeof name !== 'string') return { fault: 'is no text' };
  try {
    validateHeaderName(name);
  } catch {
    return { fault: 'is no valid header name' };
  }
  const lower = name.toLowerCase();
  return OWN_TO_A_CALL.has(lower)
    ? { fault: 'belongs to one connection or one body and is made anew for each call' }
    : { name: lower };
}

/** Whether a value can be sent: no line break, NUL or character beyond Latin-1. */
export function isHeaderValue(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  try {
    validateHeaderValue('name', value);
    return true;
  } catch {
    return false;
  }
}

/**
 * What one call sends: the client's headers that the source's author listed, then those the author configured, which
 * win. What the client declares to be of its own connection stays behind.
 *
 * @param forward names in lower case
 * @throws RemoteJoinsError `BAD_USER_INPUT` for a client's value that no header can have
 */
export function toOutboundHeaders(
  configured: Headers,
  forward: readonly string[],
  client: Readonly<Record<string, string>>,
): Headers {
  if (forward.length === 0) return configured;
  const outbound = new Map<string, string>();
  const connection = Object.hasOwn(client, 'connection') ? String(client.connection).toLowerCase() : '';
  const ofConnection = new Set(connection.split(',').map((token) => token.trim()));
  for (const name of forward) {
    const value = Object.hasOwn(client, name) ? client[name] : undefined;
    if (value === undefined || configured.has(name) || ofConnection.has(name)) continue;
    if (!isHeaderValue(value)) {
      throw new RemoteJoinsError(
        'BAD_USER_INPUT',
        `The request's header "${name}" cannot be forwarded to the remote schema: it holds a character that no header may.`,
      );
    }
    outbound.set(name, value);
  }
  for (const [name, value] of configured) outbound.set(name, value);
  return outbound;
}
