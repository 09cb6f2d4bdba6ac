import type { JoinPlan } from '../planning/fetchPlan.js';
import type { Answer, KeySet } from '../source.js';
import type { Finish } from './shape.js';

/** Values of one part of a join key, one per parent. */
export type KeyColumn = readonly unknown[];

/** The join keys of all parents of one join: `columns[part][parent]`. */
export interface ParentKeys {
  readonly parents: number;
  readonly columns: readonly KeyColumn[];
}

/** How the answers of one plan become finished trees. Made once per plan. */
export interface Splice {
  /** The key values of each join that starts in this answer. */
  readKeys(answer: Answer): ReadonlyMap<JoinPlan, ParentKeys>;
  /**
   * Finished values by argument id (one value for a root field): objects rebuilt with exactly what was selected,
   * Errors where something failed.
   * @param joined for each join, its finished value for each parent object, in the order of `readKeys`
   */
  build(
    answer: Answer,
    joined: ReadonlyMap<JoinPlan, readonly unknown[]>,
    keys?: KeySet,
    finish?: Finish,
  ): readonly unknown[];
  /** Of an aggregate: that of no rows. */
  readonly buildEmpty?: (finish: Finish) => unknown;
}
