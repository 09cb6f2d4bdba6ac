/** Why a call is not done, as Hasura answers it. */
export class Refusal extends Error {
  /** Hasura's word for the kind: `already-exists`. */
  readonly code: string;
  /** Where in the call: `$.args`. */
  readonly path: string;
  readonly internal: unknown;

  constructor(code: string, message: string, { path = '$.args', internal }: RefusalOptions = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.path = path;
    this.internal = internal;
  }
}

interface RefusalOptions {
  readonly path?: string;
  readonly internal?: unknown;
}

/** The body of an answer. */
export function printRefusal({ path, message, code, internal }: Refusal): object {
  return { path, error: message, code, ...(internal === undefined ? {} : { internal }) };
}
