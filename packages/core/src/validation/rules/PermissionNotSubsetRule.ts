import { didYouMean } from '../../schema/suggest.js';
import type { Place, Rule } from '../visits.js';

/** What a role may see of a remote schema is a part of it: fewer things, each as it is there. */
export const PermissionNotSubsetRule: Rule = (context) => {
  const tell = (place: Place, message: string, remedy: string) =>
    context.report({ code: 'PERMISSION_NOT_SUBSET', ...place, message, remedy });
  return {
    permitted: ({ what, name, owner, found, names, ...place }) => {
      if (found) return;
      tell(
        place,
        `${owner} has no ${what} "${name}".${didYouMean(name, names)}`,
        'Remove it, or name one that is there.',
      );
    },
    permittedAs: ({ source, what, here, there, same, ...place }) => {
      if (same) return;
      const fault = here === undefined ? `The ${what} is another than` : `The ${what} is ${here}, not ${there} as`;
      const remedy = `Write the ${what} as it is there${what === 'default value' ? ', or leave it out' : ''}.`;
      tell(place, `${fault} in remote schema "${source}".`, remedy);
    },
    permittedInput: ({ owner, input, given, ...place }) => {
      if (given) return;
      tell(
        place,
        `${owner} requires "${input.name}" (${input.type}), which is left out.`,
        'Add it; with @preset where the role may not give it.',
      );
    },
    permittedDirective: ({ name, known, ...place }) => {
      if (known) return;
      tell(place, `The directive "@${name}" limits nothing here.`, 'Remove it: only @preset means something here.');
    },
  };
};
