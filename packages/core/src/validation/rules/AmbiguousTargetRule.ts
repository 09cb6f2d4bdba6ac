import type { Rule } from '../visits.js';

/** A relationship has exactly one target: a table, or a field of a remote schema. */
export const AmbiguousTargetRule: Rule = (context) => ({
  relationship: ({ definition, target }) => {
    const { coordinate, node, source, table, schema, template } = definition;
    if (target !== undefined) return;
    const both = (source ?? table) !== undefined && (schema ?? template) !== undefined;
    const message = both
      ? 'It points both to a table (source, table) and to a remote field (schema, field).'
      : schema !== undefined
        ? `It names the remote schema "${schema.value}", but no field of it.`
        : 'It points to nothing.';
    const remedy = both
      ? 'Keep either source and table, or schema and field.'
      : schema !== undefined
        ? 'Add field: "…".'
        : "Add source and table, or schema and field; or give the field's type @table.";
    context.report({ code: 'AMBIGUOUS_TARGET', coordinate, node, message, remedy });
  },
});
