import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { ADMIN, ROLE_VARIABLE, type Session, type SessionRequest } from '../model/session.js';
import { getValidUnauthorizedRole, invalid } from './options.js';
import { createSecretTest, readSecretText, type SecretText } from './secretText.js';

export interface HasuraSessionOptions {
  /** What the header `x-hasura-admin-secret` must hold for the other `x-hasura-*` headers to be believed. */
  readonly adminSecret: SecretText;
  /** The role of requests without a secret; they have no variables. Default: such requests are refused. */
  readonly unauthorizedRole?: string | undefined;
}

/**
 * A session function for Hasura's headers: with the admin secret the role is `x-hasura-role`, or else admin, and all
 * `x-hasura-*` headers but the secret are variables. A wrong secret is always refused (`UNAUTHENTICATED`).
 *
 *     remoteJoins({ sources, session: hasuraSession({ adminSecret: { env: 'ADMIN_SECRET' } }) })
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export function hasuraSession(options: HasuraSessionOptions): (request: SessionRequest) => Session {
  const { isSecret, unauthorizedRole } = getValidOptions(options);
  return ({ headers }) => {
    const secret = headers[SECRET];
    if (secret === undefined) {
      if (unauthorizedRole !== undefined) return { role: unauthorizedRole };
      throw new RemoteJoinsError('UNAUTHENTICATED', `The request lacks the header "${SECRET}".`);
    }
    if (!isSecret(secret)) throw new RemoteJoinsError('UNAUTHENTICATED', `The header "${SECRET}" is wrong.`);
    const role = headers[ROLE_VARIABLE] ?? ADMIN;
    // An empty header is what a proxy makes of a role that it does not know: that must not become an admin.
    if (role === '') throw new RemoteJoinsError('FORBIDDEN', `The header "${ROLE_VARIABLE}" is empty.`);
    return { role, admin: role === ADMIN, variables: readVariables(headers) };
  };
}

const SECRET = 'x-hasura-admin-secret';
/** What Hasura called the secret before. */
const OLD_SECRET = 'x-hasura-access-key';

/** All `x-hasura-*` headers but the secret, which no source is to see. */
export function readVariables(headers: SessionRequest['headers']): Record<string, string> {
  const names = Object.keys(headers).filter((name) => name.startsWith('x-hasura-'));
  return Object.fromEntries(
    names.filter((name) => name !== SECRET && name !== OLD_SECRET).map((name) => [name, headers[name] ?? '']),
  );
}

function getValidOptions(options: HasuraSessionOptions) {
  if (typeof options !== 'object' || options === null) throw invalid('hasuraSession', 'options', 'must be an object');
  const { adminSecret, unauthorizedRole, ...others } = options;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid('hasuraSession', unknown, 'is unknown');
  return {
    isSecret: createSecretTest(readSecretText('hasuraSession', 'adminSecret', adminSecret)),
    unauthorizedRole: getValidUnauthorizedRole('hasuraSession', unauthorizedRole),
  };
}
