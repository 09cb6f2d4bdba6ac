import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isObjectType,
  parseType,
  typeFromAST,
} from 'graphql';
import type { SourceNames } from '../../model/model.js';
import type { Preset, RemotePermission } from '../../model/permission.js';
import type { RemoteTarget, TemplateValue } from '../../model/relationship.js';
import type { ObjectPresets } from '../../model/remoteType.js';

/** Whose part of a remote schema it is that fields and relationships are derived for. */
export interface RemoteRole {
  readonly permission: RemotePermission;
  /** The model's. */
  readonly names: SourceNames;
  /** The role schema's type for an input type of the SDL; undefined where it has none. */
  readonly typeOf: (type: GraphQLInputType) => GraphQLInputType | undefined;
}

/** A field of the role's part, by upstream names. */
export function permittedField(
  { schema }: RemotePermission,
  typeName: string | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const fields = type.getFields();
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The fields that a path leads over in the role's part, as far as it has them, each with the name of its parent. */
export function permittedPath(
  permission: RemotePermission,
  { path }: RemoteTarget,
): readonly { readonly parent: string; readonly field: GraphQLField<unknown, unknown> }[] {
  const steps: { parent: string; field: GraphQLField<unknown, unknown> }[] = [];
  let parent = permission.schema.getQueryType()?.name;
  for (const step of path) {
    const field = permittedField(permission, parent, step.field);
    if (parent === undefined || field === undefined) break;
    steps.push({ parent, field });
    parent = getNamedType(field.type).name;
  }
  return steps;
}

/** Presets of a field's arguments, by argument. */
export function argumentPresets(
  { presets }: RemotePermission,
  typeName: string,
  fieldName: string,
): ReadonlyMap<string, Preset> {
  const start = `${typeName}.${fieldName}(`;
  const own = [...presets].filter(([coordinate]) => coordinate.startsWith(start));
  return new Map(own.map(([coordinate, preset]) => [coordinate.slice(start.length, -2), preset]));
}

/** Presets of an input object's fields, by field. */
export function objectPresets({ presets }: RemotePermission, typeName: string): ReadonlyMap<string, Preset> {
  const start = `${typeName}.`;
  const own = [...presets].filter(([coordinate]) => coordinate.startsWith(start) && !coordinate.endsWith(')'));
  return new Map(own.map(([coordinate, preset]) => [coordinate.slice(start.length), preset]));
}

/** Presets of the input objects that a value of a type of the role's part may hold, by object and field. */
export function presetsBelow({ permission }: RemoteRole, type: GraphQLInputType): ObjectPresets {
  const found = new Map<string, ReadonlyMap<string, TemplateValue>>();
  const seen = new Set<string>();
  const search = (at: GraphQLInputType): void => {
    const named = getNamedType(at);
    if (!isInputObjectType(named) || seen.has(named.name)) return;
    seen.add(named.name);
    const own = presetValues(objectPresets(permission, named.name));
    if (own.size > 0) found.set(named.name, own);
    for (const field of Object.values(named.getFields())) search(field.type);
  };
  search(type);
  return found;
}

export function presetValues(presets: ReadonlyMap<string, Preset>): ReadonlyMap<string, TemplateValue> {
  return new Map(Array.from(presets, ([name, { value }]) => [name, value]));
}

/** An input type that is known by its printed form, as the role's part has it: with fewer enum values and fields. */
export function printedType(schema: GraphQLSchema | undefined, type: string): GraphQLInputType | undefined {
  const found = schema && typeFromAST(schema, parseType(type));
  return isInputType(found) ? found : undefined;
}
