import type { Rule } from '../visits.js';
import { nameTable } from '../words.js';

/** The rows of a list have an order: by their primary key, where none is asked for. */
export const UnorderedListRule: Rule = (context) => ({
  rows: ({ coordinate, node, table, list }) => {
    if (!list || table.primaryKey.length > 0) return;
    context.report({
      code: 'UNORDERED_LIST',
      severity: 'warning',
      coordinate,
      node,
      message: `The ${nameTable(table)} has no primary key: where no order is asked for, rows come in any.`,
      remedy: table.isView
        ? 'Ask for an order with order_by.'
        : 'Give the table a primary key, or ask for an order with order_by.',
    });
  },
});
