import { type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql';
import { isJsonObject } from '../../model/json.js';
import type { TemplateValue } from '../../model/relationship.js';
import type { ObjectPresets } from '../../model/remoteType.js';

/** What a caller's value is filled from. */
export interface PresetFilling {
  readonly presets: ObjectPresets;
  /** `@upstream` names by coordinate. */
  readonly names: ReadonlyMap<string, string>;
  readonly fill: (value: TemplateValue) => unknown;
}

/**
 * Fills every input object of a caller's wire value, nested and in lists, with what a role's permission presets there. It
 * replaces whatever the caller gave in its place: a host may hand on operations that it did not validate.
 */
export function addPresets(type: GraphQLInputType, wire: unknown, filling: PresetFilling): unknown {
  const { presets, names, fill } = filling;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    // What is no list stands for a list of it.
    if (!Array.isArray(wire)) return addPresets(nullable.ofType, wire, filling);
    return wire.map((item) => addPresets(nullable.ofType, item, filling));
  }
  if (!isInputObjectType(nullable) || !isJsonObject(wire)) return wire;
  const members = new Map(Object.entries(wire));
  for (const field of Object.values(nullable.getFields())) {
    const name = names.get(`${nullable.name}.${field.name}`) ?? field.name;
    if (members.has(name)) members.set(name, addPresets(field.type, members.get(name), filling));
  }
  for (const [name, value] of presets.get(nullable.name) ?? []) members.set(name, fill(value));
  return Object.fromEntries(members);
}
