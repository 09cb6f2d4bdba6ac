import type { RemoteJoinsError } from '../../error/RemoteJoinsError.js';
import type { ElsewhereFilter } from '../../model/permission.js';
import type { FetchContext } from '../../source.js';

/** What is gathered for one statement, over all of its fields. */
export interface Gathered {
  readonly values: unknown[];
  readonly lookups: ElsewhereFilter[];
  readonly sessionVariables: Set<string>;
  hasArguments: boolean;
}

/** What arguments and permissions are read from. */
export interface ReadContext extends Pick<FetchContext, 'variables' | 'names' | 'session'> {
  /** Filters whose keys cannot be had. */
  readonly refused?: ReadonlyMap<ElsewhereFilter, RemoteJoinsError>;
}

export function createGathered(): Gathered {
  return { values: [], lookups: [], sessionVariables: new Set(), hasArguments: false };
}
