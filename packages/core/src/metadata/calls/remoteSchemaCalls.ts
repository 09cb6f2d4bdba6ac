import { dropWithDependents } from './dropWithDependents.js';
import {
  addTo,
  type Edit,
  editIn,
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

/** Calls about remote schemas: which there are, who may see what of them, and what their types are joined to. */
export const remoteSchemaCalls: Readonly<Record<string, Edit>> = {
  add_remote_schema(metadata, args) {
    onlyKeys(args, ['name', 'definition', 'comment', 'permissions']);
    const entry = { name: textOf(args, 'name'), definition: objectOf(args, 'definition') };
    return addTo(metadata, schemaList(args, 'name'), { ...entry, ...pick(args, ['comment', 'permissions']) });
  },

  /** Permissions and relationships stay. */
  update_remote_schema(metadata, args) {
    onlyKeys(args, ['name', 'definition', 'comment']);
    const members = { definition: objectOf(args, 'definition'), ...pick(args, ['comment']) };
    return editIn(metadata, schemaList(args, 'name'), (schema) => ({ ...schema, ...members }));
  },

  remove_remote_schema(metadata, args, findLeftOut) {
    onlyKeys(args, ['name']);
    const after = editIn(metadata, schemaList(args, 'name'), remove);
    return dropWithDependents({ before: metadata, after, cascade: false, findLeftOut });
  },

  add_remote_schema_permissions(metadata, args) {
    onlyKeys(args, ['remote_schema', 'role', 'definition', 'comment']);
    const entry = { role: textOf(args, 'role'), definition: objectOf(args, 'definition'), ...pick(args, ['comment']) };
    return editSchema(metadata, args, (schema) => addTo(schema, permissionList(args), entry));
  },

  drop_remote_schema_permissions(metadata, args) {
    onlyKeys(args, ['remote_schema', 'role']);
    return editSchema(metadata, args, (schema) => editIn(schema, permissionList(args), remove));
  },

  create_remote_schema_remote_relationship(metadata, args) {
    const entry = relationshipOf(args);
    return editSchema(metadata, args, (schema) => {
      const type = typeList(args);
      if (listIn(schema, type.key).some(type.is)) {
        return editIn(schema, type, (found) => addTo(found, relationshipList(args), entry));
      }
      return addTo(schema, type, { type_name: textOf(args, 'type_name'), relationships: [entry] });
    });
  },

  update_remote_schema_remote_relationship(metadata, args) {
    const entry = relationshipOf(args);
    return editRelationship(metadata, args, () => entry);
  },

  delete_remote_schema_remote_relationship(metadata, args) {
    onlyKeys(args, ['remote_schema', 'type_name', 'name']);
    return editRelationship(metadata, args, remove);
  },
};

function schemaList(args: JsonObject, key: 'name' | 'remote_schema'): NamedList {
  const name = textOf(args, key);
  return { key: 'remote_schemas', is: (item) => own(item, 'name') === name, what: `remote schema with name "${name}"` };
}

/** @throws Refusal where there is no such remote schema */
export function assertRemoteSchema(metadata: JsonObject, args: JsonObject): void {
  editIn(metadata, schemaList(args, 'name'), (schema) => schema);
}

function editSchema(metadata: JsonObject, args: JsonObject, edit: (schema: JsonObject) => JsonObject): JsonObject {
  return editIn(metadata, schemaList(args, 'remote_schema'), edit);
}

function permissionList(args: JsonObject): NamedList {
  const role = textOf(args, 'role');
  const what = `permission for role "${role}" on remote schema "${textOf(args, 'remote_schema')}"`;
  return { key: 'permissions', is: (item) => own(item, 'role') === role, what };
}

function typeList(args: JsonObject): NamedList {
  const name = textOf(args, 'type_name');
  const what = `a remote relationship of type "${name}"`;
  return { key: 'remote_relationships', is: (item) => own(item, 'type_name') === name, what };
}

function relationshipList(args: JsonObject): NamedList {
  const name = textOf(args, 'name');
  const what = `remote relationship "${name}" on type "${textOf(args, 'type_name')}"`;
  return { key: 'relationships', is: (item) => own(item, 'name') === name, what };
}

function relationshipOf(args: JsonObject): JsonObject {
  onlyKeys(args, ['remote_schema', 'type_name', 'name', 'definition']);
  return { name: textOf(args, 'name'), definition: objectOf(args, 'definition') };
}

function editRelationship(
  metadata: JsonObject,
  args: JsonObject,
  edit: (relationship: JsonObject) => JsonObject | undefined,
): JsonObject {
  return editSchema(metadata, args, (schema) =>
    editIn(schema, typeList(args), (type) => {
      const edited = editIn(type, relationshipList(args), edit);
      return listIn(edited, 'relationships').length === 0 ? undefined : edited;
    }),
  );
}
