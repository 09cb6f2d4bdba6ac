import type { Refusal } from '@remote-joins/core';
import type { GraphQLError } from 'graphql';

/**
 * Throws as Mercurius does where a document, or what was sent for its variables, is not valid.
 *
 * @param isByHash whether the client gave the hash of a text that was stored: nobody could have stored one that asks for what
 * is not there
 */
export function refuse(refusal: Refusal, isByHash: boolean): never {
  switch (refusal.kind) {
    case 'document':
      throw isByHash ? new NotPersistedError() : new InvalidError(refusal.errors);
    case 'variables':
      throw new InvalidError(refusal.errors);
    case 'session':
      throw isByHash ? new NotPersistedError() : new SessionError(refusal);
    default:
      return refusal satisfies never;
  }
}

/** Where only one error can be told. */
export function refuseWithOne(refusal: Refusal): never {
  throw refusal.kind === 'session' ? new SessionError(refusal) : refusal.errors[0];
}

/** Has the form of Mercurius' own, whose classes it keeps to itself; its routes and error formatters go by the form. */
class MercuriusError extends Error {
  readonly code: string;
  readonly statusCode = 400;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'FastifyError';
    this.code = code;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

class InvalidError extends MercuriusError {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('MER_ERR_GQL_VALIDATION', 'Graphql validation error');
    this.errors = errors;
  }
}

class NotPersistedError extends MercuriusError {
  constructor() {
    super('MER_ERR_GQL_PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  }
}

class SessionError extends Error {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly statusCode: number;

  constructor({ error, extensions, status }: Refusal & { readonly kind: 'session' }) {
    super(error.message, { cause: error });
    this.name = error.name;
    const { http: _, ...rest } = extensions;
    this.extensions = rest;
    this.statusCode = status;
  }
}
