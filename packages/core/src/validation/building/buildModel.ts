import { isEnumType, isInputObjectType } from 'graphql';
import type { Model } from '../../model/model.js';
import type { Definitions } from '../../schema/definitions.js';
import { buildRemotePermissions, governedRemotes } from '../permissions/buildRemotePermissions.js';
import { mergeRemotePermissions } from '../permissions/mergeRemotePermissions.js';
import { findAggregateTypes } from './aggregateTypes.js';
import { type ActionOccurrence, buildActionRoots, buildActionTypes } from './buildActions.js';
import { buildAggregateRelationships, buildAggregateRoots } from './buildAggregates.js';
import { buildComputedLists, buildComputedRoots, linkComputedLeaves } from './buildComputed.js';
import { type Builder, isServed } from './builder.js';
import { buildNamespaces } from './buildNamespaces.js';
import { buildPermissions, type RemotePermissions } from './buildPermissions.js';
import { buildRelationships, linkRelationships } from './buildRelationships.js';
import { buildRemoteTypes, type RemoteOccurrence } from './buildRemoteTypes.js';
import { buildRemoteRoots, buildTableRoots, showUnservedRoots } from './buildRoots.js';
import { buildTables, linkTables } from './buildTables.js';
import { withoutUnavailable } from './withoutUnavailable.js';

/**
 * Builds the model, as far as it can be built, and shows every piece of it to the rules. Good only if no rule objects.
 */
export function buildModel(builder: Builder): Model {
  const isKnown = Array.from(builder.sources.values()).every((found) => !(found instanceof Error));
  const model = buildKnown(builder);
  return isKnown ? model : withoutUnavailable(builder, model);
}

function buildKnown(builder: Builder): Model {
  builder.show('start', {});
  linkTables(builder);
  linkComputedLeaves(builder);
  const tables = buildTables(builder);

  // Which types remote schemas and actions answer with must be known before keys are: a key is read in every kind of its parent.
  const starts: RemoteOccurrence[] = [];
  const remoteRoots = buildRemoteRoots(builder, (next) => starts.push(next));
  const linked = linkRelationships(builder, (next) => starts.push(next));
  const actions: ActionOccurrence[] = [];
  const actionRoots = buildActionRoots(builder, (next) => actions.push(next));
  const remoteTypes = new Map([...buildRemoteTypes(builder, starts), ...buildActionTypes(builder, actions)]);

  const tableRoots = [...buildTableRoots(builder), ...buildAggregateRoots(builder), ...buildComputedRoots(builder)];
  const roots = [...tableRoots, ...remoteRoots, ...actionRoots];
  const joined = buildRelationships(builder, linked);
  const relationships = [...joined, ...buildAggregateRelationships(builder, joined), ...buildComputedLists(builder)];
  const aggregateTypes = findAggregateTypes(tableRoots, relationships);
  const fetched = new Set([...remoteTypes.values()].flatMap((types) => [...types.keys()]));
  const namespaces = buildNamespaces(builder, new Set([...fetched, ...aggregateTypes]));
  const permissions = buildPermissions(builder, { tables, relationships, remotes: readRemotes(builder) });
  showUnservedRoots(builder);
  showUnused(builder);
  return {
    schema: builder.schema,
    tables,
    remoteTypes,
    aggregateTypes,
    rootFields: new Map(roots.map((root) => [root.coordinate, root])),
    namespaces,
    relationships: new Map(relationships.map((relationship) => [relationship.coordinate, relationship])),
    hostFields: builder.hostFields,
    names: {
      column: valueNames(builder, builder.definitions.columns),
      upstream: valueNames(builder, builder.definitions.upstream),
    },
    ...(permissions && { permissions }),
  };
}

function readRemotes(builder: Builder): RemotePermissions {
  return {
    sources: governedRemotes(builder),
    roles: buildRemotePermissions(builder),
    merge(role, permissions) {
      const merged = mergeRemotePermissions(role, permissions);
      if (typeof merged !== 'string') return merged;
      const parents = permissions.map((permission) => permission.role);
      const [{ source }] = permissions;
      const place = { coordinate: `sources.${source}.permissions.${role}`, node: undefined };
      builder.show('inheritedRemote', { ...place, role, source, parents, conflict: merged });
      return undefined;
    },
  };
}

function showUnused(builder: Builder): void {
  const { definitions, used, show, sound } = builder;
  if (!sound()) return;
  for (const directive of ['@column', '@upstream'] as const) {
    const names = directive === '@column' ? definitions.columns : definitions.upstream;
    for (const [coordinate, written] of names) {
      // What another directive excludes is told as that.
      if (isServed(builder, coordinate) || definitions.tables.has(coordinate)) continue;
      if (!used.has(written)) show('unusedDirective', { coordinate, node: written.node, directive });
    }
  }
}

/** Names of enum values and input fields: what wire values are made with. */
function valueNames({ schema }: Builder, names: Definitions['columns']): Map<string, string> {
  const values = new Map<string, string>();
  for (const [coordinate, { value }] of names) {
    const type = schema.getType(coordinate.split('.', 1)[0] ?? '');
    if (coordinate.includes('.') && (isEnumType(type) || isInputObjectType(type))) values.set(coordinate, value);
  }
  return values;
}
