import type { InspectedJoins, Session } from '@remote-joins/core';
import { UsageError } from './usageError.js';

/**
 * Who asks: the role, or everybody who may see everything where none is named.
 * @throws UsageError where nothing is said of the role, since it would see nothing by mistake
 */
export function sessionOf(role: string | undefined, { roles }: InspectedJoins): Session {
  if (role === undefined) return { admin: true };
  if (roles.includes(role)) return { role };
  const known = roles.length === 0 ? 'Nothing has a permission' : `There are permissions of ${roles.join(', ')}`;
  throw new UsageError(`Nothing is said of a role "${role}". ${known}.`);
}
