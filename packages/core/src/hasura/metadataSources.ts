import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { createNames } from '../metadata/database/claimNames.js';
import type { HasuraAction, HasuraRemoteSchema, HasuraSource } from '../metadata/hasuraMetadata.js';
import type { MetadataNode } from '../metadata/metadataNode.js';
import { objectOf } from '../metadata/objectsOfMetadata.js';
import type { SourceNames } from '../metadata/printing/printing.js';
import type { ResolvedEndpoint, ResolvedMetadata } from '../metadata/resolveEnvironment.js';
import type { Scope } from '../metadata/scope.js';
import type { ScopeObject } from '../metadata/scopeObject.js';
import type { Source } from '../source.js';
import { action } from '../sources/action/index.js';
import { remoteSchema } from '../sources/graphql/index.js';
import { postgres } from '../sources/postgres/index.js';

export interface MetadataSources {
  readonly sources: ReadonlyMap<string, Source>;
  readonly names: SourceNames;
  /** Objects whose address or headers nothing can be opened with; they are reported. */
  readonly left: ReadonlySet<MetadataNode>;
}

/** What each role may see of remote schemas, by their names; absent where that is not to hold. */
export type RemoteSchemaPermissions = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The sources of metadata as the plugin takes them. Names of databases stay; others give way where they meet one. */
export function createMetadataSources(
  { metadata, databaseUrls, remoteSchemas, actions }: ResolvedMetadata,
  scope: Scope,
  permissions?: RemoteSchemaPermissions,
): MetadataSources {
  const sources = new Map<string, Source>();
  const left = new Set<MetadataNode>();
  const taken = createNames();
  const names = { databases: new Map(), remoteSchemas: new Map(), actions: new Map() };
  const open = (object: ScopeObject, wanted: string, create: () => Source): string | undefined => {
    const source = scope.within(object, (inner) => createOrReport(inner, object, create));
    if (source === undefined) {
      left.add(object.node);
      return undefined;
    }
    const name = taken.claim(wanted);
    sources.set(name, source);
    return name;
  };
  for (const source of metadata.sources) {
    const url = databaseUrls.get(source.name) ?? '';
    const name = open(objectOf.source(source), source.name, () => openDatabase(source, url));
    if (name !== undefined) names.databases.set(source.name, name);
  }
  for (const remote of metadata.remoteSchemas) {
    const endpoint = remoteSchemas.get(remote.name);
    if (endpoint === undefined) continue;
    const own = permissions && (permissions.get(remote.name) ?? {});
    const name = open(objectOf.remoteSchema(remote), remote.name, () => openRemoteSchema(remote, endpoint, own));
    if (name !== undefined) names.remoteSchemas.set(remote.name, name);
  }
  for (const each of metadata.actions) {
    const endpoint = actions.get(each.name);
    if (endpoint === undefined) continue;
    const name = open(objectOf.action(each), each.name, () => openAction(each, endpoint));
    if (name !== undefined) names.actions.set(each.name, name);
  }
  return { sources, names, left };
}

function createOrReport(scope: Scope, { node }: ScopeObject, create: () => Source): Source | undefined {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof RemoteJoinsError)) throw error;
    const remedy = 'Correct the address or the headers.';
    scope.report({ code: 'METADATA_INVALID_VALUE', place: node.place, message: error.message, remedy });
    return undefined;
  }
}

function openDatabase({ connection }: HasuraSource, connectionString: string): Source {
  const { usePreparedStatements, maxConnections, poolTimeoutSeconds } = connection;
  return postgres({
    connectionString,
    preparedStatements: usePreparedStatements,
    ...(maxConnections !== undefined && maxConnections > 0 && { maxConnections }),
    ...(poolTimeoutSeconds !== undefined &&
      poolTimeoutSeconds > 0 && { connectionTimeoutMs: poolTimeoutSeconds * 1000 }),
  });
}

function openRemoteSchema(
  { endpoint }: HasuraRemoteSchema,
  resolved: ResolvedEndpoint,
  permissions: Readonly<Record<string, string>> | undefined,
): Source {
  return remoteSchema({
    ...optionsOf(endpoint, resolved),
    forwardSession: 'all',
    ...(permissions && { permissions }),
  });
}

function openAction({ endpoint }: HasuraAction, resolved: ResolvedEndpoint): Source {
  return action(optionsOf(endpoint, resolved));
}

function optionsOf(
  { forwardClientHeaders, timeoutSeconds }: HasuraAction['endpoint'],
  { url, headers }: ResolvedEndpoint,
) {
  return {
    url,
    headers: Object.fromEntries(headers),
    timeoutMs: Math.max(1, timeoutSeconds * 1000),
    ...(forwardClientHeaders && ({ forwardHeaders: 'all' } as const)),
  };
}
