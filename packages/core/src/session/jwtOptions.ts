import { createPublicKey, type KeyObject } from 'node:crypto';
import { type ClaimPath, type ClaimSource, parsePath, type ValidClaimSource, type ValidClaims } from './claims.js';
import { getValidUnauthorizedRole, invalid } from './options.js';
import { readSecretText, type SecretText } from './secretText.js';

export type JwtAlgorithm = (typeof ALGORITHMS)[number];

export interface JwtSessionOptions {
  /** What signatures are checked with: a shared secret, a public key (PEM), or where a JSON Web Key Set is found. */
  readonly key: { readonly secret: SecretText } | { readonly publicKey: SecretText } | { readonly jwksUrl: SecretText };
  /** Algorithms that a token may be signed with. Each must be one of the key's kind. */
  readonly algorithms: readonly JwtAlgorithm[];
  /** Who must have issued a token. Default: anybody with the key. */
  readonly issuer?: string | readonly string[] | undefined;
  /** Whom a token must be meant for. Default: anybody. */
  readonly audience?: string | readonly string[] | undefined;
  /** Where a token is: alone in a header, or in a cookie. Default: `authorization: Bearer …`. */
  readonly token?: { readonly header: string } | { readonly cookie: string } | undefined;
  /**
   * The claim that holds Hasura's claims, or the path to them in the token: `{ path: '$.app.claims' }`, `$` being all of it.
   * Default: `https://hasura.io/jwt/claims`.
   */
  readonly claimsNamespace?: string | { readonly path: string } | undefined;
  /** Whether that claim is an object or the JSON text of one. Default: `json`. */
  readonly claimsFormat?: 'json' | 'stringified_json' | undefined;
  /** Where to find each of Hasura's claims in a token that has no such claim: a value, or a path such as `$.user.id`. */
  readonly claimsMap?: Readonly<Record<string, ClaimSource>> | undefined;
  /** The role of requests without a token; they have no variables. Default: such requests are refused. */
  readonly unauthorizedRole?: string | undefined;
  /** How far the clocks of this server and the issuer may be apart. Default: 0. */
  readonly clockToleranceSeconds?: number | undefined;
}

export type VerificationKey =
  | { readonly kind: 'key'; readonly key: KeyObject | Uint8Array }
  | { readonly kind: 'jwks'; readonly url: URL };

/** Options that were checked, with their defaults. */
export interface JwtSettings {
  readonly key: VerificationKey;
  readonly algorithms: readonly string[];
  readonly issuer: readonly string[] | undefined;
  readonly audience: readonly string[] | undefined;
  readonly token: { readonly kind: 'bearer' } | { readonly kind: 'header' | 'cookie'; readonly name: string };
  readonly claims: ValidClaims;
  readonly unauthorizedRole: string | undefined;
  readonly clockToleranceSeconds: number;
}

const ALGORITHMS = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

const KNOWN: ReadonlySet<string> = new Set([
  'key',
  'algorithms',
  'issuer',
  'audience',
  'token',
  'claimsNamespace',
  'claimsFormat',
  'claimsMap',
  'unauthorizedRole',
  'clockToleranceSeconds',
] satisfies (keyof JwtSessionOptions)[]);

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: JwtSessionOptions): JwtSettings {
  if (!isRecord(options)) throw wrong('options', 'must be an object with "key" and "algorithms"');
  const unknown = Object.keys(options).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw wrong(unknown, `is unknown. Options are: ${[...KNOWN].join(', ')}`);
  const algorithms = getValidAlgorithms(options.algorithms);
  return {
    key: getValidKey(options.key, algorithms),
    algorithms,
    issuer: getValidNames('issuer', options.issuer),
    audience: getValidNames('audience', options.audience),
    token: getValidToken(options.token),
    claims: getValidClaims(options),
    unauthorizedRole: getValidUnauthorizedRole('jwtSession', options.unauthorizedRole),
    clockToleranceSeconds: getValidTolerance(options.clockToleranceSeconds ?? 0),
  };
}

function getValidAlgorithms(algorithms: unknown): readonly JwtAlgorithm[] {
  const known: readonly unknown[] = ALGORITHMS;
  if (!Array.isArray(algorithms) || algorithms.length === 0 || !algorithms.every((each) => known.includes(each))) {
    throw wrong('algorithms', `must be a list of algorithms that tokens may use: ${ALGORITHMS.join(', ')}`);
  }
  return algorithms;
}

function getValidKey(key: unknown, algorithms: readonly JwtAlgorithm[]): VerificationKey {
  const [kind, second] = isRecord(key) ? Object.keys(key) : [];
  const wanted = 'must be one of { secret }, { publicKey } and { jwksUrl }';
  if (!isRecord(key) || kind === undefined || second !== undefined) throw wrong('key', wanted);
  switch (kind) {
    case 'secret':
      return { kind: 'key', key: getValidSecret(key.secret, algorithms) };
    case 'publicKey':
      return { kind: 'key', key: getValidPublicKey(key.publicKey, algorithms) };
    case 'jwksUrl':
      return { kind: 'jwks', url: getValidUrl(key.jwksUrl, algorithms) };
    default:
      throw wrong('key', wanted);
  }
}

/** A key that is shorter than the digest is the weakest part of it. */
function getValidSecret(secret: unknown, algorithms: readonly JwtAlgorithm[]): Uint8Array {
  const bytes = new TextEncoder().encode(readSecretText('jwtSession', 'key.secret', secret));
  for (const algorithm of algorithms) {
    if (!isSymmetric(algorithm)) throw wrong('algorithms', `holds ${algorithm}, which takes no secret`);
    const least = Number(algorithm.slice(2)) / 8;
    if (bytes.length < least) throw wrong('key.secret', `is too short for ${algorithm}: it takes ${least} bytes`);
  }
  return bytes;
}

function getValidPublicKey(pem: unknown, algorithms: readonly JwtAlgorithm[]): KeyObject {
  const text = readSecretText('jwtSession', 'key.publicKey', pem);
  if (/PRIVATE KEY/.test(text)) throw wrong('key.publicKey', 'is a private key; give the public one');
  const key = readPublicKey(text);
  const misfit = algorithms.find((algorithm) => !fits(key, algorithm));
  if (misfit !== undefined) throw wrong('algorithms', `holds ${misfit}, which takes another kind of key`);
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw wrong('key.publicKey', 'is too short: RSA takes 2048 bits');
  }
  return key;
}

function readPublicKey(text: string): KeyObject {
  try {
    return createPublicKey(text);
  } catch {
    throw wrong('key.publicKey', 'is no public key in PEM form');
  }
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' };

function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, algorithm: JwtAlgorithm): boolean {
  if (algorithm === 'EdDSA') return asymmetricKeyType === 'ed25519';
  if (algorithm.startsWith('ES')) return asymmetricKeyDetails?.namedCurve === CURVES[algorithm];
  return !isSymmetric(algorithm) && asymmetricKeyType === 'rsa';
}

function isSymmetric(algorithm: JwtAlgorithm): boolean {
  return algorithm.startsWith('HS');
}

/** Keys of a set are public: a token signed with one of them as a secret must not pass. */
function getValidUrl(option: unknown, algorithms: readonly JwtAlgorithm[]): URL {
  const text = readSecretText('jwtSession', 'key.jwksUrl', option);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw wrong('key.jwksUrl', 'must be an absolute address that begins with https:// or http://');
  }
  const symmetric = algorithms.find(isSymmetric);
  if (symmetric !== undefined) throw wrong('algorithms', `holds ${symmetric}, which takes a secret`);
  return url;
}

function getValidNames(option: string, names: unknown): readonly string[] | undefined {
  if (names === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(names) ? names : [names];
  if (list.length > 0 && list.every(isName)) return list;
  throw wrong(option, 'must be a text or a list of texts');
}

function getValidToken(token: unknown): JwtSettings['token'] {
  if (token === undefined) return { kind: 'bearer' };
  const [kind, second] = isRecord(token) ? Object.keys(token) : [];
  const name = isRecord(token) && kind !== undefined ? token[kind] : undefined;
  if ((kind !== 'header' && kind !== 'cookie') || second !== undefined || !isName(name)) {
    throw wrong('token', 'must be { header: "name" } or { cookie: "name" }');
  }
  if (kind === 'cookie') return { kind, name };
  const lower = name.toLowerCase();
  return lower === 'authorization' ? { kind: 'bearer' } : { kind, name: lower };
}

function getValidClaims({ claimsNamespace, claimsFormat = 'json', claimsMap }: JwtSessionOptions): ValidClaims {
  if (claimsFormat !== 'json' && claimsFormat !== 'stringified_json') {
    throw wrong('claimsFormat', 'must be "json" or "stringified_json"');
  }
  if (claimsMap === undefined) {
    const path = getValidNamespace(claimsNamespace ?? 'https://hasura.io/jwt/claims');
    return { kind: 'namespace', path, isText: claimsFormat === 'stringified_json' };
  }
  if (claimsNamespace !== undefined) throw wrong('claimsMap', 'cannot be given with "claimsNamespace"');
  if (!isRecord(claimsMap)) throw wrong('claimsMap', 'must be an object');
  const sources = new Map<string, ValidClaimSource>();
  for (const [name, source] of Object.entries(claimsMap)) {
    const lower = name.toLowerCase();
    if (!lower.startsWith('x-hasura-')) throw wrong(`claimsMap.${name}`, 'must have a name that begins with x-hasura-');
    if (sources.has(lower)) throw wrong(`claimsMap.${name}`, 'is given twice');
    sources.set(lower, getValidSource(`claimsMap.${name}`, source));
  }
  for (const name of ['x-hasura-allowed-roles', 'x-hasura-default-role']) {
    if (!sources.has(name)) throw wrong('claimsMap', `lacks "${name}"`);
  }
  return { kind: 'map', sources };
}

function getValidNamespace(namespace: unknown): ClaimPath {
  if (isName(namespace)) return [namespace];
  const { path, ...others } = isRecord(namespace) ? namespace : {};
  if (typeof path !== 'string' || Object.keys(others).length > 0) {
    throw wrong('claimsNamespace', 'must be a text, or { path }');
  }
  const steps = path === '$' ? [] : parsePath(path);
  if (steps === undefined)
    throw wrong('claimsNamespace', 'has a path that cannot be read: write it like "$.app.claims"');
  return steps;
}

function getValidSource(place: string, source: unknown): ValidClaimSource {
  if (isValue(source)) return { kind: 'value', value: source };
  const { path, default: byDefault, ...others } = isRecord(source) ? source : {};
  const isSound = Object.keys(others).length === 0 && (byDefault === undefined || isValue(byDefault));
  if (typeof path !== 'string' || !isSound) {
    throw wrong(place, 'must be a text, a list of texts, or { path, default }');
  }
  const steps = parsePath(path);
  if (steps === undefined) throw wrong(place, 'has a path that cannot be read: write it like "$.user.roles[0]"');
  return { kind: 'path', path: steps, byDefault };
}

function isValue(value: unknown): value is string | readonly string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

function getValidTolerance(seconds: unknown): number {
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= 3_600) return seconds;
  throw wrong('clockToleranceSeconds', 'must be a number from 0 to 3600');
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function wrong(option: string, fault: string) {
  return invalid('jwtSession', option, fault);
}
