import { didYouMean } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** A join key names a field of its parent. */
export const UnknownParentFieldRule: Rule = (context) => ({
  keyField: ({ coordinate, node, name, typeName, fault, role }) => {
    if (fault?.kind !== 'unknown' || role === 'variable') return;
    context.report({
      code: 'UNKNOWN_PARENT_FIELD',
      coordinate,
      node,
      message: `The join key "${name}" is ${fault.where}.${didYouMean(fault.name, fault.names)}`,
      remedy: `Name a field of "${typeName}".`,
    });
  },
});
