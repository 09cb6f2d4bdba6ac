import { isOfRow } from '../../model/computed.js';
import type { ColumnPair } from '../../model/tableArguments.js';
import { areComparable } from '../keyTypes.js';
import type { Place } from '../visits.js';
import type { Builder, LinkedTable } from './builder.js';
import { findPairs, leadsToRemote } from './relationshipPairs.js';

/** What an input field makes of a relationship. */
export interface Reach {
  /** `is a condition on` */
  readonly what: string;
  /** `conditions` */
  readonly such: string;
}

/** The columns by which an input field reaches the target of a relationship: only within one database. */
export function findSameDatabase(
  builder: Builder,
  place: Place,
  coordinate: string,
  { what, such }: Reach,
): { readonly mapping: readonly ColumnPair[]; readonly target: LinkedTable } | undefined {
  const definition = builder.definitions.relationships.get(coordinate);
  if (definition === undefined) return undefined;
  let reason = 'it leads to another source';
  if (!leadsToRemote(definition)) {
    const found = findPairs(builder, definition);
    if (found === undefined) return undefined;
    const { parent, target, pairs } = found;
    if (parent.table.source === target.table.source) {
      const isOfRows = pairs.every((pair) => isOfRow(pair.parent));
      if (isOfRows && pairs.every((pair) => areComparable(pair.parent, pair.target))) return { mapping: pairs, target };
      reason = isOfRows
        ? 'its columns have types that Postgres does not compare'
        : 'its key is computed from the session';
    }
  }
  builder.show('tableArgument', {
    ...place,
    fault: `"${place.coordinate}" ${what} relationship "${coordinate}", which cannot be used here: ${reason}.`,
    remedy: `Remove it: ${such} reach only through relationships of the same database.`,
  });
  return undefined;
}
