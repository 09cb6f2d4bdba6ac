import type { RemoteField } from '../../model/remoteType.js';
import { sentArguments } from '../../model/sentArguments.js';
import { deriveArguments } from './deriveArguments.js';
import type { RemoteRole } from './remoteRole.js';

/**
 * A field of a remote schema as a role sees it, its type apart: without the arguments that the role may not give, and with the
 * role's presets.
 *
 * @param field everybody's
 * @param upstreamParent name of the field's parent upstream
 * @returns undefined where the role may not see it
 */
export function deriveRemoteField(
  role: RemoteRole,
  field: RemoteField,
  upstreamParent: string | undefined,
): RemoteField | undefined {
  const derived = deriveArguments(role, upstreamParent, field.upstreamName, sentArguments(field));
  if (derived === undefined) return undefined;
  const { presets: _none, ...rest } = field;
  const presets = derived.filter(({ value }) => value !== undefined);
  const callers = derived.flatMap(({ value, caller }) => (value === undefined && caller ? [caller] : []));
  const args = new Map(callers.map((caller) => [caller.name, caller]));
  return { ...rest, args, ...(presets.length > 0 && { presets }) };
}
