import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import { type ForwardedHeader, type Forwarding, type Headers, isHeaderValue, readHeaderName } from './headers.js';

/** A text given as it is, by the name of an environment variable (read when the source is created), or asked for at each call. */
export type RemoteText = string | { readonly env: string } | (() => string | Promise<string>);

/** Headers by name. A function is asked at each call, for one value or for all of them. */
export type RemoteHeaders =
  | Readonly<Record<string, RemoteText>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

export interface RemoteSchemaOptions {
  /** Address of the GraphQL endpoint, `http:` or `https:`, without credentials. Redirects are never followed. */
  readonly url: RemoteText;
  /** Headers sent with every call. They win over forwarded headers of the same name. Default: none. */
  readonly headers?: RemoteHeaders | undefined;
  /** Headers sent with the introspection query at start. Default: `headers`. */
  readonly introspectionHeaders?: RemoteHeaders | undefined;
  /**
   * Names of the client's headers to pass on, in any case, perhaps under another name. Default: none; a header that is not
   * listed is never sent.
   */
  readonly forwardHeaders?: readonly (string | ForwardedHeader)[] | undefined;
  /**
   * Session variables to send as headers of the same names, the role as `x-hasura-role`: all, none, or those named, in any
   * case. They win over forwarded headers; `headers` win over them. Lists leave as array literals of Postgres. Default:
   * `'none'`.
   */
  readonly forwardSession?: 'all' | 'none' | readonly string[] | undefined;
  /** Milliseconds that one call may take, from connecting to the last byte of the answer. Default: 10000. */
  readonly timeoutMs?: number | undefined;
  /** Most bytes of one answer, counted after decompression. Default: 52428800 (50 MiB). */
  readonly maxResponseBytes?: number | undefined;
  /** Most connections open at once; further calls wait for one, within their time limit. Default: 64. */
  readonly maxConnections?: number | undefined;
  /** SDL of the remote schema, taken instead of asking for it. Default: the schema is introspected at start. */
  readonly schema?: string | undefined;
  /**
   * What each role may see, by role: SDL that is a part of the remote schema, in which `@preset(value:, static:)` fills an
   * argument or input field that the role may not give. A role that is not named sees nothing of the remote schema, with `{}`
   * none does. Checked at start. Default: everybody sees everything.
   */
  readonly permissions?: Readonly<Record<string, string>> | undefined;
}

/** What is known from the start, or asked for at each call. */
export type Setting<T> = { readonly value: T } | { readonly ask: () => Promise<T> };

/** Where calls go. */
export interface Target {
  readonly origin: string;
  /** Path and search. */
  readonly path: string;
}

/** Options that were checked, with their defaults. */
export interface RemoteSettings {
  readonly target: Setting<Target>;
  readonly headers: Setting<Headers>;
  readonly introspectionHeaders: Setting<Headers>;
  readonly forwarding: Forwarding;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxConnections: number;
  readonly sdl?: string;
  /** SDL by role, not parsed yet. */
  readonly permissions?: ReadonlyMap<string, string>;
}

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
  'permissions',
] as const satisfies readonly (keyof RemoteSchemaOptions)[];

/** A longer delay makes a timer fire at once; more bytes are more than one JavaScript string can hold. */
const MOST = { timeoutMs: 2 ** 31 - 1, maxResponseBytes: 500 * 2 ** 20, maxConnections: 10_000 } as const;

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: RemoteSchemaOptions): RemoteSettings {
  if (typeof options !== 'object' || options === null) throw invalid('options', 'must be an object with a "url"');
  for (const name of Object.keys(options)) {
    if (!KNOWN.some((known) => known === name)) throw invalid(name, `is unknown. Options are: ${KNOWN.join(', ')}`);
  }
  const {
    schema,
    permissions,
    headers = {},
    introspectionHeaders = headers,
    forwardHeaders = [],
    forwardSession = 'none',
  } = options;
  if (schema !== undefined && typeof schema !== 'string') throw invalid('schema', 'must be the SDL as a string');
  return {
    target: getValidUrl(options.url),
    headers: getValidHeaders('headers', headers),
    introspectionHeaders: getValidHeaders('introspectionHeaders', introspectionHeaders),
    forwarding: {
      headers: getValidForwardHeaders(forwardHeaders),
      session: getValidForwardSession(forwardSession),
    },
    timeoutMs: getValidCount(options, 'timeoutMs', 10_000),
    maxResponseBytes: getValidCount(options, 'maxResponseBytes', 50 * 2 ** 20),
    maxConnections: getValidCount(options, 'maxConnections', 64),
    ...(schema !== undefined && { sdl: schema }),
    ...(permissions !== undefined && { permissions: getValidPermissions(permissions) }),
  };
}

function getValidUrl(option: RemoteText | undefined): Setting<Target> {
  if (option === undefined) throw invalid('url', 'is missing; give the address of the GraphQL endpoint');
  return getValidText('url', option, readUrl);
}

function readUrl(text: unknown): Target {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw invalid('url', 'must be an absolute address that begins with http:// or https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('url', 'must not hold a user name or password; send them in "headers"');
  }
  return { origin: url.origin, path: url.pathname + url.search };
}

function getValidHeaders(name: string, option: RemoteHeaders): Setting<Headers> {
  if (typeof option === 'function') return { ask: async () => readHeaders(name, await ask(name, option)) };
  if (typeof option !== 'object' || option === null || Array.isArray(option)) {
    throw invalid(name, 'must be an object of header names and values, or a function that returns one');
  }
  const settings = new Map<string, Setting<string>>();
  for (const [header, text] of Object.entries(option)) {
    const place = `${name}.${header}`;
    const lower = readName(name, header);
    if (settings.has(lower)) throw invalid(place, 'is given twice; header names do not tell upper from lower case');
    settings.set(
      lower,
      getValidText(place, text, (value) => readHeaderValue(place, value)),
    );
  }
  const known = new Map<string, string>();
  for (const [header, setting] of settings) if ('value' in setting) known.set(header, setting.value);
  if (known.size === settings.size) return { value: known };
  return {
    async ask() {
      const headers = new Map<string, string>();
      for (const [header, setting] of settings) headers.set(header, await readSetting(setting));
      return headers;
    },
  };
}

function readHeaders(name: string, record: unknown): Headers {
  if (typeof record !== 'object' || record === null)
    throw invalid(name, 'must return an object of header names and values');
  const headers = new Map<string, string>();
  for (const [header, value] of Object.entries(record)) {
    headers.set(readName(name, header), readHeaderValue(`${name}.${header}`, value));
  }
  return headers;
}

function readName(option: string, header: unknown): string {
  const read = readHeaderName(header);
  if ('fault' in read) throw invalid(option, `names a header that ${read.fault}${quoted(header)}`);
  return read.name;
}

/** Names a header that was refused, where it can be printed. */
function quoted(header: unknown): string {
  return typeof header === 'string' && /^[\w-]+$/.test(header) ? `: "${header}"` : '';
}

function readHeaderValue(place: string, value: unknown): string {
  if (isHeaderValue(value)) return value;
  throw invalid(place, 'must be text without line breaks, control characters or characters beyond Latin-1');
}

function getValidForwardHeaders(option: unknown): readonly ForwardedHeader[] {
  if (!Array.isArray(option)) throw invalid('forwardHeaders', 'must be a list of header names');
  const byName = new Map<string, ForwardedHeader>();
  for (const entry of option) {
    const forwarded = readForwardedHeader(entry);
    const { from, to } = forwarded;
    if ((byName.get(to) ?? forwarded).from !== from) {
      throw invalid('forwardHeaders', `fills one header from two${quoted(to)}`);
    }
    byName.set(to, forwarded);
  }
  return [...byName.values()];
}

/** What goes by another name may be a header that belongs to the client's own connection, such as `host`. */
function readForwardedHeader(entry: unknown): ForwardedHeader {
  if (typeof entry !== 'object' || entry === null) {
    const name = readName('forwardHeaders', entry);
    return { from: name, to: name };
  }
  const { from, to, ...others } = entry as Readonly<Record<string, unknown>>;
  if (typeof from !== 'string' || from === '' || Object.keys(others).length > 0) {
    throw invalid('forwardHeaders', 'must hold header names, or { from: "name", to: "other-name" }');
  }
  return { from: from.toLowerCase(), to: readName('forwardHeaders', to) };
}

function getValidForwardSession(option: unknown): Forwarding['session'] {
  if (option === 'all' || option === 'none') return option;
  if (!Array.isArray(option)) throw invalid('forwardSession', 'must be "all", "none" or a list of session variables');
  return [...new Set(option.map((name: unknown) => readName('forwardSession', name)))];
}

function getValidPermissions(option: unknown): ReadonlyMap<string, string> {
  if (typeof option !== 'object' || option === null || Array.isArray(option)) {
    throw invalid('permissions', 'must be an object of roles and their SDL');
  }
  return new Map(
    Object.entries(option).map(([role, sdl]: [string, unknown]) => {
      if (role === '') throw invalid('permissions', 'names a role that is empty; who has no role sees nothing');
      if (typeof sdl !== 'string') throw invalid(`permissions.${role}`, 'must be SDL as a string');
      return [role, sdl];
    }),
  );
}

function getValidCount(options: RemoteSchemaOptions, name: keyof typeof MOST, byDefault: number): number {
  const { [name]: count = byDefault } = options;
  if (Number.isInteger(count) && count >= 1 && count <= MOST[name]) return count;
  throw invalid(name, `must be an integer from 1 to ${MOST[name]}`);
}

/** Texts that are known now are checked now; those of a function at each call. */
function getValidText<T>(name: string, option: RemoteText, read: (text: unknown) => T): Setting<T> {
  if (typeof option === 'function') return { ask: async () => read(await ask(name, option)) };
  return { value: read(typeof option === 'string' ? option : readEnvironment(name, option)) };
}

export function readSetting<T>(setting: Setting<T>): T | Promise<T> {
  return 'value' in setting ? setting.value : setting.ask();
}

function readEnvironment(name: string, option: unknown): string {
  if (typeof option !== 'object' || option === null || !('env' in option) || typeof option.env !== 'string') {
    throw invalid(name, 'must be a string, { env: "NAME" } or a function');
  }
  const value = process.env[option.env];
  if (value === undefined) throw invalid(name, `names an environment variable that is not set: "${option.env}"`);
  return value;
}

/** Asks a user's function. What it throws may hold a secret, so only the class of it is kept. */
async function ask<T>(name: string, option: () => T | Promise<T>): Promise<T> {
  try {
    return await option();
  } catch (error) {
    throw new RemoteJoinsError('SOURCE_UNAVAILABLE', `The function in option "${name}" of the remote schema failed.`, {
      cause: new Error(error instanceof Error ? error.name : 'unknown'),
    });
  }
}

function invalid(option: string, fault: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `Option "${option}" of remoteSchema ${fault}.`);
}
