import type { ErrorCode } from '../../error/codes.js';
import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { Needs } from './shape.js';

/** What went wrong, as far as anybody may know: the driver's message and details can hold values and stay behind. */
export interface Failure {
  readonly error: RemoteJoinsError;
  /** Whether the connection can serve no more. */
  readonly isConnection: boolean;
  /** Whether the data or the text of one plan may be at fault, so that its neighbours deserve another try alone. */
  readonly isOfOnePlan: boolean;
  /** Whether the server does not have, or has otherwise, a statement that we prepared: a pooler stands between. */
  readonly isLostStatement: boolean;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
const SYSTEM_ERROR = /^E[A-Z]{2,}/;

/** Whose values a statement held: without any of the client's or the session's, a data error is none of their doing. */
export type Origins = Pick<Needs, 'hasArguments' | 'sessionVariables'>;

export const noOrigins: Origins = { hasArguments: false, sessionVariables: new Set() };

/** What a failed connection or statement means to the caller. */
export function toFailure(thrown: unknown, stage: 'connect' | 'query', origins: Origins = noOrigins): Failure {
  const { code, message, isFatal } = readDriverError(thrown);
  const sqlState = code !== undefined && SQLSTATE.test(code) && !SYSTEM_ERROR.test(code) ? code : undefined;
  const cause = sqlState === undefined ? { class: code ?? 'driver' } : { sqlState, class: sqlState.slice(0, 2) };
  const fail = (name: ErrorCode, text: string, parts: Partial<Failure> = {}): Failure => ({
    error: new RemoteJoinsError(name, text, { cause }),
    isConnection: isFatal || sqlState === undefined,
    isOfOnePlan: false,
    isLostStatement: sqlState === '26000' || sqlState === '42P05',
    ...parts,
  });

  if (sqlState === '57014' || sqlState === '55P03' || message === 'Query read timeout') {
    return fail('SOURCE_TIMEOUT', 'The database did not answer in time. Ask for less, or raise "statementTimeoutMs".');
  }
  const unavailable = unavailableReason(stage, sqlState, code, message);
  if (unavailable !== undefined) return fail('SOURCE_UNAVAILABLE', unavailable, { isConnection: true });
  const isOfOnePlan = sqlState !== undefined;
  const given = showOrigins(origins);
  if (sqlState?.startsWith('22') && given !== undefined) {
    return fail('BAD_USER_INPUT', `The value of ${given} is none that the database can use here.`, { isOfOnePlan });
  }
  const remedy =
    sqlState === '42501' ? 'Grant its user "select" on the tables.' : "The error's cause holds the SQLSTATE.";
  return fail('SOURCE_ERROR', `The database refused the statement. ${remedy}`, { isOfOnePlan });
}

function showOrigins({ hasArguments, sessionVariables }: Origins): string | undefined {
  const [first, ...others] = [...sessionVariables].map((name) => `"${name}"`);
  if (first === undefined) return hasArguments ? 'an argument' : undefined;
  const variables = others.length === 0 ? `variable ${first}` : `variables ${[first, ...others].join(' or ')}`;
  return hasArguments ? `an argument, or of the session ${variables},` : `the session ${variables}`;
}

function unavailableReason(
  stage: 'connect' | 'query',
  sqlState: string | undefined,
  code: string | undefined,
  message: string,
): string | undefined {
  const ofEncryption = encryptionReason(sqlState, code, message);
  if (ofEncryption !== undefined) return ofEncryption;
  if (sqlState !== undefined) return reasons.get(sqlState) ?? (stage === 'connect' ? OTHER : reasonOfClass(sqlState));
  if (code !== undefined && systemReasons.has(code)) return systemReasons.get(code);
  if (message.includes('timeout')) return NO_CONNECTION;
  if (message.includes('after calling end')) return 'The pool is closed already.';
  if (message.includes('password')) return 'The password was not accepted. Check the connection string.';
  if (stage === 'connect' || code !== undefined || /connection|terminated|socket|queryable/i.test(message))
    return OTHER;
  return undefined;
}

/** What keeps two sides from agreeing on TLS. The driver is stricter about certificates than `psql` and Hasura are. */
function encryptionReason(sqlState: string | undefined, code: string | undefined, message: string): string | undefined {
  if (code !== undefined && untrusted.has(code)) return NOT_TRUSTED;
  if (message.includes('does not support SSL')) {
    return 'The database takes no encrypted connections. Add "sslmode=disable" to the connection string, or let it have TLS.';
  }
  if (sqlState === '28000' && message.includes('no encryption')) {
    return 'The database takes no connection without encryption from here. Add "sslmode=require" to the connection string.';
  }
  return undefined;
}

const NOT_TRUSTED =
  'The certificate of the database is not trusted. Name the file of its authority in the connection string, "sslrootcert=…": "sslmode=require" verifies it too, but where "uselibpqcompat=true" stands beside it.';

/** Node's codes of certificates that it refuses. */
const untrusted: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const NO_CONNECTION =
  'No connection came free or was made in time. Check that the database runs, or raise "maxConnections" or "connectionTimeoutMs".';
const OTHER = 'The connection to the database failed. Check that it runs and can be reached from here.';

const reasons: ReadonlyMap<string, string> = new Map([
  ['28P01', 'The database refused the password. Check user and password of the connection.'],
  ['28000', "The database refused the user. Check the user of the connection and the server's pg_hba.conf."],
  ['3D000', "The database does not exist on that server. Check the database's name in the connection."],
  ['53300', 'The database has no connection left. Lower "maxConnections", or raise the server\'s limit.'],
  ['57P03', 'The database is starting up or shutting down. Try again.'],
  ['57P01', 'The database closed the connection. Try again.'],
  ['57P02', 'The database closed the connection. Try again.'],
  ['57P05', 'The database closed the connection. Try again.'],
]);

const systemReasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'The connection was refused. Check that the database runs, its host and its port.'],
  ['ENOTFOUND', "The database's host name is unknown. Check the host of the connection."],
  ['EAI_AGAIN', "The database's host name is unknown at the moment. Check the host of the connection."],
  ['ETIMEDOUT', "The database's host does not answer. Check the host, the port and firewalls between."],
  ['ECONNRESET', 'The connection to the database was cut. Try again.'],
]);

function reasonOfClass(sqlState: string): string | undefined {
  const isUnavailable = sqlState.startsWith('08') || sqlState.startsWith('53') || sqlState.startsWith('57P');
  return isUnavailable ? OTHER : undefined;
}

function readDriverError(thrown: unknown): { code: string | undefined; message: string; isFatal: boolean } {
  if (!(thrown instanceof Error)) return { code: undefined, message: '', isFatal: false };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const severity = 'severity' in thrown ? thrown.severity : undefined;
  return { code, message: thrown.message, isFatal: severity === 'FATAL' || severity === 'PANIC' };
}
