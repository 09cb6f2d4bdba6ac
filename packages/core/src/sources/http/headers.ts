import { validateHeaderName, validateHeaderValue } from 'node:http';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { RequestSession } from '../../model/session.js';
import { printTextList } from '../../model/textList.js';
import type { FetchContext } from '../../source.js';

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

/** What `forwardHeaders: 'all'` leaves behind besides: it tells of the client's program, or is a secret of this server's. */
const OWN_TO_A_CLIENT: ReadonlySet<string> = new Set([
  'accept-datetime',
  'accept-language',
  'cache-control',
  'content-md5',
  'dnt',
  'origin',
  'referer',
  'user-agent',
  'x-hasura-access-key',
  'x-hasura-admin-secret',
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

/** A header of the client's that is passed on; names in lower case once checked. */
export interface ForwardedHeader {
  readonly from: string;
  readonly to: string;
}

/** All headers of the client's that others may see, but those named here, in lower case. */
export interface AllHeaders {
  readonly allBut: ReadonlySet<string>;
}

/** What of a client's request goes with each call. */
export interface Forwarding {
  readonly headers: readonly ForwardedHeader[] | AllHeaders;
  /** Names of session variables, in lower case. */
  readonly session: 'all' | 'none' | readonly string[];
  /** Where session variables go. Those in the body are not headers as well, but still none that the client may fill. */
  readonly sessionIn: 'headers' | 'body';
}

export const FORWARD_NOTHING: Forwarding = { headers: [], session: 'none', sessionIn: 'headers' };

/** Whether any header of the client's may be passed on. */
export function forwardsHeaders({ headers }: Forwarding): boolean {
  return 'allBut' in headers || headers.length > 0;
}

/**
 * What one call sends: the client's headers that the source's author listed, then session variables, then what the author
 * configured; the later wins. A header that the session is to fill is never taken from the client, even where the session
 * has no such variable. What the client declares to be of its own connection stays behind.
 *
 * @throws RemoteJoinsError `BAD_USER_INPUT` for a value that no header can have
 */
export function toOutboundHeaders(
  configured: Headers,
  forwarding: Forwarding,
  client: Pick<FetchContext, 'headers' | 'session'>,
): Headers {
  const outbound = new Map<string, string>();
  if (forwardsHeaders(forwarding)) addClient(outbound, configured, forwarding, client.headers);
  const { session, sessionIn } = forwarding;
  if (session !== 'none' && sessionIn === 'headers') addSession(outbound, configured, session, client.session);
  for (const [name, value] of configured) outbound.set(name, value);
  return outbound;
}

function addClient(
  outbound: Map<string, string>,
  configured: Headers,
  { headers, session }: Forwarding,
  client: Readonly<Record<string, string>>,
): void {
  const connection = Object.hasOwn(client, 'connection') ? String(client.connection).toLowerCase() : '';
  const ofConnection = new Set(connection.split(',').map((token) => token.trim()));
  for (const { from, to } of 'allBut' in headers ? allOf(client, headers) : headers) {
    const value = Object.hasOwn(client, from) ? client[from] : undefined;
    if (value === undefined || configured.has(to) || ofConnection.has(from) || isOfSession(to, session)) continue;
    if (!isHeaderValue(value)) {
      throw new RemoteJoinsError(
        'BAD_USER_INPUT',
        `The request's header "${from}" cannot be forwarded: it holds a character that no header may.`,
      );
    }
    outbound.set(to, value);
  }
}

function allOf(client: Readonly<Record<string, string>>, { allBut }: AllHeaders): readonly ForwardedHeader[] {
  const isForOthers = (name: string): boolean => !OWN_TO_A_CLIENT.has(name) && !('fault' in readHeaderName(name));
  const names = Object.keys(client).filter((name) => isForOthers(name) && !allBut.has(name));
  return names.map((name) => ({ from: name, to: name }));
}

/** Whether the session alone may fill a header. */
function isOfSession(name: string, session: Forwarding['session']): boolean {
  if (session === 'none') return false;
  return session === 'all' ? name.startsWith('x-hasura-') : session.includes(name);
}

function addSession(
  outbound: Map<string, string>,
  configured: Headers,
  names: 'all' | readonly string[],
  { variables }: RequestSession,
): void {
  for (const name of names === 'all' ? variables.keys() : names) {
    const variable = variables.get(name);
    if (variable === undefined || configured.has(name)) continue;
    const value = typeof variable === 'string' ? variable : printTextList(variable);
    if ('fault' in readHeaderName(name)) {
      const message = 'A session variable cannot be sent to the remote schema, since its name is none of a header.';
      throw new RemoteJoinsError('INTERNAL_SERVER_ERROR', `${message} Name those to send in "forwardSession".`);
    }
    if (!isHeaderValue(value)) {
      throw new RemoteJoinsError(
        'BAD_USER_INPUT',
        `The session variable "${name}" cannot be sent to the remote schema: it holds a character that no header may.`,
      );
    }
    outbound.set(name, value);
  }
}
