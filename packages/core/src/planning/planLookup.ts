import type { ElsewhereFilter } from '../model/permission.js';
import { remember } from '../model/remember.js';
import type { LookupPlan } from './fetchPlan.js';

/** Most keys that a filter may bring from another database. */
export const MAX_LOOKUP_KEYS = 100_000;

const plans = new WeakMap<ElsewhereFilter, LookupPlan>();

/** What to read for a filter on rows of another database: always the same plan for the same filter. */
export function planLookup(elsewhere: ElsewhereFilter): LookupPlan {
  const { coordinate, table } = elsewhere;
  return remember(plans, elsewhere, () => ({
    kind: 'lookup',
    source: table.source,
    coordinate,
    elsewhere,
    most: MAX_LOOKUP_KEYS + 1,
  }));
}
