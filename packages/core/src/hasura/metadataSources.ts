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

export interface MetadataSourcesOptions {
  /** Default: those whose sources are opened when they are first used. */
  readonly makers?: SourceMakers | undefined;
  readonly permissions?: RemoteSchemaPermissions | undefined;
  /** Names they have already: some that had one may be gone. Default: they get their names here. */
  readonly names?: SourceNames | undefined;
}

/** What each role may see of remote schemas, by their names; absent where that is not to hold. */
export type RemoteSchemaPermissions = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** How the sources of metadata are made. */
export interface SourceMakers {
  readonly database: (source: HasuraSource, url: string) => Source;
  readonly remoteSchema: (
    remote: HasuraRemoteSchema,
    endpoint: ResolvedEndpoint,
    permissions: Readonly<Record<string, string>> | undefined,
  ) => Source;
  readonly action: (action: HasuraAction, endpoint: ResolvedEndpoint) => Source;
}

export const openingMakers: SourceMakers = {
  database: openDatabase,
  remoteSchema: openRemoteSchema,
  action: openAction,
};

/** The sources of metadata as the plugin takes them. Names of databases stay; others give way where they meet one. */
export function createMetadataSources(
  { metadata, databaseUrls, remoteSchemas, actions }: ResolvedMetadata,
  scope: Scope,
  { makers = openingMakers, permissions, names: known }: MetadataSourcesOptions = {},
): MetadataSources {
  const sources = new Map<string, Source>();
  const left = new Set<MetadataNode>();
  const taken = createNames();
  const names = { databases: new Map(), remoteSchemas: new Map(), actions: new Map() };
  const open = (kind: keyof SourceNames, object: ScopeObject, wanted: string, create: () => Source): void => {
    const source = scope.within(object, (inner) => createOrReport(inner, object, create));
    if (source === undefined) {
      left.add(object.node);
      return;
    }
    const name = known?.[kind].get(wanted) ?? taken.claim(wanted);
    sources.set(name, source);
    names[kind].set(wanted, name);
  };
  for (const source of metadata.sources) {
    const url = databaseUrls.get(source.name) ?? '';
    open('databases', objectOf.source(source), source.name, () => makers.database(source, url));
  }
  for (const remote of metadata.remoteSchemas) {
    const endpoint = remoteSchemas.get(remote.name);
    if (endpoint === undefined) continue;
    const own = permissions && (permissions.get(remote.name) ?? {});
    open('remoteSchemas', objectOf.remoteSchema(remote), remote.name, () => makers.remoteSchema(remote, endpoint, own));
  }
  for (const each of metadata.actions) {
    const endpoint = actions.get(each.name);
    if (endpoint === undefined) continue;
    open('actions', objectOf.action(each), each.name, () => makers.action(each, endpoint));
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
  { forwardClientHeaders, ignoredClientHeaders, timeoutSeconds }: HasuraAction['endpoint'],
  { url, headers }: ResolvedEndpoint,
) {
  return {
    url,
    headers: Object.fromEntries(headers),
    timeoutMs: Math.max(1, timeoutSeconds * 1000),
    ...(forwardClientHeaders && { forwardHeaders: { allBut: ignoredClientHeaders } }),
  };
}
