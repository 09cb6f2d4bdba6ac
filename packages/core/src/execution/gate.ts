import { type DocumentNode, type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Attachment } from './attachResolvers.js';
import { type Client, createClient } from './client.js';
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
  /** For introspection. */
  readonly schema: GraphQLSchema;
  /** Why an operation must not be executed, in an order of GraphQL's own; empty where it may be. */
  check(document: DocumentNode): readonly Error[];
  /** The same of the variables that came with it. */
  checkVariables(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>> | null | undefined,
  ): readonly GraphQLError[];
}

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
  if (!(session instanceof Promise)) return createSight(views.of(session));
  return session.then(
    (known) => createSight(views.of(known)),
    (refusal: Error) => createSight(views.nobody, refusal),
  );
}

/**
 * @param refusal why it is not known who asks. Operations that touch nothing governed go on; all others are refused by this,
 * also those that no role could ask for, which would otherwise tell them from what is hidden.
 */
function createSight(view: View, refusal?: Error): Sight {
  return {
    schema: view.schema,
    check(document) {
      const errors = view.validate(document);
      return refusal !== undefined && errors.length > 0 ? [refusal] : errors;
    },
    checkVariables(document, operationName, variables) {
      const operation = getOperationAST(document, operationName);
      // Which operation is meant is the host's to ask.
      return operation ? view.checkVariables(operation, variables ?? {}) : [];
    },
  };
}
