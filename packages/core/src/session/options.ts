import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { ADMIN } from '../model/session.js';

/** What is wrong with an option of a session function. */
export function invalid(maker: string, option: string, fault: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `Option "${option}" of ${maker} ${fault}.`);
}

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidUnauthorizedRole(maker: string, role: string | undefined): string | undefined {
  if (role === undefined) return undefined;
  if (typeof role !== 'string' || role === '') throw invalid(maker, 'unauthorizedRole', 'must be a text, not empty');
  if (role === ADMIN) throw invalid(maker, 'unauthorizedRole', 'must not be the role that sees everything');
  return role;
}
