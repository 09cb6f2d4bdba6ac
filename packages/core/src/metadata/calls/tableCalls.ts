import type { QualifiedName } from '../hasuraMetadata.js';
import { printQualifiedName } from '../values.js';
import {
  addTo,
  type Edit,
  editIn,
  isObject,
  type JsonObject,
  listIn,
  type NamedList,
  objectOf,
  onlyKeys,
  own,
  pick,
  remove,
  textOf,
} from './jsonTree.js';
import { Refusal } from './refusal.js';

/** Calls about tables: which are tracked, who may see what of them, and what they are joined to elsewhere. */
export const tableCalls: Readonly<Record<string, Edit>> = {
  track_table: trackTable,
  pg_track_table: trackTable,
  untrack_table: untrackTable,
  pg_untrack_table: untrackTable,
  pg_create_select_permission: createPermission,
  create_select_permission: createPermission,
  pg_drop_select_permission: dropPermission,
  drop_select_permission: dropPermission,
  create_remote_relationship: createRelationship,
  pg_create_remote_relationship: createRelationship,
  update_remote_relationship: updateRelationship,
  pg_update_remote_relationship: updateRelationship,
  delete_remote_relationship: deleteRelationship,
  pg_delete_remote_relationship: deleteRelationship,
};

const DEFAULT_SOURCE = 'default';

function trackTable(metadata: JsonObject, args: JsonObject): JsonObject {
  // The oldest form of the call is the table itself.
  const given = own(args, 'table') === undefined ? { table: args } : args;
  onlyKeys(given, [
    'source',
    'table',
    'configuration',
    'comment',
    'apollo_federation_config',
    'logical_model',
    'is_enum',
  ]);
  const table = tableOf(given);
  const entry = { table: { schema: table.schema, name: table.name }, ...pick(given, ['configuration', 'is_enum']) };
  const list: NamedList = { ...tableList(table), what: `view/table ${quoted(table)}`, known: 'already-tracked' };
  return editSource(metadata, given, (source) => addTo(source, list, entry));
}

function untrackTable(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'table', 'cascade']);
  const table = tableOf(args);
  return editSource(metadata, args, (source) => editIn(source, tableList(table), remove));
}

function createPermission(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'table', 'role', 'permission', 'comment']);
  const entry = { role: textOf(args, 'role'), permission: objectOf(args, 'permission'), ...pick(args, ['comment']) };
  return editTable(metadata, args, (table) => addTo(table, permissionList(args), entry));
}

function dropPermission(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'table', 'role']);
  return editTable(metadata, args, (table) => editIn(table, permissionList(args), remove));
}

function permissionList(args: JsonObject): NamedList {
  const role = textOf(args, 'role');
  const what = `select permission for role "${role}" on table ${quoted(tableOf(args))}`;
  return { key: 'select_permissions', is: (item) => own(item, 'role') === role, what };
}

function createRelationship(metadata: JsonObject, args: JsonObject): JsonObject {
  const entry = relationshipOf(args);
  return editTable(metadata, args, (table) => addTo(table, relationshipList(args), entry));
}

function updateRelationship(metadata: JsonObject, args: JsonObject): JsonObject {
  const entry = relationshipOf(args);
  return editTable(metadata, args, (table) => editIn(table, relationshipList(args), () => entry));
}

function deleteRelationship(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'table', 'name']);
  return editTable(metadata, args, (table) => editIn(table, relationshipList(args), remove));
}

function relationshipList(args: JsonObject): NamedList {
  const name = textOf(args, 'name');
  const what = `remote relationship "${name}" on table ${quoted(tableOf(args))}`;
  return { key: 'remote_relationships', is: (item) => own(item, 'name') === name, what };
}

/** As it stands in the metadata. Its form was checked: see `readRemoteRelationshipCall`. */
function relationshipOf(args: JsonObject): JsonObject {
  const flat = pick(args, ['remote_schema', 'hasura_fields', 'remote_field']);
  const name = textOf(args, 'name');
  return { name, definition: own(args, 'definition') ?? flat };
}

function editSource(metadata: JsonObject, args: JsonObject, edit: (source: JsonObject) => JsonObject): JsonObject {
  const name = own(args, 'source') === undefined ? DEFAULT_SOURCE : textOf(args, 'source');
  const list = {
    key: 'sources',
    is: (item: JsonObject) => own(item, 'name') === name,
    what: `source with name "${name}"`,
  };
  return editIn(metadata, list, edit);
}

function editTable(metadata: JsonObject, args: JsonObject, edit: (table: JsonObject) => JsonObject): JsonObject {
  const table = tableOf(args);
  return editSource(metadata, args, (source) => editIn(source, tableList(table), edit));
}

function tableList(table: QualifiedName): NamedList {
  const is = (item: JsonObject): boolean => {
    const name = qualifiedName(own(item, 'table'));
    return name?.schema === table.schema && name.name === table.name;
  };
  return { key: 'tables', is, what: `table ${quoted(table)}`, isRequired: true };
}

function tableOf(args: JsonObject): QualifiedName {
  const table = qualifiedName(own(args, 'table'));
  if (table !== undefined) return table;
  throw new Refusal('parse-failed', 'the table must be a name, or an object of "schema" and "name"', {
    path: '$.args.table',
  });
}

function qualifiedName(table: unknown): QualifiedName | undefined {
  if (typeof table === 'string') return { schema: 'public', name: table };
  if (!isObject(table)) return undefined;
  const schema = own(table, 'schema') ?? 'public';
  const name = own(table, 'name');
  return typeof schema === 'string' && typeof name === 'string' ? { schema, name } : undefined;
}

function quoted(table: QualifiedName): string {
  return `"${printQualifiedName(table)}"`;
}

/** The tables of all sources. */
export function tablesIn(metadata: JsonObject): readonly JsonObject[] {
  return listIn(metadata, 'sources').flatMap((source) => listIn(source, 'tables'));
}
