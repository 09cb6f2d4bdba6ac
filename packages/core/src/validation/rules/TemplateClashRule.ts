import type { Rule } from '../visits.js';

/** The template and the field's own arguments fill different places. */
export const TemplateClashRule: Rule = (context) => ({
  clash: ({ coordinate, node, argument }) => {
    context.report({
      code: 'TEMPLATE_CLASH',
      coordinate,
      node,
      message: `"${argument}" would be filled by the caller, but the template fills it already.`,
      remedy: 'Remove it here, or from the template.',
    });
  },
});
