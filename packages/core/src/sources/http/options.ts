import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import {
  type AllHeaders,
  type ForwardedHeader,
  type Forwarding,
  type Headers,
  isHeaderValue,
  readHeaderName,
} from './headers.js';

/** A text given as it is, by the name of an environment variable (read when the source is created), or asked for at each call. */
export type RemoteText = string | { readonly env: string } | (() => string | Promise<string>);

/** Headers by name. A function is asked at each call, for one value or for all of them. */
export type RemoteHeaders =
  | Readonly<Record<string, RemoteText>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** Options of every source that is asked over HTTP. */
export interface HttpOptions {
  /** Where to send calls, `http:` or `https:`, without credentials. Redirects are never followed. */
  readonly url: RemoteText;
  /** Headers sent with every call. They win over forwarded headers of the same name. Default: none. */
  readonly headers?: RemoteHeaders | undefined;
  /**
   * Names of the client's headers to pass on, in any case, perhaps under another name. Default: none; a header that is not
   * listed is never sent. `'all'` passes on every header but those of its connection, its body and its own program, as
   * Hasura's `forward_client_headers` does: cookies and tokens with it. `{ allBut: ['x-internal'] }` keeps those back as well.
   */
  readonly forwardHeaders?:
    | readonly (string | ForwardedHeader)[]
    | 'all'
    | { readonly allBut: readonly string[] }
    | undefined;
  /** Most bytes of one answer, counted after decompression. Default: 52428800 (50 MiB). */
  readonly maxResponseBytes?: number | undefined;
  /** Most connections open at once; further calls wait for one, within their time limit. Default: 64. */
  readonly maxConnections?: number | undefined;
}

/** The function whose options are checked, for messages. */
export type Owner = 'remoteSchema' | 'action';

/** What is known from the start, or asked for at each call. */
export type Setting<T> = { readonly value: T } | { readonly ask: () => Promise<T> };

/** Where calls go. */
export interface Target {
  readonly origin: string;
  /** Path and search. */
  readonly path: string;
}

/** A longer delay makes a timer fire at once; more bytes are more than one JavaScript string can hold. */
const MOST = { timeoutMs: 2 ** 31 - 1, maxResponseBytes: 500 * 2 ** 20, maxConnections: 10_000 } as const;

/** @throws RemoteJoinsError `INVALID_OPTIONS`, as all of these do */
export function assertKnownOptions(owner: Owner, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw invalid(owner, 'options', 'must be an object with a "url"');
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalid(owner, name, `is unknown. Options are: ${known.join(', ')}`);
  }
}

export function getValidUrl(owner: Owner, option: RemoteText | undefined): Setting<Target> {
  if (option === undefined) throw invalid(owner, 'url', 'is missing; give the address to send calls to');
  return getValidText(owner, 'url', option, (text) => readUrl(owner, text));
}

function readUrl(owner: Owner, text: unknown): Target {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw invalid(owner, 'url', 'must be an absolute address that begins with http:// or https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(owner, 'url', 'must not hold a user name or password; send them in "headers"');
  }
  return { origin: url.origin, path: url.pathname + url.search };
}

export function getValidHeaders(owner: Owner, name: string, option: RemoteHeaders): Setting<Headers> {
  if (typeof option === 'function') {
    return { ask: async () => readHeaders(owner, name, await ask(owner, name, option)) };
  }
  if (typeof option !== 'object' || option === null || Array.isArray(option)) {
    throw invalid(owner, name, 'must be an object of header names and values, or a function that returns one');
  }
  const settings = new Map<string, Setting<string>>();
  for (const [header, text] of Object.entries(option)) {
    const place = `${name}.${header}`;
    const lower = readName(owner, name, header);
    if (settings.has(lower)) {
      throw invalid(owner, place, 'is given twice; header names do not tell upper from lower case');
    }
    settings.set(
      lower,
      getValidText(owner, place, text, (value) => readHeaderValue(owner, place, value)),
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

function readHeaders(owner: Owner, name: string, record: unknown): Headers {
  if (typeof record !== 'object' || record === null)
    throw invalid(owner, name, 'must return an object of header names and values');
  const headers = new Map<string, string>();
  for (const [header, value] of Object.entries(record)) {
    headers.set(readName(owner, name, header), readHeaderValue(owner, `${name}.${header}`, value));
  }
  return headers;
}

function readName(owner: Owner, option: string, header: unknown): string {
  const read = readHeaderName(header);
  if ('fault' in read) throw invalid(owner, option, `names a header that ${read.fault}${quoted(header)}`);
  return read.name;
}

/** Names a header that was refused, where it can be printed. */
function quoted(header: unknown): string {
  return typeof header === 'string' && /^[\w-]+$/.test(header) ? `: "${header}"` : '';
}

function readHeaderValue(owner: Owner, place: string, value: unknown): string {
  if (isHeaderValue(value)) return value;
  throw invalid(owner, place, 'must be text without line breaks, control characters or characters beyond Latin-1');
}

export function getValidForwardHeaders(owner: Owner, option: unknown): Forwarding['headers'] {
  if (option === 'all') return { allBut: new Set() };
  if (typeof option === 'object' && option !== null && 'allBut' in option) return readAllBut(owner, option);
  if (!Array.isArray(option)) {
    throw invalid(owner, 'forwardHeaders', 'must be a list of header names, "all" or { allBut: ["name"] }');
  }
  const byName = new Map<string, ForwardedHeader>();
  for (const entry of option) {
    const forwarded = readForwardedHeader(owner, entry);
    const { from, to } = forwarded;
    if ((byName.get(to) ?? forwarded).from !== from) {
      throw invalid(owner, 'forwardHeaders', `fills one header from two${quoted(to)}`);
    }
    byName.set(to, forwarded);
  }
  return [...byName.values()];
}

/** Those of a connection or body never leave, and may be named all the same. */
function readAllBut(owner: Owner, { allBut, ...others }: { readonly allBut: unknown }): AllHeaders {
  if (!isTextList(allBut) || Object.keys(others).length > 0) {
    throw invalid(owner, 'forwardHeaders', 'must be { allBut: ["name"] }, with names of headers alone');
  }
  return { allBut: new Set(allBut.map((name) => name.toLowerCase())) };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}

/** What goes by another name may be a header that belongs to the client's own connection, such as `host`. */
function readForwardedHeader(owner: Owner, entry: unknown): ForwardedHeader {
  if (typeof entry !== 'object' || entry === null) {
    const name = readName(owner, 'forwardHeaders', entry);
    return { from: name, to: name };
  }
  const { from, to, ...others } = entry as Readonly<Record<string, unknown>>;
  if (typeof from !== 'string' || from === '' || Object.keys(others).length > 0) {
    throw invalid(owner, 'forwardHeaders', 'must hold header names, or { from: "name", to: "other-name" }');
  }
  return { from: from.toLowerCase(), to: readName(owner, 'forwardHeaders', to) };
}

export function getValidForwardSession(owner: Owner, option: unknown): Forwarding['session'] {
  if (option === 'all' || option === 'none') return option;
  if (!Array.isArray(option)) {
    throw invalid(owner, 'forwardSession', 'must be "all", "none" or a list of session variables');
  }
  return [...new Set(option.map((name: unknown) => readName(owner, 'forwardSession', name)))];
}

export function getValidCount(
  owner: Owner,
  options: { readonly [Name in keyof typeof MOST]?: number | undefined },
  name: keyof typeof MOST,
  byDefault: number,
): number {
  const { [name]: count = byDefault } = options;
  if (Number.isInteger(count) && count >= 1 && count <= MOST[name]) return count;
  throw invalid(owner, name, `must be an integer from 1 to ${MOST[name]}`);
}

/** Texts that are known now are checked now; those of a function at each call. */
function getValidText<T>(owner: Owner, name: string, option: RemoteText, read: (text: unknown) => T): Setting<T> {
  if (typeof option === 'function') return { ask: async () => read(await ask(owner, name, option)) };
  return { value: read(typeof option === 'string' ? option : readEnvironment(owner, name, option)) };
}

export function readSetting<T>(setting: Setting<T>): T | Promise<T> {
  return 'value' in setting ? setting.value : setting.ask();
}

function readEnvironment(owner: Owner, name: string, option: unknown): string {
  if (typeof option !== 'object' || option === null || !('env' in option) || typeof option.env !== 'string') {
    throw invalid(owner, name, 'must be a string, { env: "NAME" } or a function');
  }
  const value = process.env[option.env];
  if (value === undefined) throw invalid(owner, name, `names an environment variable that is not set: "${option.env}"`);
  return value;
}

/** Asks a user's function. What it throws may hold a secret, so only the class of it is kept. */
async function ask<T>(owner: Owner, name: string, option: () => T | Promise<T>): Promise<T> {
  try {
    return await option();
  } catch (error) {
    throw new RemoteJoinsError('SOURCE_UNAVAILABLE', `The function in option "${name}" of ${owner} failed.`, {
      cause: new Error(error instanceof Error ? error.name : 'unknown'),
    });
  }
}

export function invalid(owner: Owner, option: string, fault: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `Option "${option}" of ${owner} ${fault}.`);
}
