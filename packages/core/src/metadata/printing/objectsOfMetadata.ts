import type {
  HasuraAction,
  HasuraFunction,
  HasuraInheritedRole,
  HasuraRemoteSchema,
  HasuraSource,
  HasuraTable,
  HasuraTypeRelationships,
  Written,
} from '../hasuraMetadata.js';
import type { ScopeObject } from '../scope.js';
import { printQualifiedName } from '../values.js';

type NamedObject = Written & { readonly name: string };

/** The objects of the metadata under the names that Hasura's `get_inconsistent_metadata` has for them. */
export const objectOf = {
  source: ({ name, node }: HasuraSource): ScopeObject => ({ type: 'source', name, node }),
  table: (source: HasuraSource, { table, node }: HasuraTable): ScopeObject => ({
    type: 'table',
    name: inSource(source, table),
    node,
  }),
  /** A relationship of a table: `object_relation`, `array_relation` or `remote_relationship`. */
  inTable: (type: string, source: HasuraSource, { table }: HasuraTable, { name, node }: NamedObject): ScopeObject => ({
    type,
    name: `${name} in table ${inSource(source, table)}`,
    node,
  }),
  function: (source: HasuraSource, { function: tracked, node }: HasuraFunction): ScopeObject => ({
    type: 'function',
    name: inSource(source, tracked),
    node,
  }),
  remoteSchema: ({ name, node }: HasuraRemoteSchema): ScopeObject => ({ type: 'remote_schema', name, node }),
  remotePermission: ({ name }: HasuraRemoteSchema, role: string, { node }: Written): ScopeObject => ({
    type: 'remote_schema_permission',
    name: `${role} permission in remote schema ${name}`,
    node,
  }),
  ofRemoteType: (
    remote: HasuraRemoteSchema,
    { typeName }: HasuraTypeRelationships,
    { name, node }: NamedObject,
  ): ScopeObject => ({
    type: 'remote_schema_remote_relationship',
    name: `${name} on type ${typeName} in remote_schema ${remote.name}`,
    node,
  }),
  action: ({ name, node }: HasuraAction): ScopeObject => ({ type: 'action', name, node }),
  customType: ({ name, node }: NamedObject): ScopeObject => ({ type: 'custom_types', name, node }),
  inheritedRole: ({ role, node }: HasuraInheritedRole): ScopeObject => ({ type: 'inherited_role', name: role, node }),
} as const;

function inSource(source: HasuraSource, table: HasuraTable['table']): string {
  return `${printQualifiedName(table)} in source ${source.name}`;
}
