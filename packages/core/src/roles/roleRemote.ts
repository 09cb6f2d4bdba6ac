import {
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInputType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { invariant } from '../error/invariant.js';
import type { Model, RemoteRoot } from '../model/model.js';
import type { RolePermissions } from '../model/permission.js';
import type { RemoteTarget } from '../model/relationship.js';
import type { RemoteField, RemoteType } from '../model/remoteType.js';
import { isMember } from './membership.js';
import { deriveRemoteField } from './remote/deriveRemoteField.js';
import { deriveRemoteTarget } from './remote/deriveRemoteTarget.js';
import type { RemoteRole } from './remote/remoteRole.js';

/** What remote schemas serve, as one role has it: of what is hidden, nothing may be asked. */
export interface RolesRemote {
  rootField(root: RemoteRoot): RemoteField;
  target(coordinate: string, target: RemoteTarget): RemoteTarget;
  type(type: RemoteType): RemoteType;
}

/** The name that a field's parent has in a role's part of a remote schema. */
type ParentName = (part: GraphQLSchema) => string | undefined;

/** @param schema the role's */
export function createRemoteRole(
  { names, permissions }: Model,
  role: RolePermissions | undefined,
  schema: GraphQLSchema,
  hidden: ReadonlySet<string>,
): RolesRemote {
  const roleAt = (source: string): RemoteRole | 'open' => {
    if (permissions?.remotes.has(source) !== true) return 'open';
    const permission = role?.remotes.get(source);
    invariant(permission, `a part of "${source}" for a role that has none`);
    return { permission, names, typeOf: (type) => inputTypeIn(schema, type) };
  };
  const deriveField = (source: string, field: RemoteField, parent: ParentName, typeName: string): RemoteField => {
    const at = roleAt(source);
    const derived = at === 'open' ? field : deriveRemoteField(at, field, parent(at.permission.schema));
    invariant(derived, `"${typeName}.${field.fieldName}" is visible and cannot be asked for`);
    return { ...derived, type: outputTypeIn(schema, typeName, field) };
  };
  return {
    rootField({ source, operation, field, coordinate }) {
      const parent: ParentName = (part) => (operation === 'query' ? part.getQueryType() : part.getMutationType())?.name;
      return deriveField(source, field, parent, coordinate.split('.', 1)[0] ?? '');
    },
    target(coordinate, target) {
      const at = roleAt(target.source);
      const derived = at === 'open' ? target : deriveRemoteTarget(at, target);
      invariant(derived, `"${coordinate}" is visible and cannot be asked for`);
      return derived;
    },
    type({ possibleTypes, fields, ...type }) {
      const { typeName, upstreamName, source } = type;
      const visible = [...fields.values()].filter(({ fieldName }) => !hidden.has(`${typeName}.${fieldName}`));
      const possible = possibleTypes && [...possibleTypes].filter(([, name]) => isMember(hidden, typeName, name));
      return {
        ...type,
        ...(possible && { possibleTypes: new Map(possible) }),
        fields: new Map(
          visible.map((field) => [field.fieldName, deriveField(source, field, () => upstreamName, typeName)] as const),
        ),
      };
    },
  };
}

function outputTypeIn(schema: GraphQLSchema, typeName: string, { fieldName, type }: RemoteField): GraphQLOutputType {
  const parent = schema.getType(typeName);
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[fieldName] : undefined;
  return field?.type ?? type;
}

/** The type of the same form in a schema; undefined where it has none of that name. */
function inputTypeIn(schema: GraphQLSchema, type: GraphQLInputType): GraphQLInputType | undefined {
  if (isNonNullType(type)) {
    const nullable = inputTypeIn(schema, type.ofType);
    return nullable === undefined || isNonNullType(nullable) ? nullable : new GraphQLNonNull(nullable);
  }
  if (isListType(type)) {
    const item = inputTypeIn(schema, type.ofType);
    return item && new GraphQLList(item);
  }
  const named = schema.getType(type.name);
  return isInputType(named) ? named : undefined;
}
