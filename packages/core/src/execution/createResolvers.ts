import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Model } from '../model/model.js';
import type { Relationship } from '../model/relationship.js';
import { serializeLeaf } from '../model/wireValue.js';
import { keyMember } from '../planning/planContext.js';
import { completeClean } from '../shaping/completeClean.js';
import { letGoJoin, spliceFetched, spliceJoin } from '../shaping/fetched.js';
import { isSpliced } from '../shaping/shaper.js';
import { fetchJoin, fetchPlan } from './fetchPlan.js';
import type { HandOver } from './handOver.js';
import type { Generation, RequestScope, ScopeFinder } from './requestScope.js';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** Resolves a `@select`, `@remoteField` or `@action` field: a finished tree. */
export function createRootResolver(generation: () => Generation, scopeOf: ScopeFinder, handOver: HandOver): Resolver {
  return async (_source, _args, context, info) => {
    const made = scopeOf(generation(), context, info);
    const scope = made instanceof Promise ? await made : made;
    const field = scope.plan.find(info);
    const handed = handOver.take(context, field);
    const fetched = handed?.fetched ?? (await fetchPlan(scope, scope.plan.root(field)));
    const [value] = spliceFetched(fetched, scope.generation.model.names);
    fetched.letGo();
    return finished(handed === undefined ? value : completeClean(value, handed.response, info.returnType));
  };
}

/**
 * Resolves a `@namespace` field: an object without a value, whose fields resolve themselves. At once where it can be, so
 * that they leave together with the root fields beside it.
 */
export function createNamespaceResolver(generation: () => Generation, scopeOf: ScopeFinder): Resolver {
  return (_source, _args, context, info) => {
    const latest = generation();
    const { isGoverned, nobody } = latest.views;
    // What nobody has to be asked for holds fields of the host's own, which wait for no session.
    if (!isGoverned || fieldOf(nobody.schema.getType(info.parentType.name), info.fieldName) !== undefined) return {};
    // Its making refuses what is not valid for who asks.
    const made = scopeOf(latest, context, info);
    return made instanceof Promise ? made.then(() => ({})) : {};
  };
}

/**
 * Resolves a relationship. In a tree of ours its value is there already; below an object of the host's the keys are
 * read, sibling parents are gathered, and the same plan runs for all of them.
 */
export function createRelationshipResolver(generation: () => Generation, scopeOf: ScopeFinder): Resolver {
  return (source, args, context, info) => {
    if (isSpliced(source)) {
      const scope = scopeOf(generation(), context, info);
      // An execution that still waits for its session has fetched nothing: the object is another's, handed on.
      if (!(scope instanceof Promise) && !scope.plan.isHandedOn(info)) {
        return defaultFieldResolver(source, args, context, info);
      }
    }
    return loadJoin(generation(), scopeOf, source, context, info);
  };
}

/** Answers as `resolve` does once the source has said what it holds, on which the field depends; until then with an error. */
export function createDeferredResolver(
  generation: () => Generation,
  scopeOf: ScopeFinder,
  resolve: Resolver,
): Resolver {
  return (source, args, context, info) => {
    const made = scopeOf(generation(), context, info);
    const answer = ({ generation: { model } }: RequestScope): unknown => {
      const coordinate = `${info.parentType.name}.${info.fieldName}`;
      if (!model.unavailable?.has(coordinate)) return resolve(source, args, context, info);
      throw new RemoteJoinsError(
        'SOURCE_UNAVAILABLE',
        `"${coordinate}" depends on a source that has not said yet what it holds. Try again later.`,
      );
    };
    return made instanceof Promise ? made.then(answer) : answer(made);
  };
}

async function loadJoin(
  generation: Generation,
  scopeOf: ScopeFinder,
  source: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const made = scopeOf(generation, context, info);
  const scope = made instanceof Promise ? await made : made;
  const field = scope.plan.find(info);
  const join = scope.plan.join(field);
  const loader = scope.loader(field, async (parents) => {
    const columns = join.relationship.key.map((_, part) => parents.map((parent) => parent[part]));
    const fetched = await fetchJoin(scope, join, { parents: parents.length, columns });
    const values = spliceJoin(fetched, scope.generation.model.names);
    letGoJoin(fetched);
    return values;
  });
  return finished(await loader.load(readHostKey(generation.model, join.relationship, source, context, info)));
}

function finished(value: unknown): unknown {
  if (value instanceof Error) throw value;
  return value;
}

/**
 * The key of a host's object, each part read as graphql-js would resolve that field and then serialised. Where that
 * fails the part is null: the field itself, if selected, reports its own error. One of our objects that the host hands
 * on holds what is no field of it.
 */
function readHostKey(
  model: Model,
  { key }: Relationship,
  source: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
): Promise<readonly unknown[]> {
  return Promise.all(
    key.map(async ({ hostPath }) => {
      const held = isSpliced(source) ? source[keyMember(hostPath.join('.'))] : undefined;
      if (held !== undefined) return held;
      try {
        return await readHostPath(model, hostPath, source, context, info);
      } catch {
        return null;
      }
    }),
  );
}

async function readHostPath(
  { relationships }: Model,
  path: readonly string[],
  source: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  let value = source;
  let type: GraphQLNamedType | undefined = info.parentType;
  for (const name of path) {
    if (value === null || value === undefined || value instanceof Error) return null;
    // A relationship may be called like the column it joins by: the key is the object's member, never the join itself.
    const joined = relationships.has(`${type?.name}.${name}`);
    const definition: GraphQLField<unknown, unknown> | undefined = joined ? undefined : fieldOf(type, name);
    const at = isObjectType(type) ? { ...info, parentType: type } : info;
    value = await resolveField(definition, name, value, context, at);
    type = definition && getNamedType(definition.type);
  }
  if (value === null || value === undefined || value instanceof Error) return null;
  return isLeafType(type) ? serializeLeaf(type, value, noNames) : value;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

const noNames: ReadonlyMap<string, string> = new Map();

function resolveField(
  definition: GraphQLField<unknown, unknown> | undefined,
  name: string,
  source: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
): unknown {
  const path = { prev: info.path.prev, key: name, typename: info.parentType.name };
  const at = { ...info, fieldName: name, returnType: definition?.type ?? info.returnType, path };
  const defaults = definition?.args.filter((arg) => arg.defaultValue !== undefined) ?? [];
  const args = Object.fromEntries(defaults.map((arg) => [arg.name, arg.defaultValue]));
  return (definition?.resolve ?? defaultFieldResolver)(source, args, context, at);
}
