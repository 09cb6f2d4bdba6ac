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
  type Setting,
  type Target,
} from '../http/options.js';

export interface ActionOptions extends HttpOptions {
  /**
   * Session variables to send in the body's `session_variables`, the role as `x-hasura-role`: all, none, or those named, in
   * any case. Lists leave as array literals of Postgres. Default: `'all'`, since handlers tell by them who asks.
   */
  readonly forwardSession?: 'all' | 'none' | readonly string[] | undefined;
  /** Milliseconds that one call may take, from connecting to the last byte of the answer. Default: 30000, as Hasura's. */
  readonly timeoutMs?: number | undefined;
  /**
   * Members of a refusal's `extensions` that clients get to see, beside `code`. Default: none; what is not listed stays
   * with the server.
   */
  readonly errorExtensions?: readonly string[] | undefined;
}

/** Options that were checked, with their defaults. */
export interface ActionSettings extends EndpointLimits {
  readonly target: Setting<Target>;
  readonly headers: Setting<Headers>;
  readonly forwarding: Forwarding;
  readonly errorExtensions: readonly string[];
}

const OWNER = 'action';
const KNOWN = [
  'url',
  'headers',
  'forwardHeaders',
  'forwardSession',
  'timeoutMs',
  'maxResponseBytes',
  'maxConnections',
  'errorExtensions',
] as const satisfies readonly (keyof ActionOptions)[];

/** Members by which a handler could steer the host (`http` sets the status on Apollo Server), or that are the host's own. */
const RESERVED: ReadonlySet<string> = new Set(['code', 'http', 'stacktrace', 'exception', '__proto__']);

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: ActionOptions): ActionSettings {
  assertKnownOptions(OWNER, options, KNOWN);
  const { headers = {}, forwardHeaders = [], forwardSession = 'all', errorExtensions = [] } = options;
  return {
    target: getValidUrl(OWNER, options.url),
    headers: getValidHeaders(OWNER, 'headers', headers),
    forwarding: {
      headers: getValidForwardHeaders(OWNER, forwardHeaders),
      session: getValidForwardSession(OWNER, forwardSession),
      sessionIn: 'body',
    },
    timeoutMs: getValidCount(OWNER, options, 'timeoutMs', 30_000),
    maxResponseBytes: getValidCount(OWNER, options, 'maxResponseBytes', 50 * 2 ** 20),
    maxConnections: getValidCount(OWNER, options, 'maxConnections', 64),
    errorExtensions: getValidErrorExtensions(errorExtensions),
  };
}

function getValidErrorExtensions(option: unknown): readonly string[] {
  const names: unknown[] | undefined = Array.isArray(option) ? option : undefined;
  if (!names?.every((name): name is string => typeof name === 'string' && name !== '')) {
    throw invalid(OWNER, 'errorExtensions', 'must be a list of names');
  }
  const reserved = names.find((name) => RESERVED.has(name));
  if (reserved === undefined) return names;
  const why = reserved === 'code' ? 'is always passed on' : 'is never passed on';
  throw invalid(OWNER, 'errorExtensions', `names "${reserved}", which ${why}`);
}
