import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** A $variable of a template is a parent field, or an entry of `variables`. */
export const UnknownVariableRule: Rule = (context) => ({
  keyField: ({ coordinate, node, name, fault, role }) => {
    if (fault?.kind !== 'unknown' || role !== 'variable') return;
    context.report({
      code: 'UNKNOWN_VARIABLE',
      coordinate,
      node,
      message: `"$${name}" is not in variables, and ${fault.where}.${didYouMean(fault.name, fault.names)}`,
      remedy: `Use a parent field, or add ${name} to variables.`,
    });
  },
});
