import { findUsedDrift, type UsedDrift } from './compareWithLock.js';
import type { Problem } from './error/problem.js';
import { openMetadataSources } from './hasura/loadHasuraMetadata.js';
import { type InspectMetadataOptions, loadSound } from './inspectMetadata.js';
import type { Lock } from './lock/lock.js';

export interface CompareMetadataWithLockOptions extends InspectMetadataOptions {
  readonly lock: Lock;
}

/**
 * For tools: `compareWithLock` of metadata. What changed is told with the coordinates of the SDL that is made of it.
 *
 * @returns `drift`, absent where the metadata is not sound against the lock; `problems` say why, and which sources cannot be asked
 * @throws RemoteJoinsError as `inspectMetadata`
 */
export async function compareMetadataWithLock(
  options: CompareMetadataWithLockOptions,
): Promise<{ readonly problems: readonly Problem[]; readonly drift?: readonly UsedDrift[] }> {
  const sound = await loadSound(options);
  if (sound.model === undefined) return { problems: sound.problems };
  const opened = await openMetadataSources(sound.options);
  const { problems, drift } = await findUsedDrift(sound.model, {
    lock: options.lock,
    catalogs: sound.catalogs,
    sources: opened.sources,
  });
  return { problems: [...opened.problems, ...problems], drift };
}
