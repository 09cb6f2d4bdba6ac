import { type ASTNode, isNonNullType, isObjectType } from 'graphql';
import type { TableType } from '../../model/model.js';
import type { Permissions, RemotePermission, RolePermissions, TablePermission } from '../../model/permission.js';
import type { Relationship } from '../../model/relationship.js';
import { remember } from '../../model/remember.js';
import { listNames } from '../../schema/suggest.js';
import { nameTable } from '../words.js';
import type { Builder } from './builder.js';
import { buildHostPermission, buildTablePermission } from './buildTablePermission.js';
import { checkInheritedRoles, inherit } from './inheritedRoles.js';
import { findPartialRows, mergeTablePermissions } from './mergeTablePermissions.js';

/** What remote schemas' own permissions say. */
export interface RemotePermissions {
  /** Sources that have permissions, if only for nobody. */
  readonly sources: ReadonlySet<string>;
  /** By role, then by source. */
  readonly roles: ReadonlyMap<string, ReadonlyMap<string, RemotePermission>>;
  /** What a role sees of a source by what it inherits; nothing, and the rules are shown why, where that does not agree. */
  readonly merge: (
    role: string,
    inherited: readonly [RemotePermission, ...RemotePermission[]],
  ) => RemotePermission | undefined;
}

/** What is already built of the model. */
interface Built {
  readonly tables: ReadonlyMap<string, TableType>;
  readonly relationships: readonly Relationship[];
  readonly remotes: RemotePermissions;
}

/** What every role may see; nothing where nothing has a permission, so that all is open. */
export function buildPermissions(builder: Builder, built: Built): Permissions | undefined {
  const { tables, relationships, remotes } = built;
  const own = buildOwn(builder, tables);
  const named = new Set([...own.roles, ...remotes.roles.keys()]);
  checkInheritedRoles(builder, named);
  if (builder.definitions.permissions.size === 0 && remotes.sources.size === 0) return undefined;
  showGoverned(builder, remotes);
  const roles = new Map<string, RolePermissions>();
  for (const role of new Set([...named, ...builder.inheritedRoles.keys()])) {
    roles.set(role, buildRole(builder, built, own, role));
  }
  showPartialTargets(builder, relationships, roles);
  return { roles, hostTypes: new Set(own.hostTypes.keys()), remotes: remotes.sources };
}

/** The permissions as they were written: by type name, then by role. */
interface OwnPermissions {
  readonly roles: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, TablePermission>>;
  readonly hostTypes: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

function buildOwn(builder: Builder, tables: ReadonlyMap<string, TableType>): OwnPermissions {
  const roles = new Set<string>();
  const ofTables = new Map<string, Map<string, TablePermission>>();
  const ofHostTypes = new Map<string, Map<string, ReadonlySet<string>>>();
  for (const [typeName, permissions] of builder.definitions.permissions) {
    const linked = builder.tables.get(typeName);
    const tableType = tables.get(typeName);
    for (const definition of permissions) {
      const role = definition.role.value;
      roles.add(role);
      if (linked !== undefined && tableType !== undefined) {
        const byRole = remember(ofTables, typeName, () => new Map());
        remember(byRole, role, () => buildTablePermission(builder, definition, linked, tableType));
      } else if (isHostType(builder, typeName, definition.node)) {
        const type = builder.schema.getType(typeName);
        if (!isObjectType(type)) continue;
        const byRole = remember(ofHostTypes, typeName, () => new Map());
        remember(byRole, role, () => buildHostPermission(builder, definition, type));
      }
    }
  }
  return { roles, tables: ofTables, hostTypes: ofHostTypes };
}

/** Whether the objects of a type are the host's own: neither a table's nor a remote schema's, nor possibly one's. */
function isHostType(builder: Builder, typeName: string, node: ASTNode): boolean {
  const { definitions, occurrences, lost, show } = builder;
  const [source] = occurrences.get(typeName)?.keys() ?? [];
  if (source !== undefined) {
    const fault = `"${typeName}" is served by remote schema "${source}", whose own permissions govern it.`;
    const remedy = `Remove @permission, and give remoteSchema({ … }) of "${source}" the option permissions.`;
    show('permission', { coordinate: typeName, node, fault, remedy });
    return false;
  }
  return !definitions.tables.has(typeName) && !definitions.unreadable.has(typeName) && !lost.has(typeName);
}

function showGoverned({ definitions, session, show }: Builder, { sources }: RemotePermissions): void {
  const all = [...definitions.permissions.values()].flat();
  const [first] = all.sort((a, b) => (a.node.loc?.start ?? 0) - (b.node.loc?.start ?? 0));
  const [source] = sources;
  const place = { coordinate: first?.typeName ?? `sources.${source}.permissions`, node: first?.node };
  show('governed', { ...place, session });
}

function buildRole(builder: Builder, { tables, remotes }: Built, own: OwnPermissions, role: string): RolePermissions {
  const parents = builder.inheritedRoles;
  const ofTables = new Map<string, TablePermission>();
  for (const [typeName, byRole] of own.tables) {
    const tableType = tables.get(typeName);
    const inherited = inherit(parents, role, (name) => byRole.get(name));
    const [only, second] = inherited;
    if (only === undefined || tableType === undefined) continue;
    if (second === undefined) ofTables.set(typeName, only);
    else {
      const merged = mergeTablePermissions(tableType, inherited);
      showPartialFields(builder, role, tableType, inherited, merged);
      ofTables.set(typeName, merged);
    }
  }
  const ofHostTypes = new Map<string, ReadonlySet<string>>();
  for (const [typeName, byRole] of own.hostTypes) {
    const inherited = inherit(parents, role, (name) => byRole.get(name));
    if (inherited.length > 0) ofHostTypes.set(typeName, new Set(inherited.flatMap((fields) => [...fields])));
  }
  const ofRemotes = new Map<string, RemotePermission>();
  for (const source of remotes.sources) {
    const inherited = inherit(parents, role, (name) => remotes.roles.get(name)?.get(source));
    const [first, ...others] = inherited.filter(({ schema }) => schema.getQueryType());
    const permission = first && remotes.merge(role, [first, ...others]);
    if (permission !== undefined) ofRemotes.set(source, permission);
  }
  return { role, tables: ofTables, hostTypes: ofHostTypes, remotes: ofRemotes };
}

/** Only a column can be null in some rows, and only where the SDL allows that. */
function showPartialFields(
  { schema, show }: Builder,
  role: string,
  { typeName, leaves }: TableType,
  inherited: readonly TablePermission[],
  { fields, redactedColumns }: TablePermission,
): void {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return;
  for (const field of Object.values(type.getFields()).filter(({ name }) => fields.has(name))) {
    const { name, astNode } = field;
    const place = { coordinate: `${typeName}.${name}`, node: astNode ?? undefined, role };
    const column = leaves.get(name)?.column;
    if (column === undefined) {
      if (findPartialRows(inherited, [name]) !== undefined)
        show('inheritedField', { ...place, fault: 'the host resolves it in all rows' });
    } else if (redactedColumns.has(column.name) && isNonNullType(field.type)) {
      show('inheritedField', { ...place, fault: `it is non-null (${field.type})` });
    }
  }
}

/** Shows non-null objects of the same database whose row a role may not see, although there always is one. */
function showPartialTargets(
  { definitions, show }: Builder,
  relationships: readonly Relationship[],
  roles: ReadonlyMap<string, RolePermissions>,
): void {
  for (const { coordinate, typeName, list, target } of relationships) {
    const definition = definitions.relationships.get(coordinate);
    if (definition === undefined || list || !isNonNullType(definition.field.type)) continue;
    if (target.kind !== 'table' || target.sameDatabase === undefined) continue;
    const partial = [...roles.values()].filter(
      ({ tables }) => tables.has(typeName) && tables.get(target.typeName)?.filter !== undefined,
    );
    if (partial.length === 0) continue;
    const names = listNames(partial.map(({ role }) => role));
    const who = partial.length === 1 ? `role ${names} sees` : `roles ${names} see`;
    show('missing', { ...definition, why: `${who} only some rows of ${nameTable(target.table)}` });
  }
}
