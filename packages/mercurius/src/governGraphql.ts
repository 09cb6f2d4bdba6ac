import type { Gate, Sight } from '@remote-joins/core';
import type { FastifyInstance } from 'fastify';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { createDocumentCache } from './documentCache.js';
import { ownerOf } from './ownerOf.js';
import { refuse, refuseWithOne } from './refuse.js';
import { isByHash, type MercuriusContext, toEventContext } from './requests.js';

/** One call of `app.graphql` that is under way. */
interface Call {
  readonly source: unknown;
  readonly operationName: string | null | undefined;
  /** Whose sight it is: of the schema that was the host's then. */
  readonly gate: Gate;
  readonly sight: Sight;
  /** Whether the text is one that was stored, of which the client gave the hash. */
  readonly isByHash: boolean;
}

type Variables = Readonly<Record<string, unknown>>;

export interface GovernOptions {
  /** The gate of a schema that Mercurius executes. */
  readonly gateOf: (schema: GraphQLSchema) => Gate | undefined;
  /** The schema of the host's that a hook is called for, by the one it is given. */
  readonly schemaOf: (given: GraphQLSchema) => GraphQLSchema;
  /** Called with the context of each call as it begins. */
  readonly begin: (context: MercuriusContext) => void;
}

/**
 * Puts the gate before `app.graphql`, the one road of requests, batches, persisted queries and calls by the host itself.
 *
 * Mercurius answers from its caches, and coerces variables, before any hook knows the document: what it refuses on the schema
 * that holds everything is refused anew in the words of the role's. Hooks check again, whoever called.
 */
export function governGraphql(app: FastifyInstance, { gateOf, schemaOf, begin }: GovernOptions): void {
  const { graphql } = app;
  const documents = createDocumentCache();
  /** By the variables given to Mercurius, which it hands to the hook as they are. */
  const calls = new WeakMap<object, Call>();
  const contexts = createContexts();

  async function execute(
    self: unknown,
    source: unknown,
    given: object | null | undefined,
    variables?: Variables | null,
    operationName?: string | null,
  ): Promise<unknown> {
    const gate = gateOf(graphql.schema);
    if (gate === undefined) return Reflect.apply(graphql, self, [source, given, variables, operationName]);
    // As Mercurius does it, a moment before it does.
    const context: object = Object.assign(given || {}, { app: self });
    begin(context);
    const isOwn = contexts.enter(context);
    if (!isOwn) gate.forget(context);
    try {
      const call = { source, operationName, gate, sight: await gate.see(context, isOwn), isByHash: isByHash(context) };
      const known = documents.get(source);
      if (known !== undefined) admit(call, known, variables);
      const own = { ...variables };
      calls.set(own, call);
      try {
        return await Reflect.apply(graphql, self, [source, context, own, operationName]);
      } catch (error) {
        // The host may have taken another schema meanwhile, of which it then speaks.
        const latest = gateOf(graphql.schema);
        const sight = latest === undefined || latest === gate ? call.sight : await latest.see(context, false);
        refuseInstead({ ...call, sight }, variables, error);
        throw error;
      }
    } finally {
      contexts.leave(context);
      gate.forget(context);
    }
  }

  ownerOf(app).graphql = new Proxy(graphql, {
    apply: (_, self, [...args]) => execute(self, ...(args as CallArguments)),
  });

  graphql.addHook('preExecution', async (schema, document, context, variables: Variables | undefined) => {
    const gate = gateOf(schemaOf(schema));
    if (gate === undefined) return undefined;
    const known = variables && calls.get(variables);
    const call =
      known === undefined
        ? await callOfStranger(gate, context)
        : known.gate === gate
          ? known
          : { ...known, sight: await gate.see(context, false) };
    admit(call, document, variables);
    documents.set(call.source, document);
    return call.sight.introspection(document) && { schema: call.sight.schema };
  });

  /** Who calls the function that was there before ours may do so with a context that calls of ours have. */
  async function callOfStranger(gate: Gate, context: object): Promise<Call> {
    contexts.share(context);
    gate.forget(context);
    const sight = await gate.see(context, false);
    return { source: undefined, operationName: undefined, gate, sight, isByHash: false };
  }

  graphql.addHook<MercuriusContext>('preSubscriptionExecution', async (schema, document, context) => {
    const sight = await gateOf(schemaOf(schema))?.see(toEventContext(context), false);
    const refusal = sight?.check(document);
    if (refusal !== undefined) refuseWithOne(refusal);
    // Events are executed on the schema that holds everything.
    if (sight?.introspection(document))
      throw new GraphQLError('A subscription cannot ask for the schema. Use a query.');
  });
}

type CallArguments = [
  source: unknown,
  context: object | null | undefined,
  variables?: Variables | null,
  operationName?: string | null,
];

function admit(call: Call, document: DocumentNode, variables: Variables | 'not read' | null | undefined): void {
  const { operationName, sight } = call;
  const refusal =
    sight.check(document) ??
    (variables === 'not read' ? undefined : sight.checkVariables(document, operationName, variables));
  if (refusal !== undefined) refuse(refusal, call.isByHash);
}

/** Refuses by the role's schema what Mercurius refused, for whatever reason: only what is valid meets the other reasons. */
function refuseInstead(call: Call, variables: Variables | null | undefined, error: unknown): void {
  const document = isSyntaxError(error) ? undefined : documentOf(call.source);
  if (document === undefined) return;
  // That a mutation came by `GET` is said before its variables are read.
  admit(call, document, codeOf(error) === 'MER_ERR_METHOD_NOT_ALLOWED' ? 'not read' : variables);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** A text beyond the host's limit of tokens is one too, and must not be read by us. */
function isSyntaxError(error: unknown): boolean {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return false;
  const [first]: readonly unknown[] = error.errors;
  return first instanceof GraphQLError && first.message.startsWith('Syntax Error: ');
}

/** As Mercurius reads it: a text that is no GraphQL may be a document in JSON. */
function documentOf(source: unknown): DocumentNode | undefined {
  if (typeof source !== 'string') return isDocument(source) ? source : undefined;
  try {
    return parse(source);
  } catch {
    try {
      const value: unknown = JSON.parse(source);
      return isDocument(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Document';
}

/** Which context objects are of one call alone: who asks may be kept on those. */
interface Contexts {
  enter(context: object): boolean;
  leave(context: object): void;
  /** From now on a context is nobody's own. */
  share(context: object): void;
}

function createContexts(): Contexts {
  const underWay = new WeakMap<object, number>();
  const shared = new WeakSet<object>();
  return {
    enter(context) {
      const others = underWay.get(context) ?? 0;
      underWay.set(context, others + 1);
      return others === 0 && !shared.has(context);
    },
    leave: (context) => void underWay.set(context, (underWay.get(context) ?? 1) - 1),
    share: (context) => void shared.add(context),
  };
}
