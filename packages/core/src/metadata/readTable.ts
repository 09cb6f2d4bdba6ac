import { present } from '../model/present.js';
import type {
  CustomRootField,
  HasuraComputedField,
  HasuraTable,
  QualifiedName,
  TableRootField,
  Written,
} from './hasuraMetadata.js';
import { type Read, readMembers, refuse } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { quote } from './nearNames.js';
import { ITSELF, type ObjectKind, objectsOf, pushTo, textIn } from './objects.js';
import { nameOf, type TablePart } from './objectsOfMetadata.js';
import { readRelationship } from './readRelationship.js';
import { readRemoteRelationship } from './readRemoteRelationship.js';
import { readSelectPermission } from './readSelectPermission.js';
import type { Scope } from './scope.js';
import type { ScopeObject } from './scopeObject.js';
import { mapOf, readBoolean, readGraphQLName, readName, readQualifiedName, readText } from './values.js';

/** @param source the name of the source that it is in */
export function readTable(scope: Scope, node: MetadataNode, source: string): HasuraTable | undefined {
  const members = readMembers(scope, node, ITSELF, {
    known: [
      'table',
      'is_enum',
      'configuration',
      'object_relationships',
      'array_relationships',
      'computed_fields',
      'remote_relationships',
      'select_permissions',
    ],
    unsupported: [
      'insert_permissions',
      'update_permissions',
      'delete_permissions',
      'event_triggers',
      'apollo_federation_config',
      'logical_model',
    ],
  });
  const table = members?.required('table', readQualifiedName);
  if (members === undefined || table === undefined) return undefined;
  const configuration = members.optional('configuration', readConfiguration);
  const parts = partsOf(source, table);
  const named = {
    objectRelationships: members.optional('object_relationships', parts.objectRelationships) ?? [],
    arrayRelationships: members.optional('array_relationships', parts.arrayRelationships) ?? [],
    computedFields: members.optional('computed_fields', parts.computedFields) ?? [],
    remoteRelationships: members.optional('remote_relationships', parts.remoteRelationships) ?? [],
  };
  return {
    node,
    table,
    isEnum: members.optional('is_enum', readBoolean) ?? false,
    ...(configuration ?? { columns: new Map(), rootFields: new Map() }),
    ...withoutConflicts(scope, source, table, named),
    selectPermissions: members.optional('select_permissions', parts.selectPermissions) ?? [],
  };
}

type Configuration = Pick<HasuraTable, 'columns' | 'rootFields' | 'customName' | 'comment'>;

const readConfiguration: Read<Configuration> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['custom_name', 'column_config', 'custom_column_names', 'custom_root_fields', 'comment'],
  });
  if (members === undefined) return undefined;
  const columns = new Map<string, { customName?: string; comment?: string }>();
  // The older form; where both name a column the newer wins, as in Hasura.
  for (const [column, customName] of members.optional('custom_column_names', mapOf(readGraphQLName)) ?? []) {
    columns.set(column, { customName });
  }
  for (const [column, config] of members.optional('column_config', mapOf(readColumn)) ?? []) {
    columns.set(column, { ...columns.get(column), ...config });
  }
  return {
    columns,
    rootFields: members.optional('custom_root_fields', readRootFields) ?? new Map(),
    ...present({
      customName: members.optional('custom_name', readGraphQLName),
      comment: members.optional('comment', readText),
    }),
  };
};

const readColumn: Read<{ customName?: string; comment?: string }> = (scope, node, what) => {
  const members = readMembers(scope, node, what, { known: ['custom_name', 'comment'] });
  return (
    members &&
    present({
      customName: members.optional('custom_name', readGraphQLName),
      comment: members.optional('comment', readText),
    })
  );
};

const TABLE_ROOT_FIELDS = ['select', 'select_by_pk', 'select_aggregate', 'select_stream'] as const;

const readRootFields: Read<ReadonlyMap<TableRootField, CustomRootField>> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: TABLE_ROOT_FIELDS,
    unsupported: ['insert', 'insert_one', 'update', 'update_by_pk', 'update_many', 'delete', 'delete_by_pk'],
  });
  return members && rootFieldsOf(TABLE_ROOT_FIELDS, (key) => members.optional(key, readRootField));
};

/** Those that something is said of. */
export function rootFieldsOf<T extends string>(
  keys: readonly T[],
  find: (key: T) => CustomRootField | undefined,
): Map<T, CustomRootField> {
  return new Map(
    keys.flatMap((key) => {
      const field = find(key);
      return field === undefined ? [] : [[key, field] as const];
    }),
  );
}

/** A name, or `{name, comment}`. */
export const readRootField: Read<CustomRootField> = (scope, node, what) => {
  if (node.kind === 'text') {
    const name = readGraphQLName(scope, node, what);
    return name === undefined ? undefined : { name };
  }
  if (node.kind !== 'object') return refuse(scope, node, what, 'a text or an object of "name" and "comment"');
  const members = readMembers(scope, node, what, { known: ['name', 'comment'] });
  return (
    members &&
    present({ name: members.optional('name', readGraphQLName), comment: members.optional('comment', readText) })
  );
};

/** How what a table holds is read: each part in a scope of its own. */
function partsOf(source: string, table: QualifiedName) {
  const part =
    <T>(type: TablePart, read: ObjectKind<T>['read'], key = 'name'): Read<readonly T[]> =>
    (scope, node, what) =>
      objectsOf({
        type,
        nameOf: (item) => textIn(item, key),
        named: (name) => nameOf.inTable(type, name, source, table),
        read,
      })(scope, node, what);
  return {
    objectRelationships: part('object_relation', (scope, node) => readRelationship(scope, node, 'object')),
    arrayRelationships: part('array_relation', (scope, node) => readRelationship(scope, node, 'array')),
    remoteRelationships: part('remote_relationship', (scope, node) => readRemoteRelationship(scope, node, 'lenient')),
    computedFields: part('computed_field', readComputedField),
    selectPermissions: part('select_permission', readSelectPermission, 'role'),
  };
}

function readComputedField(scope: Scope, node: MetadataNode): HasuraComputedField | undefined {
  const members = readMembers(scope, node, ITSELF, { known: ['name', 'definition', 'comment'] });
  const name = members?.required('name', readGraphQLName);
  const definition = members?.required('definition', readComputedDefinition);
  if (name === undefined || definition === undefined) return undefined;
  return { node, name, ...definition, ...present({ comment: members?.optional('comment', readText) }) };
}

type ComputedDefinition = Pick<HasuraComputedField, 'function' | 'tableArgument' | 'sessionArgument'>;

const readComputedDefinition: Read<ComputedDefinition> = (scope, node, what) => {
  const members = readMembers(scope, node, what, {
    known: ['function', 'table_argument', 'session_argument'],
    unsupported: ['return_table'],
  });
  const name = members?.required('function', readQualifiedName);
  if (members === undefined || name === undefined) return undefined;
  return {
    function: name,
    ...present({
      tableArgument: members.optional('table_argument', readName),
      sessionArgument: members.optional('session_argument', readName),
    }),
  };
};

type Named = Pick<HasuraTable, 'objectRelationships' | 'arrayRelationships' | 'computedFields' | 'remoteRelationships'>;

/** Fields of one type: of two kinds with one name, neither is meant more than the other, and both are left out. */
function withoutConflicts(scope: Scope, source: string, table: QualifiedName, named: Named): Named {
  const all = new Map<string, ScopeObject[]>();
  const add = (type: TablePart, parts: readonly NamedPart[]): void => {
    for (const { name, node } of parts) {
      pushTo(all, name, { type, ...nameOf.inTable(type, name, source, table), node });
    }
  };
  add('object_relation', named.objectRelationships);
  add('array_relation', named.arrayRelationships);
  add('remote_relationship', named.remoteRelationships);
  add('computed_field', named.computedFields);
  for (const [name, objects] of all) if (objects.length > 1) leaveOutConflict(scope, name, objects);
  const keep = <T extends NamedPart>(parts: readonly T[]): readonly T[] =>
    parts.filter(({ name }) => all.get(name)?.length === 1);
  return {
    objectRelationships: keep(named.objectRelationships),
    arrayRelationships: keep(named.arrayRelationships),
    remoteRelationships: keep(named.remoteRelationships),
    computedFields: keep(named.computedFields),
  };
}

type NamedPart = Written & { readonly name: string };

function leaveOutConflict(scope: Scope, name: string, objects: readonly ScopeObject[]): void {
  const message = `${scope.name} has more than one relationship or computed field ${quote(name)}: none of them is used.`;
  scope.leaveOut(
    { kind: 'conflict', objects, reason: `conflicting definitions for field ${quote(name)}` },
    objects.map(({ node }) => ({
      code: 'METADATA_DUPLICATE',
      place: node.place,
      message,
      remedy: 'Rename all but one of them.',
    })),
  );
}
