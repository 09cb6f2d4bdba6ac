import { type DocumentNode, type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Attachment } from './attachResolvers.js';
import { type Client, createClient } from './client.js';
import { type Introspection, readIntrospection } from './introspection.js';
import type { View, Views } from './views.js';

/**
 * Where a host asks, before it executes an operation, what of the schema exists for who asks. What it refuses here it
 * refuses in the words of the role's own schema; plans are made on that schema in any case.
 */
export interface Gate {
  /**
   * What who asks may see; at once where that is known at once. Never rejects.
   *
   * @param context the context value that the operation will be executed with. Where it is of this operation alone, who
   * asks is kept on it, so that the session is asked for once.
   */
  see(context: unknown, isOwnContext: boolean): Sight | Promise<Sight>;
  /** Forgets who asked, where nobody came to ask for it. */
  forget(context: unknown): void;
}

/** What one request may see. */
export interface Sight {
  readonly schema: GraphQLSchema;
  /** Why a document must not be executed. */
  check(document: DocumentNode): Refusal | undefined;
  /** The same of the variables that came with one that may be. */
  checkVariables(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | null | undefined,
  ): Refusal | undefined;
  /** What a document asks of the schema itself, and the schema that the host executes would answer with what is hidden. */
  introspection(document: DocumentNode): Introspection | undefined;
}

/** Why an operation must not be executed. */
export type Refusal =
  /** It, or what was sent for its variables, is not valid on the schema of who asks: what GraphQL says of that, in its order. */
  | { readonly kind: 'document' | 'variables'; readonly errors: readonly [GraphQLError, ...GraphQLError[]] }
  /** It is not known who asks: an error of the host's with a code, or one that tells nothing, and the HTTP status of it. */
  | {
      readonly kind: 'session';
      readonly error: Error;
      /** Those of the error. */
      readonly extensions: Readonly<Record<string, unknown>>;
      readonly status: number;
    };

/** @param viewsOf the views of the schema that the host executes */
export function createGate({ current, handOver }: Attachment, viewsOf: () => Views): Gate {
  return {
    see(context, isOwnContext) {
      const client = (isOwnContext && handOver.seeClient(context)) || createClient(current(), context);
      if (isOwnContext) handOver.giveClient(context, client);
      return seeAs(client, viewsOf());
    },
    forget: (context) => void handOver.takeClient(context),
  };
}

function seeAs({ session }: Client, views: Views): Sight | Promise<Sight> {
  if (!(session instanceof Promise)) return createSight(views.of(session), views);
  return session.then(
    (known) => createSight(views.of(known), views),
    (error: Error) => createSight(views.nobody, views, error),
  );
}

/**
 * @param failure why it is not known who asks. Operations that touch nothing governed go on; all others are refused by this,
 * also those that no role could ask for, which would otherwise tell them from what is hidden.
 */
function createSight(view: View, views: Views, failure?: Error): Sight {
  return {
    schema: view.schema,
    check(document) {
      const refusal = toRefusal('document', view.validate(document));
      return refusal !== undefined && failure !== undefined ? toSessionRefusal(failure) : refusal;
    },
    checkVariables(document, operationName, variables) {
      const operation = getOperationAST(document, operationName);
      // Which operation is meant is the host's to ask.
      return operation ? toRefusal('variables', view.checkVariables(operation, variables ?? {})) : undefined;
    },
    introspection(document) {
      return view.schema === views.schema ? undefined : readIntrospection(view.schema, document);
    },
  };
}

function toRefusal(kind: 'document' | 'variables', errors: readonly GraphQLError[]): Refusal | undefined {
  const [error, ...others] = errors;
  return error && { kind, errors: [error, ...others] };
}

/** HTTP statuses of errors that say none themselves, by code. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
]);

function toSessionRefusal(error: Error): Refusal {
  const extensions: Readonly<Record<string, unknown>> = { ...(hasExtensions(error) && error.extensions) };
  const { code, http } = extensions;
  const own = typeof http === 'object' && http !== null && 'status' in http ? http.status : undefined;
  const status = typeof own === 'number' ? own : (STATUSES.get(String(code)) ?? 500);
  return { kind: 'session', error, extensions, status };
}

function hasExtensions(error: Error): error is Error & { readonly extensions: object } {
  return 'extensions' in error && typeof error.extensions === 'object' && error.extensions !== null;
}
