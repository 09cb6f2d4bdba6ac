import type { PathStep, RemoteTarget } from '../../model/relationship.js';
import { deriveArguments } from './deriveArguments.js';
import { permittedPath, type RemoteRole } from './remoteRole.js';

/**
 * What a relationship points to, for a role: every step of the path with what the role may give of it and the role's presets.
 * The key and `matchBy` need no permission.
 *
 * @param target everybody's
 * @returns undefined where the role may not see it
 */
export function deriveRemoteTarget(role: RemoteRole, target: RemoteTarget): RemoteTarget | undefined {
  const permitted = permittedPath(role.permission, target);
  const path: PathStep[] = [];
  for (const [index, { field, args }] of target.path.entries()) {
    const derived = deriveArguments(role, permitted[index]?.parent, field, args);
    if (derived === undefined) return undefined;
    path.push({ field, args: derived });
  }
  return { ...target, path };
}
