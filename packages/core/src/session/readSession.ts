import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import {
  ADMIN,
  type RequestSession,
  ROLE_VARIABLE,
  type SessionFunction,
  type SessionVariable,
} from '../model/session.js';

/** The host's function, with what it answers checked. */
export type ReadSession = (request: Parameters<SessionFunction>[0]) => RequestSession | Promise<RequestSession>;

/**
 * Checks what a session function answers, at once where it answers at once.
 *
 * The reader throws, or rejects with, the function's own error where it has a code (`UNAUTHENTICATED`, say: its author
 * means it for the client), and otherwise a RemoteJoinsError `INTERNAL_SERVER_ERROR` that tells nothing of it.
 */
export function createSessionReader(session: SessionFunction): ReadSession {
  return (request) => {
    try {
      const answer: unknown = session(request);
      return isThenable(answer) ? Promise.resolve(answer).then(readSession).catch(fail) : readSession(answer);
    } catch (error) {
      return fail(error);
    }
  };
}

/** @throws RemoteJoinsError where it is no session */
export function readSession(answer: unknown): RequestSession {
  if (!isRecord(answer) || Array.isArray(answer)) throw wrong('with no session', 'Answer with an object');
  if (Object.keys(answer).some((name) => !MEMBERS.has(name))) {
    throw wrong('with a member that no session has', 'Answer with "role", "variables" and "admin" alone');
  }
  const { role, variables, admin = false } = answer;
  if (role !== undefined && (typeof role !== 'string' || role === '')) {
    throw wrong('with a role that is no text, or empty', 'Leave "role" out where there is none');
  }
  if (typeof admin !== 'boolean') throw wrong('with an "admin" that is neither true nor false', 'Make it one of them');
  const read = readVariables(variables);
  const name = role ?? (admin ? ADMIN : '');
  const told = read.get(ROLE_VARIABLE);
  if (told !== undefined && told !== name) {
    throw wrong(`with another variable "${ROLE_VARIABLE}" than its role`, 'Leave the variable out, it is the role');
  }
  if (name !== '') read.set(ROLE_VARIABLE, name);
  return { role: name, admin, variables: read };
}

const MEMBERS: ReadonlySet<string> = new Set(['role', 'variables', 'admin']);

function readVariables(variables: unknown): Map<string, SessionVariable> {
  const read = new Map<string, SessionVariable>();
  if (variables === undefined) return read;
  if (!isRecord(variables) || Array.isArray(variables)) {
    throw wrong('with "variables" that are no object', 'Give values by name');
  }
  for (const [name, value] of Object.entries(variables)) {
    const lower = name.toLowerCase();
    if (lower === '') throw wrong('with a variable that has no name', 'Give it one');
    if (read.has(lower)) {
      throw wrong(`with a variable${quoted(name)} twice`, 'Names do not tell upper from lower case: give it once');
    }
    read.set(lower, readValue(name, value));
  }
  return read;
}

function readValue(name: string, value: unknown): SessionVariable {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return Object.freeze([...value]);
  throw wrong(`with a variable${quoted(name)} that is neither a text nor a list of texts`, 'Make it one of them');
}

/** Names a variable that was refused, where it can be printed. */
function quoted(name: string): string {
  return /^[\w-]{1,100}$/.test(name) ? ` "${name}"` : '';
}

function wrong(fault: string, remedy: string): RemoteJoinsError {
  return new RemoteJoinsError('INTERNAL_SERVER_ERROR', `The option "session" answered ${fault}. ${remedy}.`);
}

function fail(error: unknown): never {
  if (error instanceof Error && hasCode(error)) throw error;
  const name = error instanceof Error ? error.name : typeof error;
  const message = 'The option "session" failed. Make it answer with a session for every request.';
  throw new RemoteJoinsError('INTERNAL_SERVER_ERROR', message, { cause: { name } });
}

/** By its form: a host may have an error class of its own, or a second copy of graphql-js. */
function hasCode(error: Error): boolean {
  const extensions = 'extensions' in error ? error.extensions : undefined;
  return isRecord(extensions) && typeof extensions.code === 'string' && extensions.code !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isRecord(value) && typeof value.then === 'function';
}
