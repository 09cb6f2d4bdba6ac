import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { FetchPlan, JoinPlan } from '../planning/fetchPlan.js';
import { chunkKeys, type NumberedKeys, numberKeys } from '../shaping/numberKeys.js';
import { type ParentKeys, spliceOf } from '../shaping/splice.js';
import type { Answer, KeySet } from '../source.js';
import type { RequestScope } from './requestScope.js';

/** Fetches a root field with everything below it: its finished value, or an Error. */
export async function runRoot(scope: RequestScope, plan: FetchPlan): Promise<unknown> {
  const [value] = await run(scope, plan);
  return value;
}

/** Fetches one relationship for many parents: their finished values, in the parents' order. */
export function runJoin(scope: RequestScope, join: JoinPlan, parents: ParentKeys): Promise<readonly unknown[]> {
  const forms = join.relationship.key.map(({ form }) => form);
  return runNumbered(scope, join, numberKeys(forms, parents.columns, parents.parents));
}

async function runNumbered(
  scope: RequestScope,
  { relationship, fetch }: JoinPlan,
  { keys, ids }: NumberedKeys,
): Promise<readonly unknown[]> {
  const empty = relationship.emptyValue === 'list' ? [] : null;
  if (keys.count === 0) return ids.map(() => empty);
  const chunks = await Promise.all(chunkKeys(keys, relationship.batchSize).map((chunk) => run(scope, fetch, chunk)));
  const values = chunks.length === 1 ? chunks[0] : chunks.flat();
  invariant(values, 'no answer to any chunk');
  return ids.map((id) => (id < 0 ? empty : values[id]));
}

/**
 * One plan: its call, then its joins side by side, then the tree, made once and complete. A call that fails is an Error
 * at each position it would have filled; nothing else is lost.
 */
async function run(scope: RequestScope, plan: FetchPlan, keys?: KeySet): Promise<readonly unknown[]> {
  let answer: Answer;
  try {
    answer = await scope.calls.fetch(plan.source, { plan, keys }, isAlone(plan));
  } catch (error) {
    return Array<Error>(keys?.count ?? 1).fill(locate(plan, error));
  }
  const splice = spliceOf(plan, scope.generation.model.names);
  const joined = new Map<JoinPlan, readonly unknown[]>();
  if (plan.joins.length > 0) await fillJoins(scope, plan, splice.readKeys(answer), joined);
  return splice.build(answer, joined, keys);
}

async function fillJoins(
  scope: RequestScope,
  plan: FetchPlan,
  keys: ReadonlyMap<JoinPlan, ParentKeys>,
  joined: Map<JoinPlan, readonly unknown[]>,
): Promise<void> {
  const numbered = numberOnce(keys);
  await Promise.all(
    plan.joins.map(async (join) => {
      const own = numbered.get(join);
      invariant(own, 'a join without keys');
      joined.set(join, await runNumbered(scope, join, own));
    }),
  );
}

/** Joins that read the same columns in the same form share one numbering, so that equal keys are sent once. */
function numberOnce(keys: ReadonlyMap<JoinPlan, ParentKeys>): ReadonlyMap<JoinPlan, NumberedKeys> {
  const known: { readonly parents: ParentKeys; readonly forms: readonly unknown[]; readonly numbered: NumberedKeys }[] = [];
  const numbered = new Map<JoinPlan, NumberedKeys>();
  for (const [join, parents] of keys) {
    const forms = join.relationship.key.map(({ form }) => form);
    const same = known.find(
      (other) =>
        other.parents.parents === parents.parents &&
        isSame(other.parents.columns, parents.columns) &&
        isSame(other.forms, forms),
    );
    const own = same?.numbered ?? numberKeys(forms, parents.columns, parents.parents);
    if (same === undefined) known.push({ parents, forms, numbered: own });
    numbered.set(join, own);
  }
  return numbered;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Root fields of one database go side by side; mutations are never merged with anything. */
function isAlone(plan: FetchPlan): boolean {
  return plan.kind === 'rows' ? plan.match === 'root' : plan.operation === 'mutation';
}

/** One error for all positions a failed call would have filled, naming the field. */
function locate(plan: FetchPlan, error: unknown): RemoteJoinsError {
  if (!(error instanceof RemoteJoinsError)) {
    return new RemoteJoinsError('INTERNAL_SERVER_ERROR', `Field "${plan.coordinate}" failed by a fault of Remote Joins.`);
  }
  const message = `Field "${plan.coordinate}" has no answer of source "${plan.source}": ${error.message}`;
  return new RemoteJoinsError(error.code, message, { cause: error.cause });
}
