import type {
  HasuraAction,
  HasuraFunction,
  HasuraInheritedRole,
  HasuraRemoteSchema,
  HasuraSource,
  HasuraTable,
  HasuraTypeRelationships,
  QualifiedName,
  Written,
} from './hasuraMetadata.js';
import { quote } from './nearNames.js';
import type { ScopeObject } from './scopeObject.js';
import { printQualifiedName } from './values.js';

type NamedObject = Written & { readonly name: string };

/** An object whose kind and node are known. */
export type ObjectName = Omit<ScopeObject, 'type' | 'node'>;

/** What a table can hold that stands or falls by itself, and how Hasura says that it is about it. */
const TABLE_PARTS = {
  object_relation: 'relationship',
  array_relation: 'relationship',
  remote_relationship: 'remote relationship',
  computed_field: 'computed field',
  select_permission: 'permission for role',
} as const;

export type TablePart = keyof typeof TABLE_PARTS;

/** The names of objects as Hasura has them, by their own names and by those of what they stand in. */
export const nameOf = {
  inTable(part: TablePart, name: string, source: string, qualified: QualifiedName): ObjectName {
    const table = printQualifiedName(qualified);
    const dependent =
      part === 'select_permission' ? `permission ${table}.${name}.select` : `${TABLE_PARTS[part]} ${table}.${name}`;
    return {
      name: `${name} in table ${table} in source ${source}`,
      context: `in table ${quote(table)}: in ${TABLE_PARTS[part]} ${quote(name)}: `,
      dependentAs: `${dependent} in source ${quote(source)}`,
    };
  },
  function: (name: string, source: string): ObjectName => ({
    name: `${name} in source ${source}`,
    context: `in function ${quote(name)}: `,
    dependentAs: `function ${name} in source ${quote(source)}`,
  }),
  remotePermission: (role: string, remoteSchema: string): ObjectName => ({
    name: `${role} permission in remote schema ${remoteSchema}`,
    context: `in remote schema permission for role ${quote(role)}: `,
  }),
  ofRemoteType(name: string, typeName: string, remoteSchema: string): ObjectName {
    const inHasura = `remote_relationship ${name} on type ${typeName} in remote schema ${remoteSchema}`;
    return {
      name: `${name} on type ${typeName} in remote_schema ${remoteSchema}`,
      listedAs: `remote_schema_remote_relationship ${inHasura}`,
      context: `in remote relationship ${quote(name)}: `,
      dependentAs: inHasura,
    };
  },
  action: (name: string): ObjectName => ({ name, context: `in action ${quote(name)}; ` }),
  customTypes: (): ObjectName => ({ name: '', listedAs: 'custom_types custom_types' }),
  inheritedRole: (role: string): ObjectName => ({ name: role, listedAs: `inherited_role inherited role ${role}` }),
} as const;

/** The objects of the metadata under the names that Hasura's `get_inconsistent_metadata` has for them. */
export const objectOf = {
  source: ({ name, node }: HasuraSource): ScopeObject => ({ type: 'source', name, node }),
  table: ({ name }: HasuraSource, { table, node }: HasuraTable): ScopeObject => ({
    type: 'table',
    name: `${printQualifiedName(table)} in source ${name}`,
    node,
  }),
  /** A relationship, computed field or, by its role, permission of a table. */
  inTable: (
    type: TablePart,
    source: HasuraSource,
    { table }: Pick<HasuraTable, 'table'>,
    { name, node }: NamedObject,
  ): ScopeObject => ({
    type,
    ...nameOf.inTable(type, name, source.name, table),
    node,
  }),
  function: ({ name }: HasuraSource, { function: tracked, node }: HasuraFunction): ScopeObject => ({
    type: 'function',
    ...nameOf.function(printQualifiedName(tracked), name),
    node,
  }),
  remoteSchema: ({ name, node }: HasuraRemoteSchema): ScopeObject => ({ type: 'remote_schema', name, node }),
  remotePermission: ({ name }: HasuraRemoteSchema, role: string, { node }: Written): ScopeObject => ({
    type: 'remote_schema_permission',
    ...nameOf.remotePermission(role, name),
    node,
  }),
  ofRemoteType: (
    remote: HasuraRemoteSchema,
    { typeName }: HasuraTypeRelationships,
    { name, node }: NamedObject,
  ): ScopeObject => ({
    type: 'remote_schema_remote_relationship',
    ...nameOf.ofRemoteType(name, typeName, remote.name),
    node,
  }),
  action: ({ name, node }: HasuraAction): ScopeObject => ({ type: 'action', ...nameOf.action(name), node }),
  customType: ({ name, node }: NamedObject): ScopeObject => ({ type: 'custom_types', name, node }),
  /** A relationship of a type of actions. Hasura lists all of these types as one. */
  ofCustomType: (typeName: string, { name, node }: NamedObject): ScopeObject => ({
    type: 'custom_types',
    name: `${name} on type ${typeName}`,
    node,
    dependentAs: `relationship ${name} on type ${typeName} in custom types`,
  }),
  inheritedRole: ({ role, node }: HasuraInheritedRole): ScopeObject => ({
    type: 'inherited_role',
    ...nameOf.inheritedRole(role),
    node,
  }),
} as const;
