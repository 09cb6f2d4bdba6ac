import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import type { TableType } from '../../model/model.js';
import type { TablePermission } from '../../model/permission.js';
import type { PermissionDefinition, Written } from '../../schema/definitions.js';
import { rowsTypeOf } from './buildAggregates.js';
import { type Builder, isServed, type LinkedTable } from './builder.js';
import { buildFilter } from './buildFilter.js';
import { findTies } from './tieColumns.js';

/** A `@permission` of a type with `@table`. */
export function buildTablePermission(
  builder: Builder,
  definition: PermissionDefinition,
  linked: LinkedTable,
  { leaves }: Pick<TableType, 'leaves'>,
): TablePermission {
  const fields = buildFields(builder, definition, linked.type);
  const filter = buildFilter(builder, definition, linked);
  const rootFields = definition.rootFields && buildRootFields(builder, definition, definition.rootFields.value);
  const limit = buildLimit(builder, definition);
  const ties = findTies(linked.table, leaves, fields);
  return {
    typeName: definition.typeName,
    fields,
    ...(filter && { filter }),
    ...(limit !== undefined && { limit }),
    aggregations: definition.aggregations?.value ?? false,
    ...(rootFields && { rootFields }),
    redactedColumns: new Map(),
    ...(ties && { ties }),
  };
}

/** The arguments that mean something only where there is a table. */
const ofTables = ['filter', 'limit', 'aggregations', 'rootFields'] as const;

/** A `@permission` of a type whose objects are the host's. */
export function buildHostPermission(
  builder: Builder,
  definition: PermissionDefinition,
  type: GraphQLObjectType,
): ReadonlySet<string> {
  for (const name of ofTables) {
    const node = definition[name]?.node;
    if (node === undefined) continue;
    const fault = `@permission(${name}:) means nothing here: "${type.name}" has no table.`;
    builder.show('permission', { coordinate: type.name, node, fault, remedy: 'Remove it.' });
  }
  return buildFields(builder, definition, type);
}

/**
 * The fields that a permission names; what is joined follows from both ends, and is not among them. An action has one end
 * only, and is a field of its root type like any of the host's.
 */
function buildFields(builder: Builder, { fields }: PermissionDefinition, type: GraphQLObjectType): ReadonlySet<string> {
  const known = type.getFields();
  const isOwn = (coordinate: string): boolean =>
    !isServed(builder, coordinate) || builder.definitions.actions.has(coordinate) || builder.computed.has(coordinate);
  const own = Object.values(known).filter(({ name }) => isOwn(`${type.name}.${name}`));
  const named = new Set<string>();
  for (const { value: name, node } of fields.value) {
    if (name === '*') {
      for (const field of own) if (isLeafType(getNamedType(field.type))) named.add(field.name);
      continue;
    }
    const field = known[name];
    const place = { coordinate: type.name, node };
    const names = own.map((field) => field.name);
    builder.show('permissionField', { ...place, of: type.name, name, found: field !== undefined, names });
    if (field === undefined || builder.definitions.unreadable.has(`${type.name}.${name}`)) continue;
    if (own.includes(field)) named.add(name);
    else {
      const fault = `"${type.name}.${name}" is joined from somewhere else: who may see both ends of it sees it.`;
      builder.show('permission', { ...place, fault, remedy: `Remove "${name}" from fields.` });
    }
  }
  return named;
}

function buildRootFields(
  builder: Builder,
  { typeName }: PermissionDefinition,
  written: readonly Written<string>[],
): ReadonlySet<string> {
  const { schema, rootTypes } = builder;
  const query = schema.getQueryType()?.name ?? 'Query';
  const { selects, aggregates, computed, unreadable } = builder.definitions;
  const reading = [
    ...[...selects.values(), ...computed.values()].filter(
      ({ field, parent }) => rootTypes.has(parent.name) && getNamedType(field.type).name === typeName,
    ),
    ...[...aggregates.values()].filter(
      (each) => rootTypes.get(each.parent.name) === 'query' && rowsTypeOf(builder, each) === typeName,
    ),
  ].map(({ coordinate }) => coordinate);
  const names = reading.map((coordinate) =>
    coordinate.slice(coordinate.startsWith(`${query}.`) ? query.length + 1 : 0),
  );
  const coordinates = new Set<string>();
  for (const { value: name, node } of written) {
    const coordinate = name.includes('.') ? name : `${query}.${name}`;
    const [of = query, fieldName = name] = coordinate.split('.');
    const type = schema.getType(of);
    const found = isObjectType(type) && type.getFields()[fieldName] !== undefined;
    const place = { coordinate: typeName, node };
    builder.show('permissionField', { ...place, of, name: fieldName, found, names });
    if (!found || unreadable.has(coordinate)) continue;
    if (reading.includes(coordinate)) coordinates.add(coordinate);
    else {
      const fault = `Root field "${name}" does not read rows of "${typeName}".`;
      builder.show('permission', {
        ...place,
        fault,
        remedy: `Name fields with @select, @aggregate or @computed that read "${typeName}".`,
      });
    }
  }
  return coordinates;
}

const MAX_LIMIT = 2 ** 31 - 1;

function buildLimit(builder: Builder, { typeName, limit }: PermissionDefinition): number | undefined {
  if (limit === undefined || (limit.value >= 0 && limit.value <= MAX_LIMIT)) return limit?.value;
  const fault = '@permission(limit:) must be a number of rows, 0 or more.';
  const remedy = 'Give another number, or leave it out for all rows.';
  builder.show('permission', { coordinate: typeName, node: limit.node, fault, remedy });
  return 0;
}
