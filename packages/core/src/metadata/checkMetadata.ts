import type { Problem } from '../error/problem.js';
import { sortProblems } from '../schema/report.js';
import { checkReferences } from './checkReferences.js';
import type { HasuraMetadata } from './hasuraMetadata.js';
import type { LeftOut } from './leftOut.js';
import { type Read, readMembers } from './members.js';
import type { MetadataNode } from './metadataNode.js';
import { toProblem } from './metadataReport.js';
import { ITSELF } from './objects.js';
import { actions } from './readAction.js';
import { readCustomTypes } from './readCustomTypes.js';
import { inheritedRoles } from './readInheritedRole.js';
import { remoteSchemas } from './readRemoteSchema.js';
import { sources } from './readSource.js';
import { rolesIn } from './roles.js';
import { createScope, type Scope } from './scope.js';

export interface CheckedMetadata {
  /** What is sound; absent where the whole is no metadata. */
  readonly metadata?: HasuraMetadata;
  /** Everything that is wrong, by its place. */
  readonly problems: readonly Problem[];
  /** What was left out, and what depends on that. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Checks metadata by itself: the form of everything, and that what it names is in it. An object with a mistake is left out
 * and listed, as Hasura does; so is what depends on it. Never throws, and tells all mistakes at once.
 */
export function checkMetadata(tree: MetadataNode): CheckedMetadata {
  const problems: Problem[] = [];
  const leftOut: LeftOut[] = [];
  const scope = createScope((finding) => {
    problems.push(toProblem(finding));
  }, leftOut);
  const read = readWhole(scope, unwrap(scope, tree));
  const metadata = read && checkReferences(read, scope, leftOut);
  return { ...(metadata && { metadata }), problems: sortProblems(problems), leftOut };
}

/** `export_metadata` of version 2 answers `{resource_version, metadata}`. */
function unwrap(scope: Scope, tree: MetadataNode): MetadataNode {
  if (tree.kind !== 'object' || !tree.entries.has('metadata') || tree.entries.has('sources')) return tree;
  const members = readMembers(scope, tree, ITSELF, { known: ['metadata'], ignored: ['resource_version'] });
  return members?.required('metadata', (_, node) => node) ?? { kind: 'unread', place: tree.place };
}

function readWhole(scope: Scope, tree: MetadataNode): HasuraMetadata | undefined {
  const members = readMembers(scope, tree, ITSELF, {
    known: ['version', 'sources', 'remote_schemas', 'actions', 'custom_types', 'inherited_roles'],
    unsupported: [
      'allowlist',
      'api_limits',
      'backend_configs',
      'cron_triggers',
      'graphql_schema_introspection',
      'metrics_config',
      'network',
      'opentelemetry',
      'query_collections',
      'rest_endpoints',
    ],
  });
  if (members?.required('version', readVersion) === undefined) return undefined;
  const customTypes = members.has('custom_types') ? members.optional('custom_types', readCustomTypes) : NO_TYPES;
  return {
    sources: members.optional('sources', sources) ?? [],
    remoteSchemas: members.optional('remote_schemas', remoteSchemas) ?? [],
    actions: members.optional('actions', actions(customTypes !== undefined)) ?? [],
    customTypes: customTypes ?? NO_TYPES,
    inheritedRoles: members.optional('inherited_roles', inheritedRoles) ?? [],
    roles: rolesIn(tree),
  };
}

const NO_TYPES = { objects: [], inputObjects: [], scalars: [], enums: [] };

const readVersion: Read<3> = (scope, node, what) => {
  if (node.kind === 'number' && node.value === 3) return 3;
  if (node.kind === 'unread') return undefined;
  scope.report({
    code: 'METADATA_INVALID_VALUE',
    place: node.place,
    message: `${what} of the metadata must be 3.`,
    remedy: 'Upgrade the project with hasura scripts update-project-v3, or export the metadata of Hasura 2.',
  });
  return undefined;
};
