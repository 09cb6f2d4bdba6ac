import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Model } from '../model/model.js';
import type { RolePermissions } from '../model/permission.js';
import { remember } from '../model/remember.js';
import { findHiddenCoordinates } from './hiddenCoordinates.js';
import { findHiddenRemote } from './remote/findHiddenRemote.js';

/**
 * Coordinates of arguments and input fields that some role lacks where it has the field or type they belong to. A required
 * one among them is preset for that role.
 */
export function findLackedInputs(schema: GraphQLSchema, model: Model): ReadonlySet<string> {
  const lacked = new Set<string>();
  for (const role of model.permissions?.roles.values() ?? []) {
    if (![...role.remotes.values()].some(({ presets }) => presets.size > 0)) continue;
    const hidden = findHiddenCoordinates(schema, model, role);
    for (const coordinate of hidden) {
      const [owner = '', fieldName] = coordinate.split(/[.(]/);
      const isOwnerVisible = !hidden.has(owner) && (!coordinate.endsWith(')') || !hidden.has(`${owner}.${fieldName}`));
      if (isOwnerVisible) lacked.add(coordinate);
    }
  }
  return lacked;
}

/** Coordinates of arguments that a role has to give although everybody else may leave them out. */
export function findDemandedInputs(model: Model, role: RolePermissions | undefined): ReadonlySet<string> {
  const remotes = [...(role?.remotes ?? [])].filter(([, { presets }]) => presets.size > 0);
  return new Set(remotes.flatMap(([source, permission]) => [...findHiddenRemote(model, source, permission).demanded]));
}

type Input = GraphQLArgument | GraphQLInputField;

/** What was made optional in a schema, with the type it had. */
const relaxed = new WeakMap<GraphQLSchema, Map<Input, Input['type']>>();

/**
 * Makes arguments and input fields optional, in place: those that are preset for some role must not be asked of it, and the
 * host executes one schema for all roles. Schemas of roles that have to give them are made with them required.
 *
 * @param coordinates may hold others as well, which stay as they are
 * @returns the coordinates that were made optional
 */
export function relaxInputs(schema: GraphQLSchema, coordinates: Iterable<string>): ReadonlySet<string> {
  const types = remember(relaxed, schema, () => new Map<Input, Input['type']>());
  const found = new Set<string>();
  for (const coordinate of coordinates) {
    const input = findInput(schema, coordinate);
    if (input === undefined || !isNonNullType(input.type)) continue;
    types.set(input, input.type);
    input.type = input.type.ofType;
    found.add(coordinate);
  }
  return found;
}

/** Makes required again what `relaxInputs` made optional: a schema that is attached to again is read as it was written. */
export function restoreInputs(schema: GraphQLSchema): void {
  for (const [input, type] of relaxed.get(schema) ?? []) input.type = type;
  relaxed.delete(schema);
}

/** `Type.field(arg:)` or `Input.field`. */
function findInput(schema: GraphQLSchema, coordinate: string): Input | undefined {
  const [, typeName = '', fieldName = '', argName] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type = schema.getType(typeName);
  if (isInputObjectType(type)) return type.getFields()[fieldName];
  if (argName === undefined || !(isObjectType(type) || isInterfaceType(type))) return undefined;
  return type.getFields()[fieldName]?.args.find(({ name }) => name === argName);
}
