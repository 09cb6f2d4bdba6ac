import type { GraphQLScalarType, GraphQLSchema } from 'graphql';
import { type Problem, printProblem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import { reportNoAdminSecret } from '../metadata/adminSecret.js';
import { checkMetadata } from '../metadata/checkMetadata.js';
import { checkReferences } from '../metadata/checkReferences.js';
import { namings } from '../metadata/database/naming.js';
import type { HasuraMetadata, InconsistentObject } from '../metadata/hasuraMetadata.js';
import { type LeftOut, toInconsistentObject } from '../metadata/leftOut.js';
import { toProblem } from '../metadata/metadataReport.js';
import type { Catalogs } from '../metadata/printing/checkCatalogs.js';
import { createNumericScalars } from '../metadata/printing/numericScalars.js';
import { reportUnsupported } from '../metadata/printing/reportUnsupported.js';
import { type SettledMetadata, settleMetadata } from '../metadata/printing/settleMetadata.js';
import { withoutObjects } from '../metadata/printing/withoutObjects.js';
import { readMetadata } from '../metadata/readMetadata.js';
import { reportSettings } from '../metadata/reportSettings.js';
import { type Environment, type ResolvedMetadata, resolveEnvironment } from '../metadata/resolveEnvironment.js';
import { createScope } from '../metadata/scope.js';
import type { Catalog, SchemaCatalog, TableCatalog } from '../model/catalog.js';
import type { RemoteJoinsOptions } from '../options.js';
import { holdSources } from '../start/holdSources.js';
import { introspectSources } from '../start/introspectSources.js';
import { createMetadataSession } from './metadataSession.js';
import { createMetadataSources, type MetadataSources, type RemoteSchemaPermissions } from './metadataSources.js';
import { readEnumTables } from './readEnumTables.js';

export interface FromHasuraMetadataOptions {
  /**
   * Metadata of Hasura 2 (version 3): the path of the directory that `hasura metadata export` writes, that of a JSON file, the
   * answer of `export_metadata` as text, or parsed.
   */
  readonly metadata: unknown;
  /** Where URLs, headers and the settings `HASURA_GRAPHQL_…` come from. Default: `process.env`. */
  readonly env?: Environment | undefined;
  /**
   * `'hasura'`: lists from another source are nullable, and null where a part of their key is, as in Hasura. Default: they are
   * non-null, and empty there.
   */
  readonly compat?: 'hasura' | undefined;
  /** Whether to fail where anything had to be left out. Default: false. */
  readonly strict?: boolean | undefined;
}

export interface FromHasuraMetadata {
  /** SDL with our directives, without the definitions of these. */
  readonly typeDefs: string;
  /** Scalars that are written as Hasura writes them. To be given to the host with its own resolvers. */
  readonly resolvers: Readonly<Record<string, GraphQLScalarType>>;
  /** Options of `remoteJoins`. */
  readonly options: Pick<RemoteJoinsOptions, 'sources' | 'session' | 'inheritedRoles'>;
  /** Everything that is wrong or not supported. */
  readonly problems: readonly Problem[];
  /** What was left out, as Hasura's `get_inconsistent_metadata` lists it. Definitions may hold what only admins may see. */
  readonly inconsistentObjects: readonly InconsistentObject[];
}

/**
 * What a server needs in order to serve what Hasura serves by some metadata: SDL, sources, session and roles. Asks the
 * databases and remote schemas what they hold, then closes them again. What is inconsistent is left out and listed, with
 * what depends on it; what Hasura has and we do not is a warning.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`; `INVALID_SCHEMA` where nothing is left to serve, and with `strict` where
 * anything is inconsistent
 *
 * @example
 * const { typeDefs, resolvers, options } = await fromHasuraMetadata({ metadata: './hasura/metadata' });
 * new ApolloServer({ typeDefs: [remoteJoinsTypeDefs, typeDefs], resolvers, plugins: [remoteJoins(options)] });
 */
export async function fromHasuraMetadata(given: FromHasuraMetadataOptions): Promise<FromHasuraMetadata> {
  const { strict, ...valid } = getValidOptions(given);
  const { isEmpty, remoteSchemas: _, leftOut, ...served } = await loadHasuraMetadata(valid);
  if (isEmpty || (strict && served.problems.some(isError))) throw refused(served.problems);
  return { ...served, inconsistentObjects: leftOut.map(toInconsistentObject) };
}

/** What is served by metadata, be it nothing. */
export interface LoadedMetadata extends Omit<FromHasuraMetadata, 'inconsistentObjects'> {
  /** There is nothing to serve, and the SDL says so. */
  readonly isEmpty: boolean;
  /** What the remote schemas answered, by their names. */
  readonly remoteSchemas: ReadonlyMap<string, GraphQLSchema>;
  readonly leftOut: readonly LeftOut[];
}

export type LoadOptions = Pick<FromHasuraMetadataOptions, 'metadata' | 'compat'> & { readonly env: Environment };

/** @throws RemoteJoinsError where it is no metadata, or could not be printed */
export async function loadHasuraMetadata({ metadata: source, env, compat }: LoadOptions): Promise<LoadedMetadata> {
  const session = createMetadataSession(env);
  const problems: Problem[] = [];
  const leftOut: LeftOut[] = [];
  const scope = createScope((finding) => problems.push(toProblem(finding)), leftOut);

  const { metadata, databaseUrls, remoteSchemas, actions } = await read(source, env, problems, leftOut);
  const resolved = { metadata, databaseUrls, remoteSchemas, actions };
  const opened = createMetadataSources({ ...resolved, problems, leftOut }, scope);
  const sound = checkReferences(withoutObjects(metadata, opened.left), scope, leftOut);
  const remotePermissions = isOn(env.HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS);
  const { catalogs, enumValues } = await ask(sound, opened);
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
    leftOut,
  );
  reportUnsupported(settled.metadata, scope);
  reportSettings(env, scope);
  reportNoAdminSecret(metadata, env, scope);
  problems.push(...settled.problems);
  const { printed } = settled;
  if (settled.problems.some(isError)) throw refused(problems);

  const final = { ...resolved, metadata: settled.metadata, problems: [], leftOut: [] };
  const permissions = remotePermissions ? permissionsOf(settled) : undefined;
  const { sources } = createMetadataSources(final, scope, permissions);
  return {
    isEmpty: printed.isEmpty,
    remoteSchemas: new Map(Array.from(catalogs.remoteSchemas, schemaOf).filter(isKnown)),
    typeDefs: printed.isEmpty ? NO_QUERIES : printed.text,
    resolvers: createNumericScalars(printed.scalars, isOn(env.HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES)),
    options: { sources: Object.fromEntries(sources), session, inheritedRoles: inheritedRolesOf(settled.metadata) },
    problems,
    leftOut,
  };
}

async function read(
  source: unknown,
  env: Environment,
  problems: Problem[],
  leftOut: LeftOut[],
): Promise<ResolvedMetadata> {
  const { tree, problems: ofFiles } = await readMetadata(source);
  const checked = checkMetadata(tree);
  problems.push(...ofFiles, ...checked.problems);
  leftOut.push(...checked.leftOut);
  if (checked.metadata === undefined) throw refused(problems);
  const resolved = resolveEnvironment(checked.metadata, env);
  problems.push(...resolved.problems);
  leftOut.push(...resolved.leftOut);
  return resolved;
}

async function ask(metadata: HasuraMetadata, { sources, names }: MetadataSources) {
  const close = holdSources(sources);
  try {
    const { catalogs: found, failures } = await introspectSources(sources);
    const of = (name: string | undefined): Catalog | Error | undefined =>
      name === undefined ? undefined : (found.get(name) ?? failures.get(name));
    const databases = new Map<string, TableCatalog | Error>();
    for (const [name, own] of names.databases) {
      const catalog = of(own);
      if (catalog instanceof Error || catalog?.kind === 'tables') databases.set(name, catalog);
    }
    const remotes = new Map<string, SchemaCatalog | Error>();
    for (const [name, own] of names.remoteSchemas) {
      const catalog = of(own);
      if (catalog instanceof Error || catalog?.kind === 'schema') remotes.set(name, catalog);
    }
    const catalogs: Catalogs = { databases, remoteSchemas: remotes };
    return { catalogs, enumValues: await readEnumTables(metadata, databases, names, sources) };
  } finally {
    await close();
  }
}

/** As Hasura has it. */
const NO_QUERIES = 'type Query { no_queries_available: String }';

function schemaOf([name, catalog]: readonly [string, SchemaCatalog | Error]) {
  return [name, catalog instanceof Error ? undefined : catalog.schema] as const;
}

function isKnown(entry: readonly [string, GraphQLSchema | undefined]): entry is readonly [string, GraphQLSchema] {
  return entry[1] !== undefined;
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

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** As Hasura reads its settings. */
function isOn(setting: string | undefined): boolean {
  return ['true', 't', 'yes', 'y'].includes(setting?.toLowerCase() ?? '');
}

function refused(problems: readonly Problem[]): RemoteJoinsError {
  const lines = problems.filter(isError).map((problem) => `\n  - ${printProblem(problem)}`);
  const what =
    lines.length === 0 ? 'holds nothing to serve. Track a table, or add a remote schema' : 'is inconsistent:';
  return new RemoteJoinsError('INVALID_SCHEMA', `The metadata ${what}${lines.join('') || '.'}`, { problems });
}

const KNOWN: readonly string[] = ['metadata', 'env', 'compat', 'strict'];

function getValidOptions(options: FromHasuraMetadataOptions) {
  if (typeof options !== 'object' || options === null) throw invalid('takes an object of options');
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw invalid(`has no option "${unknown}". Its options are ${KNOWN.join(', ')}`);
  const { metadata, env = process.env, compat, strict = false } = options;
  if (metadata === undefined) throw invalid('needs "metadata": a directory, a file, or JSON');
  if (typeof env !== 'object' || env === null) throw invalid('takes an object of variables as "env"');
  if (compat !== undefined && compat !== 'hasura') throw invalid('knows no "compat" but "hasura"');
  if (typeof strict !== 'boolean') throw invalid('takes true or false as "strict"');
  return { metadata, env, compat, strict };
}

function invalid(what: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `fromHasuraMetadata ${what}.`);
}
