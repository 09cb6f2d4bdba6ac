import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { ROLE_VARIABLE, type Session, type SessionRequest } from '../model/session.js';
import { toSession } from './claims.js';
import { getValidOptions, type JwtSessionOptions, type JwtSettings } from './jwtOptions.js';
import { createTokenVerifier } from './verifyToken.js';

/**
 * A session function for tokens with Hasura's claims: the role is that of the header `x-hasura-role`, if the token allows
 * it, or else the token's default role, and the other claims are variables. A token that is not sound is always refused
 * (`UNAUTHENTICATED`), a role that it does not allow is `FORBIDDEN`.
 *
 *     remoteJoins({
 *       sources,
 *       session: jwtSession({ key: { jwksUrl: 'https://login.example/jwks.json' }, algorithms: ['RS256'], audience: 'shop' }),
 *     })
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export function jwtSession(options: JwtSessionOptions): (request: SessionRequest) => Promise<Session> {
  const settings = getValidOptions(options);
  const verify = createTokenVerifier(settings);
  return async ({ headers }) => {
    const token = readToken(settings.token, headers);
    if (token !== undefined) return toSession(await verify(token), settings.claims, headers[ROLE_VARIABLE]);
    if (settings.unauthorizedRole !== undefined) return { role: settings.unauthorizedRole };
    throw new RemoteJoinsError('UNAUTHENTICATED', 'The request has no token.');
  };
}

/** Nothing where there is none. What cannot be read as one must not pass as nobody's request. */
function readToken(place: JwtSettings['token'], headers: SessionRequest['headers']): string | undefined {
  switch (place.kind) {
    case 'bearer': {
      const header = headers.authorization;
      if (header === undefined) return undefined;
      const [, token] = /^bearer +([^\s,]+)$/i.exec(header) ?? [];
      if (token !== undefined) return token;
      throw new RemoteJoinsError('UNAUTHENTICATED', 'The header "authorization" is not "Bearer" with a token.');
    }
    case 'header':
      return headers[place.name];
    case 'cookie': {
      const [token, second] = readCookies(headers.cookie ?? '', place.name);
      if (second === undefined) return token;
      throw new RemoteJoinsError('UNAUTHENTICATED', 'The request has several tokens.');
    }
    default:
      return place satisfies never;
  }
}

/** The values of all cookies of a name: one set for another path or domain may stand beside ours. */
function readCookies(header: string, name: string): readonly string[] {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
