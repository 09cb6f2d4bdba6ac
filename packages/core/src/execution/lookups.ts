import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { ElsewhereFilter } from '../model/permission.js';
import type { LookupPlan } from '../planning/fetchPlan.js';
import { MAX_LOOKUP_KEYS, planLookup } from '../planning/planLookup.js';
import { numberKeys } from '../shaping/numberKeys.js';
import type { Answer, FetchContext, KeySet } from '../source.js';

/**
 * Reads the keys that filters ask for in other databases: once for equal filters, whichever and however many of the
 * operation's plans depend on them. What fails fails for all of them.
 */
export function createLookups(fetch: (plan: LookupPlan) => Promise<Answer>): FetchContext['lookup'] {
  const known = new Map<string, KeySet | Promise<KeySet>>();

  async function read(plan: LookupPlan): Promise<KeySet> {
    const keys = readKeys(plan.elsewhere, await fetch(plan));
    known.set(plan.identity, keys);
    return keys;
  }

  return (filter) => {
    const plan = planLookup(filter);
    const before = known.get(plan.identity);
    if (before !== undefined) return before;
    const reading = read(plan);
    reading.catch(() => {}); // every plan that depends on it reports it
    known.set(plan.identity, reading);
    return reading;
  };
}

function readKeys({ keys }: ElsewhereFilter, answer: Answer): KeySet {
  invariant(answer.kind === 'rows', 'keys that were read from no database');
  const [columns = []] = answer.sets;
  const rows = columns[0]?.length ?? 0;
  if (rows > MAX_LOOKUP_KEYS) {
    throw new RemoteJoinsError(
      'LIMIT_EXCEEDED',
      `It has more than ${MAX_LOOKUP_KEYS} keys to filter by. Narrow the filter of the role's permission.`,
      { extensions: { limit: 'keys' } },
    );
  }
  const forms = keys.map(({ form }) => form);
  return numberKeys(forms, columns, rows).keys;
}
