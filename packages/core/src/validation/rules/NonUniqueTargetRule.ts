import { listNames } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';
import { nameTable } from '../words.js';

/** One row is asked for by columns that are unique. */
export const NonUniqueTargetRule: Rule = (context) => ({
  rows: ({ coordinate, node, table, list, columns, unique }) => {
    if (list || unique) return;
    const by = columns.length === 0 ? 'by no column' : `by ${listNames(columns.map((column) => column.name))}`;
    const taken = table.primaryKey.length === 0 ? 'any of them' : 'the first by primary key';
    context.report({
      code: 'NON_UNIQUE_TARGET',
      severity: 'warning',
      coordinate,
      node,
      message: `One row of ${nameTable(table)} is asked for ${by}, which is not unique: ${taken} is taken.`,
      remedy: 'Use columns that are unique together, or make the field a list.',
    });
  },
});
