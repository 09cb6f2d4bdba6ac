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
  pick,
  remove,
  textOf,
} from './jsonTree.js';
import { DATABASES, editTable, fieldList, namedFor } from './tables.js';

/** Calls about what a table has beside its columns within its database: relationships and computed fields. */
export const tableFieldCalls: Readonly<Record<string, Edit>> = namedFor(DATABASES, {
  create_object_relationship: (metadata, args) => createRelationship(metadata, args, 'object_relationships'),
  create_array_relationship: (metadata, args) => createRelationship(metadata, args, 'array_relationships'),
  drop_relationship: dropRelationship,
  add_computed_field: addComputedField,
  drop_computed_field: dropComputedField,
});

function createRelationship(metadata: JsonObject, args: JsonObject, key: string): JsonObject {
  onlyKeys(args, ['source', 'table', 'name', 'using', 'comment']);
  const entry = { name: textOf(args, 'name'), using: objectOf(args, 'using'), ...pick(args, ['comment']) };
  return editTable(metadata, args, (table) => addTo(table, fieldList(args, key, 'name', 'relationship'), entry));
}

function dropRelationship(metadata: JsonObject, args: JsonObject, findLeftOut: FindLeftOut): Promise<JsonObject> {
  onlyKeys(args, ['source', 'table', 'relationship', 'cascade']);
  const after = editTable(metadata, args, (table) => {
    const array = fieldList(args, 'array_relationships', 'relationship', 'relationship');
    const isArray = listIn(table, array.key).some(array.is);
    return editIn(table, isArray ? array : { ...array, key: 'object_relationships' }, remove);
  });
  return dropWithDependents({ before: metadata, after, cascade: booleanOf(args, 'cascade'), findLeftOut });
}

function addComputedField(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'table', 'name', 'definition', 'comment']);
  const entry = { name: textOf(args, 'name'), definition: objectOf(args, 'definition'), ...pick(args, ['comment']) };
  return editTable(metadata, args, (table) => addTo(table, computedFields(args), entry));
}

function dropComputedField(metadata: JsonObject, args: JsonObject, findLeftOut: FindLeftOut): Promise<JsonObject> {
  onlyKeys(args, ['source', 'table', 'name', 'cascade']);
  const after = editTable(metadata, args, (table) => editIn(table, computedFields(args), remove));
  return dropWithDependents({ before: metadata, after, cascade: booleanOf(args, 'cascade'), findLeftOut });
}

function computedFields(args: JsonObject): NamedList {
  return fieldList(args, 'computed_fields', 'name', 'computed field');
}
