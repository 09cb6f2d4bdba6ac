import type { EndpointLimits } from '../http/endpoint.js';
import type { Forwarding, Headers } from '../http/headers.js';
import {
  assertKnownOptions,
  getValidCount,
  getValidForwardHeaders,
  getValidForwardSession,
  getValidHeaders,
  getValidUrl,
  type HttpOptions,
  invalid,
  type RemoteHeaders,
  type Setting,
  type Target,
} from '../http/options.js';

export interface RemoteSchemaOptions extends HttpOptions {
  /** Headers sent with the introspection query at start. Default: `headers`. */
  readonly introspectionHeaders?: RemoteHeaders | undefined;
  /**
   * Session variables to send as headers of the same names, the role as `x-hasura-role`: all, none, or those named, in any
   * case. They win over forwarded headers; `headers` win over them. Lists leave as array literals of Postgres. Default:
   * `'none'`.
   */
  readonly forwardSession?: 'all' | 'none' | readonly string[] | undefined;
  /** Milliseconds that one call may take, from connecting to the last byte of the answer. Default: 10000. */
  readonly timeoutMs?: number | undefined;
  /** SDL of the remote schema, taken instead of asking for it. Default: the schema is introspected at start. */
  readonly schema?: string | undefined;
}

/** Options that were checked, with their defaults. */
export interface RemoteSettings extends EndpointLimits {
  readonly target: Setting<Target>;
  readonly headers: Setting<Headers>;
  readonly introspectionHeaders: Setting<Headers>;
  readonly forwarding: Forwarding;
  readonly sdl?: string;
}

const OWNER = 'remoteSchema';
const KNOWN = [
  'url',
  'headers',
  'introspectionHeaders',
  'forwardHeaders',
  'forwardSession',
  'timeoutMs',
  'maxResponseBytes',
  'maxConnections',
  'schema',
] as const satisfies readonly (keyof RemoteSchemaOptions)[];
const PLANNED: ReadonlySet<string> = new Set(['permissions']);

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: RemoteSchemaOptions): RemoteSettings {
  for (const name of Object.keys(options ?? {})) {
    if (PLANNED.has(name)) throw invalid(OWNER, name, 'is not supported yet; leave it out');
  }
  assertKnownOptions(OWNER, options, KNOWN);
  const {
    schema,
    headers = {},
    introspectionHeaders = headers,
    forwardHeaders = [],
    forwardSession = 'none',
  } = options;
  if (schema !== undefined && typeof schema !== 'string') throw invalid(OWNER, 'schema', 'must be the SDL as a string');
  return {
    target: getValidUrl(OWNER, options.url),
    headers: getValidHeaders(OWNER, 'headers', headers),
    introspectionHeaders: getValidHeaders(OWNER, 'introspectionHeaders', introspectionHeaders),
    forwarding: {
      headers: getValidForwardHeaders(OWNER, forwardHeaders),
      session: getValidForwardSession(OWNER, forwardSession),
      sessionIn: 'headers',
    },
    timeoutMs: getValidCount(OWNER, options, 'timeoutMs', 10_000),
    maxResponseBytes: getValidCount(OWNER, options, 'maxResponseBytes', 50 * 2 ** 20),
    maxConnections: getValidCount(OWNER, options, 'maxConnections', 64),
    ...(schema !== undefined && { sdl: schema }),
  };
}
