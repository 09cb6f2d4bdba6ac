import { dropWithDependents } from './dropWithDependents.js';
import {
  addTo,
  booleanOf,
  type Edit,
  editIn,
  type FindLeftOut,
  type JsonObject,
  listIn,
  objectOf,
  onlyKeys,
  pick,
  remove,
  textOf,
  withMember,
} from './jsonTree.js';
import { DATABASES, namedFor, sourceList } from './tables.js';

/** Calls about databases as a whole. */
export const sourceCalls: Readonly<Record<string, Edit>> = {
  pg_add_source: (metadata, args) => addSource(metadata, args, 'postgres'),
  citus_add_source: (metadata, args) => addSource(metadata, args, 'citus'),
  ...namedFor(DATABASES, { update_source: updateSource, drop_source: dropSource }),
};

/** Tables stay where a source is replaced, as in Hasura. */
function addSource(metadata: JsonObject, args: JsonObject, kind: string): JsonObject {
  onlyKeys(args, ['name', 'configuration', 'replace_configuration', 'customization', 'health_check']);
  const name = textOf(args, 'name');
  const configuration = objectOf(args, 'configuration');
  const list = sourceList(name);
  if (booleanOf(args, 'replace_configuration') && listIn(metadata, list.key).some(list.is)) {
    const { customization } = args;
    return editIn(metadata, list, (source) => withMember({ ...source, configuration }, 'customization', customization));
  }
  const members = pick(args, ['customization', 'health_check']);
  return addTo(metadata, list, { name, kind, configuration, ...members, tables: [] });
}

/** What is not given stays. */
function updateSource(metadata: JsonObject, args: JsonObject): JsonObject {
  const members = ['configuration', 'customization', 'health_check'];
  onlyKeys(args, ['name', ...members]);
  return editIn(metadata, sourceList(textOf(args, 'name')), (source) => ({ ...source, ...pick(args, members) }));
}

function dropSource(metadata: JsonObject, args: JsonObject, findLeftOut: FindLeftOut): Promise<JsonObject> {
  onlyKeys(args, ['name', 'cascade']);
  const after = editIn(metadata, sourceList(textOf(args, 'name')), remove);
  return dropWithDependents({ before: metadata, after, cascade: booleanOf(args, 'cascade'), findLeftOut });
}
