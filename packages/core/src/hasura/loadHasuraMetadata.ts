import type { GraphQLSchema } from 'graphql';
import { type Problem, printProblem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { EnumValuesOf } from '../lock/lockForMetadata.js';
import { reportNoAdminSecret } from '../metadata/adminSecret.js';
import { checkMetadata } from '../metadata/checkMetadata.js';
import { checkReferences } from '../metadata/checkReferences.js';
import { namings } from '../metadata/database/naming.js';
import type { HasuraMetadata } from '../metadata/hasuraMetadata.js';
import type { LeftOut } from '../metadata/leftOut.js';
import { toProblem } from '../metadata/metadataReport.js';
import { createNumericScalars } from '../metadata/printing/numericScalars.js';
import type { SourceNames } from '../metadata/printing/printing.js';
import { reportUnsupported } from '../metadata/printing/reportUnsupported.js';
import { type SettledMetadata, settleMetadata } from '../metadata/printing/settleMetadata.js';
import { withoutObjects } from '../metadata/printing/withoutObjects.js';
import { readMetadata } from '../metadata/readMetadata.js';
import { reportSettings } from '../metadata/reportSettings.js';
import { reportStale } from '../metadata/reportStale.js';
import {
  type Environment,
  type ResolvedMetadata,
  resolveEnvironment,
  withoutEnvironment,
} from '../metadata/resolveEnvironment.js';
import { createScope } from '../metadata/scope.js';
import type { Catalog } from '../model/catalog.js';
import type { Source } from '../source.js';
import { toRemembering } from '../start/askOrRecall.js';
import { type AskedSources, askSources, type GivenLock } from './askSources.js';
import { lockedMakers } from './lockedMakers.js';
import { createMetadataSession } from './metadataSession.js';
import { createMetadataSources, openingMakers, type RemoteSchemaPermissions } from './metadataSources.js';
import type { FromHasuraMetadata, FromHasuraMetadataOptions } from './options.js';

/** What is served by metadata, be it nothing. */
export interface LoadedMetadata extends Omit<FromHasuraMetadata, 'inconsistentObjects'> {
  /** There is nothing to serve, and the SDL says so. */
  readonly isEmpty: boolean;
  /** What the remote schemas answered, by their names. */
  readonly remoteSchemas: ReadonlyMap<string, GraphQLSchema>;
  /** What the sources hold, by their names in `options`. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** By name of a source in `options`. */
  readonly enumValuesOf: EnumValuesOf;
  /** Those of `options.sources` that could not be asked, so that the lock tells what they hold. */
  readonly stale: ReadonlySet<string>;
  /** What is listed as inconsistent: what is left out, and what is served as the lock has it. */
  readonly listed: readonly LeftOut[];
  /** What of it is not served. */
  readonly leftOut: readonly LeftOut[];
}

export interface LoadOptions extends Pick<FromHasuraMetadataOptions, 'metadata' | 'compat'>, GivenLock {
  readonly env: Environment;
}

/** @throws RemoteJoinsError where it is no metadata, or could not be printed */
export async function loadHasuraMetadata({
  metadata: source,
  env,
  compat,
  lock,
  isOffline = false,
}: LoadOptions): Promise<LoadedMetadata> {
  const makers = isOffline ? lockedMakers : openingMakers;
  const session = createMetadataSession(env);
  const problems: Problem[] = [];
  const listed: LeftOut[] = [];
  const scope = createScope((finding) => problems.push(toProblem(finding)), listed);

  const { metadata, databaseUrls, remoteSchemas, actions } = await read(
    source,
    isOffline ? undefined : env,
    problems,
    listed,
  );
  const resolved = { metadata, databaseUrls, remoteSchemas, actions };
  const opened = createMetadataSources({ ...resolved, problems, leftOut: listed }, scope, { makers });
  const sound = checkReferences(withoutObjects(metadata, opened.left), scope, listed);
  const remotePermissions = isOn(env.HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS);
  const { catalogs, enumValues, stale } = await askSources(sound, opened, { lock, isOffline });
  const settled = settleMetadata(
    {
      metadata: sound,
      catalogs,
      enumValues,
      sourceNames: opened.names,
      naming: namings.find((name) => name === env.HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION) ?? 'hasura-default',
      nullableLists: compat === 'hasura',
      remotePermissions,
      inferFunctionPermissions: isOn(env.HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS ?? 'true'),
    },
    scope,
    listed,
  );
  reportUnsupported(settled.metadata, scope);
  reportSettings(env, scope);
  reportNoAdminSecret(metadata, env, scope);
  problems.push(...settled.problems);
  const { printed } = settled;
  if (settled.problems.some(isError)) throw refuseMetadata(problems);

  const final = { ...resolved, metadata: settled.metadata, problems: [], leftOut: [] };
  const permissions = remotePermissions ? permissionsOf(settled) : undefined;
  const { sources } = createMetadataSources(final, scope, { makers, permissions, names: opened.names });
  const leftOut = [...listed];
  reportStale(settled.metadata, opened.names, stale, scope);
  return {
    isEmpty: printed.isEmpty,
    remoteSchemas: new Map(answeredSchemas(catalogs, opened.names, stale)),
    catalogs: settled.catalogs,
    enumValuesOf: byPluginName(enumValues, opened.names),
    stale: new Set([...stale.keys()].filter((name) => sources.has(name))),
    listed,
    typeDefs: printed.isEmpty ? NO_QUERIES : printed.text,
    resolvers: createNumericScalars(printed.scalars, isOn(env.HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES)),
    options: {
      sources: Object.fromEntries(remember(sources, settled.catalogs, stale)),
      session,
      inheritedRoles: inheritedRolesOf(settled.metadata),
    },
    problems,
    leftOut,
  };
}

/** The sources of metadata by their names in the plugin, of which none was asked; and what is wrong with the metadata by itself. */
export async function openMetadataSources({ metadata, env }: Pick<LoadOptions, 'metadata' | 'env'>): Promise<{
  readonly sources: ReadonlyMap<string, Source>;
  readonly problems: readonly Problem[];
}> {
  const problems: Problem[] = [];
  const scope = createScope((finding) => problems.push(toProblem(finding)), []);
  const { sources } = createMetadataSources(await read(metadata, env, problems, []), scope);
  return { sources, problems };
}

async function read(
  source: unknown,
  env: Environment | undefined,
  problems: Problem[],
  leftOut: LeftOut[],
): Promise<ResolvedMetadata> {
  const { tree, problems: ofFiles } = await readMetadata(source);
  const checked = checkMetadata(tree);
  problems.push(...ofFiles, ...checked.problems);
  leftOut.push(...checked.leftOut);
  if (checked.metadata === undefined) throw refuseMetadata(problems);
  const resolved = env === undefined ? withoutEnvironment(checked.metadata) : resolveEnvironment(checked.metadata, env);
  problems.push(...resolved.problems);
  leftOut.push(...resolved.leftOut);
  return resolved;
}

/** As Hasura has it. */
const NO_QUERIES = 'type Query { no_queries_available: String }';

function* answeredSchemas(
  { remoteSchemas }: AskedSources['catalogs'],
  names: SourceNames,
  stale: AskedSources['stale'],
): Generator<readonly [string, GraphQLSchema]> {
  for (const [name, catalog] of remoteSchemas) {
    if (!(catalog instanceof Error) && !stale.has(names.remoteSchemas.get(name) ?? name)) yield [name, catalog.schema];
  }
}

function byPluginName(enumValues: AskedSources['enumValues'], { databases }: SourceNames): EnumValuesOf {
  const written = new Map(Array.from(databases, ([name, own]) => [own, name]));
  return (own, table) => enumValues(written.get(own) ?? own, table);
}

/** A start does not wait for sources that were asked in vain. */
function* remember(
  sources: ReadonlyMap<string, Source>,
  catalogs: ReadonlyMap<string, Catalog>,
  stale: AskedSources['stale'],
): Generator<readonly [string, Source]> {
  for (const [name, source] of sources) {
    const saved = stale.has(name) ? catalogs.get(name) : undefined;
    yield [name, saved === undefined ? source : toRemembering(source, saved)];
  }
}

function permissionsOf({ metadata, closed }: SettledMetadata): RemoteSchemaPermissions {
  return new Map(
    metadata.remoteSchemas.map(({ name, permissions }) => [
      name,
      Object.fromEntries([
        ...permissions.map(({ role, schema }) => [role, schema]),
        ...[...(closed.get(name) ?? [])].map((role) => [role, '']),
      ]),
    ]),
  );
}

function inheritedRolesOf({ inheritedRoles }: HasuraMetadata): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(inheritedRoles.map(({ role, roleSet }) => [role, [...roleSet]]));
}

/** Whether something is left out for it. */
export function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** As Hasura reads its settings. */
function isOn(setting: string | undefined): boolean {
  return ['true', 't', 'yes', 'y'].includes(setting?.toLowerCase() ?? '');
}

/** Why nothing is served. */
export function refuseMetadata(problems: readonly Problem[]): RemoteJoinsError {
  const lines = problems.filter(isError).map((problem) => `\n  - ${printProblem(problem)}`);
  const what =
    lines.length === 0 ? 'holds nothing to serve. Track a table, or add a remote schema' : 'is inconsistent:';
  return new RemoteJoinsError('INVALID_SCHEMA', `The metadata ${what}${lines.join('') || '.'}`, { problems });
}
