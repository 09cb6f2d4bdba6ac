import type { DocumentNode, GraphQLSchema } from 'graphql';
import { attachedOf } from './attachedJoins.js';
import type { RemoteJoins } from './attachRemoteJoins.js';
import { hasFieldChoices } from './execution/fieldChoices.js';
import { type ForeignFields, findForeignFields } from './execution/foreignFields.js';
import { createGate, type Gate } from './execution/gate.js';
import { type OperationRequest, runShortRoad } from './execution/shortRoad.js';
import { createViews, type Views } from './execution/views.js';
import { remember } from './model/remember.js';
import { getValidOptions, type RemoteJoinsOptions } from './options.js';

const foreignFields = new WeakMap<GraphQLSchema, ForeignFields>();

/**
 * For adapters of hosts: how headers, and the client's going, are read from the host's context. What the options of
 * `attachRemoteJoins` say wins.
 */
export function readRequests(joins: RemoteJoins, host: Pick<RemoteJoinsOptions, 'headers' | 'signal'>): void {
  const { attachment, options } = attachedOf(joins);
  const { headers, signal } = getValidOptions({
    sources: {},
    headers: options.headers ?? host.headers,
    signal: options.signal ?? host.signal,
  });
  attachment.replace({ ...attachment.current(), headers, signal });
}

/**
 * For adapters of hosts: answers a query before the host executes it, where that gives the same answer.
 *
 * @param schema what the host executes: the schema attached to, or one transformed from it
 * @returns a function to `data`, or to undefined where the host has to execute the operation (with what was fetched by
 * then, if it is given the same context value). Call it before the host executes the schema for the first time: which
 * resolvers are the host's is looked at then, so that wrappers put around ours until the first request count.
 */
export function createShortRoad(
  joins: RemoteJoins,
  schema: GraphQLSchema,
): (request: Omit<OperationRequest, 'schema'>) => Promise<Record<string, unknown> | undefined> {
  const { attachment } = attachedOf(joins);
  return (request) => {
    const foreign = remember(foreignFields, schema, () => findForeignFields(schema, attachment.resolvers));
    return runShortRoad(attachment, foreign, { ...request, schema });
  };
}

/**
 * For adapters of hosts whose executor reads members without calling methods: whether it cannot serve a document, since
 * joined fields are selected under several response keys.
 */
export function needsMethods(joins: RemoteJoins, schema: GraphQLSchema, document: DocumentNode): boolean {
  return hasFieldChoices(schema, attachedOf(joins).attachment.current().model, document);
}

/**
 * For adapters of hosts: what exists for who asks. Absent where nothing is governed.
 *
 * @param schema what the host executes: the schema attached to, or one transformed from it
 */
export function openGate(joins: RemoteJoins, schema: GraphQLSchema): Gate | undefined {
  const { attachment } = attachedOf(joins);
  if (!attachment.current().views.isGoverned) return undefined;
  const made = new WeakMap<object, Views>();
  return createGate(attachment, () => {
    const { model, views, required } = attachment.current();
    return schema === joins.schema ? views : remember(made, model, () => createViews(schema, model, required));
  });
}

export type { Gate, Refusal, Sight } from './execution/gate.js';
export type { Introspection } from './execution/introspection.js';
