/** Who asks, as the option `session` tells. */
export interface Session {
  /** Default: none; for an admin "admin". */
  readonly role?: string | undefined;
  /** By name, in any case. */
  readonly variables?: Readonly<Record<string, SessionVariable>> | undefined;
  readonly admin?: boolean | undefined;
}

export type SessionVariable = string | readonly string[];

/** What a session is made of. */
export interface SessionRequest {
  /** The context value of the operation, whose type only the host's author knows. */
  // biome-ignore lint/suspicious/noExplicitAny: so that a function may name the type it takes
  readonly context: any;
  /** The client's headers, names in lower case; empty where there is no HTTP request. */
  readonly headers: Readonly<Record<string, string>>;
}

export type SessionFunction = (request: SessionRequest) => Session | Promise<Session>;

/** A session that was checked. */
export interface RequestSession {
  /** Empty where there is none. */
  readonly role: string;
  readonly admin: boolean;
  /** By name in lower case; the role is among them. */
  readonly variables: ReadonlyMap<string, SessionVariable>;
}

/** The role that sees everything. */
export const ADMIN = 'admin';

/** The variable that holds the role. */
export const ROLE_VARIABLE = 'x-hasura-role';

export const NO_SESSION: RequestSession = { role: '', admin: false, variables: new Map() };
