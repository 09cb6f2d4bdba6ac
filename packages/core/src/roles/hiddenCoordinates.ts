import {
  type GraphQLArgument,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Model } from '../model/model.js';
import type { RolePermissions } from '../model/permission.js';
import { hideAggregates } from './hiddenAggregates.js';
import { hideGrants } from './hiddenGrants.js';
import { hideInputs } from './hiddenInputs.js';
import { implementorsOf, isMember } from './membership.js';
import { findReachableTypes } from './reachableTypes.js';

/**
 * The coordinates of a schema that do not exist for a role: `Type`, `Type.field`, `Type.field(arg:)`, `Input.field`,
 * `Enum.VALUE`. What is granted to it decides, and then what depends on that: a field whose type is gone is gone, a type
 * without fields is, a condition on a column that the role may not select is.
 *
 * @param role absent for those who have none, or an unknown one: everything that is governed is hidden
 */
export function findHiddenCoordinates(
  schema: GraphQLSchema,
  model: Model,
  role: RolePermissions | undefined,
): ReadonlySet<string> {
  const hidden = new Set<string>();
  hideGrants(schema, model, role, hidden);
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const left = (): GraphQLNamedType[] => types.filter(({ name }) => !hidden.has(name));
  untilNothingIsAdded(hidden, () => {
    untilNothingIsAdded(hidden, () => {
      hideInputs(model, hidden);
      hideAggregates(model, hidden);
      for (const type of left()) hideDependents(schema, model, type, hidden);
    });
    // Not before: a type that turns out to be gone takes nothing from its interfaces.
    for (const type of left()) if (isInterfaceType(type)) hideUnlikeMembers(schema, type, hidden);
  });
  const reachable = findReachableTypes(schema, hidden);
  for (const name of findReachableTypes(schema)) if (!reachable.has(name)) hidden.add(name);
  return hidden;
}

function untilNothingIsAdded(hidden: ReadonlySet<string>, hide: () => void): void {
  let known: number;
  do {
    known = hidden.size;
    hide();
  } while (hidden.size > known);
}

function hideDependents(schema: GraphQLSchema, model: Model, type: GraphQLNamedType, hidden: Set<string>): void {
  const isGone = ({ name }: { readonly name: string }): boolean => hidden.has(`${type.name}.${name}`);
  const hideIf = (condition: boolean): void => {
    if (condition && type !== schema.getQueryType()) hidden.add(type.name);
  };
  if (isUnionType(type)) hideIf(type.getTypes().every(({ name }) => !isMember(hidden, type.name, name)));
  else if (isEnumType(type)) hideIf(type.getValues().every(isGone));
  else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      if (hidden.has(getNamedType(field.type).name)) hidden.add(`${type.name}.${field.name}`);
    }
    hideIf(Object.values(type.getFields()).every(isGone));
  } else if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      for (const arg of field.args) {
        if (hidden.has(getNamedType(arg.type).name)) hidden.add(`${coordinate}(${arg.name}:)`);
      }
      if (hidden.has(getNamedType(field.type).name) || lacksArgument(model, coordinate, field.args, hidden)) {
        hidden.add(coordinate);
      }
    }
    if (isInterfaceType(type)) hideIf(isUnimplemented(schema, type, hidden));
    hideIf(Object.values(type.getFields()).every(isGone));
  }
}

/** Whether a field cannot be asked for any more. An argument of a remote field that is gone although required is preset. */
function lacksArgument(
  { relationships, rootFields, hostFields, tables }: Model,
  coordinate: string,
  args: readonly GraphQLArgument[],
  hidden: ReadonlySet<string>,
): boolean {
  if (!args.some((arg) => isRequiredArgument(arg) && hidden.has(`${coordinate}(${arg.name}:)`))) return false;
  const served = relationships.get(coordinate)?.target.kind ?? rootFields.get(coordinate)?.kind;
  if (served !== undefined) return served === 'table';
  const [typeName = ''] = coordinate.split('.', 1);
  return hostFields.has(coordinate) || tables.has(typeName);
}

/** Whether nobody implements an interface any more. */
function isUnimplemented(schema: GraphQLSchema, type: GraphQLInterfaceType, hidden: ReadonlySet<string>): boolean {
  const all = implementorsOf(schema, type);
  return all.length > 0 && all.every(({ name }) => !isMember(hidden, type.name, name));
}

/** An interface has the fields and arguments that all have who implement it. */
function hideUnlikeMembers(schema: GraphQLSchema, type: GraphQLInterfaceType, hidden: Set<string>): void {
  const visible = implementorsOf(schema, type).filter(({ name }) => isMember(hidden, type.name, name));
  for (const field of Object.values(type.getFields())) {
    const members = ['', ...field.args.map((arg) => `(${arg.name}:)`)].map((part) => `.${field.name}${part}`);
    for (const member of members) {
      if (visible.some(({ name }) => hidden.has(`${name}${member}`))) hidden.add(`${type.name}${member}`);
    }
  }
}
