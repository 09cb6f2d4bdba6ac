import { type GraphQLInputType, getNullableType, isInputObjectType, isRequiredInputField } from 'graphql';
import type { TemplateArgument, TemplateValue } from '../../model/relationship.js';
import { deriveCaller } from './deriveCaller.js';
import { deriveTemplateValue, meetPreset } from './deriveTemplateValue.js';
import { argumentPresets, objectPresets, permittedField, presetValues, type RemoteRole } from './remoteRole.js';

/**
 * The arguments that a field is asked with for a role: those of them that the role may give, with the role's presets merged
 * into their objects, and those that are preset. An argument whose object has presets is sent even if nobody gives it; where
 * that is no whole object, the role has to give it (`isPartOfObject`).
 *
 * @param typeName the field's parent upstream
 * @returns undefined where the role's part does not have the field, or not what a template fills in, or where nobody gives
 * the rest of an object that has presets
 */
export function deriveArguments(
  role: RemoteRole,
  typeName: string | undefined,
  fieldName: string,
  given: readonly TemplateArgument[],
): readonly TemplateArgument[] | undefined {
  const { permission } = role;
  const permitted = permittedField(permission, typeName, fieldName);
  if (permitted === undefined || typeName === undefined) return undefined;
  const presets = argumentPresets(permission, typeName, fieldName);
  const args = new Map<string, TemplateArgument>();
  for (const argument of given) {
    const { name, value } = argument;
    const here = permitted.args.find((candidate) => candidate.name === name);
    const preset = presets.get(name);
    if (here !== undefined) {
      const derived = deriveArgument(role, argument, here.type);
      if (derived === undefined) return undefined;
      args.set(name, derived);
    } else if (value !== undefined) {
      const met = preset && meetPreset(role, value, preset);
      if (met === undefined) return undefined;
      args.set(name, { name, type: argument.type, value: met });
    }
  }
  for (const { name, type } of permitted.args) {
    if (args.has(name)) continue;
    const object = presetObject(role, type);
    if (object !== undefined && isPartOfObject(type)) return undefined;
    args.set(name, { name, type: String(type), ...object });
  }
  for (const [name, { type, value }] of presets) if (!args.has(name)) args.set(name, { name, type, value });
  return [...args.values()].filter(({ value, caller }) => value !== undefined || caller !== undefined);
}

/** An argument that the role may give. Without a value or a caller, nobody does. */
function deriveArgument(
  role: RemoteRole,
  { name, type, value, caller }: TemplateArgument,
  permitted: GraphQLInputType,
): TemplateArgument | undefined {
  const object = presetObject(role, permitted);
  // A template that takes all of the object from its caller leaves out what the caller does, but not the presets.
  if (object !== undefined && value?.kind === 'argument' && caller === undefined)
    return deriveArgument(role, { name, type, caller: value.argument }, permitted);
  const filled = value && deriveTemplateValue(role, value, permitted);
  if (value !== undefined && filled === undefined) return undefined;
  const passed = caller && deriveCaller(role, caller, permitted);
  if (value === undefined && passed === undefined && object !== undefined && isPartOfObject(permitted))
    return undefined;
  return {
    name,
    type,
    ...(filled === undefined ? object : { value: filled }),
    ...(passed && { caller: passed }),
  };
}

/** Whether what is preset of an input object is not all that it must have: the role's part requires other members. */
export function isPartOfObject(permitted: GraphQLInputType | undefined): boolean {
  const nullable = getNullableType(permitted);
  return isInputObjectType(nullable) && Object.values(nullable.getFields()).some(isRequiredInputField);
}

/** The presets of an input object itself. Those further below, and in lists, are there only where the caller gives the object. */
function presetObject(
  { permission }: RemoteRole,
  type: GraphQLInputType,
): { readonly value: TemplateValue } | undefined {
  const nullable = getNullableType(type);
  const fields = isInputObjectType(nullable) ? presetValues(objectPresets(permission, nullable.name)) : new Map();
  return fields.size === 0 ? undefined : { value: { kind: 'object', fields } };
}
