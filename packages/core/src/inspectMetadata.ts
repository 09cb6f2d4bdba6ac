import type { Problem } from './error/problem.js';
import { RemoteJoinsError } from './error/RemoteJoinsError.js';
import {
  type LoadedMetadata,
  type LoadOptions,
  loadHasuraMetadata,
  refuseMetadata,
} from './hasura/loadHasuraMetadata.js';
import { type FromHasuraMetadataOptions, getValidOptions } from './hasura/options.js';
import { type Inspection, inspectModel } from './inspectTypeDefs.js';
import type { Lock } from './lock/lock.js';
import { lockForMetadata } from './lock/lockForMetadata.js';
import type { Model } from './model/model.js';
import { checkTypeDefs } from './validation/checkTypeDefs.js';

export interface InspectMetadataOptions extends Pick<FromHasuraMetadataOptions, 'metadata' | 'env' | 'compat'> {
  /** What sources hold, taken instead of asking them: then nothing is opened, and of the environment only settings are read. */
  readonly lock?: Lock | undefined;
}

/** What tools say of metadata. */
export interface MetadataInspection extends Inspection {
  /** The SDL that is made of it; absent where any problem is an error. */
  readonly typeDefs?: string;
}

/**
 * For tools: reads metadata as `fromHasuraMetadata` does and, where nothing of it is inconsistent, tells what roles see of it,
 * which calls operations make, and what it uses of its sources. These are asked what they hold, then closed.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`; `INVALID_SCHEMA` where there is nothing to serve, and nothing wrong
 */
export async function inspectMetadata(options: InspectMetadataOptions): Promise<MetadataInspection> {
  const { problems, ...sound } = await loadSound(options);
  if (sound.model === undefined) return { problems };
  const { model, catalogs, typeDefs, enumValuesOf } = sound;
  const joins = inspectModel(model, catalogs);
  return { problems, typeDefs, joins: { ...joins, lock: lockForMetadata(joins.lock, catalogs, enumValuesOf) } };
}

/** Metadata of which nothing is inconsistent, with its model. */
export interface SoundMetadata extends Pick<LoadedMetadata, 'problems' | 'typeDefs' | 'catalogs' | 'enumValuesOf'> {
  readonly model: Model;
  readonly options: Pick<LoadOptions, 'metadata' | 'env'>;
}

/** Loads metadata, from its sources or a lock; where anything of it is inconsistent, there is no model. */
export async function loadSound({
  lock,
  ...given
}: InspectMetadataOptions): Promise<
  SoundMetadata | { readonly problems: readonly Problem[]; readonly model?: undefined }
> {
  const { metadata, env, compat } = getValidOptions(given);
  const load = { metadata, env, compat, lock, isOffline: lock !== undefined };
  const loaded = await orProblems(() => loadHasuraMetadata(load));
  const { problems } = loaded;
  if (!('typeDefs' in loaded) || problems.some(({ severity }) => severity === 'error')) return { problems };
  if (loaded.isEmpty) throw refuseMetadata(problems);
  const { typeDefs, catalogs, enumValuesOf, options } = loaded;
  const inheritedRoles = new Map(Object.entries(options.inheritedRoles ?? {}));
  const { model } = checkTypeDefs({ typeDefs, catalogs, inheritedRoles });
  if (model === undefined) return { problems };
  return { problems, model, typeDefs, catalogs, enumValuesOf, options: { metadata, env } };
}

/** What is no metadata at all has problems, too. */
async function orProblems(
  load: () => Promise<LoadedMetadata>,
): Promise<LoadedMetadata | { readonly problems: readonly Problem[] }> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof RemoteJoinsError && error.problems.length > 0) return { problems: error.problems };
    throw error;
  }
}
