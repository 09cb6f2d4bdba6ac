import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredInputField,
  Kind,
  type ListValueNode,
  type ObjectValueNode,
  print,
  type ValueNode,
} from 'graphql';
import type { TemplateValue } from '../../model/relationship.js';
import { faultOfConstant, toConstant } from '../constants.js';
import { isCustomScalar } from '../remoteTypes.js';
import { showInput } from './buildRemoteInput.js';
import { buildTemplateKey } from './buildTemplateKey.js';
import type { TemplateDraft } from './templateDraft.js';

/** Reads a value of the template as a value of an upstream type; nothing where it is not one, which rules are shown. */
export function buildValue(
  draft: TemplateDraft,
  node: ValueNode,
  type: GraphQLInputType,
  name: string,
  lists: readonly ListValueNode[] = [],
): TemplateValue | undefined {
  switch (node.kind) {
    case Kind.VARIABLE:
      return buildVariable(draft, node.name.value, type, lists);
    case Kind.LIST:
      return buildList(draft, node, type, name, lists);
    case Kind.OBJECT:
      return buildObject(draft, node, type, name, lists);
    default:
      return buildConstant(draft, node, type);
  }
}

function buildConstant(
  { builder, place }: TemplateDraft,
  value: ValueNode,
  type: GraphQLInputType,
): TemplateValue | undefined {
  const fault = faultOfConstant(value, type);
  if (fault === undefined) return { kind: 'constant', value: toConstant(value, type) };
  builder.show('constant', { ...place, type, value: print(value), fault });
  return undefined;
}

function buildList(
  draft: TemplateDraft,
  node: ListValueNode,
  type: GraphQLInputType,
  name: string,
  lists: readonly ListValueNode[],
): TemplateValue | undefined {
  const list = getNullableType(type);
  if (!isListType(list) && !isCustomScalar(list)) {
    draft.builder.show('list', { ...draft.place, type, name });
    return undefined;
  }
  const itemType = isListType(list) ? list.ofType : type;
  const items = node.values.map((value) => buildValue(draft, value, itemType, name, [...lists, node]));
  if (!items.every((item) => item !== undefined)) return undefined;
  return { kind: 'list', items, ...(items.every(({ kind }) => kind === 'object') && { open: true }) };
}

function buildObject(
  draft: TemplateDraft,
  node: ObjectValueNode,
  type: GraphQLInputType,
  name: string,
  lists: readonly ListValueNode[],
): TemplateValue | undefined {
  const { builder, place } = draft;
  // One object stands for a list of it: GraphQL's list coercion.
  const object = getNamedType(type);
  if (!isInputObjectType(object) && !isCustomScalar(object)) return buildConstant(draft, node, type);
  const known = isInputObjectType(object) ? object.getFields() : undefined;
  const fields = new Map<string, TemplateValue>();
  for (const { name: field, value } of node.fields) {
    const found = known?.[field.value];
    const names = Object.keys(known ?? {});
    if (known !== undefined) {
      builder.show('remoteArgument', {
        ...place,
        name: field.value,
        of: `input object "${object.name}"`,
        found,
        names,
      });
      if (found === undefined) continue;
    }
    const built = buildValue(draft, value, found?.type ?? type, `${name}.${field.value}`, lists);
    if (built !== undefined) fields.set(field.value, built);
  }
  return { kind: 'object', fields };
}

/** Shows what an input object of the template lacks, unless the caller's own argument may bring it. */
export function showRequiredFields(
  draft: TemplateDraft,
  value: TemplateValue | undefined,
  type: GraphQLInputType,
): void {
  const { builder, place } = draft;
  const named = getNamedType(type);
  if (value?.kind === 'list') for (const item of value.items) showRequiredFields(draft, item, type);
  if (value?.kind !== 'object' || !isInputObjectType(named)) return;
  for (const input of Object.values(named.getFields())) {
    const given = value.fields.get(input.name);
    if (isRequiredInputField(input)) {
      builder.show('requiredInput', {
        ...place,
        input,
        of: `input object "${named.name}"`,
        given: given !== undefined,
      });
    }
    showRequiredFields(draft, given, input.type);
  }
}

function buildVariable(
  draft: TemplateDraft,
  name: string,
  type: GraphQLInputType,
  lists: readonly ListValueNode[],
): TemplateValue | undefined {
  const { builder, definition, place } = draft;
  const variable = definition.variables?.value.get(name);
  const source = variable?.value ?? { kind: 'path' as const, path: [name] };
  const at = { coordinate: place.coordinate, node: variable?.node ?? place.node };
  switch (source.kind) {
    case 'path':
      return buildTemplateKey(
        draft,
        { ...at, name, path: source.path, role: variable === undefined ? 'variable' : 'path' },
        type,
        lists,
      );
    case 'notNull':
      builder.show('unusedArgument', {
        ...at,
        name: `variables.${name}.notNull`,
        why: `"$${name}" is in the field, which is null already where "$${name}" is`,
        remedy: `Write ${name}: "${source.path.join('.')}".`,
      });
      return undefined;
    case 'value':
      return buildValue({ ...draft, place: at }, source.value, type, `$${name}`);
    case 'header': {
      const fault = faultOfConstant({ kind: Kind.STRING, value: '' }, type, 'text');
      if (fault !== undefined) builder.show('constant', { ...at, type, value: `the header "${source.name}"`, fault });
      return { kind: 'header', name: source.name.toLowerCase() };
    }
    case 'session': {
      const name = source.name.toLowerCase();
      const told = `the session variable "${source.name}"`;
      if (!isTextual(type)) builder.show('constant', { ...at, type, value: told, fault: `not a value of ${type}` });
      return { kind: 'session', name, type };
    }
    case 'env': {
      const value = builder.env[source.name];
      builder.show('environment', { ...at, name: source.name, set: value !== undefined });
      if (value === undefined) return undefined;
      const enumType = getNamedType(type);
      const node: ValueNode = isEnumType(enumType) ? { kind: Kind.ENUM, value } : { kind: Kind.STRING, value };
      const fault = faultOfConstant(node, type);
      // The value itself is a secret, perhaps; only its name is told.
      if (fault !== undefined) {
        const told = `the environment variable "${source.name}"`;
        builder.show('constant', {
          ...at,
          type,
          value: told,
          fault: isEnumType(enumType) ? `not a value of ${type}` : fault,
        });
      }
      return { kind: 'constant', value };
    }
    case 'argument': {
      const argument = definition.field.args.find((candidate) => candidate.name === source.name);
      const names = definition.field.args.map((candidate) => candidate.name);
      builder.show('ownArgument', { ...at, name: source.name, found: argument !== undefined, names });
      if (argument === undefined) return undefined;
      draft.usedArguments.add(argument.name);
      const coordinate = `${definition.coordinate}(${argument.name}:)`;
      showInput(builder, { coordinate, node: argument.astNode ?? undefined }, argument, { type });
      const upstreamType = String(type);
      return {
        kind: 'argument',
        argument: { name: argument.name, upstreamName: argument.name, type: argument.type, upstreamType },
      };
    }
    default:
      return source satisfies never;
  }
}

/** Whether values of a type can be read from text: leaves, and lists of them. */
function isTextual(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  return isLeafType(isListType(nullable) ? getNullableType(nullable.ofType) : nullable);
}
