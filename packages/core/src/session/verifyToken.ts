import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { TokenPayload } from './claims.js';
import type { JwtSettings } from './jwtOptions.js';

/** What a token says, once its signature, its times, issuer and audience are checked. */
export type VerifyToken = (token: string) => Promise<TokenPayload>;

/**
 * The verifier throws a RemoteJoinsError: `UNAUTHENTICATED` for a token that is refused, `INTERNAL_SERVER_ERROR` where no
 * key could be had. Neither tells anything of the token.
 */
export function createTokenVerifier(settings: JwtSettings): VerifyToken {
  let verifier: Promise<VerifyToken> | undefined;
  return async (token) => {
    verifier ??= createVerifier(settings);
    try {
      return await (await verifier)(token);
    } catch (error) {
      throw toRefusal(error);
    }
  };
}

/** jose is loaded with the first token: who has no tokens never loads it. */
async function createVerifier(settings: JwtSettings): Promise<VerifyToken> {
  const { createRemoteJWKSet, errors, jwtVerify } = await import('jose');
  const { key, algorithms, issuer, audience, clockToleranceSeconds: clockTolerance } = settings;
  const options = {
    algorithms: [...algorithms],
    clockTolerance,
    ...(issuer && { issuer: [...issuer] }),
    ...(audience && { audience: [...audience] }),
  };
  if (key.kind === 'key') return async (token) => (await jwtVerify(token, key.key, options)).payload;
  const keys = createRemoteJWKSet(key.url);
  return async (token) => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      // A token that does not name its key is tried with each that it may be signed with.
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      for await (const candidate of error) {
        try {
          return (await jwtVerify(token, candidate, options)).payload;
        } catch (failure) {
          if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
        }
      }
      throw new errors.JWSSignatureVerificationFailed();
    }
  };
}

/** By the code of jose's error: what is the token's fault. */
const REFUSALS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'The token has expired.',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'The token is not valid yet, or not meant for this server.',
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is signed with an algorithm that is not allowed.',
  ERR_JOSE_NOT_SUPPORTED: 'The token cannot be read.',
  ERR_JWS_INVALID: 'The token cannot be read.',
  ERR_JWT_INVALID: 'The token cannot be read.',
  ERR_JWKS_NO_MATCHING_KEY: 'The token is signed with an unknown key.',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'The signature of the token is wrong.',
};

function toRefusal(error: unknown): RemoteJoinsError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const refusal = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (refusal !== undefined) return new RemoteJoinsError('UNAUTHENTICATED', refusal);
  const name = error instanceof Error ? error.name : typeof error;
  const message = 'The option "session" could not check a token: there is no key to check it with. Look at "jwksUrl".';
  return new RemoteJoinsError('INTERNAL_SERVER_ERROR', message, { cause: { name } });
}
