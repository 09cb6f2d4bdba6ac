import { dropWithDependents } from './dropWithDependents.js';
import {
  addTo,
  booleanOf,
  type Edit,
  editIn,
  type FindLeftOut,
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
import { DATABASES, editSource, editTable, fieldList, namedFor, quoted, tableList, tableOf } from './tables.js';

/** Calls about tables: which are tracked and how, who may see what of them, and what they are joined to elsewhere. */
export const tableCalls: Readonly<Record<string, Edit>> = {
  ...namedFor(['', ...DATABASES], {
    track_table: trackTable,
    untrack_table: untrackTable,
    create_select_permission: createPermission,
    drop_select_permission: dropPermission,
    create_remote_relationship: createRelationship,
    update_remote_relationship: updateRelationship,
    delete_remote_relationship: deleteRelationship,
  }),
  ...namedFor(DATABASES, {
    set_table_customization: (metadata, args) => setMember(metadata, args, 'configuration', objectOf),
    set_table_is_enum: (metadata, args) => setMember(metadata, args, 'is_enum', booleanOf),
  }),
};

function setMember(
  metadata: JsonObject,
  args: JsonObject,
  key: string,
  read: (args: JsonObject, key: string) => unknown,
): JsonObject {
  onlyKeys(args, ['source', 'table', key]);
  return editTable(metadata, args, (table) => ({ ...table, [key]: read(args, key) }));
}

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

function untrackTable(metadata: JsonObject, args: JsonObject, findLeftOut: FindLeftOut): Promise<JsonObject> {
  onlyKeys(args, ['source', 'table', 'cascade']);
  const table = tableOf(args);
  const list = tableList(table);
  const after = editSource(metadata, args, (source) => {
    if (!listIn(source, list.key).some(list.is)) {
      throw new Refusal('already-untracked', `view/table already untracked: ${quoted(table)}`);
    }
    return editIn(source, list, remove);
  });
  return dropWithDependents({ before: metadata, after, cascade: booleanOf(args, 'cascade'), findLeftOut });
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
  return fieldList(args, 'remote_relationships', 'name', 'remote relationship');
}

/** As it stands in the metadata. Its form was checked: see `readRemoteRelationshipCall`. */
function relationshipOf(args: JsonObject): JsonObject {
  const flat = pick(args, ['remote_schema', 'hasura_fields', 'remote_field']);
  const name = textOf(args, 'name');
  return { name, definition: own(args, 'definition') ?? flat };
}
