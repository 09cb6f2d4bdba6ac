import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { isJoinedByKey } from '../model/relationship.js';
import {
  createDeferredResolver,
  createNamespaceResolver,
  createRelationshipResolver,
  createRootResolver,
} from './createResolvers.js';
import { fieldsOf } from './fieldsOf.js';
import { guardHostTypes } from './guardHostTypes.js';
import { createHandOver, type HandOver } from './handOver.js';
import { findHeldTypes } from './heldTypes.js';
import { createScopeFinder, type Generation, type ScopeFinder } from './requestScope.js';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** What was attached to a schema: found by schema, so that attaching again replaces. */
export interface Attachment {
  readonly current: () => Generation;
  readonly replace: (generation: Generation) => void;
  /** Coordinates that had a resolver of the host's before anything was attached. */
  readonly hostResolved: ReadonlySet<string>;
  /** By coordinate. */
  readonly resolvers: ReadonlyMap<string, Resolver>;
  readonly handOver: HandOver;
}

interface KeptAttachment extends Attachment {
  readonly scopeOf: ScopeFinder;
  /** What of the host's own was guarded. */
  readonly guarded: Set<string>;
}

const attachments = new WeakMap<GraphQLSchema, KeptAttachment>();

/**
 * Tells which fields the host resolves. A host may wrap every resolver of a schema at its first execution, so for a
 * schema attached to before the answer is what it was then.
 */
export function hostResolvedOf(schema: GraphQLSchema): (coordinate: string) => boolean {
  const hostResolved = attachments.get(schema)?.hostResolved ?? readHostResolved(schema);
  return (coordinate) => hostResolved.has(coordinate);
}

function readHostResolved(schema: GraphQLSchema): ReadonlySet<string> {
  const coordinates = new Set<string>();
  for (const [coordinate, field] of fieldsOf(schema)) {
    if (field.resolve !== undefined && field.resolve !== defaultFieldResolver) coordinates.add(coordinate);
    if (field.subscribe !== undefined) coordinates.add(coordinate);
  }
  return coordinates;
}

/**
 * Attaches resolvers, in place, to the fields that the model joins. Of the host's own fields and types only those are touched
 * that not everybody may see.
 */
export function attachResolvers(schema: GraphQLSchema, generation: Generation): Attachment {
  const known = attachments.get(schema);
  if (known !== undefined) {
    known.replace(generation);
    guardHostTypes(schema, known);
    return known;
  }
  const hostResolved = readHostResolved(schema);
  const handOver = createHandOver();
  let latest = generation;
  const current = (): Generation => latest;
  const scopeOf = createScopeFinder(handOver.takeClient);
  const resolvers = createResolvers(schema, current, scopeOf, handOver);
  for (const [coordinate, field] of fieldsOf(schema)) {
    const resolve = resolvers.get(coordinate);
    if (resolve !== undefined) field.resolve = resolve;
  }
  const replace = (next: Generation): void => {
    latest = next;
  };
  const attachment: KeptAttachment = {
    current,
    replace,
    hostResolved,
    resolvers,
    handOver,
    scopeOf,
    guarded: new Set(),
  };
  attachments.set(schema, attachment);
  guardHostTypes(schema, attachment);
  return attachment;
}

/**
 * The resolvers to attach, by coordinate. They read the generation anew at each call. A relationship of a type that no
 * object of the host's can have needs none: its value is a member of its parent, which executors read faster by themselves.
 */
function createResolvers(
  schema: GraphQLSchema,
  current: () => Generation,
  scopeOf: ScopeFinder,
  handOver: HandOver,
): ReadonlyMap<string, Resolver> {
  const root = createRootResolver(current, scopeOf, handOver);
  const namespace = createNamespaceResolver(current, scopeOf);
  const relationship = createRelationshipResolver(current, scopeOf);
  const resolvers = new Map<string, Resolver>();
  const { model } = current();
  const held = findHeldTypes(schema, model);
  const deferred = {
    root: createDeferredResolver(current, scopeOf, root),
    relationship: createDeferredResolver(current, scopeOf, relationship),
  };
  const roots = new Set(model.namespaces.values());
  for (const type of [schema.getQueryType(), schema.getMutationType()]) if (type) roots.add(type.name);
  for (const [coordinate] of fieldsOf(schema)) {
    const [typeName = ''] = coordinate.split('.');
    if (model.unavailable?.has(coordinate))
      resolvers.set(coordinate, roots.has(typeName) ? deferred.root : deferred.relationship);
    else if (model.rootFields.has(coordinate)) resolvers.set(coordinate, root);
    else if (model.namespaces.has(coordinate)) resolvers.set(coordinate, namespace);
    else if (isJoinedByKey(model.relationships.get(coordinate)) && held.has(typeName))
      resolvers.set(coordinate, relationship);
  }
  return resolvers;
}
