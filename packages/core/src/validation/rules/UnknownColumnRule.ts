import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';
import { nameTable } from '../words.js';

/** A column that is named is one of its table. */
export const UnknownColumnRule: Rule = (context) => ({
  column: ({ coordinate, node, name, table, column, user, names, explicit, host }) => {
    if (column !== undefined || (!explicit && host === 'unknown')) return;
    context.report({
      code: 'UNKNOWN_COLUMN',
      coordinate,
      node,
      message: `${user} is column "${name}", which ${nameTable(table)} does not have.${didYouMean(name, names())}`,
      remedy: explicit
        ? 'Name a column of the table.'
        : 'Name the column with @column(name: "…"), or give the field a resolver.',
    });
  },
});
