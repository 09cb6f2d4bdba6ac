import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { FetchPlan, JoinPlan } from '../planning/fetchPlan.js';
import { readKnownKeys } from '../planning/knownKeys.js';
import type { FetchedJoin } from '../shaping/fetched.js';
import type { NumberedKeys } from '../shaping/numberKeys.js';
import type { ParentKeys } from '../shaping/splice.js';
import type { KeySet } from '../source.js';
import type { CallScheduler } from './callScheduler.js';
import type { RequestScope } from './requestScope.js';

/** Joins that are under way before the rows they hang on are there. */
export interface EarlyJoins {
  /** What is fetched for a join, where its keys turned out to be those that it was started with; otherwise it ends. */
  take(join: JoinPlan, numbered: NumberedKeys): Promise<FetchedJoin> | undefined;
  /** Ends all that nobody took. */
  drop(): void;
}

/** How joins are fetched as always. */
interface Steps {
  readonly number: (keys: ReadonlyMap<JoinPlan, ParentKeys>) => ReadonlyMap<JoinPlan, NumberedKeys>;
  readonly fetch: (scope: RequestScope, join: JoinPlan, numbered: NumberedKeys) => Promise<FetchedJoin>;
}

/**
 * Starts the joins of a root field whose keys its arguments tell. Whether there is a row at all, only its answer says: what
 * was fetched in vain is dropped, with its errors.
 */
export function startEarlyJoins(scope: RequestScope, plan: FetchPlan, steps: Steps): EarlyJoins | undefined {
  if (plan.kind !== 'rows' || plan.match !== 'root' || plan.joins.length === 0) return undefined;
  const known = readKnownKeys(plan, scope.variables, scope.generation.model.names);
  if (known.size === 0) return undefined;
  const parents = [...known].map(([join, key]) => [join, { parents: 1, columns: key.map((part) => [part]) }] as const);
  const started = new Map<JoinPlan, EarlyJoin>();
  for (const [join, numbered] of steps.number(new Map(parents))) {
    const calls = createEarlyCalls(scope);
    started.set(join, { calls, keys: numbered.keys, fetched: steps.fetch(scope.withCalls(calls), join, numbered) });
  }
  return {
    take(join, { keys, ids }) {
      const early = started.get(join);
      if (early === undefined || !isSameKey(early.keys, keys)) {
        early?.calls.goOn(noCalls);
        return undefined;
      }
      started.delete(join);
      early.calls.goOn(scope.calls);
      return early.fetched.then((fetched) => ({ ...fetched, ids }));
    },
    drop() {
      for (const { calls } of started.values()) calls.goOn(noCalls);
    },
  };
}

interface EarlyJoin {
  readonly keys: KeySet;
  readonly calls: EarlyCalls;
  readonly fetched: Promise<FetchedJoin>;
}

interface EarlyCalls extends CallScheduler {
  /** Where the calls below go that are still to come. */
  goOn(calls: CallScheduler): void;
}

function createEarlyCalls(scope: RequestScope): EarlyCalls {
  let calls = scope.earlyCalls();
  return {
    fetch: (...request) => calls.fetch(...request),
    goOn(next) {
      calls = next;
    },
  };
}

/** Below a join that was dropped. */
const noCalls: CallScheduler = {
  fetch: () => Promise.reject(new RemoteJoinsError('REQUEST_CANCELLED', 'There is no row to join this to.')),
};

function isSameKey(a: KeySet, b: KeySet): boolean {
  return a.count === b.count && a.columns.every(([part], index) => part === b.columns[index]?.[0]);
}
