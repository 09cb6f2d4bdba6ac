import type { GraphQLInterfaceType, GraphQLNamedType, GraphQLSchema } from 'graphql';

/** That an object type is one of an interface's or union's, as something that may be hidden. No coordinate looks like it. */
export function membership(abstract: string, object: string): string {
  return `${abstract}|${object}`;
}

/** Whether an object type is one of an interface's or union's, by what is not hidden. */
export function isMember(hidden: ReadonlySet<string>, abstract: string, object: string): boolean {
  return !hidden.has(object) && !hidden.has(membership(abstract, object));
}

/** The objects and interfaces that implement an interface. */
export function implementorsOf(schema: GraphQLSchema, type: GraphQLInterfaceType): readonly GraphQLNamedType[] {
  const { objects, interfaces } = schema.getImplementations(type);
  return [...objects, ...interfaces];
}
