import { readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../usageError.js';
import type { RemoteJoinsConfig } from './config.js';
import { findConfig } from './findConfig.js';

/** The config and where it stands. */
export interface LoadedConfig {
  readonly config: RemoteJoinsConfig;
  /** Paths of the config are relative to it; the working directory where there is no file. */
  readonly folder: string;
  /** Absent where there is none. */
  readonly file?: string;
}

/** @throws UsageError where there is no such file, or it holds no config */
export async function loadConfig(folder: string, named?: string): Promise<LoadedConfig> {
  const file = findConfig(folder, named);
  if (file === undefined) return { config: {}, folder };
  return { config: getValidConfig(await read(file), basename(file)), folder: dirname(file), file };
}

async function read(file: string): Promise<unknown> {
  try {
    if (extname(file) === '.json') return JSON.parse(readFileSync(file, 'utf8'));
    return defaultOf(/\.[cm]?ts$/.test(file) ? await importTypeScript(file) : await import(pathToFileURL(file).href));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The config file ${basename(file)} cannot be read: ${reason}`);
  }
}

/** Why Node cannot take a file that jiti can: no type stripping (before 22.18), or syntax or paths beyond it. */
const BEYOND_NODE: ReadonlySet<unknown> = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_MODULE_NOT_FOUND',
]);

/** Node itself where it can, so that the config's modules are those of the server; else jiti. */
async function importTypeScript(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && BEYOND_NODE.has(error.code))) throw error;
    const { createJiti } = await import('jiti');
    return createJiti(import.meta.url).import(file);
  }
}

function defaultOf(module: unknown): unknown {
  const found = isRecord(module) && 'default' in module ? module.default : module;
  // A module in CommonJS that says `exports.default`.
  return isRecord(found) && 'default' in found ? found.default : found;
}

/** Everything that a config may have. */
export const configKeys = [
  'typeDefs',
  'schema',
  'metadata',
  'sources',
  'inheritedRoles',
  'operations',
  'maxCalls',
  'lock',
] as const satisfies readonly (keyof RemoteJoinsConfig)[];

function getValidConfig(config: unknown, file: string): RemoteJoinsConfig {
  const refuse = (what: string): never => {
    throw new UsageError(`The config file ${file} ${what}.`);
  };
  if (!isRecord(config)) return refuse('exports no object. Export one as its default');
  for (const name of Object.keys(config)) {
    if (name !== '$schema' && !configKeys.some((known) => known === name))
      return refuse(`has an unknown key "${name}". It may have ${configKeys.join(', ')}`);
  }
  for (const name of ['typeDefs', 'operations'] as const) {
    const paths = config[name];
    const list: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
    if (paths !== undefined && !list.every((path) => typeof path === 'string'))
      return refuse(`must have a path, or a list of paths, as "${name}"`);
  }
  for (const name of ['metadata', 'lock'] as const) {
    if (config[name] !== undefined && typeof config[name] !== 'string') return refuse(`must have a path as "${name}"`);
  }
  const { maxCalls, sources, inheritedRoles, typeDefs, schema } = config;
  if (maxCalls !== undefined && !(Number.isInteger(maxCalls) && Number(maxCalls) >= 0))
    return refuse('must have a whole number as "maxCalls"');
  if (sources !== undefined && !isRecord(sources)) return refuse('must have an object of sources as "sources"');
  if (inheritedRoles !== undefined && !isRecord(inheritedRoles))
    return refuse('must have an object of roles as "inheritedRoles"');
  if (typeDefs !== undefined && schema !== undefined)
    return refuse('has both "typeDefs" and "schema". Keep one of them');
  return config; // what the sources are, and the roles, is checked where they are used
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
