import type { Problem } from './error/problem.js';
import type { Lock } from './lock/lock.js';
import { lockOf } from './lock/lockOf.js';
import { getValidOptions, type RemoteJoinsOptions } from './options.js';
import { holdSources } from './start/holdSources.js';
import { introspectSources } from './start/introspectSources.js';
import { recallSources } from './start/recallSources.js';
import { checkTypeDefs as checkAgainstCatalogs } from './validation/checkTypeDefs.js';
import type { TypeDefs } from './validation/parseTypeDefs.js';

export interface CheckTypeDefsOptions extends Pick<RemoteJoinsOptions, 'sources' | 'inheritedRoles' | 'lock'> {
  /** SDL as hosts take it: one text or several, parsed or not; a `Source` of graphql-js names its file. */
  readonly typeDefs: TypeDefs;
}

/**
 * Checks SDL against its sources without a host, for CI: what a host's own SDL validation would refuse, and everything that
 * is checked at start. Answers all problems, errors and warnings; fields that may have resolvers are warnings. The sources
 * are asked, then closed; with a lock, only those that are not in it.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export async function checkTypeDefs(options: CheckTypeDefsOptions): Promise<readonly Problem[]> {
  const { problems } = await check(options);
  return problems;
}

/**
 * Checks SDL as `checkTypeDefs` does, and tells what it uses of its sources; no lock where a problem is an error.
 *
 * @throws RemoteJoinsError `INVALID_OPTIONS`
 */
export async function lockTypeDefs(
  options: Omit<CheckTypeDefsOptions, 'lock'>,
): Promise<{ readonly lock?: Lock; readonly problems: readonly Problem[] }> {
  const { model, catalogs, problems } = await check(options);
  return model === undefined ? { problems } : { lock: lockOf(catalogs, model), problems };
}

async function check({ typeDefs, ...options }: CheckTypeDefsOptions) {
  const { sources, inheritedRoles, lock } = getValidOptions(options);
  const close = holdSources(sources);
  try {
    const { catalogs, failures } = await (lock === undefined
      ? introspectSources(sources)
      : recallSources(sources, lock));
    return { catalogs, ...checkAgainstCatalogs({ typeDefs, catalogs, failures, inheritedRoles }) };
  } finally {
    await close();
  }
}
