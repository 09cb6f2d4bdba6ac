import { Kind } from 'graphql';
import { present } from '../model/present.js';
import type {
  HasuraCustomTypes,
  HasuraEnumType,
  HasuraEnumValue,
  HasuraInputType,
  HasuraObjectType,
  HasuraScalarType,
  HasuraTypeRelationship,
} from './hasuraMetadata.js';
import { type Members, type Read, readMembers } from './members.js';
import { nearNames, quote } from './nearNames.js';
import { ITSELF } from './objects.js';
import { nameOf } from './objectsOfMetadata.js';
import { readField, reportTwins } from './readField.js';
import type { Scope } from './scope.js';
import {
  filled,
  listOf,
  oneOf,
  parseTypeText,
  readBoolean,
  readGraphQLName,
  readMapping,
  readName,
  readQualifiedName,
  readText,
} from './values.js';

/** The types of actions. They stand or fall together, as in Hasura. */
export const readCustomTypes: Read<HasuraCustomTypes> = (scope, node) =>
  scope.within({ type: 'custom_types', ...nameOf.customTypes(), node }, (inner) => {
    const members = readMembers(inner, node, ITSELF, { known: ['objects', 'input_objects', 'scalars', 'enums'] });
    if (members === undefined) return undefined;
    const types = {
      objects: members.optional('objects', listOf(readObject)) ?? [],
      inputObjects: members.optional('input_objects', listOf(readInput)) ?? [],
      scalars: members.optional('scalars', listOf(readScalar)) ?? [],
      enums: members.optional('enums', listOf(readEnum)) ?? [],
    };
    reportTwins(inner, node.place, 'type', Object.values(types).flat());
    return types;
  });

const readScalar: Read<HasuraScalarType> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['name', 'description'] });
  return members && namedOf(members);
};

const readInput: Read<HasuraInputType> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['name', 'description', 'fields'] });
  return members && withFields(scope, members);
};

const readObject: Read<HasuraObjectType> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['name', 'description', 'fields', 'relationships'] });
  const type = members && withFields(scope, members);
  if (members === undefined || type === undefined) return undefined;
  const relationships = members.optional('relationships', listOf(readRelationship)) ?? [];
  const fields = new Map(type.fields.map((field) => [field.name, field])).values();
  reportTwins(scope, node.place, 'field or relationship', [...fields, ...relationships]);
  return { ...type, relationships: relationships.filter((each) => isMapped(scope, each, type)) };
};

const readEnum: Read<HasuraEnumType> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['name', 'description', 'values'] });
  const named = members && namedOf(members);
  const values = members?.required('values', filled(listOf(readEnumValue)));
  if (named === undefined || values === undefined) return undefined;
  reportTwins(
    scope,
    node.place,
    'value',
    values.map(({ value: name }) => ({ name })),
  );
  return { ...named, values };
};

const readEnumValue: Read<HasuraEnumValue> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['value', 'description', 'is_deprecated'] });
  const value = members?.required('value', readGraphQLName);
  if (members === undefined || value === undefined) return undefined;
  return {
    value,
    isDeprecated: members.optional('is_deprecated', readBoolean) ?? false,
    ...present({ description: members.optional('description', readText) }),
  };
};

function namedOf(members: Members): HasuraScalarType | undefined {
  const name = members.required('name', readGraphQLName);
  if (name === undefined) return undefined;
  return { node: members.node, name, ...present({ description: members.optional('description', readText) }) };
}

function withFields(scope: Scope, members: Members): HasuraInputType | undefined {
  const named = namedOf(members);
  const fields = members.required('fields', filled(listOf(readField)));
  if (named === undefined || fields === undefined) return undefined;
  reportTwins(scope, members.node.place, 'field', fields);
  return { ...named, fields };
}

const readRelationship: Read<HasuraTypeRelationship> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['name', 'type', 'source', 'remote_table', 'field_mapping'],
    ignored: ['description'],
  });
  const name = members?.required('name', readGraphQLName);
  const kind = members?.required('type', oneOf('object', 'array'));
  const table = members?.required('remote_table', readQualifiedName);
  const mapping = members?.required('field_mapping', readMapping);
  if (members === undefined || name === undefined || kind === undefined) return undefined;
  if (table === undefined || mapping === undefined) return undefined;
  return { node, name, kind, source: members.optional('source', readName) ?? 'default', table, mapping };
};

/** Whether the fields that a relationship maps are there, and hold one value each. */
function isMapped(scope: Scope, { node, name, mapping }: HasuraTypeRelationship, type: HasuraInputType): boolean {
  const fields = new Map(type.fields.map((field) => [field.name, field.type]));
  let isSound = true;
  for (const field of mapping.keys()) {
    const fieldType = fields.get(field);
    if (fieldType !== undefined && !isListType(fieldType)) continue;
    isSound = false;
    const subject = `The relationship ${quote(name)} of the type ${quote(type.name)} in ${scope.name}`;
    if (fieldType !== undefined) {
      scope.report({
        code: 'METADATA_INVALID_VALUE',
        place: node.place,
        message: `${subject} maps ${quote(field)}, which is a list.`,
        remedy: 'Map a field that holds one value.',
      });
    } else {
      scope.report({
        code: 'METADATA_REFERENCE_NOT_FOUND',
        place: node.place,
        message: `${subject} maps ${quote(field)}, which is no field of it.${nearNames(field, fields.keys())}`,
        remedy: 'Map a field of the type.',
      });
    }
  }
  return isSound;
}

function isListType(text: string): boolean {
  const type = parseTypeText(text);
  return (type?.kind === Kind.NON_NULL_TYPE ? type.type : type)?.kind === Kind.LIST_TYPE;
}
