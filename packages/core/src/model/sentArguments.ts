import type { TemplateArgument } from './relationship.js';
import type { RemoteField } from './remoteType.js';

/** All arguments that a field is asked with upstream: those the caller may give, and those a role's permission fills. */
export function sentArguments({ args, presets = [] }: RemoteField): readonly TemplateArgument[] {
  const given = Array.from(args.values(), (caller) => ({
    name: caller.upstreamName,
    type: caller.upstreamType,
    caller,
  }));
  return [...given, ...presets];
}
