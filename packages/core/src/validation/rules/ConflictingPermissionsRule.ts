import { listNames } from '../../schema/suggest.js';
import type { Rule } from '../visits.js';

/** A role inherits a remote schema where all that it inherits it from see the same of it. */
export const ConflictingPermissionsRule: Rule = (context) => ({
  inheritedRemote: ({ coordinate, node, source, role, parents, conflict }) => {
    if (conflict === undefined) return;
    context.report({
      code: 'CONFLICTING_PERMISSIONS',
      coordinate,
      node,
      message: `Role "${role}" inherits from ${listNames(parents)}, which have ${differences[conflict]} of remote schema "${source}".`,
      remedy: `Give the role SDL of its own, an empty one to let it see nothing: sources.${source}.permissions.${role}.`,
    });
  },
});

const differences = { schema: 'different parts', presets: 'different presets' } as const;
