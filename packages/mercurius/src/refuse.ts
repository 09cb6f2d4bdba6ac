import type { Refusal } from '@remote-joins/core';
import type { GraphQLError } from 'graphql';

/** Throws as Mercurius does where a document, or what was sent for its variables, is not valid. */
export function refuse(refusal: Refusal): never {
  switch (refusal.kind) {
    case 'document':
    case 'variables':
      throw new InvalidError(refusal.errors);
    case 'session':
      throw new SessionError(refusal);
    default:
      return refusal satisfies never;
  }
}

/** Where only one error can be told. */
export function refuseWithOne(refusal: Refusal): never {
  throw refusal.kind === 'session' ? new SessionError(refusal) : refusal.errors[0];
}

/** Has the form of Mercurius' own, whose class it keeps to itself; its routes and error formatters go by the form. */
class InvalidError extends Error {
  readonly code = 'MER_ERR_GQL_VALIDATION';
  readonly statusCode = 400;
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('Graphql validation error');
    this.name = 'FastifyError';
    this.errors = errors;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
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
