import type {
  HasuraCustomTypes,
  HasuraInheritedRole,
  HasuraMetadata,
  HasuraRelationship,
  HasuraRemoteRelationship,
  HasuraSelectPermission,
  HasuraSource,
  HasuraTable,
  QualifiedName,
} from './hasuraMetadata.js';
import { type LeftOut, objectsLeftOut } from './leftOut.js';
import type { MetadataNode } from './metadataNode.js';
import { nearNames, quote } from './nearNames.js';
import { objectOf, type TablePart } from './objectsOfMetadata.js';
import { visitExists } from './readFilter.js';
import type { Scope } from './scope.js';
import { fullNameOf } from './scopeObject.js';
import { printQualifiedName } from './values.js';

/**
 * Leaves out what names something that is not in the metadata, or was left out of it itself. To be asked again when more had
 * to be left out.
 *
 * @param leftOut what was left out so far
 */
export function checkReferences(metadata: HasuraMetadata, scope: Scope, leftOut: readonly LeftOut[]): HasuraMetadata {
  const lookup: Lookup = {
    tables: new Map(
      metadata.sources.map(({ name, tables }) => [name, new Set(tables.map(({ table }) => printQualifiedName(table)))]),
    ),
    remoteSchemas: new Set(metadata.remoteSchemas.map(({ name }) => name)),
    leftOut: new Set(leftOut.flatMap(objectsLeftOut).map(fullNameOf)),
  };
  return {
    ...metadata,
    sources: metadata.sources.map((source) => ({
      ...source,
      tables: source.tables.map((table) => checkTable(scope, lookup, source, table)),
    })),
    remoteSchemas: metadata.remoteSchemas.map((remote) => ({
      ...remote,
      relationships: remote.relationships.map((type) => ({
        ...type,
        relationships: keep(type.relationships, (each) =>
          scope.within(objectOf.ofRemoteType(remote, type, each), (inner) => checkRemote(inner, lookup, each)),
        ),
      })),
    })),
    customTypes: checkTypes(scope, lookup, metadata.customTypes),
    inheritedRoles: checkRoles(scope, metadata.roles, metadata.inheritedRoles),
  };
}

/** What can be named. */
interface Lookup {
  /** By source, as printed. */
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  readonly remoteSchemas: ReadonlySet<string>;
  /** By name in the whole: `table orders in source default`. */
  readonly leftOut: ReadonlySet<string>;
}

function checkTable(scope: Scope, lookup: Lookup, source: HasuraSource, table: HasuraTable): HasuraTable {
  const local = (part: TablePart) => (each: HasuraRelationship) =>
    scope.within(objectOf.inTable(part, source, table, each), (inner) => {
      if (each.using.kind !== 'foreignKey') findTable(inner, lookup, each.node, source.name, each.using.table);
      return each;
    });
  return {
    ...table,
    objectRelationships: keep(table.objectRelationships, local('object_relation')),
    arrayRelationships: keep(table.arrayRelationships, local('array_relation')),
    remoteRelationships: keep(table.remoteRelationships, (each) =>
      scope.within(objectOf.inTable('remote_relationship', source, table, each), (inner) =>
        checkRemote(inner, lookup, each),
      ),
    ),
    selectPermissions: keep(table.selectPermissions, (each) =>
      scope.within(objectOf.inTable('select_permission', source, table, { ...each, name: each.role }), (inner) =>
        checkPermission(inner, lookup, source, table, each),
      ),
    ),
  };
}

function checkPermission(
  scope: Scope,
  lookup: Lookup,
  source: HasuraSource,
  { computedFields }: HasuraTable,
  permission: HasuraSelectPermission,
): HasuraSelectPermission {
  const known = new Set(computedFields.map(({ name }) => name));
  for (const name of permission.computedFields) {
    if (known.has(name)) continue;
    scope.report({
      code: 'METADATA_REFERENCE_NOT_FOUND',
      place: permission.node.place,
      message: `${scope.name} names a computed field ${quote(name)} that the table does not have.${nearNames(name, known)}`,
      remedy: 'Name a computed field of the table, or remove it here.',
    });
  }
  visitExists(permission.filter, scope, (table, node) => findTable(scope, lookup, node, source.name, table));
  return permission;
}

function checkRemote(
  scope: Scope,
  lookup: Lookup,
  relationship: HasuraRemoteRelationship,
): HasuraRemoteRelationship | undefined {
  const { node, target } = relationship;
  switch (target.kind) {
    case 'source':
      findTable(scope, lookup, node, target.source, target.table);
      return relationship;
    case 'remoteSchema':
      if (lookup.remoteSchemas.has(target.remoteSchema)) return relationship;
      refuse(scope, lookup, node, `remote_schema ${target.remoteSchema}`, {
        what: `the remote schema ${quote(target.remoteSchema)}`,
        near: nearNames(target.remoteSchema, lookup.remoteSchemas),
        remedy: 'Add the remote schema, or name another.',
      });
      return undefined;
    default:
      return target satisfies never;
  }
}

function checkTypes(scope: Scope, lookup: Lookup, types: HasuraCustomTypes): HasuraCustomTypes {
  const objects = types.objects.map((object) => {
    const sources = new Set(object.relationships.map(({ source }) => source));
    const relationships = keep(object.relationships, (each) => {
      const owner = objectOf.ofCustomType(object.name, each);
      return scope.within(owner, (inner) => {
        findTable(inner, lookup, each.node, each.source, each.table);
        if (sources.size > 1) reportSources(inner, each.node);
        return each;
      });
    });
    return { ...object, relationships };
  });
  return { ...types, objects };
}

function reportSources(scope: Scope, { place }: MetadataNode): void {
  scope.report({
    code: 'METADATA_INVALID_VALUE',
    place,
    message: `${scope.name} points to another source than other relationships of the type.`,
    remedy: 'Let all relationships of one type point to tables of one source.',
  });
}

function findTable(scope: Scope, lookup: Lookup, node: MetadataNode, source: string, table: QualifiedName): void {
  const tables = lookup.tables.get(source);
  const printed = printQualifiedName(table);
  if (tables === undefined) {
    refuse(scope, lookup, node, `source ${source}`, {
      what: `the source ${quote(source)}`,
      near: nearNames(source, lookup.tables.keys()),
      remedy: 'Add the source, or name another.',
    });
  } else if (!tables.has(printed)) {
    refuse(scope, lookup, node, `table ${printed} in source ${source}`, {
      what: `the table ${quote(printed)} of the source ${quote(source)}`,
      near: nearNames(printed, tables),
      remedy: 'Track the table, or name another.',
    });
  }
}

function refuse(
  scope: Scope,
  { leftOut }: Lookup,
  { place }: MetadataNode,
  fullName: string,
  { what, near, remedy }: { readonly what: string; readonly near: string; readonly remedy: string },
): void {
  const isLeftOut = leftOut.has(fullName);
  scope.report({
    code: 'METADATA_REFERENCE_NOT_FOUND',
    place,
    message: isLeftOut
      ? `${scope.name} points to ${what}, which is left out for its own problems.`
      : `${scope.name} points to ${what}, which is not in the metadata.${near}`,
    remedy: isLeftOut ? 'Correct those.' : remedy,
  });
}

/** A role that inherits from one that is left out is left out, too. */
function checkRoles(
  scope: Scope,
  named: ReadonlySet<string>,
  roles: readonly HasuraInheritedRole[],
): readonly HasuraInheritedRole[] {
  const inherited = new Map(roles.map((each) => [each.role, each]));
  const known = new Set([...named, ...inherited.keys()]);
  const sound = keep(roles, (each) =>
    scope.within(objectOf.inheritedRole(each), (inner) => {
      for (const role of each.roleSet) {
        if (known.has(role)) continue;
        inner.report({
          code: 'METADATA_REFERENCE_NOT_FOUND',
          place: each.node.place,
          message: `${inner.name} inherits from ${quote(role)}, which no permission names.${nearNames(role, known)}`,
          remedy: 'Name a role that has permissions.',
        });
      }
      if (reaches(inherited, each, each.role)) {
        inner.report({
          code: 'METADATA_INVALID_VALUE',
          place: each.node.place,
          message: `${inner.name} inherits from itself, by itself or through others.`,
          remedy: 'Take it out of the role sets that lead back to it.',
        });
      }
      return each;
    }),
  );
  const isMissing = (role: string): boolean =>
    inherited.has(role) && !named.has(role) && !sound.some((each) => each.role === role);
  if (sound.length === roles.length || !sound.some(({ roleSet }) => [...roleSet].some(isMissing))) return sound;
  return checkRoles(scope, named, sound);
}

/** Whether a role is among those that another inherits from. */
function reaches(
  inherited: ReadonlyMap<string, HasuraInheritedRole>,
  from: HasuraInheritedRole,
  role: string,
): boolean {
  const seen = new Set<string>();
  const open = [...from.roleSet];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === role) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(inherited.get(next)?.roleSet ?? []));
  }
  return false;
}

function keep<T>(items: readonly T[], check: (item: T) => T | undefined): readonly T[] {
  return items.flatMap((item) => check(item) ?? []);
}
