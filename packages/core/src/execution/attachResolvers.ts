import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { createRelationshipResolver, createRootResolver, readSpliced } from './createResolvers.js';
import { createHandOver, type HandOver } from './handOver.js';
import { createScopeFinder, type Generation } from './requestScope.js';

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

const attachments = new WeakMap<GraphQLSchema, Attachment>();

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
 * Attaches resolvers, in place, to the fields that the model joins, and readers to fields of remote types that may stand
 * under a special key. Fields of the host's are never touched.
 */
export function attachResolvers(schema: GraphQLSchema, generation: Generation): Attachment {
  const known = attachments.get(schema);
  if (known !== undefined) {
    known.replace(generation);
    return known;
  }
  const hostResolved = readHostResolved(schema);
  const handOver = createHandOver();
  let latest = generation;
  const current = (): Generation => latest;
  const resolvers = createResolvers(schema, current, handOver);
  for (const [coordinate, field] of fieldsOf(schema)) {
    const resolve = resolvers.get(coordinate);
    if (resolve !== undefined) field.resolve = resolve;
  }
  const replace = (next: Generation): void => {
    latest = next;
  };
  const attachment: Attachment = { current, replace, hostResolved, resolvers, handOver };
  attachments.set(schema, attachment);
  return attachment;
}

/** The resolvers to attach, by coordinate. They read the generation anew at each call. */
function createResolvers(
  schema: GraphQLSchema,
  current: () => Generation,
  handOver: HandOver,
): ReadonlyMap<string, Resolver> {
  const scopeOf = createScopeFinder();
  const root = createRootResolver(current, scopeOf, handOver);
  const relationship = createRelationshipResolver(current, scopeOf);
  const resolvers = new Map<string, Resolver>();
  for (const [coordinate, field] of fieldsOf(schema)) {
    const resolve = resolverOf(current(), coordinate, field, { root, relationship });
    if (resolve !== undefined) resolvers.set(coordinate, resolve);
  }
  return resolvers;
}

function resolverOf(
  { model }: Generation,
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  { root, relationship }: { readonly root: Resolver; readonly relationship: Resolver },
): Resolver | undefined {
  if (model.rootFields.has(coordinate)) return root;
  if (model.relationships.has(coordinate)) return relationship;
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const isRemote = [...model.remoteTypes.values()].some((types) => types.get(typeName)?.fields.has(fieldName));
  const mayBeSpecial = field.args.length > 0 || isCompositeType(getNamedType(field.type));
  return isRemote && mayBeSpecial && !model.hostFields.has(coordinate) ? readSpliced : undefined;
}

function* fieldsOf(schema: GraphQLSchema): Generator<[coordinate: string, field: GraphQLField<unknown, unknown>]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field];
  }
}
