import { toInconsistentObject } from '../metadata/leftOut.js';
import { readGivenLock } from '../start/readGivenLock.js';
import { isError, loadHasuraMetadata, refuseMetadata } from './loadHasuraMetadata.js';
import { type FromHasuraMetadata, type FromHasuraMetadataOptions, getValidOptions } from './options.js';

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
  const { strict, lock, ...valid } = getValidOptions(given);
  const loaded = await loadHasuraMetadata({ ...valid, lock: await readGivenLock(lock) });
  const { typeDefs, resolvers, options, problems, listed } = loaded;
  if (loaded.isEmpty || (strict && problems.some(isError))) throw refuseMetadata(problems);
  return { typeDefs, resolvers, options, problems, inconsistentObjects: listed.map(toInconsistentObject) };
}
