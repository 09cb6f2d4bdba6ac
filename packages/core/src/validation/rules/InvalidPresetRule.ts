import type { Rule } from '../visits.js';

/** A preset is one value of its argument or input field. */
export const InvalidPresetRule: Rule = (context) => ({
  preset: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_PRESET', coordinate, node, message: fault, remedy });
  },
});
