import {
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
} from 'graphql';
import type { Preset } from '../../model/permission.js';
import type { Show } from '../visits.js';
import { buildPresetValue } from './buildPresetValue.js';
import type { WrittenPermission } from './readPermissions.js';

/** What a role's arguments and input fields are preset to, by coordinate upstream. */
export function buildPresets(show: Show, permission: WrittenPermission): ReadonlyMap<string, Preset> {
  const presets = new Map<string, Preset>();
  const add = (coordinate: string, input: Input): void => {
    const directive = presetOf(input);
    const preset = directive && buildPreset(show, permission, coordinate, input, directive);
    if (preset !== undefined) presets.set(coordinate, preset);
  };
  for (const type of Object.values(permission.schema.getTypeMap())) {
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) add(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const argument of field.args) add(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
    showInterfacePresets(show, permission, type);
  }
  return presets;
}

type Input = GraphQLArgument | GraphQLInputField;

/** The `@preset` of an argument or input field. */
export function presetOf({ astNode }: Pick<Input, 'astNode'>): ConstDirectiveNode | undefined {
  return astNode?.directives?.find(({ name }) => name.value === 'preset');
}

function buildPreset(
  show: Show,
  { option, upstream, listVariables }: WrittenPermission,
  coordinate: string,
  { type }: Input,
  directive: ConstDirectiveNode,
): Preset | undefined {
  const place = { coordinate: `${option}: ${coordinate}`, node: directive };
  const argumentOf = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
  const [node, isStatic] = [argumentOf('value'), argumentOf('static')];
  if (isStatic !== undefined && isStatic.kind !== Kind.BOOLEAN) {
    show('preset', { ...place, fault: '"static" is no boolean.', remedy: 'Write true or false.' });
    return undefined;
  }
  const refuse = (fault: string) => show('preset', { ...place, fault, remedy: `Give a value of ${type}.` });
  if (node === undefined) {
    refuse('The preset has no "value".');
    return undefined;
  }
  const reading = { upstream, listVariables, isStatic: isStatic?.value ?? false, refuse };
  const value = buildPresetValue(reading, node, type);
  return value && { type: String(type), value };
}

/**
 * A preset of an interface is one of all its types, and the other way round: else it depended on how an object is reached
 * what may be asked of it.
 */
function showInterfacePresets(
  show: Show,
  { option }: WrittenPermission,
  type: GraphQLObjectType | GraphQLInterfaceType,
): void {
  const fields = type.getFields();
  for (const implemented of type.getInterfaces()) {
    for (const { name, args } of Object.values(implemented.getFields())) {
      for (const argument of args) {
        const own = fields[name]?.args.find((candidate) => candidate.name === argument.name);
        if (own === undefined) continue;
        const [here, there] = [own, argument].map((input) => presetOf(input) !== undefined);
        if (here === there) continue;
        show('preset', {
          coordinate: `${option}: ${type.name}.${name}(${argument.name}:)`,
          node: own.astNode ?? undefined,
          fault: here
            ? `The argument has a preset here, but none in interface "${implemented.name}".`
            : `The argument has a preset in interface "${implemented.name}", but none here.`,
          remedy: 'Give both a preset, or none.',
        });
      }
    }
  }
}
