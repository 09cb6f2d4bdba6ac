import { type BaseContext, type GraphQLRequestContext, type GraphQLRequestListener, HeaderMap } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { Gate, Refusal, Sight } from '@remote-joins/core';
import { GraphQLError } from 'graphql';

type Listener<Context extends BaseContext> = GraphQLRequestListener<Context>;

/** What refuses an operation that is not for who asks, and answers introspection with what they see. */
export type RoleListener<Context extends BaseContext> = Required<
  Pick<Listener<Context>, 'didResolveOperation' | 'didEncounterErrors' | 'executionDidStart'>
>;

/**
 * Listens to one operation of a governed server. The server keeps documents by their text, whoever asked, so each
 * operation is checked once it is known. What the server itself found wrong on the schema that holds everything is replaced
 * before it is formatted: so are the refusals of `GET` and of other plugins, which only what is valid there can meet.
 */
export function createRoleListener<Context extends BaseContext>(
  gate: Gate,
  { contextValue }: GraphQLRequestContext<Context>,
): RoleListener<Context> {
  let seen: Sight | Promise<Sight> | undefined;
  /** The server makes a context value for each operation. */
  const see = (): Sight | Promise<Sight> => {
    seen ??= gate.see(contextValue, true);
    return seen;
  };
  let verdict: readonly GraphQLError[] | undefined;

  return {
    async didResolveOperation({ document, request, metrics }) {
      const sight = await see();
      const refusal = sight.check(document) ?? sight.checkVariables(document, request.operationName, request.variables);
      verdict = refusal === undefined ? [] : toErrors(refusal, metrics.persistedQueryHit);
      const [error] = verdict;
      if (error !== undefined) throw error;
    },

    async didEncounterErrors({ document, errors, metrics }) {
      // The server formats the very list that it shows to plugins.
      const shown = errors as GraphQLError[];
      if (document === undefined) {
        if (shown.some(isNotPersisted)) shown.splice(0, shown.length, notPersisted());
        return;
      }
      const refusal = verdict === undefined ? (await see()).check(document) : undefined;
      const own = refusal === undefined ? (verdict ?? []) : toErrors(refusal, metrics.persistedQueryHit);
      if (own.length > 0) shown.splice(0, shown.length, ...own);
    },

    async executionDidStart(requestContext) {
      const { document, request } = requestContext;
      const introspection = (await see()).introspection(document);
      if (introspection === undefined) return undefined;
      Object.assign(requestContext, { document: introspection.document });
      return {
        async executionDidEnd() {
          Object.assign(requestContext, { document });
          const { body } = requestContext.response;
          if (body?.kind !== 'single' || !body.singleResult.data) return;
          const { data } = body.singleResult;
          body.singleResult.data = introspection.complete(data, request.operationName, request.variables);
        },
      };
    },
  };
}

/** The errors that the server would have made of a refusal, had it the role's schema. */
function toErrors(refusal: Refusal, isPersisted: boolean | undefined): readonly GraphQLError[] {
  switch (refusal.kind) {
    case 'document':
      // Nobody could have stored a text that asks for what is not there.
      return isPersisted === true ? [notPersisted()] : refusal.errors.map(toValidationError);
    case 'variables':
      return refusal.errors.map(toUserInputError);
    case 'session':
      return [isPersisted === true ? notPersisted() : toSessionError(refusal)];
    default:
      return refusal satisfies never;
  }
}

function toValidationError(error: GraphQLError): GraphQLError {
  return toError('ValidationError', error, ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED);
}

function toUserInputError(error: GraphQLError): GraphQLError {
  return toError('UserInputError', error, ApolloServerErrorCode.BAD_USER_INPUT);
}

function toError(name: string, error: GraphQLError, code: ApolloServerErrorCode): GraphQLError {
  const made = new GraphQLError(error.message, {
    nodes: error.nodes,
    extensions: { http: { status: 400, headers: new HeaderMap() }, ...error.extensions, code },
    originalError: error.originalError ?? error,
  });
  made.name = name;
  made.stack = error.stack;
  return made;
}

/** Its stack would tell on which road it was found out that nobody knows who asks. */
function toSessionError({ error, extensions, status }: Refusal & { kind: 'session' }): GraphQLError {
  const http = { status, headers: new HeaderMap() };
  const made = new GraphQLError(error.message, { extensions: { http, ...extensions }, originalError: error });
  made.stack = `${error.name}: ${error.message}`;
  return made;
}

/** Those of the server are replaced as well: the stack would tell a text that is stored for others from one that is not. */
function notPersisted(): GraphQLError {
  const headers = new HeaderMap([['cache-control', 'private, no-cache, must-revalidate']]);
  const code = ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND;
  const made = new GraphQLError('PersistedQueryNotFound', { extensions: { http: { status: 200, headers }, code } });
  made.name = 'PersistedQueryNotFoundError';
  made.stack = `${made.name}: ${made.message}`;
  return made;
}

function isNotPersisted({ extensions }: GraphQLError): boolean {
  return extensions.code === ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND;
}
