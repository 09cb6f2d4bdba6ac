import {
  defaultFieldResolver,
  defaultTypeResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInterfaceType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  type GraphQLUnionType,
  getNamedType,
  isAbstractType,
} from 'graphql';
import { isFetchedType } from '../model/isFetchedType.js';
import type { Model } from '../model/model.js';
import { findHiddenCoordinates } from '../roles/hiddenCoordinates.js';
import { fieldsOf } from './fieldsOf.js';
import type { Generation, RequestScope, ScopeFinder } from './requestScope.js';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** How it is found out, while the host's fields are executed, who asks. */
interface Guard {
  readonly current: () => Generation;
  readonly scopeOf: ScopeFinder;
  /** Coordinates of fields, and names of types, that were guarded before. */
  readonly guarded: Set<string>;
}

/**
 * Lets fields of the host's that are governed answer only in operations that are valid for who asks. A host that knows of
 * roles refuses others itself; this holds for any. And lets the host's objects be of no type that is hidden from who asks:
 * which type an object below an interface or union has is known only when it is there.
 */
export function guardHostTypes(schema: GraphQLSchema, guard: Guard): void {
  const { model, views } = guard.current();
  if (!views.isGoverned) return;
  const { guarded } = guard;
  const hidden = findHiddenCoordinates(schema, model, undefined);
  for (const [coordinate, field] of fieldsOf(schema)) {
    if (isServed(model, coordinate)) continue;
    const [typeName = ''] = coordinate.split('.', 1);
    const type = getNamedType(field.type);
    const mayHide = isAbstractType(type) && schema.getPossibleTypes(type).some(({ name }) => hidden.has(name));
    if (!mayHide && !hidden.has(coordinate) && !hidden.has(typeName)) continue;
    if (!guarded.has(coordinate)) guardField(field, guard);
    guarded.add(coordinate);
    if (mayHide && !guarded.has(type.name)) guardType(type, guard);
    guarded.add(type.name);
  }
}

/** Whether objects with this field, and what is below it, come from sources. */
function isServed(model: Model, coordinate: string): boolean {
  const { rootFields, namespaces, relationships } = model;
  if (rootFields.has(coordinate) || namespaces.has(coordinate) || relationships.has(coordinate)) return true;
  const [typeName = ''] = coordinate.split('.', 1);
  return isFetchedType(model, typeName) && !model.hostFields.has(coordinate);
}

function guardField(field: GraphQLField<unknown, unknown>, guard: Guard): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = guardResolver(resolve, guard);
  if (subscribe !== undefined) field.subscribe = guardResolver(subscribe, guard);
}

function guardResolver(resolve: Resolver, { current, scopeOf }: Guard): Resolver {
  return (source, args, context, info) => {
    // Its making refuses what is not valid for who asks.
    const scope = scopeOf(current(), context, info);
    if (scope instanceof Promise) return scope.then(() => resolve(source, args, context, info));
    return resolve(source, args, context, info);
  };
}

/** An object of a type that is not there for who asks is one whose type cannot be told: executors then say no name. */
function guardType(type: GraphQLInterfaceType | GraphQLUnionType, { current, scopeOf }: Guard): void {
  const resolveType: GraphQLTypeResolver<unknown, unknown> = type.resolveType ?? defaultTypeResolver;
  type.resolveType = (value, context, info, abstractType) => {
    const told = resolveType(value, context, info, abstractType);
    // It is there by now: the field is guarded.
    const scope = scopeOf(current(), context, info);
    if (!(told instanceof Promise) && !(scope instanceof Promise)) return ifVisible(scope, told);
    return Promise.all([scope, told]).then(([made, name]) => ifVisible(made, name));
  };
}

function ifVisible<Told extends string | undefined>({ view }: RequestScope, told: Told): Told | undefined {
  return told !== undefined && view.schema.getType(told) !== undefined ? told : undefined;
}
