import type { Rule } from '../visits.js';

/** Environment variables that `variables` read are set. */
export const EnvironmentVariableUnsetRule: Rule = (context) => ({
  environment: ({ coordinate, node, name, set }) => {
    if (set) return;
    context.report({
      code: 'ENVIRONMENT_VARIABLE_UNSET',
      coordinate,
      node,
      message: `The environment variable "${name}" is not set.`,
      remedy: `Set ${name} before the server starts.`,
    });
  },
});
