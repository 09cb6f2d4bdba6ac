import {
  type ConstListValueNode,
  type ConstObjectValueNode,
  type ConstValueNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredInputField,
  Kind,
} from 'graphql';
import type { TemplateValue } from '../../model/relationship.js';
import { didYouMean } from '../../schema/suggest.js';
import { faultOfConstant, toConstant } from '../constants.js';
import { isCustomScalar } from '../remoteTypes.js';

/** How a value of `@preset` is read. */
export interface PresetReading {
  readonly upstream: GraphQLSchema;
  /** Whether a text that begins like a session variable is that text. */
  readonly isStatic: boolean;
  /** Whether one session variable may be a whole list. */
  readonly listVariables: boolean;
  /** Takes what keeps a part of it from being a value, as a sentence: no value is told. */
  readonly refuse: (fault: string) => void;
}

/** A value of `@preset`, as a value of a type of the role's; undefined where it is none, which is told. */
export function buildPresetValue(
  reading: PresetReading,
  node: ConstValueNode,
  type: GraphQLInputType,
): TemplateValue | undefined {
  if (node.kind === Kind.STRING && !reading.isStatic && SESSION_VARIABLE.test(node.value)) {
    return buildSession(reading, node.value, type);
  }
  switch (node.kind) {
    case Kind.LIST:
      return buildList(reading, node, type);
    case Kind.OBJECT:
      return buildObject(reading, node, type);
    default: {
      const fault = faultOfConstant(node, type);
      if (fault === undefined) return { kind: 'constant', value: toConstant(node, type) };
      reading.refuse(`The preset is ${/[.?]$/.test(fault) ? fault : `${fault}.`}`);
      return undefined;
    }
  }
}

const SESSION_VARIABLE = /^x-hasura-/i;

/** Session variables are texts, or lists of texts. */
function buildSession(reading: PresetReading, name: string, type: GraphQLInputType): TemplateValue | undefined {
  const nullable = getNullableType(type);
  if (isListType(nullable) && !reading.listVariables) {
    reading.refuse(`A session variable is one value, and ${type} a list: put it in brackets.`);
    return undefined;
  }
  if (isLeafType(isListType(nullable) ? getNullableType(nullable.ofType) : nullable)) {
    return { kind: 'session', name: name.toLowerCase(), type };
  }
  reading.refuse(`A session variable cannot be a value of ${type}.`);
  return undefined;
}

function buildList(
  reading: PresetReading,
  node: ConstListValueNode,
  type: GraphQLInputType,
): TemplateValue | undefined {
  const list = getNullableType(type);
  if (!isListType(list) && !isCustomScalar(list)) {
    reading.refuse(`The preset is not a value of ${type}: it is a list.`);
    return undefined;
  }
  const items = node.values.map((item) => buildPresetValue(reading, item, isListType(list) ? list.ofType : type));
  return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
}

/** One object stands for a list of it: GraphQL's list coercion. */
function buildObject(
  reading: PresetReading,
  node: ConstObjectValueNode,
  type: GraphQLInputType,
): TemplateValue | undefined {
  const named = getNamedType(type);
  if (!isInputObjectType(named) && !isCustomScalar(named)) {
    reading.refuse(`The preset is not a value of ${type}: it is an object.`);
    return undefined;
  }
  const known = isInputObjectType(named) ? named.getFields() : undefined;
  const fields = new Map<string, TemplateValue>();
  for (const { name, value } of node.fields) {
    const found = known && Object.hasOwn(known, name.value) ? known[name.value] : undefined;
    if (known !== undefined && found === undefined) {
      const near = didYouMean(name.value, Object.keys(known));
      reading.refuse(`The preset has "${name.value}", but input object "${named.name}" has no such field.${near}`);
      continue;
    }
    const built = buildPresetValue(reading, value, found?.type ?? type);
    if (built !== undefined) fields.set(name.value, built);
  }
  const given = new Set(node.fields.map(({ name }) => name.value));
  for (const name of requiredFields(reading, named.name)) {
    if (!given.has(name)) reading.refuse(`The preset lacks "${name}", which input object "${named.name}" requires.`);
  }
  return { kind: 'object', fields };
}

/** As the remote schema has them: a role's part may leave defaults out. */
function requiredFields({ upstream }: PresetReading, typeName: string): readonly string[] {
  const type = upstream.getType(typeName);
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter(isRequiredInputField)
    .map(({ name }) => name);
}
