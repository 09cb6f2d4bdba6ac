import type { Problem } from '../../error/problem.js';
import type { Catalog } from '../../model/catalog.js';
import { checkTypeDefs } from '../../validation/checkTypeDefs.js';
import { checkReferences } from '../checkReferences.js';
import type { HasuraMetadata } from '../hasuraMetadata.js';
import type { LeftOut } from '../leftOut.js';
import type { MetadataNode } from '../metadataNode.js';
import { objectOf } from '../objectsOfMetadata.js';
import type { Scope } from '../scope.js';
import type { ScopeObject } from '../scopeObject.js';
import { checkCatalogs } from './checkCatalogs.js';
import type { MetadataToPrint } from './printing.js';
import { type PrintedMetadata, printMetadata } from './printMetadata.js';
import { withoutObjects } from './withoutObjects.js';

/** By name of the remote schema. */
export type ClosedRoles = ReadonlyMap<string, ReadonlySet<string>>;

export interface MetadataToSettle extends Omit<MetadataToPrint, 'nullable'> {
  /** Whether permissions of remote schemas hold; they are ignored otherwise, as Hasura does by default. */
  readonly remotePermissions: boolean;
}

export interface SettledMetadata {
  /** Without what was left out. */
  readonly metadata: HasuraMetadata;
  /** Inherited roles that see nothing of a remote schema, since those they inherit from do not agree on it. */
  readonly closed: ClosedRoles;
  readonly printed: PrintedMetadata;
  /** What the SDL was checked against, by the plugin's names. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** What is said of the SDL itself: warnings, where their objects stand, and errors that no object is to blame for. */
  readonly problems: readonly Problem[];
}

/**
 * Prints metadata, checks the SDL against the sources and leaves out what is to blame for each error, with all that depends on it,
 * until nothing is wrong: each line of the SDL knows the object that it stands for.
 */
export function settleMetadata(given: MetadataToSettle, scope: Scope, leftOut: readonly LeftOut[]): SettledMetadata {
  const without = (metadata: HasuraMetadata, left: ReadonlySet<MetadataNode>): HasuraMetadata =>
    left.size === 0 ? metadata : checkReferences(withoutObjects(metadata, left), scope, leftOut);
  let metadata = without(given.metadata, checkCatalogs(given.metadata, given.catalogs, scope));
  const nullable = new Set<string>();
  const closed = new Map<string, Set<string>>();
  for (;;) {
    const printed = printMetadata({ ...given, metadata, nullable });
    const catalogs = toPluginCatalogs({ ...given, metadata }, closed);
    if (printed.isEmpty) return { metadata, printed, closed, catalogs, problems: [] };
    const left = leaveFaults(printed, scope);
    const blamed = new Map<MetadataNode, Blamed>();
    const problems = left.size > 0 ? [] : check(metadata, printed.text, catalogs);
    const known = nullable.size;
    const unowned: Problem[] = [];
    const hasClosed = closeConflicts({ ...given, metadata }, problems, closed, scope);
    for (const problem of problems.filter(({ severity }) => severity === 'error')) {
      if (problem.code === 'CONFLICTING_PERMISSIONS') continue;
      const owner = findOwner(metadata, given, printed, problem);
      if (problem.code === 'INHERITED_FIELD') nullable.add(problem.coordinate);
      else if (owner === undefined) unowned.push(problem);
      else blamed.set(owner.node, { owner, problems: [...(blamed.get(owner.node)?.problems ?? []), problem] });
    }
    for (const [node, each] of blamed) {
      leave(each, scope);
      left.add(node);
    }
    if (left.size === 0 && nullable.size === known && !hasClosed) {
      return {
        metadata,
        printed,
        closed,
        catalogs,
        problems: [
          ...unowned,
          ...problems
            .filter(({ severity }) => severity === 'warning')
            .map((problem) => placeInMetadata(problem, findOwner(metadata, given, printed, problem))),
        ],
      };
    }
    metadata = without(metadata, left);
  }
}

/** Where the object stands that a line of the SDL is printed for: nobody has that SDL before them. */
function placeInMetadata({ location, ...problem }: Problem, owner: ScopeObject | undefined): Problem {
  const at = owner === undefined ? location : owner.node.place.location;
  return at === undefined ? problem : { ...problem, location: at };
}

function leaveFaults({ faults }: PrintedMetadata, scope: Scope): Set<MetadataNode> {
  const left = new Set<MetadataNode>();
  for (const { owner, ...finding } of faults) {
    if (!left.has(owner.node)) scope.within(owner, (inner) => inner.report({ ...finding, place: owner.node.place }));
    left.add(owner.node);
  }
  return left;
}

/** An object and all that is wrong with it. */
interface Blamed {
  readonly owner: ScopeObject;
  readonly problems: readonly Problem[];
}

function leave({ owner, problems }: Blamed, scope: Scope): void {
  scope.within(owner, ({ report }) => {
    for (const { message, remedy } of problems) {
      report({ code: 'METADATA_INCONSISTENT', place: owner.node.place, message, remedy });
    }
  });
}

/**
 * Closes remote schemas to inherited roles whose parents have different parts of them, and lists that as Hasura does. A role
 * that inherits from one of these is looked at again, since it inherits nothing from that.
 */
function closeConflicts(
  { metadata, sourceNames }: MetadataToSettle,
  problems: readonly Problem[],
  closed: Map<string, Set<string>>,
  scope: Scope,
): boolean {
  const conflicts = new Map(problems.map((problem) => [`${problem.code} ${problem.coordinate}`, problem]));
  let hasClosed = false;
  for (const { name } of metadata.remoteSchemas) {
    const source = sourceNames.remoteSchemas.get(name) ?? name;
    const find = (role: string): Problem | undefined =>
      conflicts.get(`CONFLICTING_PERMISSIONS sources.${source}.permissions.${role}`);
    for (const { role, roleSet, node } of metadata.inheritedRoles) {
      const problem = find(role);
      if (problem === undefined || [...roleSet].some(find)) continue;
      hasClosed = true;
      closed.set(name, (closed.get(name) ?? new Set()).add(role));
      scope.leaveOut({ kind: 'inheritance', role, remoteSchema: name }, [
        {
          code: 'METADATA_INCONSISTENT',
          place: node.place,
          message: problem.message,
          remedy: `Give ${JSON.stringify(role)} a permission of its own of the remote schema.`,
        },
      ]);
    }
  }
  return hasClosed;
}

function check({ inheritedRoles }: HasuraMetadata, typeDefs: string, catalogs: ReadonlyMap<string, Catalog>) {
  return checkTypeDefs({ typeDefs, catalogs, inheritedRoles: toInheritedRoles(inheritedRoles) }).problems;
}

function toInheritedRoles(roles: HasuraMetadata['inheritedRoles']): ReadonlyMap<string, readonly string[]> {
  return new Map(roles.map(({ role, roleSet }) => [role, [...roleSet]]));
}

/** By the plugin's names, with what roles may see. */
function toPluginCatalogs(
  { metadata, catalogs, sourceNames, remotePermissions }: MetadataToSettle,
  closed: ClosedRoles,
): ReadonlyMap<string, Catalog> {
  const all = new Map<string, Catalog>();
  for (const [name, catalog] of catalogs.databases) {
    if (!(catalog instanceof Error)) all.set(sourceNames.databases.get(name) ?? name, catalog);
  }
  for (const { name, permissions } of metadata.remoteSchemas) {
    const catalog = catalogs.remoteSchemas.get(name);
    if (catalog === undefined || catalog instanceof Error) continue;
    const byRole = new Map([
      ...permissions.map(({ role, schema }) => [role, schema] as const),
      ...[...(closed.get(name) ?? [])].map((role) => [role, ''] as const),
    ]);
    const source = sourceNames.remoteSchemas.get(name) ?? name;
    all.set(source, remotePermissions ? { ...catalog, permissions: byRole, listVariables: false } : catalog);
  }
  for (const source of sourceNames.actions.values()) all.set(source, { kind: 'action' });
  return all;
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
