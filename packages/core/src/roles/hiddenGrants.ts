import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Model } from '../model/model.js';
import type { RolePermissions } from '../model/permission.js';
import { aggregatesOf } from './hiddenAggregates.js';
import { hideRemote } from './hiddenRemote.js';

/** Hides what nothing was granted of: columns, tables at the root, types and fields of the host's, parts of remote schemas. */
export function hideGrants(
  schema: GraphQLSchema,
  model: Model,
  role: RolePermissions | undefined,
  hidden: Set<string>,
): void {
  const { permissions } = model;
  if (permissions === undefined) return;
  for (const { typeName, leaves } of model.tables.values()) {
    const permission = role?.tables.get(typeName);
    if (permission === undefined) {
      hidden.add(typeName);
      continue;
    }
    const own = [...leaves.keys()].map((name) => `${typeName}.${name}`);
    const hosts = [...model.hostFields].filter((coordinate) => coordinate.startsWith(`${typeName}.`));
    for (const coordinate of [...own, ...hosts]) {
      if (!permission.fields.has(coordinate.slice(typeName.length + 1))) hidden.add(coordinate);
    }
  }
  for (const { coordinate, typeName } of aggregatesOf(model)) {
    if (role?.tables.get(typeName)?.aggregations !== true) hidden.add(coordinate);
  }
  for (const root of model.rootFields.values()) {
    if (root.kind !== 'table') continue;
    const rootFields = role?.tables.get(root.typeName)?.rootFields;
    if (rootFields?.has(root.coordinate) === false) hidden.add(root.coordinate);
  }
  for (const typeName of permissions.hostTypes)
    hideHostType(schema, model, typeName, role?.hostTypes.get(typeName), hidden);
  for (const source of permissions.remotes) hideRemote(model, source, role?.remotes.get(source), hidden);
}

function hideHostType(
  schema: GraphQLSchema,
  { relationships, rootFields, namespaces }: Model,
  typeName: string,
  fields: ReadonlySet<string> | undefined,
  hidden: Set<string>,
): void {
  const type = schema.getType(typeName);
  const groups = [...namespaces.values()].includes(typeName);
  const isRoot = groups || type === schema.getQueryType() || type === schema.getMutationType();
  // A root type holds what others govern besides.
  if (fields === undefined && !isRoot) {
    hidden.add(typeName);
    return;
  }
  for (const name of isObjectType(type) ? Object.keys(type.getFields()) : []) {
    const coordinate = `${typeName}.${name}`;
    const root = rootFields.get(coordinate);
    const isDerived =
      relationships.has(coordinate) || namespaces.has(coordinate) || (root !== undefined && root.kind !== 'action');
    if (!isDerived && fields?.has(name) !== true) hidden.add(coordinate);
  }
}
