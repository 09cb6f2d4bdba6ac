import type { GraphQLSchema } from 'graphql';
import type { Model, RemoteRoot } from '../model/model.js';
import type { RolePermissions } from '../model/permission.js';
import type { Relationship, RemoteTarget } from '../model/relationship.js';
import type { RemoteField, RemoteType } from '../model/remoteType.js';

/** What remote schemas serve, as one role has it. */
export interface RemoteRole {
  rootField(root: RemoteRoot): RemoteField;
  target(relationship: Relationship, target: RemoteTarget): RemoteTarget;
  type(type: RemoteType): RemoteType;
}

export function createRemoteRole(
  _model: Model,
  _role: RolePermissions | undefined,
  _schema: GraphQLSchema,
  _hidden: ReadonlySet<string>,
): RemoteRole {
  return { rootField: ({ field }) => field, target: (_, target) => target, type: (type) => type };
}
