import { resolve } from 'node:path';
import { type Inspection, inspectMetadata, inspectTypeDefs, type Lock, RemoteJoinsError } from '@remote-joins/core';
import { type GraphQLSchema, isSchema, type Source as SDLSource } from 'graphql';
import type { RemoteJoinsConfig } from './config/config.js';
import { type LoadedConfig, loadConfig } from './config/loadConfig.js';
import { lockedSources, openSources } from './config/openSources.js';
import { expandPaths } from './input/expandPaths.js';
import { displayPath } from './input/paths.js';
import { readSdl } from './input/readSdl.js';
import { lockPath, readLockFile } from './lockFile.js';
import { readMetadata } from './readMetadata.js';
import { type Finding, toFinding } from './report/finding.js';
import { createProgress, watchSources } from './terminal/progress.js';
import { UsageError } from './usageError.js';

/** What names the graph on the command line; what it leaves out is the config's. */
export interface GraphOptions {
  readonly config?: string;
  /** Files with SDL, from the working directory. */
  readonly files?: readonly string[];
  /** Metadata to take in place of SDL; true where the config names it. */
  readonly metadata?: string | true;
  /** The lock to take in place of asking the sources; true where the config names it. */
  readonly lock?: string | true;
}

/** A graph that was checked: by what it is written in. */
export interface Graph {
  readonly findings: readonly Finding[];
  /** Absent where any finding is an error. */
  readonly joins?: Inspection['joins'];
  /** A file to tell of what has no place. */
  readonly fallback: string;
}

/** Reads the config. */
export function readConfig({ config }: Pick<GraphOptions, 'config'>): Promise<LoadedConfig> {
  return loadConfig(process.cwd(), config);
}

/**
 * Reads SDL or metadata, and checks it against the sources.
 * @throws UsageError where nothing says what to read
 */
export async function loadGraph(options: GraphOptions, loaded: LoadedConfig): Promise<Graph> {
  const lock = options.lock === undefined ? undefined : readLockFile(lockPath(options.lock, loaded));
  const metadata = metadataPath(options, loaded);
  return metadata === undefined ? loadTypeDefs(options.files ?? [], loaded, lock) : loadMetadata(metadata, lock);
}

/** Where the metadata is, if it is that what is named: by the options, or by a config that names no SDL beside it. */
export function metadataPath(
  { metadata, files = [] }: Pick<GraphOptions, 'metadata' | 'files'>,
  { config, folder }: LoadedConfig,
): string | undefined {
  if (typeof metadata === 'string') return resolve(metadata);
  const isOther = files.length > 0 || config.typeDefs !== undefined || config.schema !== undefined;
  if (metadata === undefined && (isOther || config.metadata === undefined)) return undefined;
  if (config.metadata === undefined) throw new UsageError('The config names no metadata. Give --metadata a path.');
  return resolve(folder, config.metadata);
}

// ── SDL ─────────────────────────────────────────────────────────────────────────────────────────────────────────

async function loadTypeDefs(files: readonly string[], loaded: LoadedConfig, lock: Lock | undefined): Promise<Graph> {
  const { config, folder } = loaded;
  const { inheritedRoles } = config;
  const typeDefs = await readTypeDefs(files, loaded);
  const sources = lock === undefined ? openSources(config.sources, folder) : lockedSources(config.sources, folder);
  const progress = createProgress();
  const { problems, joins } = await refuseOptions(() =>
    inspectTypeDefs({ typeDefs, sources: watchSources(sources, progress), inheritedRoles, lock }),
  ).finally(progress.done);
  const told = problems.map((problem) => toFinding(problem));
  const findings = lock === undefined ? told : told.map(remindOfLock);
  return { findings, fallback: fallbackOf(typeDefs, loaded), ...(joins && { joins }) };
}

/** The SDL of the files named, or else what the config names. */
export function readTypeDefs(
  files: readonly string[],
  { config, folder }: LoadedConfig,
): Promise<readonly SDLSource[] | GraphQLSchema> {
  return files.length > 0
    ? Promise.resolve(readSdl(expandPaths(process.cwd(), files)))
    : readConfigured(config, folder);
}

/** A file to tell of what has no place. */
export function fallbackOf(typeDefs: readonly SDLSource[] | GraphQLSchema, { folder, file }: LoadedConfig): string {
  return displayPath(file ?? (isSchema(typeDefs) ? folder : (typeDefs[0]?.name ?? folder)));
}

/** What the lock does not have, the source may have by now. */
function remindOfLock(finding: Finding): Finding {
  // Without the lock, it is a source that is down.
  if (finding.code === 'METADATA_SOURCE_UNAVAILABLE') return { ...finding, remedy: 'Run: remote-joins lock' };
  if (!DEPENDS_ON_LOCK.test(finding.code)) return finding;
  return { ...finding, remedy: `${finding.remedy} If the source has it by now, run: remote-joins lock` };
}

const DEPENDS_ON_LOCK = /^(?:UNKNOWN_(?:COLUMN|TABLE|PARENT_FIELD|REMOTE_)|UNJUDGED_FIELD|METADATA_INCONSISTENT)/;

async function readConfigured(
  { typeDefs, schema }: RemoteJoinsConfig,
  folder: string,
): Promise<readonly SDLSource[] | GraphQLSchema> {
  if (schema !== undefined) {
    const built = typeof schema === 'function' ? await schema() : schema;
    if (isSchema(built)) return built;
    throw new UsageError('The config\'s "schema" is no schema of graphql-js. There must be one copy of graphql alone.');
  }
  if (typeDefs !== undefined) return readSdl(expandPaths(folder, typeDefs));
  throw new UsageError('Nothing says what to read. Name files with SDL, or a config that has "typeDefs".');
}

// ── Metadata ────────────────────────────────────────────────────────────────────────────────────────────────────

async function loadMetadata(path: string, lock: Lock | undefined): Promise<Graph> {
  const { findings, graph, fallback } = await readMetadata(path, (metadata) => inspectMetadata({ metadata, lock }));
  const told = lock === undefined ? findings : findings.map(remindOfLock);
  return { findings: told, fallback, ...(graph?.joins && { joins: graph.joins }) };
}

/** Options that core refuses are those of the config. */
export async function refuseOptions<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RemoteJoinsError ? new UsageError(error.message) : error;
  }
}
