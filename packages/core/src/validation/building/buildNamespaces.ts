import { type GraphQLObjectType, getNullableType, isObjectType } from 'graphql';
import type { FieldDefinition } from '../../schema/definitions.js';
import type { Builder } from './builder.js';

/**
 * Every `@namespace` field: its coordinate, and the name of the type that groups root fields there.
 *
 * @param fetched names of types whose objects are made of what sources answer
 */
export function buildNamespaces(builder: Builder, fetched: ReadonlySet<string>): Map<string, string> {
  const namespaces = new Map<string, string>();
  for (const definition of builder.definitions.namespaces.values()) {
    const { coordinate, parent, field, node } = definition;
    builder.show('servedField', { ...definition, directive: '@namespace', host: builder.hostResolved(coordinate) });
    if (!builder.rootTypes.has(parent.name)) continue;
    const refuse = (fault: string, remedy: string): void =>
      builder.show('namespace', { coordinate, node, fault, remedy });
    if (field.args.length > 0)
      refuse('A namespace has no arguments: there is nothing to pass them to.', 'Remove them.');
    const type = getNullableType(field.type);
    if (!isObjectType(type)) {
      refuse(`A namespace is one object, but the field's type is ${field.type}.`, 'Give it an object type of its own.');
      continue;
    }
    const fault = faultOf(builder, definition, type, fetched);
    if (fault !== undefined) refuse(fault, 'Give the field an object type of its own.');
    namespaces.set(coordinate, type.name);
  }
  return namespaces;
}

/** Why a type cannot group root fields where a field stands. */
function faultOf(
  { definitions, rootTypes }: Builder,
  { parent }: FieldDefinition,
  type: GraphQLObjectType,
  fetched: ReadonlySet<string>,
): string | undefined {
  if (definitions.tables.has(type.name)) return `"${type.name}" has @table: its objects are rows.`;
  if (fetched.has(type.name)) return `Objects of "${type.name}" are also what a source answers.`;
  const [operation, other] = [rootTypes.get(parent.name), rootTypes.get(type.name)];
  if (operation !== other)
    return `"${type.name}" groups fields of the ${other} type already, and these are the ${operation}'s.`;
  return holds(definitions.namespaces, type, parent) ? `The namespace would be within itself.` : undefined;
}

/** Whether a type is a namespace of another, at any depth, or that type itself. */
function holds(
  namespaces: ReadonlyMap<string, FieldDefinition>,
  type: GraphQLObjectType,
  wanted: FieldDefinition['parent'],
  seen: Set<GraphQLObjectType> = new Set(),
): boolean {
  if (type === wanted) return true;
  if (seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((field) => {
    const below = getNullableType(field.type);
    return (
      namespaces.has(`${type.name}.${field.name}`) && isObjectType(below) && holds(namespaces, below, wanted, seen)
    );
  });
}
