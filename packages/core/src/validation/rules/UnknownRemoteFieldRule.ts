import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** Fields below a remote schema exist there, unless the host resolves them. */
export const UnknownRemoteFieldRule: Rule = (context) => ({
  remoteField: ({ coordinate, node, source, parent, name, field, host, explicit }) => {
    if (field !== undefined || (!explicit && host === 'unknown')) return;
    const names = 'getFields' in parent ? Object.keys(parent.getFields()) : [];
    context.report({
      code: 'UNKNOWN_REMOTE_FIELD',
      coordinate,
      node,
      message: `"${parent.name}" of remote schema "${source}" has no field "${name}".${didYouMean(name, names)}`,
      remedy: explicit
        ? 'Name a field of it.'
        : 'Name the field with @upstream(name: "…"), or give it a resolver or @remoteRelationship.',
    });
  },
  remoteRoot: ({ coordinate, node, source, operation }) => {
    context.report({
      code: 'UNKNOWN_REMOTE_FIELD',
      coordinate,
      node,
      message: `Remote schema "${source}" has no ${operation} type.`,
      remedy: 'Use a remote schema that has one.',
    });
  },
});
