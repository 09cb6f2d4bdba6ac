import { invariant } from '../error/invariant.js';
import type { RemoteJoinsError } from '../error/RemoteJoinsError.js';
import type { SourceNames } from '../model/model.js';
import type { Relationship } from '../model/relationship.js';
import type { FetchPlan, JoinPlan } from '../planning/fetchPlan.js';
import type { Answer, KeySet } from '../source.js';
import { NO_KEY, NO_MATCH } from './numberKeys.js';
import { type Finish, parentShape, type Shape } from './shape.js';
import { spliceOf } from './spliceOf.js';

/**
 * What is fetched for one plan and for everything below it. It is there before its answer, and is what promises and waiting
 * functions hold: after two minor collections those are old to V8, and all that they hold is then copied and kept until the
 * next major one, long after the response was sent. (A class, since literals that live this long are made old at once.)
 */
export class Fetched {
  readonly plan: FetchPlan;
  /** Absent for root fields. */
  readonly keys: KeySet | undefined;
  /** The answer, or why there is none. Absent before it came, and after it was let go. */
  answer: Answer | RemoteJoinsError | undefined;
  joins: ReadonlyMap<JoinPlan, FetchedJoin> = noJoins;

  constructor(plan: FetchPlan, keys?: KeySet) {
    this.plan = plan;
    this.keys = keys;
  }

  /** Lets go of everything, when the tree is made. */
  letGo(): void {
    for (const join of this.joins.values()) letGoJoin(join);
    this.answer = undefined;
    this.joins = noJoins;
  }
}

export function letGoJoin({ chunks }: FetchedJoin): void {
  for (const chunk of chunks) chunk.letGo();
}

const noJoins: ReadonlyMap<JoinPlan, FetchedJoin> = new Map();

/** What was fetched for one relationship and all its parents. */
export interface FetchedJoin {
  readonly join: JoinPlan;
  /** For each parent the argument id of its key, counted over all chunks, or `NO_KEY` or `NO_MATCH`. */
  readonly ids: readonly number[];
  readonly chunks: readonly Fetched[];
}

/** Finished values of a plan by argument id (one value for a root field), with everything below spliced in. */
export function spliceFetched(
  fetched: Fetched,
  names: SourceNames,
  shape: Shape = parentShape,
  finish: Finish = { clean: true },
): readonly unknown[] {
  const { plan, keys, answer, joins } = fetched;
  invariant(answer, `"${plan.coordinate}" has no answer, or has let go of it`);
  // A failed call is an Error at each position it would have filled; nothing else is lost.
  if (answer instanceof Error) {
    finish.clean = false;
    return Array<Error>(keys?.count ?? 1).fill(answer);
  }
  const joined = new Map<JoinPlan, readonly unknown[]>();
  for (const [join, below] of joins) joined.set(join, spliceJoin(below, names, shape, finish));
  return spliceOf(plan, names, shape).build(answer, joined, keys, finish);
}

/** Finished values of a relationship, one per parent, in the parents' order. Parents with equal keys share one value. */
export function spliceJoin(
  { join, ids, chunks }: FetchedJoin,
  names: SourceNames,
  shape: Shape = parentShape,
  finish: Finish = { clean: true },
): readonly unknown[] {
  const { relationship, fetch } = join;
  const emptyOf = (emptyValue: Relationship['emptyValue'], id: number): unknown =>
    ids.includes(id) ? createEmpty(emptyValue, () => spliceOf(fetch, names, shape).buildEmpty?.(finish)) : null;
  const keyless = emptyOf(relationship.emptyValue, NO_KEY);
  const matchless = emptyOf(emptyMatch(relationship), NO_MATCH);
  const [first, second] = chunks;
  const splice = (chunk: Fetched): readonly unknown[] => spliceFetched(chunk, names, shape, finish);
  const values = first !== undefined && second === undefined ? splice(first) : chunks.flatMap(splice);
  return ids.map((id) => (id >= 0 ? values[id] : id === NO_KEY ? keyless : matchless));
}

/** What stands where there is a key, and nothing that it matches. */
function emptyMatch({ list, target }: Relationship): Relationship['emptyValue'] {
  if (target.kind === 'table' && target.aggregate !== undefined) return 'aggregate';
  return list ? 'list' : 'null';
}

function createEmpty(emptyValue: Relationship['emptyValue'], buildAggregate: () => unknown): unknown {
  switch (emptyValue) {
    case 'null':
      return null;
    case 'list':
      return [];
    case 'aggregate':
      return buildAggregate() ?? null;
    default:
      return emptyValue satisfies never;
  }
}
