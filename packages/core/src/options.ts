import type { Problem } from './error/problem.js';
import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import type { Lock } from './lock/lock.js';
import { readLock } from './lock/readLock.js';
import type { SessionFunction } from './model/session.js';
import { createSessionReader, type ReadSession } from './session/readSession.js';
import type { CancelSignal, Source } from './source.js';

/** Options of `attachRemoteJoins`, and of `remoteJoins` of both hosts. */
export interface RemoteJoinsOptions {
  /** The sources that the SDL's directives name. */
  readonly sources: Readonly<Record<string, Source>>;
  /**
   * The client's headers, from which `forwardHeaders` of a source and `{header: …}` of a template are served. The hosts'
   * adapters fill it in from the HTTP request. Default: none.
   */
  readonly headers?:
    | ((context: HostContext) => Readonly<Record<string, string | readonly string[] | undefined>>)
    | undefined;
  /**
   * Tells who asks: role and session variables, from the context value and the client's headers. Called once per operation,
   * and once per event of a subscription; where it fails, no joined field of that operation has data. An error of its
   * with `extensions.code` reaches the client as it is. Default: no role and no variables.
   */
  readonly session?: SessionFunction | undefined;
  /**
   * Roles that see what others see: by name, those they inherit from. A `@permission` of an inherited role's own counts
   * in place of what it inherits for that type. Default: none.
   */
  readonly inheritedRoles?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * What joins use of the sources, as `lockTypeDefs` tells it: the path of its file, or parsed. A start does not wait for sources
   * that are in it; they are asked while requests are answered already, and what they say is taken over. Default: none.
   */
  readonly lock?: string | Lock | undefined;
  /**
   * Told once a source that the start did not wait for has said what it holds, or when what it says does not fit. What fails in
   * it is its own. The hosts' adapters write it to the log. Default: nothing is told.
   */
  readonly onRefresh?: ((refresh: Refresh) => void) | undefined;
  /** Tells when the client has gone, so that no further call is made. The hosts' adapters fill it in where they can know. */
  readonly signal?: ((context: HostContext) => CancelSignal | undefined) | undefined;
}

/** What a source said that the start did not wait for. */
export interface Refresh {
  /** Its name. */
  readonly source: string;
  /** What the check found that it did not find before. With an error among them nothing is taken over: all stays as it was. */
  readonly problems: readonly Problem[];
}

/** The context value of a request, whose type only the host's author knows. */
// biome-ignore lint/suspicious/noExplicitAny: so that a function may name the type it takes
type HostContext = any;

/** Options checked, with their defaults. */
export interface ValidOptions {
  readonly sources: ReadonlyMap<string, Source>;
  readonly headers: (context: unknown) => Readonly<Record<string, string>>;
  readonly session: ReadSession | undefined;
  readonly inheritedRoles: ReadonlyMap<string, readonly string[]>;
  /** The path of a file, or a lock that was read. */
  readonly lock: string | Lock | undefined;
  readonly onRefresh: (refresh: Refresh) => void;
  readonly signal: (context: unknown) => CancelSignal | undefined;
}

const known: ReadonlySet<string> = new Set([
  'sources',
  'headers',
  'session',
  'inheritedRoles',
  'lock',
  'onRefresh',
  'signal',
]);
/** Parts of the design that are not built yet. */
const later: ReadonlySet<string> = new Set(['limits']);

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: RemoteJoinsOptions): ValidOptions {
  if (!isRecord(options)) refuse('Options are missing', 'Give an object with "sources".');
  for (const name of Object.keys(options)) {
    if (later.has(name)) refuse(`Option "${name}" is not supported yet`, 'Leave it out.');
    if (!known.has(name)) refuse(`Option "${name}" is unknown`, `Known options are ${[...known].join(', ')}.`);
  }
  return {
    sources: getValidSources(options.sources),
    headers: getValidHeaders(options.headers),
    session: getValidSession(options.session),
    inheritedRoles: getValidInheritedRoles(options.inheritedRoles),
    lock: getValidLock(options.lock),
    onRefresh: getValidOnRefresh(options.onRefresh),
    signal: getValidSignal(options.signal),
  };
}

function getValidSources(sources: unknown): ReadonlyMap<string, Source> {
  if (!isRecord(sources))
    refuse('Option "sources" is no object', 'Give one source per name, such as { users_db: postgres({ … }) }.');
  const valid = new Map<string, Source>();
  for (const [name, source] of Object.entries(sources)) {
    if (!isSource(source))
      refuse(
        `Option "sources.${name}" is no source`,
        'Make it with postgres({ … }), remoteSchema({ … }) or action({ … }).',
      );
    valid.set(name, source);
  }
  return valid;
}

function getValidHeaders(headers: unknown): ValidOptions['headers'] {
  if (headers === undefined) return () => NO_HEADERS;
  if (typeof headers !== 'function')
    refuse('Option "headers" is no function', 'Give a function from context to headers.');
  return (context) => lowerCaseHeaders(headers(context));
}

function getValidSession(session: unknown): ReadSession | undefined {
  if (session === undefined) return undefined;
  if (!isSessionFunction(session))
    refuse('Option "session" is no function', 'Give a function from { context, headers } to a session.');
  return createSessionReader(session);
}

/** What it answers is checked when it does. */
function isSessionFunction(session: unknown): session is SessionFunction {
  return typeof session === 'function';
}

/** Whether there are such roles is checked with the schema, which names them. */
function getValidInheritedRoles(roles: unknown): ValidOptions['inheritedRoles'] {
  const valid = new Map<string, readonly string[]>();
  if (roles === undefined) return valid;
  if (!isRecord(roles) || Array.isArray(roles)) {
    refuse('Option "inheritedRoles" is no object', 'Give a list of roles per role, such as { manager: ["clerk"] }.');
  }
  for (const [role, parents] of Object.entries(roles)) {
    if (role === '') refuse('Option "inheritedRoles" has a role without a name', 'Give it one.');
    if (!isTextList(parents) || parents.length === 0 || parents.includes(''))
      refuse(`Option "inheritedRoles.${role}" is no list of roles`, 'Name the roles that it inherits from.');
    valid.set(role, parents);
  }
  return valid;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidLock(lock: unknown): ValidOptions['lock'] {
  if (lock === undefined) return undefined;
  if (lock === '') refuse('Option "lock" is an empty path', 'Give the path of the file, or the lock itself.');
  return typeof lock === 'string' ? lock : readLock(lock);
}

function getValidOnRefresh(onRefresh: unknown): ValidOptions['onRefresh'] {
  if (onRefresh === undefined) return () => {};
  if (typeof onRefresh !== 'function')
    refuse('Option "onRefresh" is no function', 'Give a function from { source, problems } to nothing.');
  return async (refresh) => {
    try {
      await onRefresh(refresh);
    } catch {
      // It is told, not asked: what fails in it is its own.
    }
  };
}

function getValidSignal(signal: unknown): ValidOptions['signal'] {
  if (signal === undefined) return () => undefined;
  if (typeof signal !== 'function')
    refuse('Option "signal" is no function', 'Give a function from context to an AbortSignal.');
  return (context) => {
    const value: unknown = signal(context);
    return isSignal(value) ? value : undefined;
  };
}

function isSignal(value: unknown): value is CancelSignal {
  if (value instanceof AbortSignal) return true;
  const methods = ['addEventListener', 'removeEventListener'];
  return (
    isRecord(value) && typeof value.aborted === 'boolean' && methods.every((name) => typeof value[name] === 'function')
  );
}

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** A header that comes twice, in whatever case, is one with both values, as HTTP has it: none of them wins in silence. */
function lowerCaseHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (!isRecord(headers)) return NO_HEADERS;
  const lower: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : value;
    if (typeof text !== 'string') continue;
    const key = name.toLowerCase();
    const known = lower[key];
    lower[key] = known === undefined ? text : `${known}, ${text}`;
  }
  return Object.freeze(lower);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSource(value: unknown): value is Source {
  return isRecord(value) && ['introspect', 'fetch', 'close'].every((name) => typeof value[name] === 'function');
}

function refuse(fault: string, remedy: string): never {
  throw new RemoteJoinsError('INVALID_OPTIONS', `${fault}. ${remedy}`);
}
