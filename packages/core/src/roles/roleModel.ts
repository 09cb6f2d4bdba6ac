import type { GraphQLSchema } from 'graphql';
import type { Model, RootField, TableRoot, TableType } from '../model/model.js';
import type { RolePermissions } from '../model/permission.js';
import type { Relationship } from '../model/relationship.js';
import type { RemoteType } from '../model/remoteType.js';
import { deriveAggregate } from './roleAggregate.js';
import { createArgumentRole } from './roleArguments.js';
import { createRemoteRole } from './roleRemote.js';

/**
 * The model as one role has it: what is hidden is not in it, what the role may see of tables carries its filters, and
 * what it is given of remote schemas its presets. All that is planned for the role is planned on this.
 *
 * @param hidden what the role's schema lacks
 * @param schema the role's schema
 * @param role absent for those who have none
 */
export function createRoleModel(
  model: Model,
  role: RolePermissions | undefined,
  schema: GraphQLSchema,
  hidden: ReadonlySet<string>,
): Model {
  const isVisible = (coordinate: string): boolean => !hidden.has(coordinate) && !hidden.has(ownerOf(coordinate));
  const args = createArgumentRole(model, role, hidden);
  const remote = createRemoteRole(model, role, schema, hidden);

  const deriveRows = (coordinate: string, rows: Pick<TableRoot, 'arguments' | 'aggregate'>): typeof rows => ({
    arguments: args.derive(coordinate, rows.arguments),
    ...(rows.aggregate && { aggregate: deriveAggregate(rows.aggregate, hidden) }),
  });

  const tables = new Map<string, TableType>();
  for (const [typeName, table] of model.tables) {
    const permission = role?.tables.get(typeName);
    if (!isVisible(typeName) || permission === undefined) continue;
    const leaves = new Map([...table.leaves].filter(([name]) => isVisible(`${typeName}.${name}`)));
    tables.set(typeName, { ...table, leaves, permission });
  }

  const rootFields = new Map<string, RootField>();
  for (const [coordinate, root] of model.rootFields) {
    if (!isVisible(coordinate)) continue;
    if (root.kind === 'action') rootFields.set(coordinate, root);
    else if (root.kind === 'remote') rootFields.set(coordinate, { ...root, field: remote.rootField(root) });
    else rootFields.set(coordinate, { ...root, ...deriveRows(coordinate, root) });
  }

  const relationships = new Map<string, Relationship>();
  for (const [coordinate, relationship] of model.relationships) {
    if (!isVisible(coordinate)) continue;
    const { target } = relationship;
    if (target.kind === 'remote')
      relationships.set(coordinate, { ...relationship, target: remote.target(coordinate, target) });
    else {
      relationships.set(coordinate, { ...relationship, target: { ...target, ...deriveRows(coordinate, target) } });
    }
  }

  const remoteTypes = new Map<string, ReadonlyMap<string, RemoteType>>();
  for (const [source, types] of model.remoteTypes) {
    const visible = [...types.values()].filter(({ typeName }) => isVisible(typeName));
    remoteTypes.set(source, new Map(visible.map((type) => [type.typeName, remote.type(type)])));
  }

  const { permissions: _, ...rest } = model;
  return {
    ...rest,
    schema,
    tables,
    rootFields,
    namespaces: new Map([...model.namespaces].filter(([coordinate]) => isVisible(coordinate))),
    relationships,
    remoteTypes,
    hostFields: new Set([...model.hostFields].filter(isVisible)),
  };
}

function ownerOf(coordinate: string): string {
  return coordinate.split('.', 1)[0] ?? coordinate;
}
