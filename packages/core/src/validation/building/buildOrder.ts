import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { remember } from '../../model/remember.js';
import type { OrderField, OrderInput, RelatedTable } from '../../model/tableArguments.js';
import type { Place } from '../visits.js';
import { buildAggregateOrder } from './buildAggregateOrder.js';
import { type Builder, columnName, findColumn, type LinkedTable, showColumn } from './builder.js';
import { createDirections, type Directions } from './directions.js';
import { findSameDatabase } from './findSameDatabase.js';
import { isUnique } from './isUnique.js';

/** Orders already read, since input types refer to themselves and to each other. By builder, type, table type and argument. */
const read = new WeakMap<Builder, Map<string, OrderInput>>();

/** Reads an argument as an order: an input object, or a list of such. */
export function buildOrder(
  builder: Builder,
  place: Place,
  argument: GraphQLArgument,
  target: LinkedTable,
): OrderInput | undefined {
  const type = getNamedType(argument.type);
  const list = getNullableType(argument.type);
  if (isInputObjectType(type) && !(isListType(list) && isListType(getNullableType(list.ofType)))) {
    return buildInput({ builder, argument: argument.name }, type, target);
  }
  const fault = `"${argument.name}" must be a list of an input object, but is ${argument.type}.`;
  const remedy = 'Declare an input object whose fields are columns and whose values are directions.';
  builder.show('tableArgument', { ...place, fault, remedy });
  return undefined;
}

interface Draft {
  readonly builder: Builder;
  readonly argument: string;
}

/**
 * Reads one of the SDL's input objects as an order: its fields are columns, whose values are directions, relationships to
 * one row, whose values are orders of their own, and `@aggregate` fields, whose values are orders of what rows come to.
 */
function buildInput(draft: Draft, type: GraphQLInputObjectType, target: LinkedTable): OrderInput {
  const { builder, argument } = draft;
  const known = remember(read, builder, () => new Map<string, OrderInput>());
  const identity = `${type.name} ${target.type.name} ${argument}`;
  const seen = known.get(identity);
  if (seen !== undefined) return seen;
  const fields = new Map<string, OrderField>();
  const input: OrderInput = { typeName: type.name, fields };
  known.set(identity, input);
  const directions = createDirections(builder);
  for (const field of Object.values(type.getFields())) {
    const at = { coordinate: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
    const built = buildField(draft, at, field, target, directions);
    if (built !== undefined) fields.set(field.name, built);
  }
  return input;
}

function buildField(
  draft: Draft,
  at: Place,
  field: GraphQLInputField,
  target: LinkedTable,
  directions: Directions,
): OrderField | undefined {
  const { builder, argument } = draft;
  const { definitions } = builder;
  const coordinate = `${target.type.name}.${field.name}`;
  if (definitions.unreadable.has(coordinate)) return undefined;
  if (definitions.relationships.has(coordinate)) return buildRelationship(draft, at, field, coordinate);
  if (definitions.aggregates.has(coordinate)) return buildAggregate(builder, at, field, coordinate);
  const name = columnName(builder, at.coordinate, field.name);
  const column = findColumn(builder, target, name);
  showColumn(builder, at, name, column, target, `Input field "${at.coordinate}"`);
  const direction = directions.read(at, field);
  if (column === undefined || direction === undefined) return undefined;
  builder.show('operator', { ...at, operator: argument, column });
  return { kind: 'column', column, direction };
}

function buildRelationship(
  draft: Draft,
  at: Place,
  field: GraphQLInputField,
  coordinate: string,
): OrderField | undefined {
  const { builder } = draft;
  const rows = findRows(builder, at, coordinate);
  if (rows === undefined) return undefined;
  if (isListType(getNullableType(builder.definitions.relationships.get(coordinate)?.field.type))) {
    const fault = `"${at.coordinate}" orders by relationship "${coordinate}", which leads to many rows.`;
    const remedy = 'Remove it, or order by an @aggregate of the relationship.';
    builder.show('tableArgument', { ...at, fault, remedy });
    return undefined;
  }
  const type = inputOf(builder, at, field, 'the order type of its target');
  if (type === undefined) return undefined;
  const { target, related } = rows;
  const unique = isUnique(
    related.table,
    related.mapping.map((pair) => pair.target),
  );
  return { kind: 'relationship', ...related, unique, input: buildInput(draft, type, target) };
}

function buildAggregate(
  builder: Builder,
  at: Place,
  field: GraphQLInputField,
  coordinate: string,
): OrderField | undefined {
  const definition = builder.definitions.aggregates.get(coordinate);
  const of = `${definition?.parent.name}.${definition?.relationship?.value}`;
  const rows = findRows(builder, at, of);
  const type = rows && inputOf(builder, at, field, 'an order type in the shape of the aggregate');
  if (rows === undefined || type === undefined) return undefined;
  const input = buildAggregateOrder(builder, type, rows.target);
  return { kind: 'aggregate', ...rows.related, coordinate, input };
}

/** The rows that a relationship leads to, where an order can reach them. */
function findRows(
  builder: Builder,
  at: Place,
  coordinate: string,
): { readonly target: LinkedTable; readonly related: RelatedTable } | undefined {
  const found = findSameDatabase(builder, at, coordinate, { what: 'orders by', such: 'orders' });
  if (found === undefined) return undefined;
  const { mapping, target } = found;
  return { target, related: { table: target.table, mapping, coordinate } };
}

/** The input object type of a field that is not a direction. */
function inputOf(
  builder: Builder,
  at: Place,
  { type }: GraphQLInputField,
  wanted: string,
): GraphQLInputObjectType | undefined {
  const named = getNamedType(type);
  if (isInputObjectType(named) && !isListType(getNullableType(type))) return named;
  const fault = `"${at.coordinate}" must be an input object, but is ${type}.`;
  builder.show('tableArgument', { ...at, fault, remedy: `Give it ${wanted}.` });
  return undefined;
}
