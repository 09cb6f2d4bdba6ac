import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { ADMIN, ROLE_VARIABLE, type Session, type SessionVariable } from '../model/session.js';

/** A claim's value, or the path to it in the token, with what it is where there is none. */
export type ClaimSource = SessionVariable | { readonly path: string; readonly default?: SessionVariable | undefined };

export type ValidClaimSource =
  | { readonly kind: 'value'; readonly value: SessionVariable }
  | { readonly kind: 'path'; readonly path: ClaimPath; readonly byDefault: SessionVariable | undefined };

/** Where a token holds Hasura's claims. */
export type ValidClaims =
  | { readonly kind: 'namespace'; readonly path: ClaimPath; readonly isText: boolean }
  /** By name in lower case. */
  | { readonly kind: 'map'; readonly sources: ReadonlyMap<string, ValidClaimSource> };

export type ClaimPath = readonly (string | number)[];

/** What a token says, its signature checked. */
export type TokenPayload = Readonly<Record<string, unknown>>;

const ALLOWED_ROLES = 'x-hasura-allowed-roles';
const DEFAULT_ROLE = 'x-hasura-default-role';

/**
 * The session of a token's claims: the role asked for, or the default one, must be among the allowed roles; all other
 * claims are variables.
 *
 * @throws RemoteJoinsError `UNAUTHENTICATED` for claims that cannot be read, `FORBIDDEN` for a role that is not allowed
 */
export function toSession(payload: TokenPayload, claims: ValidClaims, requestedRole: string | undefined): Session {
  const found = claims.kind === 'map' ? mapClaims(payload, claims.sources) : findClaims(payload, claims);
  const allowed = found.get(ALLOWED_ROLES);
  const byDefault = found.get(DEFAULT_ROLE);
  if (!Array.isArray(allowed) || typeof byDefault !== 'string') {
    throw unreadable(`lack "${DEFAULT_ROLE}", a text, or "${ALLOWED_ROLES}", a list of texts`);
  }
  const role = requestedRole ?? byDefault;
  if (role === '' || !allowed.includes(role)) {
    throw new RemoteJoinsError('FORBIDDEN', 'The requested role is not in the allowed roles.');
  }
  const variables = [...found].filter(([name]) => name !== ALLOWED_ROLES && name !== ROLE_VARIABLE);
  return { role, admin: role === ADMIN, variables: Object.fromEntries(variables) };
}

function findClaims(
  payload: TokenPayload,
  { path, isText }: Extract<ValidClaims, { kind: 'namespace' }>,
): ReadonlyMap<string, SessionVariable> {
  const claim = follow(payload, path);
  const claims = isText ? parseClaims(claim) : claim;
  if (!isRecord(claims) || Array.isArray(claims)) {
    throw unreadable(isText ? 'are no JSON text of an object' : 'are no object');
  }
  const found = new Map<string, SessionVariable>();
  for (const [name, value] of Object.entries(claims)) {
    const lower = name.toLowerCase();
    if (!lower.startsWith('x-hasura-')) continue;
    const variable = toVariable(value);
    if (variable === undefined) throw unreadable('hold a value that is neither a text nor a list of texts');
    if (found.has(lower)) throw unreadable('hold one name twice, in upper and lower case');
    found.set(lower, variable);
  }
  return found;
}

function parseClaims(claim: unknown): unknown {
  try {
    return typeof claim === 'string' ? JSON.parse(claim) : undefined;
  } catch {
    return undefined;
  }
}

function mapClaims(
  payload: TokenPayload,
  sources: ReadonlyMap<string, ValidClaimSource>,
): ReadonlyMap<string, SessionVariable> {
  const found = new Map<string, SessionVariable>();
  for (const [name, source] of sources) {
    const held = source.kind === 'value' ? source.value : (follow(payload, source.path) ?? source.byDefault);
    if (held === undefined || held === null) continue; // a variable that a session lacks is FORBIDDEN where it is needed
    const variable = toVariable(held);
    if (variable === undefined) throw unreadable('hold a value that is neither a text nor a list of texts');
    found.set(name, variable);
  }
  return found;
}

/** Numbers and booleans are as good as their text, unless a double does not hold them exactly. */
function toVariable(value: unknown): SessionVariable | undefined {
  if (!Array.isArray(value)) return toText(value);
  const items = value.map(toText);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const isExact = typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value));
  return isExact || typeof value === 'boolean' ? String(value) : undefined;
}

/** Reads `$.user.roles[0]` or `$['https://example.com/user'].id`: names and indices; nothing where it cannot be read. */
export function parsePath(text: string): ClaimPath | undefined {
  const steps: (string | number)[] = [];
  if (!text.startsWith('$')) return undefined;
  const step = /\.([\w-]+)|\[(\d{1,9})\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) return undefined;
    const [, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return steps.length === 0 ? undefined : steps;
}

function follow(payload: TokenPayload, path: ClaimPath): unknown {
  let value: unknown = payload;
  for (const step of path) {
    if (typeof step === 'number' ? !Array.isArray(value) : !isRecord(value) || Array.isArray(value)) return undefined;
    const held = value as Readonly<Record<string | number, unknown>>;
    value = Object.hasOwn(held, step) ? held[step] : undefined;
  }
  return value;
}

function unreadable(fault: string): RemoteJoinsError {
  return new RemoteJoinsError('UNAUTHENTICATED', `The claims of the token ${fault}.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
