import type { Rule } from '../visits.js';

/** A field of a table type that has an object type is joined, or resolved by the host. */
export const MissingRelationshipRule: Rule = (context) => ({
  objectField: ({ coordinate, node, field, host }) => {
    if (host === 'unknown') return;
    context.report({
      code: 'MISSING_RELATIONSHIP',
      coordinate,
      node,
      message: `The field has the object type ${field.type}, but neither @remoteRelationship nor a resolver.`,
      remedy: 'Add @remoteRelationship, or a resolver.',
    });
  },
});
