import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Tables that are named exist in their database. */
export const UnknownTableRule: Rule = (context) => ({
  table: ({ coordinate, node, source, schema, name, catalog, table, remedy }) => {
    if (table !== undefined) return;
    const tables = [...catalog.tables.values()];
    const elsewhere = tables.find((known) => known.name === name);
    const near = tables.map((known) => (known.schema === schema ? known.name : `${known.schema}.${known.name}`));
    const hint = elsewhere === undefined ? didYouMean(name, near) : ` Did you mean "${elsewhere.schema}.${name}"?`;
    context.report({
      code: 'UNKNOWN_TABLE',
      coordinate,
      node,
      message: `Database "${source}" has no table or view "${schema}.${name}".${hint}`,
      remedy: remedy ?? 'Name one with @table(name: "…", schema: "…").',
    });
  },
});
