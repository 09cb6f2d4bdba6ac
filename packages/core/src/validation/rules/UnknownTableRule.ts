import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Tables that are named exist in their database. */
export const UnknownTableRule: Rule = (context) => ({
  table: ({ coordinate, node, source, schema, name, catalog, table }) => {
    if (table !== undefined) return;
    const tables = [...catalog.tables.values()];
    const near = tables.map((known) => (known.schema === schema ? known.name : `${known.schema}.${known.name}`));
    context.report({
      code: 'UNKNOWN_TABLE',
      coordinate,
      node,
      message: `Database "${source}" has no table or view "${schema}.${name}".${didYouMean(name, near)}`,
      remedy: 'Name one with @table(name: "…", schema: "…").',
    });
  },
});
