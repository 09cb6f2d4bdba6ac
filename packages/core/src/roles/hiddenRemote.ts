import type { GraphQLSchema } from 'graphql';
import type { Model } from '../model/model.js';
import type { RemotePermission } from '../model/permission.js';

/** Hides what a remote schema serves and the role may not see. Without a permission that is all of it. */
export function hideRemote(
  _schema: GraphQLSchema,
  model: Model,
  source: string,
  permission: RemotePermission | undefined,
  hidden: Set<string>,
): void {
  if (permission !== undefined) return;
  for (const typeName of model.remoteTypes.get(source)?.keys() ?? []) hidden.add(typeName);
  for (const root of model.rootFields.values()) if (root.source === source) hidden.add(root.coordinate);
  for (const { coordinate, target } of model.relationships.values()) {
    if (target.kind === 'remote' && target.source === source) hidden.add(coordinate);
  }
}
