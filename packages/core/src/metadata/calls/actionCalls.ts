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

/** Calls about actions and their types, and about roles that inherit. */
export const actionCalls: Readonly<Record<string, Edit>> = {
  create_action(metadata, args) {
    onlyKeys(args, ['name', 'definition', 'comment']);
    const entry = { name: textOf(args, 'name'), definition: objectOf(args, 'definition'), ...pick(args, ['comment']) };
    return addTo(metadata, actionList(args, 'name'), entry);
  },

  update_action(metadata, args) {
    onlyKeys(args, ['name', 'definition', 'comment']);
    const members = { definition: objectOf(args, 'definition'), ...pick(args, ['comment']) };
    return editIn(metadata, actionList(args, 'name'), (action) => ({ ...action, ...members }));
  },

  drop_action(metadata, args) {
    onlyKeys(args, ['name', 'clear_data']);
    return editIn(metadata, actionList(args, 'name'), remove);
  },

  create_action_permission(metadata, args) {
    onlyKeys(args, ['action', 'role', 'definition', 'comment']);
    const entry = { role: textOf(args, 'role'), ...pick(args, ['definition', 'comment']) };
    return editIn(metadata, actionList(args, 'action'), (action) => addTo(action, permissionList(args), entry));
  },

  drop_action_permission(metadata, args) {
    onlyKeys(args, ['action', 'role', 'comment']);
    return editIn(metadata, actionList(args, 'action'), (action) => editIn(action, permissionList(args), remove));
  },

  set_custom_types(metadata, args) {
    onlyKeys(args, ['objects', 'input_objects', 'scalars', 'enums']);
    return { ...metadata, custom_types: args };
  },

  /** Adding it again replaces it. */
  add_inherited_role(metadata, args) {
    onlyKeys(args, ['role_name', 'role_set']);
    const { key, is } = inheritedList(args);
    const others = listIn(metadata, key).filter((role) => !is(role));
    return { ...metadata, [key]: [...others, pick(args, ['role_name', 'role_set'])] };
  },

  drop_inherited_role(metadata, args) {
    onlyKeys(args, ['role_name']);
    return editIn(metadata, inheritedList(args), remove);
  },
};

function actionList(args: JsonObject, key: 'name' | 'action'): NamedList {
  const name = textOf(args, key);
  return { key: 'actions', is: (item) => own(item, 'name') === name, what: `action with name "${name}"` };
}

function permissionList(args: JsonObject): NamedList {
  const role = textOf(args, 'role');
  const what = `permission for role "${role}" on action "${textOf(args, 'action')}"`;
  return { key: 'permissions', is: (item) => own(item, 'role') === role, what };
}

function inheritedList(args: JsonObject): NamedList {
  const name = textOf(args, 'role_name');
  const what = `inherited role with name "${name}"`;
  return { key: 'inherited_roles', is: (item) => own(item, 'role_name') === name, what };
}
