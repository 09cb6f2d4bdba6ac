import type { Problem } from '../../error/problem.js';
import type { Catalog } from '../../model/catalog.js';
import { checkTypeDefs } from '../../validation/checkTypeDefs.js';
import { checkReferences } from '../checkReferences.js';
import type { HasuraMetadata, InconsistentObject } from '../hasuraMetadata.js';
import type { MetadataNode } from '../metadataNode.js';
import type { Scope, ScopeObject } from '../scope.js';
import { checkCatalogs } from './checkCatalogs.js';
import { objectOf } from './objectsOfMetadata.js';
import type { MetadataToPrint } from './printing.js';
import { type PrintedMetadata, printMetadata } from './printMetadata.js';
import { withoutObjects } from './withoutObjects.js';

export interface MetadataToSettle extends Omit<MetadataToPrint, 'nullable'> {
  /** Whether permissions of remote schemas hold; they are ignored otherwise, as Hasura does by default. */
  readonly remotePermissions: boolean;
}

export interface SettledMetadata {
  /** Without what was left out. */
  readonly metadata: HasuraMetadata;
  readonly printed: PrintedMetadata;
  /** What is said of the SDL itself: warnings, and errors that no object is to blame for. */
  readonly problems: readonly Problem[];
}

/**
 * Prints metadata, checks the SDL against the sources and leaves out what is to blame for each error, with all that depends on it,
 * until nothing is wrong: each line of the SDL knows the object that it stands for.
 */
export function settleMetadata(
  given: MetadataToSettle,
  scope: Scope,
  inconsistentObjects: readonly InconsistentObject[],
): SettledMetadata {
  const without = (metadata: HasuraMetadata, left: ReadonlySet<MetadataNode>): HasuraMetadata =>
    left.size === 0 ? metadata : checkReferences(withoutObjects(metadata, left), scope, inconsistentObjects);
  let metadata = without(given.metadata, checkCatalogs(given.metadata, given.catalogs, scope));
  const nullable = new Set<string>();
  for (;;) {
    const printed = printMetadata({ ...given, metadata, nullable });
    if (printed.isEmpty) return { metadata, printed, problems: [] };
    const left = leaveFaults(printed, scope);
    const problems = left.size > 0 ? [] : check({ ...given, metadata }, printed.text);
    const known = nullable.size;
    const unowned: Problem[] = [];
    for (const problem of problems.filter(({ severity }) => severity === 'error')) {
      const owner = findOwner(metadata, given, printed, problem);
      if (problem.code === 'INHERITED_FIELD') nullable.add(problem.coordinate);
      else if (owner === undefined) unowned.push(problem);
      else if (!left.has(owner.node)) leave(owner, problem, scope, left);
    }
    if (left.size === 0 && nullable.size === known) {
      return {
        metadata,
        printed,
        problems: [...unowned, ...problems.filter(({ severity }) => severity === 'warning')],
      };
    }
    metadata = without(metadata, left);
  }
}

function leaveFaults({ faults }: PrintedMetadata, scope: Scope): Set<MetadataNode> {
  const left = new Set<MetadataNode>();
  for (const { owner, ...finding } of faults) {
    if (!left.has(owner.node)) scope.within(owner, (inner) => inner.report({ ...finding, place: owner.node.place }));
    left.add(owner.node);
  }
  return left;
}

function leave(owner: ScopeObject, { message, remedy }: Problem, scope: Scope, left: Set<MetadataNode>): void {
  scope.within(owner, (inner) =>
    inner.report({ code: 'METADATA_INCONSISTENT', place: owner.node.place, message, remedy }),
  );
  left.add(owner.node);
}

function check({ metadata, catalogs, sourceNames, remotePermissions }: MetadataToSettle, typeDefs: string) {
  const all = new Map<string, Catalog>();
  for (const [name, catalog] of catalogs.databases) {
    if (!(catalog instanceof Error)) all.set(sourceNames.databases.get(name) ?? name, catalog);
  }
  for (const { name, permissions } of metadata.remoteSchemas) {
    const catalog = catalogs.remoteSchemas.get(name);
    if (catalog === undefined || catalog instanceof Error) continue;
    const byRole = new Map(permissions.map(({ role, schema }) => [role, schema]));
    const source = sourceNames.remoteSchemas.get(name) ?? name;
    all.set(source, remotePermissions ? { ...catalog, permissions: byRole } : catalog);
  }
  for (const source of sourceNames.actions.values()) all.set(source, { kind: 'action' });
  const inheritedRoles = new Map(metadata.inheritedRoles.map(({ role, roleSet }) => [role, [...roleSet]]));
  return checkTypeDefs({ typeDefs, catalogs: all, inheritedRoles }).problems;
}

/** Whose fault a problem of the SDL is: that of its line, of a role's part of a remote schema, or of an inherited role. */
function findOwner(
  metadata: HasuraMetadata,
  { sourceNames }: Pick<MetadataToSettle, 'sourceNames'>,
  { ownerAt }: PrintedMetadata,
  { coordinate, location }: Problem,
): ScopeObject | undefined {
  for (const remote of metadata.remoteSchemas) {
    const source = sourceNames.remoteSchemas.get(remote.name) ?? remote.name;
    for (const permission of remote.permissions) {
      const option = `sources.${source}.permissions.${permission.role}`;
      if (coordinate !== option && !coordinate.startsWith(`${option}: `)) continue;
      return objectOf.remotePermission(remote, permission.role, permission);
    }
  }
  const inherited = metadata.inheritedRoles.find(({ role }) => coordinate === `inheritedRoles.${role}`);
  if (inherited !== undefined) return objectOf.inheritedRole(inherited);
  return location === undefined || location.text !== undefined ? undefined : ownerAt(location.line);
}
