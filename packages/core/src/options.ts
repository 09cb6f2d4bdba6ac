import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import type { Source } from './source.js';

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
  /** Tells when the client has gone, so that no further call is made. The hosts' adapters fill it in where they can know. */
  readonly signal?: ((context: HostContext) => AbortSignal | undefined) | undefined;
}

/** The context value of a request, whose type only the host's author knows. */
// biome-ignore lint/suspicious/noExplicitAny: so that a function may name the type it takes
type HostContext = any;

/** Options checked, with their defaults. */
export interface ValidOptions {
  readonly sources: ReadonlyMap<string, Source>;
  readonly headers: (context: unknown) => Readonly<Record<string, string>>;
  readonly signal: (context: unknown) => AbortSignal | undefined;
}

const known: ReadonlySet<string> = new Set(['sources', 'headers', 'signal']);
/** Parts of the design that are not built yet. */
const later: ReadonlySet<string> = new Set(['session', 'limits', 'inheritedRoles', 'lock']);

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
    signal: getValidSignal(options.signal),
  };
}

function getValidSources(sources: unknown): ReadonlyMap<string, Source> {
  if (!isRecord(sources))
    refuse('Option "sources" is no object', 'Give one source per name, such as { users_db: postgres({ … }) }.');
  const valid = new Map<string, Source>();
  for (const [name, source] of Object.entries(sources)) {
    if (!isSource(source))
      refuse(`Option "sources.${name}" is no source`, 'Make it with postgres({ … }) or remoteSchema({ … }).');
    valid.set(name, source);
  }
  return valid;
}

function getValidHeaders(headers: unknown): ValidOptions['headers'] {
  if (headers === undefined) return () => ({});
  if (typeof headers !== 'function')
    refuse('Option "headers" is no function', 'Give a function from context to headers.');
  return (context) => lowerCaseHeaders(headers(context));
}

function getValidSignal(signal: unknown): ValidOptions['signal'] {
  if (signal === undefined) return () => undefined;
  if (typeof signal !== 'function')
    refuse('Option "signal" is no function', 'Give a function from context to an AbortSignal.');
  return (context) => {
    const value: unknown = signal(context);
    return value instanceof AbortSignal ? value : undefined;
  };
}

function lowerCaseHeaders(headers: unknown): Readonly<Record<string, string>> {
  const lower: [string, string][] = [];
  if (!isRecord(headers)) return {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') lower.push([name.toLowerCase(), value]);
    else if (Array.isArray(value)) lower.push([name.toLowerCase(), value.join(', ')]);
  }
  return Object.freeze(Object.assign(Object.create(null), Object.fromEntries(lower)));
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
