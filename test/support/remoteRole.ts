import { deepEqual, ok } from 'node:assert/strict';
import { buildSchema, type GraphQLInputType } from 'graphql';
import type { Model, RootField } from '../../packages/core/src/model/model.js';
import type { RemotePermission } from '../../packages/core/src/model/permission.js';
import type { Relationship } from '../../packages/core/src/model/relationship.js';
import type { RemoteField } from '../../packages/core/src/model/remoteType.js';
import { deriveRemoteField } from '../../packages/core/src/roles/remote/deriveRemoteField.js';
import { deriveRemoteTarget } from '../../packages/core/src/roles/remote/deriveRemoteTarget.js';
import type { RemoteRole } from '../../packages/core/src/roles/remote/remoteRole.js';
import { remoteJoinsTypeDefs } from '../../packages/core/src/schema/directives.js';
import { readDirectives } from '../../packages/core/src/schema/readDirectives.js';
import { checkDefinitions } from '../../packages/core/src/validation/checkDefinitions.js';
import { schemaCatalog } from './catalogs.js';

export interface RemoteRoleParts {
  /** The author's SDL. Fields of types without a directive are the host's. */
  readonly sdl: string;
  /** The remote schema, which is called "catalog". */
  readonly upstream: string;
  /** What role "user" may see of it. */
  readonly permission: string;
  readonly hostFields?: readonly string[];
}

/** The checked model of an SDL, and what role "user" may see of its remote schema. */
export function checkRemoteRole({ sdl, upstream, permission, hostFields = [] }: RemoteRoleParts): {
  readonly model: Model;
  readonly permission: RemotePermission;
} {
  const schema = buildSchema(`${remoteJoinsTypeDefs}\n${sdl}`);
  const { definitions, problems } = readDirectives(schema);
  const catalog = { ...schemaCatalog(upstream), permissions: new Map([['user', permission]]) };
  const isHost = (coordinate: string) => hostFields.includes(coordinate);
  const checked = checkDefinitions(definitions, schema, new Map([['catalog', catalog]]), isHost);
  deepEqual([...problems, ...checked.problems], []);
  const permitted = checked.model?.permissions?.roles.get('user')?.remotes.get('catalog');
  ok(checked.model && permitted);
  return { model: checked.model, permission: permitted };
}

/**
 * A model with all fields and targets as the role has them, on everybody's schema: as if a host handed on operations that
 * were not validated for the role.
 */
export function deriveModel(
  model: Model,
  permission: RemotePermission,
  typeOf: RemoteRole['typeOf'] = (type: GraphQLInputType) => type,
): Model {
  const role = { permission, names: model.names, typeOf };
  const deriveType = (fields: ReadonlyMap<string, RemoteField>, upstreamName: string) =>
    mapDefined(fields, (field) => deriveRemoteField(role, field, upstreamName));
  const { schema } = permission;
  const deriveRoot = (root: RootField): RootField | undefined => {
    if (root.kind === 'table') return root;
    const parent = root.operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    const field = deriveRemoteField(role, root.field, parent?.name);
    return field && { ...root, field };
  };
  const deriveRelationship = (relationship: Relationship): Relationship | undefined => {
    const { target } = relationship;
    if (target.kind === 'table') return relationship;
    const derived = deriveRemoteTarget(role, target);
    return derived && { ...relationship, target: derived };
  };
  return {
    ...model,
    remoteTypes: mapDefined(model.remoteTypes, (types) =>
      mapDefined(types, (type) => ({ ...type, fields: deriveType(type.fields, type.upstreamName) })),
    ),
    rootFields: mapDefined(model.rootFields, deriveRoot),
    relationships: mapDefined(model.relationships, deriveRelationship),
  };
}

function mapDefined<Key, Value, Result>(
  map: ReadonlyMap<Key, Value>,
  change: (value: Value) => Result | undefined,
): ReadonlyMap<Key, Result> {
  const changed = Array.from(map, ([key, value]) => [key, change(value)] as const);
  return new Map(changed.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
