import {
  addTo,
  type Edit,
  editIn,
  type JsonObject,
  type NamedList,
  onlyKeys,
  own,
  pick,
  remove,
  textOf,
} from './jsonTree.js';
import { Refusal } from './refusal.js';
import { DATABASES, editSource, namedFor, qualifiedName, quoted } from './tables.js';

/** Calls about functions as root fields, and who may ask them. */
export const functionCalls: Readonly<Record<string, Edit>> = namedFor(DATABASES, {
  track_function: trackFunction,
  untrack_function: untrackFunction,
  create_function_permission: createPermission,
  drop_function_permission: dropPermission,
});

function trackFunction(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'function', 'configuration', 'comment']);
  const { schema, name } = functionOf(args);
  const entry = { function: { schema, name }, ...pick(args, ['configuration', 'comment']) };
  const list = { ...functionList(args), known: 'already-tracked' };
  return editSource(metadata, args, (source) => addTo(source, list, entry));
}

function untrackFunction(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'function']);
  return editSource(metadata, args, (source) => editIn(source, functionList(args), remove));
}

function createPermission(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'function', 'role']);
  const entry = { role: textOf(args, 'role') };
  return editFunction(metadata, args, (found) => addTo(found, permissionList(args), entry));
}

function dropPermission(metadata: JsonObject, args: JsonObject): JsonObject {
  onlyKeys(args, ['source', 'function', 'role']);
  return editFunction(metadata, args, (found) => editIn(found, permissionList(args), remove));
}

function editFunction(metadata: JsonObject, args: JsonObject, edit: (found: JsonObject) => JsonObject): JsonObject {
  return editSource(metadata, args, (source) => editIn(source, functionList(args), edit));
}

function functionList(args: JsonObject): NamedList {
  const { schema, name } = functionOf(args);
  const is = (item: JsonObject): boolean => {
    const found = qualifiedName(own(item, 'function'));
    return found?.schema === schema && found.name === name;
  };
  return { key: 'functions', is, what: `function ${quoted({ schema, name })}` };
}

function functionOf(args: JsonObject) {
  const found = qualifiedName(own(args, 'function'));
  if (found !== undefined) return found;
  throw new Refusal('parse-failed', 'the function must be a name, or an object of "schema" and "name"', {
    path: '$.args.function',
  });
}

function permissionList(args: JsonObject): NamedList {
  const role = textOf(args, 'role');
  const what = `permission for role "${role}" on function ${quoted(functionOf(args))}`;
  return { key: 'permissions', is: (item) => own(item, 'role') === role, what };
}
