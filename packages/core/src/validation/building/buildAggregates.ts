import { getNamedType, getNullableType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { Aggregate } from '../../model/aggregate.js';
import type { TableRoot } from '../../model/model.js';
import type { Relationship } from '../../model/relationship.js';
import type { AggregateDefinition } from '../../schema/definitions.js';
import { didYouMean } from '../../schema/suggest.js';
import { buildAggregateType } from './buildAggregateType.js';
import { type Builder, isRootType, type LinkedTable } from './builder.js';
import { buildTableArguments } from './buildTableArguments.js';

/** Every `@aggregate` field of the query type, and of its namespaces. */
export function buildAggregateRoots(builder: Builder): TableRoot[] {
  const roots: TableRoot[] = [];
  for (const definition of builder.definitions.aggregates.values()) {
    if (builder.rootTypes.get(definition.parent.name) !== 'query') continue;
    const { coordinate, relationship } = definition;
    if (relationship !== undefined) {
      const fault = `@aggregate(relationship: ${JSON.stringify(relationship.value)}) has no meaning at the root.`;
      builder.show('aggregate', { coordinate, node: relationship.node, fault, remedy: 'Remove the argument.' });
    }
    const typeName = rowsTypeOf(builder, definition);
    if (typeName === undefined && isObjectType(getNullableType(definition.field.type))) {
      const fault = `It is not known whose rows "${definition.field.type}" is made of.`;
      const remedy = 'Give it a field with the rows themselves, such as "nodes", a list of a type with @table.';
      builder.show('aggregate', { coordinate, node: definition.node, fault, remedy });
    }
    const target = builder.tables.get(typeName ?? '');
    const built = buildAggregate(builder, definition, target);
    if (built === undefined || target === undefined || typeName === undefined) continue;
    const { table } = target;
    roots.push({ kind: 'table', coordinate, source: table.source, typeName, table, list: false, ...built });
  }
  return roots;
}

/** Every other `@aggregate` field: the relationship it stands beside, with another answer. */
export function buildAggregateRelationships(builder: Builder, known: readonly Relationship[]): Relationship[] {
  const byCoordinate = new Map(known.map((relationship) => [relationship.coordinate, relationship]));
  const built: Relationship[] = [];
  for (const definition of builder.definitions.aggregates.values()) {
    const { coordinate, parent, field } = definition;
    if (!isObjectType(parent) || isRootType(builder, parent)) continue;
    const of = findRelationship(builder, definition);
    const base = byCoordinate.get(of ?? '');
    const target = base?.target.kind === 'table' ? base.target : undefined;
    const found = buildAggregate(builder, definition, builder.tables.get(target?.typeName ?? ''), of);
    if (base === undefined || target === undefined || found === undefined) continue;
    built.push({
      ...base,
      coordinate,
      fieldName: field.name,
      list: false,
      // Nullable like the list beside it, it is null where that is.
      emptyValue: base.emptyValue === 'null' && !isNonNullType(field.type) ? 'null' : 'aggregate',
      target: { ...target, ...found },
    });
  }
  return built;
}

/** The type with `@table` whose rows an `@aggregate` field of the query type reads, as the list of them in its type says. */
export function rowsTypeOf({ definitions }: Builder, { field }: AggregateDefinition): string | undefined {
  const type = getNullableType(field.type);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const rows = fields.find(
    (each) => isListType(getNullableType(each.type)) && definitions.tables.has(getNamedType(each.type).name),
  );
  return rows && getNamedType(rows.type).name;
}

/** The coordinate of the relationship that is named, where it leads to a list of rows. */
function findRelationship(builder: Builder, definition: AggregateDefinition): string | undefined {
  const { coordinate, parent, relationship, node } = definition;
  const { relationships, unreadable } = builder.definitions;
  const refuse = (fault: string, remedy: string): undefined =>
    void builder.show('aggregate', { coordinate, node: relationship?.node ?? node, fault, remedy });
  const lists = [...relationships.values()].filter(
    (each) => each.parent === parent && isListType(getNullableType(each.field.type)) && each.schema === undefined,
  );
  const names = lists.map(({ field }) => field.name);
  const remedy = `Name a relationship of "${parent.name}" to a list of rows: relationship: "…".`;
  if (relationship === undefined) return refuse('It is not known whose rows the aggregate is made of.', remedy);
  const of = `${parent.name}.${relationship.value}`;
  if (unreadable.has(of)) return undefined;
  if (names.includes(relationship.value)) return of;
  const what = relationships.has(of) ? 'leads to no list of rows' : 'is no relationship';
  return refuse(`"${of}" ${what}.${didYouMean(relationship.value, names)}`, remedy);
}

/** What rows come to; without a target, only what can be judged without. */
function buildAggregate(
  builder: Builder,
  definition: AggregateDefinition,
  target: LinkedTable | undefined,
  relationship?: string,
): (Pick<TableRoot, 'arguments'> & { readonly aggregate: Aggregate }) | undefined {
  const { coordinate, field, node } = definition;
  builder.show('servedField', { ...definition, directive: '@aggregate', host: builder.hostResolved(coordinate) });
  const type = getNullableType(field.type);
  if (!isObjectType(type) || builder.definitions.tables.has(type.name)) {
    const fault = `An aggregate is one object of a type without @table, but the field's type is ${field.type}.`;
    const remedy = 'Give it an object type of its own, such as {aggregate: {count: Int!}, nodes: [Order!]!}.';
    builder.show('aggregate', { coordinate, node, fault, remedy });
    return undefined;
  }
  if (target === undefined) return undefined;
  const args = buildTableArguments(builder, coordinate, field, target, true);
  const aggregateType = buildAggregateType(builder, type, target);
  if ([...aggregateType.fields.values()].some(({ kind }) => kind === 'nodes')) {
    const columns = args.equals.map(({ column }) => column);
    builder.show('rows', { ...definition, table: target.table, list: true, columns, unique: false });
  }
  return { arguments: args, aggregate: { type: aggregateType, ...(relationship !== undefined && { relationship }) } };
}
