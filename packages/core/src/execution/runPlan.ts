import { isDeepStrictEqual } from 'node:util';
import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { KeyForm } from '../model/keyForm.js';
import type { FetchPlan, JoinPlan } from '../planning/fetchPlan.js';
import { chunkKeys, type NumberedKeys, numberKeys } from '../shaping/numberKeys.js';
import { type KeyColumn, type ParentKeys, spliceOf } from '../shaping/splice.js';
import type { Answer, KeySet } from '../source.js';
import type { RequestScope } from './requestScope.js';

/** Fetches a root field with everything below it: its finished value, or an Error. */
export async function runRoot(scope: RequestScope, plan: FetchPlan): Promise<unknown> {
  const [value] = await run(scope, plan);
  return value;
}

/** Fetches one relationship for many parents: their finished values, in the parents' order. */
export function runJoin(scope: RequestScope, join: JoinPlan, parents: ParentKeys): Promise<readonly unknown[]> {
  return runNumbered(scope, join, numberKeys(formsOf(join), parents.columns, parents.parents));
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

/** Joins that read the same keys in the same form share one numbering, so that equal key sets are sent once. */
function numberOnce(keys: ReadonlyMap<JoinPlan, ParentKeys>): ReadonlyMap<JoinPlan, NumberedKeys> {
  const numbered = new Map<JoinPlan, NumberedKeys>();
  for (const [join, parents] of keys) {
    const forms = formsOf(join);
    const [same] = [...numbered.keys()].filter((other) => {
      const known = keys.get(other);
      return known !== undefined && isSameForms(formsOf(other), forms) && isSameKeys(known, parents);
    });
    numbered.set(join, (same && numbered.get(same)) ?? numberKeys(forms, parents.columns, parents.parents));
  }
  return numbered;
}

function formsOf({ relationship }: JoinPlan): readonly KeyForm[] {
  return relationship.key.map(({ form }) => form);
}

function isSameForms(a: readonly KeyForm[], b: readonly KeyForm[]): boolean {
  return a.length === b.length && a.every((form, i) => isDeepStrictEqual(form, b[i]));
}

function isSameKeys(a: ParentKeys, b: ParentKeys): boolean {
  return a.parents === b.parents && a.columns.every((column, part) => isSameColumn(column, b.columns[part]));
}

function isSameColumn(a: KeyColumn, b: KeyColumn | undefined): boolean {
  return a === b || (a.length === b?.length && a.every((value, i) => value === b[i]));
}

/** Root fields of one database go side by side; mutations are never merged with anything. */
function isAlone(plan: FetchPlan): boolean {
  return plan.kind === 'rows' ? plan.match === 'root' : plan.operation === 'mutation';
}

/** One error for all positions a failed call would have filled, naming the field. */
function locate(plan: FetchPlan, error: unknown): RemoteJoinsError {
  if (!(error instanceof RemoteJoinsError)) {
    return new RemoteJoinsError(
      'INTERNAL_SERVER_ERROR',
      `Field "${plan.coordinate}" failed by a fault of Remote Joins.`,
    );
  }
  const message = `Field "${plan.coordinate}" has no answer of source "${plan.source}": ${error.message}`;
  return new RemoteJoinsError(error.code, message, { cause: error.cause });
}
