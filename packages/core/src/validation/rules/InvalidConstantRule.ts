import type { Rule } from '../visits.js';

/** A constant of a template is a value of the type it is given for. */
export const InvalidConstantRule: Rule = (context) => ({
  constant: ({ coordinate, node, value, fault }) => {
    context.report({
      code: 'INVALID_CONSTANT',
      coordinate,
      node,
      message: /[.?]$/.test(fault) ? `${value} is ${fault}` : `${value} is ${fault}.`,
      remedy: 'Give a value of that type.',
    });
  },
});
