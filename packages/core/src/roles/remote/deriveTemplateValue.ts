import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { holdsValue } from '../../model/holdsValue.js';
import type { Preset } from '../../model/permission.js';
import type { TemplateValue } from '../../model/relationship.js';
import { deriveCaller } from './deriveCaller.js';
import { objectPresets, presetsBelow, printedType, type RemoteRole } from './remoteRole.js';

/**
 * What a relationship's template fills in, for a role whose part of the remote schema has the place it goes to: input
 * objects get the role's presets beside what the template says of them.
 *
 * @returns undefined where it holds what the role's part does not have
 */
export function deriveTemplateValue(
  role: RemoteRole,
  value: TemplateValue,
  type: GraphQLInputType,
): TemplateValue | undefined {
  const named = getNamedType(type);
  switch (value.kind) {
    case 'key': {
      const presets = presetsBelow(role, type);
      return presets.size === 0 ? value : { ...value, filled: { type, presets } };
    }
    case 'header':
      return value;
    case 'constant':
      return isEnumType(named) && typeof value.value === 'string' && !named.getValue(value.value) ? undefined : value;
    case 'session':
      return { ...value, type };
    case 'argument': {
      const argument = deriveCaller(role, value.argument, type);
      return argument && { kind: 'argument', argument };
    }
    case 'list': {
      const nullable = getNullableType(type);
      const itemType = isListType(nullable) ? nullable.ofType : type;
      const items = value.items.map((item) => deriveTemplateValue(role, item, itemType));
      return items.every((item) => item !== undefined) ? { ...value, items } : undefined;
    }
    case 'object':
      return deriveObject(role, value.fields, isInputObjectType(named) ? named : undefined, type);
    default:
      return value satisfies never;
  }
}

/** @param object undefined where the object is a value of a custom scalar */
function deriveObject(
  role: RemoteRole,
  given: ReadonlyMap<string, TemplateValue>,
  object: GraphQLInputObjectType | undefined,
  type: GraphQLInputType,
): TemplateValue | undefined {
  const presets = object && objectPresets(role.permission, object.name);
  const permitted = object?.getFields() ?? {};
  const fields = new Map<string, TemplateValue>();
  for (const [name, value] of given) {
    const at = object === undefined ? type : Object.hasOwn(permitted, name) ? permitted[name]?.type : undefined;
    const preset = presets?.get(name);
    const derived = at !== undefined ? deriveTemplateValue(role, value, at) : preset && joinPreset(role, value, preset);
    if (derived === undefined) return undefined;
    fields.set(name, derived);
  }
  for (const [name, { value }] of presets ?? []) if (!fields.has(name)) fields.set(name, value);
  return { kind: 'object', fields };
}

/** What a template fills in of an object that is preset has the rest of the preset beside it, as it would have the caller's. */
function joinPreset(role: RemoteRole, value: TemplateValue, preset: Preset): TemplateValue | undefined {
  const met = meetPreset(role, value, preset);
  const isObject = isInputObjectType(getNullableType(printedType(role.permission.schema, preset.type)));
  return met && isObject ? addMembers(met, preset.value) : met;
}

function addMembers(value: TemplateValue, more: TemplateValue): TemplateValue {
  if (value.kind !== 'object' || more.kind !== 'object') return value;
  const fields = new Map(value.fields);
  for (const [name, member] of more.fields) {
    const own = fields.get(name);
    fields.set(name, own === undefined ? member : addMembers(own, member));
  }
  return { kind: 'object', fields };
}

/**
 * What a template fills in wins over the role's preset of the same place, since it is the parent's key that makes the join. But
 * what the client sends never does; a key that is mixed with it has no place at all.
 */
export function meetPreset(role: RemoteRole, value: TemplateValue, preset: Preset): TemplateValue | undefined {
  const type = printedType(role.permission.schema, preset.type);
  if (!holdsValue(value, 'argument') && !holdsValue(value, 'header')) {
    return type && deriveTemplateValue(role, value, type);
  }
  return holdsValue(value, 'key') ? undefined : preset.value;
}
