import type { Rule } from '../visits.js';

/** Arguments of a field that points to a table have the form their meaning asks for. */
export const InvalidTableArgumentRule: Rule = (context) => ({
  tableArgument: ({ coordinate, node, fault, remedy }) => {
    context.report({ code: 'INVALID_TABLE_ARGUMENT', coordinate, node, message: fault, remedy });
  },
  leafField: ({ coordinate, node, field }) => {
    const [argument] = field.args;
    if (argument === undefined) return;
    context.report({
      code: 'INVALID_TABLE_ARGUMENT',
      coordinate,
      node: argument.astNode ?? node,
      message: `The field is a column, and takes no argument "${argument.name}".`,
      remedy: 'Remove the argument, or give the field a resolver.',
    });
  },
});
