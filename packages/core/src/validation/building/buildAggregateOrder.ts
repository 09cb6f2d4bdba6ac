import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { AggregateFunction } from '../../model/aggregate.js';
import type { AggregateOrderField, AggregateOrderInput } from '../../model/tableArguments.js';
import { didYouMean } from '../../schema/suggest.js';
import { aggregateResult } from '../aggregateResult.js';
import type { Place } from '../visits.js';
import { aggregateName, aggregateNames, isFunction } from './aggregateNames.js';
import { type Builder, columnName, findColumn, type LinkedTable, showColumn } from './builder.js';
import { createDirections, type Directions } from './directions.js';

/**
 * Reads one of the SDL's own input objects as an order by aggregates of a table's rows, in the shape of a type of such:
 *
 *     input OrderAggregateSort { count: Direction, max: OrderMaxSort }
 *     input OrderMaxSort { total: Direction }
 */
export function buildAggregateOrder(
  builder: Builder,
  type: GraphQLInputObjectType,
  target: LinkedTable,
): AggregateOrderInput {
  return buildInput(builder, type, (at) => buildMember(builder, at, target, true));
}

/** A field of an input type of aggregates. */
interface Member extends Place {
  readonly field: GraphQLInputField;
  readonly directions: Directions;
  readonly refuse: (fault: string, remedy: string) => undefined;
}

type BuildField = (member: Member) => AggregateOrderField | undefined;

function buildInput(builder: Builder, type: GraphQLInputObjectType, build: BuildField): AggregateOrderInput {
  const fields = new Map<string, AggregateOrderField>();
  const directions = createDirections(builder);
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    const node = field.astNode ?? undefined;
    const refuse = (fault: string, remedy: string): undefined =>
      void builder.show('tableArgument', { coordinate, node, fault, remedy });
    const built = build({ coordinate, node, field, directions, refuse });
    if (built !== undefined) fields.set(field.name, built);
  }
  return { typeName: type.name, fields };
}

/** @param isOuter whether it is a field of the type of the aggregate itself, which may group others */
function buildMember(
  builder: Builder,
  member: Member,
  target: LinkedTable,
  isOuter: boolean,
): AggregateOrderField | undefined {
  const { coordinate, field, refuse } = member;
  const name = aggregateName(builder, coordinate, field.name);
  if (name === 'count') {
    const direction = member.directions.read(member, field);
    return direction && { kind: 'count', direction };
  }
  const type = getNamedType(field.type);
  const isGroup = isInputObjectType(type) && !isListType(getNullableType(field.type));
  if (isFunction(name)) {
    if (isGroup)
      return { kind: 'group', input: buildInput(builder, type, (at) => buildValue(builder, at, target, name)) };
    const fault = `"${coordinate}" must be an input object whose fields are columns, but is ${field.type}.`;
    return refuse(fault, 'Declare one, such as {total: Direction}.');
  }
  if (isGroup && isOuter) {
    return { kind: 'group', input: buildInput(builder, type, (at) => buildMember(builder, at, target, false)) };
  }
  const remedy = `Functions are ${aggregateNames.join(', ')}.`;
  return refuse(`"${name}" is no function of rows.${didYouMean(name, aggregateNames)}`, remedy);
}

function buildValue(
  builder: Builder,
  member: Member,
  target: LinkedTable,
  name: AggregateFunction,
): AggregateOrderField | undefined {
  const { coordinate, field, refuse } = member;
  const wanted = columnName(builder, coordinate, field.name);
  const column = findColumn(builder, target, wanted);
  showColumn(builder, member, wanted, column, target, `Input field "${coordinate}"`);
  const direction = member.directions.read(member, field);
  if (column === undefined || direction === undefined) return undefined;
  if (aggregateResult(name, column.type) !== undefined) return { kind: 'value', function: name, column, direction };
  const fault = `"${name}" cannot be used on column "${column.name}", which is ${column.type.sql}.`;
  return refuse(fault, 'Remove the field, or give the function an input type of its own.');
}
