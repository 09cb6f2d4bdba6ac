import {
  type GraphQLArgument,
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
import { membership } from './membership.js';
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
  let known: number;
  do {
    known = hidden.size;
    hideInputs(model, hidden);
    hideAggregates(model, hidden);
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isIntrospectionType(type) && !hidden.has(type.name)) hideDependents(schema, model, type, hidden);
    }
  } while (hidden.size > known);
  const reachable = findReachableTypes(schema, hidden);
  for (const name of findReachableTypes(schema)) if (!reachable.has(name)) hidden.add(name);
  return hidden;
}

function hideDependents(schema: GraphQLSchema, model: Model, type: GraphQLNamedType, hidden: Set<string>): void {
  const isGone = ({ name }: { readonly name: string }): boolean => hidden.has(`${type.name}.${name}`);
  const hideIf = (condition: boolean): void => {
    if (condition && type !== schema.getQueryType()) hidden.add(type.name);
  };
  if (isUnionType(type)) hideIf(type.getTypes().every(({ name }) => isNone(type.name, name, hidden)));
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
    if (isInterfaceType(type)) hideUnlikeMembers(schema, type.name, hidden);
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

/** An interface has the fields and arguments that all have who implement it; one that nobody implements any more is gone. */
function hideUnlikeMembers(schema: GraphQLSchema, name: string, hidden: Set<string>): void {
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return;
  const { objects, interfaces } = schema.getImplementations(type);
  const all = [...objects, ...interfaces].map((implementor) => implementor.name);
  const visible = all.filter((implementor) => !isNone(name, implementor, hidden));
  if (all.length > 0 && visible.length === 0) hidden.add(name);
  for (const field of Object.values(type.getFields())) {
    const members = ['', ...field.args.map((arg) => `(${arg.name}:)`)].map((part) => `.${field.name}${part}`);
    for (const member of members) {
      if (visible.some((implementor) => hidden.has(`${implementor}${member}`))) hidden.add(`${name}${member}`);
    }
  }
}

/** Whether an object type is none of an interface's or union's for the role. */
function isNone(abstract: string, object: string, hidden: ReadonlySet<string>): boolean {
  return hidden.has(object) || hidden.has(membership(abstract, object));
}
