import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { adminSecretOf } from '../metadata/adminSecret.js';
import type { Environment } from '../metadata/resolveEnvironment.js';
import { isJsonObject } from '../model/json.js';
import { ADMIN, ROLE_VARIABLE, type Session, type SessionFunction } from '../model/session.js';
import { hasuraSession, readVariables } from '../session/hasuraSession.js';
import type { JwtAlgorithm, JwtSessionOptions } from '../session/jwtOptions.js';
import { jwtSession } from '../session/jwtSession.js';

/**
 * Who asks, as Hasura tells by its environment: `HASURA_GRAPHQL_ADMIN_SECRET`, `…_JWT_SECRET` and `…_UNAUTHORIZED_ROLE`.
 * Without an admin secret every request is an admin's, unless its `x-hasura-role` names another role; and none of the others may
 * be set.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export function createMetadataSession(env: Environment): SessionFunction {
  const adminSecret = adminSecretOf(env);
  if (adminSecret === undefined) {
    const wanting = NEEDS_SECRET.find((name) => (env[name] ?? '') !== '');
    if (wanting === undefined) return ({ headers }) => openSession(headers);
    throw new RemoteJoinsError(
      'INVALID_OPTIONS',
      `${wanting} needs HASURA_GRAPHQL_ADMIN_SECRET: without it every request would be an admin's.`,
    );
  }
  const unauthorizedRole = env.HASURA_GRAPHQL_UNAUTHORIZED_ROLE || undefined;
  const bySecret = hasuraSession({ adminSecret, unauthorizedRole });
  const secret = env.HASURA_GRAPHQL_JWT_SECRET;
  if (secret === undefined || secret === '') return bySecret;
  const byToken = jwtSession(readJwtSecret(secret, unauthorizedRole));
  return (request) => (request.headers['x-hasura-admin-secret'] === undefined ? byToken(request) : bySecret(request));
}

/** Settings that say that not everybody is an admin. */
const NEEDS_SECRET: readonly string[] = [
  'HASURA_GRAPHQL_JWT_SECRET',
  'HASURA_GRAPHQL_JWT_SECRETS',
  'HASURA_GRAPHQL_AUTH_HOOK',
  'HASURA_GRAPHQL_UNAUTHORIZED_ROLE',
  'HASURA_GRAPHQL_ADMIN_SECRETS',
];

function openSession(headers: Readonly<Record<string, string>>): Session {
  const role = headers[ROLE_VARIABLE] ?? ADMIN;
  if (role === '') throw new RemoteJoinsError('FORBIDDEN', `The header "${ROLE_VARIABLE}" is empty.`);
  return { role, admin: role === ADMIN, variables: readVariables(headers) };
}

const ASYMMETRIC: readonly JwtAlgorithm[] = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA',
]; // biome-ignore format: a table

const KNOWN: readonly string[] = [
  'type', 'key', 'jwk_url', 'claims_namespace', 'claims_namespace_path', 'claims_format', 'claims_map', 'audience',
  'issuer', 'allowed_skew', 'header',
]; // biome-ignore format: a table

/** `HASURA_GRAPHQL_JWT_SECRET`: what is in it is checked where it is used. */
function readJwtSecret(text: string, unauthorizedRole: string | undefined): JwtSessionOptions {
  const secret = parseSecret(text);
  const unknown = Object.keys(secret).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw invalid(`has "${unknown}", which is not supported`);
  const { type, key, jwk_url, claims_namespace, claims_namespace_path, claims_format, claims_map } = secret;
  const { audience, issuer, allowed_skew } = secret;
  if (claims_namespace !== undefined && claims_namespace_path !== undefined) {
    throw invalid('has "claims_namespace" and "claims_namespace_path", which exclude each other');
  }
  const algorithm = type === 'Ed25519' ? 'EdDSA' : type;
  return {
    ...(jwk_url === undefined
      ? { key: String(algorithm).startsWith('HS') ? { secret: key } : { publicKey: key }, algorithms: [algorithm] }
      : { key: { jwksUrl: jwk_url }, algorithms: algorithm === undefined ? ASYMMETRIC : [algorithm] }),
    claimsNamespace: claims_namespace_path === undefined ? claims_namespace : { path: claims_namespace_path },
    claimsFormat: claims_format,
    claimsMap: claims_map,
    audience,
    issuer,
    clockToleranceSeconds: allowed_skew,
    token: readHeader(secret.header),
    unauthorizedRole,
  } as JwtSessionOptions; // edge: parsed JSON, which jwtSession checks member by member
}

function parseSecret(text: string): Readonly<Record<string, unknown>> {
  let secret: unknown;
  try {
    secret = JSON.parse(text);
  } catch {
    throw invalid('is no JSON');
  }
  if (!isJsonObject(secret)) throw invalid('is no object');
  return secret;
}

function readHeader(header: unknown): JwtSessionOptions['token'] {
  if (header === undefined) return undefined;
  const { type, name } = isJsonObject(header) ? header : {};
  if (type === 'Authorization') return undefined;
  if (type === 'Cookie' && typeof name === 'string') return { cookie: name };
  if (type === 'CustomHeader' && typeof name === 'string') return { header: name };
  throw invalid('has a "header" that is none of Authorization, Cookie and CustomHeader');
}

function invalid(fault: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `HASURA_GRAPHQL_JWT_SECRET ${fault}.`);
}
