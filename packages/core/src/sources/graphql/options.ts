import { Source as SDLSource } from 'graphql';
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
  /** SDL of the remote schema, taken instead of asking for it, ever. Default: the schema is introspected. */
  readonly schema?: string | undefined;
  /**
   * SDL of the remote schema as it was, to start from: the schema is introspected while requests are answered already, and
   * taken over when it is there. A lock wins over it. Default: the start waits for the introspection.
   */
  readonly savedSchema?: string | undefined;
  /**
   * What a start does where the remote schema cannot be asked and nothing was saved: `'fail'`, or `'defer'` what depends on it:
   * those fields answer `SOURCE_UNAVAILABLE` until it is back. Not where roles see different things. Default: `'fail'`.
   */
  readonly onUnavailable?: 'fail' | 'defer' | undefined;
  /**
   * What each role may see, by role: SDL that is a part of the remote schema, in which `@preset(value:, static:)` fills an
   * argument or input field that the role may not give. A role that is not named sees nothing of the remote schema, with `{}`
   * none does; nor does one with an empty text, even where it inherits from others. A `Source` of graphql-js names its
   * file, for problems to name. Checked at start. Default: everybody sees everything.
   */
  readonly permissions?: Readonly<Record<string, string | SDLSource>> | undefined;
}

/** Options that were checked, with their defaults. */
export interface RemoteSettings extends EndpointLimits {
  readonly target: Setting<Target>;
  readonly headers: Setting<Headers>;
  readonly introspectionHeaders: Setting<Headers>;
  readonly forwarding: Forwarding;
  readonly sdl?: string;
  readonly savedSdl?: string;
  readonly onUnavailable: 'fail' | 'defer';
  /** SDL by role, not parsed yet. */
  readonly permissions?: ReadonlyMap<string, string | SDLSource>;
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
  'savedSchema',
  'onUnavailable',
  'permissions',
] as const satisfies readonly (keyof RemoteSchemaOptions)[];

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: RemoteSchemaOptions): RemoteSettings {
  assertKnownOptions(OWNER, options, KNOWN);
  const {
    schema,
    savedSchema,
    onUnavailable = 'fail',
    permissions,
    headers = {},
    introspectionHeaders = headers,
    forwardHeaders = [],
    forwardSession = 'none',
  } = options;
  if (schema !== undefined && typeof schema !== 'string') throw invalid(OWNER, 'schema', 'must be the SDL as a string');
  if (savedSchema !== undefined && typeof savedSchema !== 'string')
    throw invalid(OWNER, 'savedSchema', 'must be the SDL as a string');
  if (savedSchema !== undefined && schema !== undefined)
    throw invalid(OWNER, 'savedSchema', 'has no meaning beside "schema", which is never asked for');
  if (onUnavailable !== 'fail' && onUnavailable !== 'defer')
    throw invalid(OWNER, 'onUnavailable', 'must be "fail" or "defer"');
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
    ...(savedSchema !== undefined && { savedSdl: savedSchema }),
    onUnavailable,
    ...(permissions !== undefined && { permissions: getValidPermissions(permissions) }),
  };
}

function getValidPermissions(option: unknown): ReadonlyMap<string, string | SDLSource> {
  if (typeof option !== 'object' || option === null || Array.isArray(option)) {
    throw invalid(OWNER, 'permissions', 'must be an object of roles and their SDL');
  }
  return new Map(
    Object.entries(option).map(([role, sdl]: [string, unknown]) => {
      if (role === '') throw invalid(OWNER, 'permissions', 'names a role that is empty; who has no role sees nothing');
      if (typeof sdl !== 'string' && !(sdl instanceof SDLSource))
        throw invalid(OWNER, `permissions.${role}`, 'must be SDL as a string, or a Source of graphql-js');
      return [role, sdl];
    }),
  );
}
