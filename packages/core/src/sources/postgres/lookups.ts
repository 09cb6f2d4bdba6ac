import { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { ElsewhereFilter } from '../../model/permission.js';
import type { FetchContext, KeySet } from '../../source.js';
import type { RowsCall } from './rowsCall.js';

/** Reads a call anew, where some of what it depends on cannot be had. */
export type ReadWithout = (refused: ReadonlyMap<ElsewhereFilter, RemoteJoinsError>) => RowsCall | Error;

/**
 * A call with the keys of other databases that its permissions depend on. Fields whose keys cannot be had fail, and those
 * alone. At once where all are known; never rejects.
 */
export function awaitLookups(
  call: RowsCall,
  context: Pick<FetchContext, 'lookup'>,
  readWithout: ReadWithout,
): RowsCall | Error | Promise<RowsCall | Error> {
  const { lookups } = call.needs;
  const known = lookups.map((filter) => context.lookup(filter));
  if (known.every((keys): keys is KeySet => !(keys instanceof Promise))) return { ...call, found: known };
  return Promise.allSettled(known).then((settled) => {
    const found = new Map<ElsewhereFilter, KeySet>();
    const refused = new Map<ElsewhereFilter, RemoteJoinsError>();
    for (const [index, filter] of lookups.entries()) {
      const result = settled[index];
      if (result?.status === 'fulfilled') found.set(filter, result.value);
      else refused.set(filter, toError(result?.reason));
    }
    const sound = refused.size === 0 ? call : readWithout(refused);
    if (sound instanceof Error) return sound;
    return { ...sound, found: sound.needs.lookups.flatMap((filter) => found.get(filter) ?? []) };
  });
}

function toError(reason: unknown): RemoteJoinsError {
  if (reason instanceof RemoteJoinsError) return reason;
  return new RemoteJoinsError('INTERNAL_SERVER_ERROR', 'Its keys could not be read.');
}
