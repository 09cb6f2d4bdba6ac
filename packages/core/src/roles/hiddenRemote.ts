import type { Model } from '../model/model.js';
import type { RemotePermission } from '../model/permission.js';
import { membership } from './membership.js';
import { findHiddenRemote } from './remote/findHiddenRemote.js';

/** Hides what a remote schema serves and the role may not see. Without a permission that is all of it. */
export function hideRemote(
  model: Model,
  source: string,
  permission: RemotePermission | undefined,
  hidden: Set<string>,
): void {
  const { coordinates, members } = findHiddenRemote(model, source, permission);
  for (const coordinate of coordinates) hidden.add(coordinate);
  for (const [abstract, objects] of members) for (const object of objects) hidden.add(membership(abstract, object));
}
