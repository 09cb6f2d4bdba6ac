import type { HasuraRemoteRelationship, RemoteStep, RemoteTarget, RemoteValue } from './hasuraMetadata.js';
import { isOneOf, type Members, type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { nearNames, quote } from './nearNames.js';
import { ITSELF } from './objects.js';
import type { Place } from './place.js';
import type { Scope } from './scope.js';
import {
  isGraphQLName,
  mapOf,
  oneOf,
  readGraphQLName,
  readMapping,
  readName,
  readQualifiedName,
  setOf,
} from './values.js';

/**
 * Which encodings of a definition are taken, as in Hasura:
 *
 * - `lenient`, of a table in metadata: `{to_source}`, `{to_remote_schema}`, and the older `{remote_schema, hasura_fields,
 *   remote_field}`;
 * - `strict`, of a type of a remote schema, and of a call that has `definition`: not the older one;
 * - `legacy`, of a call without `definition`, whose own members those are: only the older one.
 */
export type RemoteRelationshipMode = 'lenient' | 'strict' | 'legacy';

/** Reads `{name, definition}`, as it stands in metadata. */
export function readRemoteRelationship(
  scope: Scope,
  node: MetadataNode,
  mode: Exclude<RemoteRelationshipMode, 'legacy'>,
): HasuraRemoteRelationship | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['name', 'definition'], ignored: ['comment'] });
  return members && readNamed(members, (scope_, value, what) => readRemoteTarget(scope_, value, what, mode));
}

/**
 * Reads the arguments of a call that creates or updates a relationship of a table: with `definition`, strictly; with
 * `remote_schema`, as the older flat form; with both or neither, not at all. Other keys are the caller's to read.
 */
export function readRemoteRelationshipCall(scope: Scope, node: MetadataNode): HasuraRemoteRelationship | undefined {
  const flat = ['remote_schema', 'hasura_fields', 'remote_field'];
  const others = ['table', 'source'];
  const members = readMembers(scope, node, ITSELF, { known: ['name', 'definition', ...flat], ignored: others });
  if (members === undefined || !isOneOf(scope, members, ITSELF, ['definition', 'remote_schema'])) return undefined;
  if (members.has('definition')) {
    for (const key of flat.slice(1)) if (members.has(key)) return refuseKey(scope, members, key);
    return readNamed(members, (scope_, value, what) => readRemoteTarget(scope_, value, what, 'strict'));
  }
  const name = members.required('name', readGraphQLName);
  const target = readLegacy(scope, members);
  return name === undefined || target === undefined ? undefined : { node, name, target };
}

function readNamed(members: Members, read: Read<RemoteTarget>): HasuraRemoteRelationship | undefined {
  const name = members.required('name', readGraphQLName);
  const target = members.required('definition', read);
  return name === undefined || target === undefined ? undefined : { node: members.node, name, target };
}

function readRemoteTarget(
  scope: Scope,
  node: MetadataNode,
  what: string,
  mode: Exclude<RemoteRelationshipMode, 'legacy'>,
): RemoteTarget | undefined {
  const isLegacy = node.kind === 'object' && (node.entries.get('remote_schema')?.value.kind ?? 'null') !== 'null';
  if (isLegacy && mode === 'lenient') {
    const members = readMembers(scope, node, what, { known: ['remote_schema', 'hasura_fields', 'remote_field'] });
    return members && readLegacy(scope, members);
  }
  const known = ['to_source', 'to_remote_schema'];
  const members = readMembers(scope, node, what, { known });
  if (members === undefined || !isOneOf(scope, members, what, known)) return undefined;
  return members.optional('to_source', readToSource) ?? members.optional('to_remote_schema', readToRemoteSchema);
}

function refuseKey(scope: Scope, { node }: Members, key: string): undefined {
  scope.report({
    code: 'METADATA_CONFLICTING_KEYS',
    place: node.entries.get(key)?.place ?? node.place,
    message: `${quote(key)} of ${scope.name} stands beside "definition".`,
    remedy: 'Keep "definition" alone, which says all of it.',
  });
  return undefined;
}

const readToSource: Read<RemoteTarget> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['source', 'table', 'relationship_type', 'field_mapping'],
  });
  const source = members?.required('source', readName);
  const table = members?.required('table', readQualifiedName);
  const relationshipType = members?.required('relationship_type', oneOf('object', 'array'));
  const mapping = members?.required('field_mapping', readMapping);
  if (source === undefined || table === undefined) return undefined;
  if (relationshipType === undefined || mapping === undefined) return undefined;
  return { kind: 'source', source, table, relationshipType, mapping };
};

const readToRemoteSchema: Read<RemoteTarget> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['remote_schema', 'lhs_fields', 'remote_field'] });
  return members && readToSchema(scope, members, 'lhs_fields', 'unified');
};

function readLegacy(scope: Scope, members: Members): RemoteTarget | undefined {
  return readToSchema(scope, members, 'hasura_fields', 'legacy');
}

function readToSchema(
  scope: Scope,
  members: Members,
  fieldsKey: 'lhs_fields' | 'hasura_fields',
  encoding: 'unified' | 'legacy',
): RemoteTarget | undefined {
  const remoteSchema = members.required('remote_schema', readName);
  const lhsFields = members.required(fieldsKey, setOf(readGraphQLName));
  const path = members.required('remote_field', readPath);
  if (remoteSchema === undefined || lhsFields === undefined || path === undefined) return undefined;
  for (const { node, arguments: args } of path) {
    for (const value of args.values()) checkVariables(scope, node.place, value, lhsFields, fieldsKey);
  }
  return { kind: 'remoteSchema', remoteSchema, lhsFields, path, encoding };
}

/** `{field: {arguments, field?: …}}`, from the root down. */
const readPath: Read<readonly RemoteStep[]> = (scope, node, what) => {
  const steps: RemoteStep[] = [];
  for (let at: MetadataNode | undefined = node; at !== undefined; ) {
    const step: { readonly own: RemoteStep; readonly next: MetadataNode | undefined } | undefined = readStep(
      scope,
      at,
      what,
    );
    if (step === undefined) return undefined;
    steps.push(step.own);
    at = step.next;
  }
  return steps;
};

function readStep(scope: Scope, node: MetadataNode, what: string) {
  const wanted = 'an object with one key, the name of a field';
  if (node.kind !== 'object') return refuse(scope, node, what, wanted);
  const [entry, second] = node.entries;
  if (entry === undefined || second !== undefined) {
    return refuse(scope, node, what, wanted, entry === undefined ? 'empty' : 'one with more');
  }
  const [field, { value }] = entry;
  if (!isGraphQLName(field)) return refuse(scope, node, what, wanted, 'one with another key');
  const members = readMembers(scope, value, `Field ${quote(field)} in ${what}`, { known: ['arguments', 'field'] });
  const args = members?.required('arguments', mapOf(readValue));
  if (members === undefined || args === undefined) return undefined;
  const next = members.optional('field', (_, inner) => inner);
  return { own: { node: value, field, arguments: args }, next };
}

/** A text that begins with `$` is a field of this side; every other JSON is itself. */
const readValue: Read<RemoteValue> = (scope, node, what) => {
  switch (node.kind) {
    case 'text':
      if (!node.value.startsWith('$')) return { kind: 'constant', value: node.value };
      if (isGraphQLName(node.value.slice(1))) return { kind: 'variable', name: node.value.slice(1) };
      return refuse(scope, node, what, 'a constant, or "$" with the name of a field', 'another text');
    case 'number':
      return readNumber(scope, node, what);
    case 'boolean':
      return { kind: 'constant', value: node.value };
    case 'list': {
      if (node.items.length > 1) return refuse(scope, node, what, 'a list of at most one item', 'one of more');
      const items = node.items.map((item) => readValue(scope, item, what));
      return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
    }
    case 'object': {
      const fields = mapOf(readValue)(scope, node, what);
      return fields && { kind: 'object', fields };
    }
    case 'null':
    case 'unread':
      return refuse(scope, node, what, 'a value other than null');
    default:
      return node satisfies never;
  }
};

const readNumber: Read<RemoteValue> = (scope, node, what) => {
  if (node.kind !== 'number') return refuse(scope, node, what, 'a number');
  const isExact = !Number.isInteger(node.value) || Number.isSafeInteger(node.value);
  return isExact
    ? { kind: 'constant', value: node.value }
    : refuse(scope, node, what, 'a number that is exact', 'too long');
};

function checkVariables(
  scope: Scope,
  place: Place,
  value: RemoteValue,
  fields: ReadonlySet<string>,
  fieldsKey: string,
): void {
  switch (value.kind) {
    case 'variable':
      if (fields.has(value.name)) return;
      scope.report({
        code: 'METADATA_REFERENCE_NOT_FOUND',
        place,
        message: `"$${value.name}" in ${scope.name} is not among its "${fieldsKey}".${nearNames(value.name, fields)}`,
        remedy: `Add ${quote(value.name)} to "${fieldsKey}".`,
      });
      return;
    case 'list':
      for (const item of value.items) checkVariables(scope, place, item, fields, fieldsKey);
      return;
    case 'object':
      for (const item of value.fields.values()) checkVariables(scope, place, item, fields, fieldsKey);
      return;
    case 'constant':
      return;
    default:
      value satisfies never;
  }
}
