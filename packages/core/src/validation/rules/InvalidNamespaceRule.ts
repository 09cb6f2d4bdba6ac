import type { Rule } from '../visits.js';

/** A namespace is one object, whose type holds root fields of one operation and nothing that has values of its own. */
export const InvalidNamespaceRule: Rule = (context) => ({
  namespace: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_NAMESPACE', coordinate, node, message: fault, remedy });
  },
});
