import type { Rule } from '../visits.js';

/** A field that reads rows has a type with @table. */
export const MissingTableRule: Rule = (context) => ({
  tableField: ({ coordinate, node, typeName, declared }) => {
    if (declared !== undefined) return;
    context.report({
      code: 'MISSING_TABLE',
      coordinate,
      node,
      message: `The field points to a table, but its type "${typeName}" has no @table.`,
      remedy: `Add @table(source: "…") to "${typeName}".`,
    });
  },
});
