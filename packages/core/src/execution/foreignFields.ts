import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { type OperationSelections, possibleTypes, type SelectedField } from '../planning/selectedFields.js';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** Coordinates of fields that only the host's executor can complete as the host means them. */
export type ForeignFields = ReadonlySet<string>;

/**
 * Fields whose resolver is not the one that was attached (the host's own, or a wrapper around ours), whose type the host
 * tells by `resolveType` or `isTypeOf`, or that carry a cache hint. To be asked before the schema's first execution: a host
 * may wrap every resolver then.
 *
 * @param attached the resolver that was attached to a field, by coordinate
 */
export function findForeignFields(schema: GraphQLSchema, attached: ReadonlyMap<string, Resolver>): ForeignFields {
  const foreign = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (isForeign(field, attached.get(coordinate)) || isHeld(type)) foreign.add(coordinate);
    }
  }
  return foreign;
}

function isForeign(field: GraphQLField<unknown, unknown>, attached: Resolver | undefined): boolean {
  const resolve = field.resolve === defaultFieldResolver ? undefined : field.resolve;
  return resolve !== attached || hasCacheHint(field) || isHeld(getNamedType(field.type));
}

/** Whether the host decides about objects of a type. */
function isHeld(type: GraphQLNamedType): boolean {
  if (hasCacheHint(type)) return true;
  if (isObjectType(type)) return type.isTypeOf !== undefined && type.isTypeOf !== null;
  return (isInterfaceType(type) || isUnionType(type)) && type.resolveType !== undefined && type.resolveType !== null;
}

function hasCacheHint({ astNode }: GraphQLField<unknown, unknown> | GraphQLNamedType): boolean {
  return astNode?.directives?.some(({ name }) => name.value === 'cacheControl') === true;
}

/** Whether an operation selects nothing but what is attached. */
export function isWhollyOurs(
  schema: GraphQLSchema,
  selections: OperationSelections,
  foreign: Pick<ForeignFields, 'has'>,
): boolean {
  const isOurs = (field: SelectedField): boolean => {
    if (field.fieldName === '__typename') return true;
    if (field.fieldName.startsWith('__') || foreign.has(`${field.parentType.name}.${field.fieldName}`)) return false;
    return possibleTypes(schema, field).every((type) => [...selections.below(field, type).values()].every(isOurs));
  };
  return [...selections.root.values()].every(isOurs);
}
