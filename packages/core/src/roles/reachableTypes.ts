import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { implementorsOf, membership } from './membership.js';

const nothing: ReadonlySet<string> = new Set();

/** Names of the types that an operation can meet, by what is not hidden: from the roots and the directives down. */
export function findReachableTypes(schema: GraphQLSchema, hidden: ReadonlySet<string> = nothing): ReadonlySet<string> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const args = schema.getDirectives().flatMap((directive) => directive.args);
  const queue = [...roots.flatMap((type) => type?.name ?? []), ...args.map(({ type }) => getNamedType(type).name)];
  const reached = new Set<string>();
  for (const name of queue) {
    const type = schema.getType(name);
    if (type === undefined || reached.has(name) || hidden.has(name)) continue;
    reached.add(name);
    queue.push(...typesBelow(schema, type, hidden));
  }
  return reached;
}

/** Names of the types that a type refers to, by what is not hidden of it; an interface also to those that implement it. */
export function typesBelow(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  hidden: ReadonlySet<string> = nothing,
): readonly string[] {
  const hasMember = (name: string): boolean => !hidden.has(membership(type.name, name));
  if (isUnionType(type)) return type.getTypes().flatMap(({ name }) => (hasMember(name) ? [name] : []));
  const isVisible = ({ name }: { readonly name: string }): boolean => !hidden.has(`${type.name}.${name}`);
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isVisible);
    return fields.map((field) => getNamedType(field.type).name);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const implemented = type.getInterfaces().filter(({ name }) => !hidden.has(membership(name, type.name)));
  const below = implemented.map(({ name }) => name);
  if (isInterfaceType(type)) {
    for (const { name } of implementorsOf(schema, type)) if (hasMember(name)) below.push(name);
  }
  for (const field of Object.values(type.getFields()).filter(isVisible)) {
    below.push(getNamedType(field.type).name);
    for (const arg of field.args) {
      if (!hidden.has(`${type.name}.${field.name}(${arg.name}:)`)) below.push(getNamedType(arg.type).name);
    }
  }
  return below;
}
