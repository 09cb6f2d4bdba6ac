import { resolve } from 'node:path';
import { type Inspection, inspectTypeDefs, RemoteJoinsError, type RemoteJoinsOptions } from '@remote-joins/core';
import { type GraphQLSchema, isSchema, type Source as SDLSource } from 'graphql';
import type { RemoteJoinsConfig } from './config/config.js';
import { type LoadedConfig, loadConfig } from './config/loadConfig.js';
import { openSources } from './config/openSources.js';
import { expandPaths } from './input/expandPaths.js';
import { displayPath } from './input/paths.js';
import { readSdl } from './input/readSdl.js';
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
  const { config, folder } = loaded;
  if (options.metadata === undefined) return loadTypeDefs(options.files ?? [], loaded);
  if (options.metadata !== true) return loadMetadata(resolve(options.metadata));
  if (config.metadata === undefined) throw new UsageError('The config names no metadata. Give --metadata a path.');
  return loadMetadata(resolve(folder, config.metadata));
}

// ── SDL ─────────────────────────────────────────────────────────────────────────────────────────────────────────

async function loadTypeDefs(files: readonly string[], { config, folder, file }: LoadedConfig): Promise<Graph> {
  const { sources, inheritedRoles } = config;
  const typeDefs = files.length > 0 ? readSdl(expandPaths(process.cwd(), files)) : await readConfigured(config, folder);
  const inspection = await inspect({ typeDefs, sources: openSources(sources, folder), inheritedRoles });
  const fallback = displayPath(file ?? (isSchema(typeDefs) ? folder : (typeDefs[0]?.name ?? folder)));
  return toGraph(inspection, (text) => text, fallback);
}

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

async function loadMetadata(path: string): Promise<Graph> {
  const { findings, graph, fallback } = await readMetadata(path);
  if (graph === undefined || findings.some(({ severity }) => severity === 'error')) return { findings, fallback };
  const { joins } = await inspect({ typeDefs: graph.typeDefs, ...graph.options });
  return { findings, fallback, ...(joins && { joins }) };
}

// ── Both ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function inspect({
  typeDefs,
  sources,
  inheritedRoles,
}: Pick<RemoteJoinsOptions, 'sources' | 'inheritedRoles'> & {
  readonly typeDefs: string | readonly SDLSource[] | GraphQLSchema;
}): Promise<Inspection> {
  const progress = createProgress();
  try {
    return await inspectTypeDefs({ typeDefs, sources: watchSources(sources, progress), inheritedRoles });
  } catch (error) {
    if (error instanceof RemoteJoinsError) throw new UsageError(error.message);
    throw error;
  } finally {
    progress.done();
  }
}

function toGraph({ problems, joins }: Inspection, fileOf: (text: string) => string, fallback: string): Graph {
  const findings = problems.map((problem) => toFinding(problem, (text) => text && fileOf(text)));
  return { findings, fallback, ...(joins && { joins }) };
}
