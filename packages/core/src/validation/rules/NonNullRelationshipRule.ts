import type { Rule } from '../visits.js';

/** A non-null field is sure to have a value: what is missing would null its parent too. */
export const NonNullRelationshipRule: Rule = (context) => ({
  missing: ({ coordinate, field, why }) => {
    context.report({
      code: 'NON_NULL_RELATIONSHIP',
      severity: 'warning',
      coordinate,
      node: field.astNode ?? undefined,
      message: `The field is non-null (${field.type}), but ${why}: that would null its parent as well.`,
      remedy: `Make the field nullable: ${String(field.type).slice(0, -1)}.`,
    });
  },
});
