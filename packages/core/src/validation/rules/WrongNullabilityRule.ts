import { isNonNullType } from 'graphql';
import { compareOutput } from '../remoteTypes.js';
import type { Rule } from '../visits.js';
import { nameTable, printLike } from '../words.js';

/** A field is non-null only where its source never answers null. */
export const WrongNullabilityRule: Rule = (context) => ({
  remoteType: ({ coordinate, node, source, type, upstream, upstreamField, outer, upstreamName }) => {
    if (compareOutput(type, upstream, upstreamName, outer) !== 'null') return;
    context.report({
      code: 'WRONG_NULLABILITY',
      coordinate,
      node,
      message: `The type is ${type}, but "${upstreamField}" of remote schema "${source}" is ${upstream}, which may be null.`,
      remedy: `Use ${printLike(upstream, type)}.`,
    });
  },
  columnType: ({ coordinate, node, type, column, table, use, what }) => {
    if (use === 'aggregated' && isNonNullType(type) && !column.notNull) {
      context.report({
        code: 'WRONG_NULLABILITY',
        severity: 'warning',
        coordinate,
        node,
        message: `The type is ${type}, but "${column.name}" is null where there are no rows.`,
        remedy: `Use ${type.ofType}.`,
      });
    }
    // The catalog knows no NOT NULL of a view's columns.
    if (use !== 'read' || !isNonNullType(type) || column.notNull || table.isView) return;
    context.report({
      code: 'WRONG_NULLABILITY',
      severity: 'warning',
      coordinate,
      node,
      message: `The type is ${type}, but ${what ?? `column "${column.name}" of ${nameTable(table)}`} may be null.`,
      remedy: `Use ${type.ofType}${what === undefined ? ', or make the column NOT NULL' : ''}.`,
    });
  },
});
