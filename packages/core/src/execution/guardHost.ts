import {
  defaultFieldResolver,
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Model } from '../model/model.js';
import { fieldsOf } from './fieldsOf.js';
import { findHeldTypes } from './heldTypes.js';
import type { Generation, RequestScope, ScopeFinder } from './requestScope.js';

/** What guards of one schema share. */
export interface Guarding {
  readonly current: () => Generation;
  readonly scopeOf: ScopeFinder;
  /** Coordinates of fields, and names of types, that are guarded already. */
  readonly guarded: Set<string>;
}

/**
 * Lets governed fields of the host's own answer only in operations that are valid for who asks, and keeps objects of types
 * that do not exist for who asks out of the host's interfaces and unions. A host that knows of roles refuses such operations
 * itself; this holds for any.
 */
export function guardHost(schema: GraphQLSchema, guarding: Guarding): void {
  const { model, views } = guarding.current();
  if (!views.isGoverned) return;
  const nobody = views.nobody.schema;
  const { guarded } = guarding;
  for (const [coordinate, field] of fieldsOf(schema)) {
    if (guarded.has(coordinate) || isOurs(model, coordinate) || hasField(nobody, coordinate)) continue;
    guarded.add(coordinate);
    const { resolve = defaultFieldResolver, subscribe } = field;
    field.resolve = guardField(resolve, guarding);
    if (subscribe !== undefined) field.subscribe = guardField(subscribe, guarding);
  }
  const held = findHeldTypes(schema, model);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isAbstractType(type) || guarded.has(type.name)) continue;
    const isTold = schema
      .getPossibleTypes(type)
      .some(({ name }) => held.has(name) && nobody.getType(name) === undefined);
    if (!isTold) continue;
    guarded.add(type.name);
    type.resolveType = guardType(type.resolveType ?? defaultTypeResolver, type, guarding);
  }
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

function guardField(resolve: Resolver, { current, scopeOf }: Guarding): Resolver {
  return (source, args, context, info) => {
    // Its making refuses what is not valid for who asks.
    const scope = scopeOf(current(), context, info);
    if (scope instanceof Promise) return scope.then(() => resolve(source, args, context, info));
    return resolve(source, args, context, info);
  };
}

type TypeResolver = GraphQLTypeResolver<unknown, unknown>;

function guardType(resolve: TypeResolver, type: GraphQLAbstractType, { current, scopeOf }: Guarding): TypeResolver {
  return (value, context, info, abstractType) => {
    const name = resolve(value, context, info, abstractType);
    const scope = scopeOf(current(), context, info);
    if (!(name instanceof Promise) && !(scope instanceof Promise)) return see(scope, type, name, info);
    return Promise.all([scope, name]).then(([known, found]) => see(known, type, found, info));
  };
}

function see(
  { view }: RequestScope,
  { name }: GraphQLAbstractType,
  found: string | undefined,
  { parentType, fieldName }: GraphQLResolveInfo,
): string | undefined {
  if (found === undefined || !view.isGoverned || view.schema.getType(found) !== undefined) return found;
  const message = `Field "${parentType.name}.${fieldName}" holds an object whose type is none of "${name}" for who asks.`;
  throw new RemoteJoinsError('FORBIDDEN', `${message} Leave such objects out of its answer.`);
}

/** Whether a field is served by a source. */
function isOurs({ tables, remoteTypes, rootFields, relationships, hostFields }: Model, coordinate: string): boolean {
  if (rootFields.has(coordinate) || relationships.has(coordinate)) return true;
  const [typeName = ''] = coordinate.split('.', 1);
  const isFetched = tables.has(typeName) || [...remoteTypes.values()].some((types) => types.has(typeName));
  return isFetched && !hostFields.has(coordinate);
}

function hasField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return isObjectType(type) && Object.hasOwn(type.getFields(), fieldName);
}
