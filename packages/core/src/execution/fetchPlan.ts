import { isDeepStrictEqual } from 'node:util';
import { invariant } from '../error/invariant.js';
import { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { KeyForm } from '../model/keyForm.js';
import type { FetchPlan, JoinPlan } from '../planning/fetchPlan.js';
import { Fetched, type FetchedJoin } from '../shaping/fetched.js';
import { chunkKeys, type NumberedKeys, numberKeys } from '../shaping/numberKeys.js';
import type { KeyColumn, ParentKeys } from '../shaping/splice.js';
import { spliceOf } from '../shaping/spliceOf.js';
import type { KeySet } from '../source.js';
import { type EarlyJoins, startEarlyJoins } from './earlyJoins.js';
import type { RequestScope } from './requestScope.js';

/** Fetches a plan, and its joins side by side as soon as their keys are known: mostly by its answer. Never rejects. */
export async function fetchPlan(scope: RequestScope, plan: FetchPlan, keys?: KeySet): Promise<Fetched> {
  const fetched = new Fetched(plan, keys);
  const early = startEarlyJoins(scope, plan, { number: numberOnce, fetch: fetchNumbered });
  try {
    fetched.answer = await scope.calls.fetch(plan.source, { plan, keys }, isAlone(plan));
    const joins = await Promise.all(startJoins(scope, fetched, early));
    fetched.joins = new Map(joins.map((below) => [below.join, below]));
  } catch (error) {
    early?.drop();
    fetched.answer = locate(plan, error);
  }
  return fetched;
}

function startJoins(
  scope: RequestScope,
  { plan, answer }: Fetched,
  early: EarlyJoins | undefined,
): readonly Promise<FetchedJoin>[] {
  invariant(answer && !(answer instanceof Error), 'joins to no answer');
  const parents = spliceOf(plan, scope.generation.model.names).readKeys(answer);
  return [...numberOnce(parents)].map(
    ([join, numbered]) => early?.take(join, numbered) ?? fetchNumbered(scope, join, numbered),
  );
}

/** Fetches one relationship for all parents. */
export function fetchJoin(scope: RequestScope, join: JoinPlan, parents: ParentKeys): Promise<FetchedJoin> {
  return fetchNumbered(scope, join, numberKeys(formsOf(join), parents.columns, parents.parents));
}

async function fetchNumbered(scope: RequestScope, join: JoinPlan, { keys, ids }: NumberedKeys): Promise<FetchedJoin> {
  const { fetch, relationship } = join;
  const chunks = keys.count === 0 ? [] : chunkKeys(keys, relationship.batchSize);
  return { join, ids, chunks: await Promise.all(chunks.map((chunk) => fetchPlan(scope, fetch, chunk))) };
}

/** Joins that read the same keys in the same form share one numbering, so that equal key sets are sent once. */
function numberOnce(keys: ReadonlyMap<JoinPlan, ParentKeys>): ReadonlyMap<JoinPlan, NumberedKeys> {
  const numberings: { readonly join: JoinPlan; readonly parents: ParentKeys; readonly numbered: NumberedKeys }[] = [];
  const numberingOf = (join: JoinPlan, parents: ParentKeys): NumberedKeys => {
    const forms = formsOf(join);
    const same = numberings.find(
      (known) => isSameForms(formsOf(known.join), forms) && isSameKeys(known.parents, parents),
    );
    if (same !== undefined) return same.numbered;
    const numbered = numberKeys(forms, parents.columns, parents.parents);
    numberings.push({ join, parents, numbered });
    return numbered;
  };
  return new Map([...keys].map(([join, parents]) => [join, numberingOf(join, parents)]));
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

/** One error for all positions a failed call would have filled, naming the field. What an action refuses is for the client. */
function locate(plan: FetchPlan, error: unknown): RemoteJoinsError {
  if (!(error instanceof RemoteJoinsError)) {
    return new RemoteJoinsError(
      'INTERNAL_SERVER_ERROR',
      `Field "${plan.coordinate}" failed by a fault of Remote Joins.`,
    );
  }
  if (error.code === 'ACTION_REFUSED') return error;
  const message = `Field "${plan.coordinate}" has no answer of source "${plan.source}": ${error.message}`;
  return new RemoteJoinsError(error.code, message, { cause: error.cause, extensions: error.extensions });
}
