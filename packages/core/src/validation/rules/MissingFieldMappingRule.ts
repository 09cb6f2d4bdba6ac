import type { Rule } from '../visits.js';

/** A relationship to a table says which fields join. */
export const MissingFieldMappingRule: Rule = (context) => ({
  fieldMapping: ({ coordinate, node, fieldMapping }) => {
    if (fieldMapping !== undefined && fieldMapping.value.size > 0) return;
    context.report({
      code: 'MISSING_FIELD_MAPPING',
      coordinate,
      node: fieldMapping?.node ?? node,
      message: `fieldMapping is ${fieldMapping === undefined ? 'missing' : 'empty'}: every parent would get every row.`,
      remedy: 'Add fieldMapping: {parentField: "target_column"}.',
    });
  },
});
