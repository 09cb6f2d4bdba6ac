import { buildASTSchema, type GraphQLSchema, visit } from 'graphql';
import type { RemotePermission } from '../../model/permission.js';
import type { Builder } from '../building/builder.js';
import { buildPresets, presetOf } from './buildPresets.js';
import type { WrittenPermission } from './readPermissions.js';
import { showSubset } from './showSubset.js';

/** What each role may see of the remote schemas that have `permissions`: role → source name → permission. */
export function buildRemotePermissions({
  permissions,
  show,
}: Pick<Builder, 'permissions' | 'show'>): ReadonlyMap<string, ReadonlyMap<string, RemotePermission>> {
  const roles = new Map<string, Map<string, RemotePermission>>();
  for (const permission of permissions) {
    const { source, role } = permission;
    showSubset(show, permission);
    const presets = buildPresets(show, permission);
    const sources = roles.get(role) ?? new Map<string, RemotePermission>();
    roles.set(role, sources.set(source, { source, role, schema: leaveOutPresets(permission), presets }));
  }
  return roles;
}

/** Names of the remote schemas that have `permissions`: a role without one of its own sees nothing of them. */
export function governedRemotes({ sources }: Pick<Builder, 'sources'>): ReadonlySet<string> {
  const governed = [...sources].filter(
    ([, catalog]) => !(catalog instanceof Error) && catalog.kind === 'schema' && catalog.permissions !== undefined,
  );
  return new Set(governed.map(([name]) => name));
}

/** The role's part alone: no presets, and nothing that only a reader of the SDL needs. */
function leaveOutPresets({ document }: WrittenPermission): GraphQLSchema {
  const stripped = visit(document, {
    InputValueDefinition: (node) => (presetOf({ astNode: node }) === undefined ? undefined : null),
    Directive: () => null,
    DirectiveDefinition: () => null,
    StringValue: (_node, key) => (key === 'description' ? null : undefined),
  });
  return buildASTSchema(stripped, { assumeValidSDL: true });
}
