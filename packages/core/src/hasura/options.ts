import type { GraphQLScalarType } from 'graphql';
import type { Problem } from '../error/problem.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { Lock } from '../lock/lock.js';
import type { InconsistentObject } from '../metadata/hasuraMetadata.js';
import type { Environment } from '../metadata/resolveEnvironment.js';
import { getValidLock, type RemoteJoinsOptions } from '../options.js';

export interface FromHasuraMetadataOptions {
  /**
   * Metadata of Hasura 2 (version 3): the directory that `hasura metadata export` writes, or a JSON file, by its path or URL; or
   * the answer of `export_metadata` as text, or parsed.
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
  /**
   * What was used of the sources, as `remote-joins lock` tells it of metadata: the path of its file, or parsed. Databases and remote
   * schemas that cannot be asked are served as it says, and listed as inconsistent; they are asked again while requests are
   * answered. Default: they are left out.
   */
  readonly lock?: string | Lock | undefined;
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

const KNOWN: readonly string[] = ['metadata', 'env', 'compat', 'strict', 'lock'];

/** @throws RemoteJoinsError `INVALID_OPTIONS` */
export function getValidOptions(options: FromHasuraMetadataOptions) {
  if (typeof options !== 'object' || options === null) throw invalid('takes an object of options');
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw invalid(`has no option "${unknown}". Its options are ${KNOWN.join(', ')}`);
  const { metadata, env = process.env, compat, strict = false } = options;
  if (metadata === undefined) throw invalid('needs "metadata": a directory, a file, or JSON');
  if (typeof env !== 'object' || env === null) throw invalid('takes an object of variables as "env"');
  if (compat !== undefined && compat !== 'hasura') throw invalid('knows no "compat" but "hasura"');
  if (typeof strict !== 'boolean') throw invalid('takes true or false as "strict"');
  return { metadata, env, compat, strict, lock: getValidLock(options.lock) };
}

function invalid(what: string): RemoteJoinsError {
  return new RemoteJoinsError('INVALID_OPTIONS', `fromHasuraMetadata ${what}.`);
}
