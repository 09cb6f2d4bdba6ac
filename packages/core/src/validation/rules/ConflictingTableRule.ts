import type { Rule } from '../visits.js';

/** A relationship names the source and table that its type's @table names, or none. */
export const ConflictingTableRule: Rule = (context) => ({
  tableField: ({ coordinate, typeName, declared, relationship }) => {
    if (declared === undefined || relationship === undefined) return;
    const { source, table } = relationship;
    const name = declared.name?.value ?? typeName;
    for (const [what, written, own] of [
      ['source', source, declared.source.value],
      ['table', table, name],
    ] as const) {
      // A source that does not exist is told as that.
      const unknown = what === 'source' && written !== undefined && !context.sources.has(written.value);
      if (written === undefined || written.value === own || unknown) continue;
      context.report({
        code: 'CONFLICTING_TABLE',
        coordinate,
        node: written.node,
        message: `It names ${what} "${written.value}", but @table of "${typeName}" names "${own}".`,
        remedy: `Leave ${what} out, or point to a type of that ${what === 'table' ? 'table' : 'database'}.`,
      });
    }
  },
});
