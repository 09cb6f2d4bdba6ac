import { listNames } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Fields of what an action answers take no arguments: there is nobody to pass them on to. */
export const UnusedArgumentRule: Rule = (context) => ({
  actionField: ({ coordinate, node, field, host }) => {
    if (field.args.length === 0 || host === 'unknown') return;
    context.report({
      code: 'UNUSED_ARGUMENT',
      coordinate,
      node,
      message: `The field takes ${listNames(field.args.map(({ name }) => name))}, but is a member of what an action answers.`,
      remedy: 'Remove the arguments, or give the field a resolver or @remoteRelationship.',
    });
  },
});
