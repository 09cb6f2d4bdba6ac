import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import type { AggregateField, AggregateFunction, AggregateType, CountArguments } from '../../model/aggregate.js';
import type { Column } from '../../model/table.js';
import { didYouMean } from '../../schema/suggest.js';
import { aggregateResult } from '../aggregateResult.js';
import type { Place } from '../visits.js';
import { aggregateName, aggregateNames, isFunction } from './aggregateNames.js';
import { buildColumnChoice } from './buildColumnChoice.js';
import {
  type Builder,
  columnName,
  findColumn,
  isServed,
  type LinkedTable,
  showColumn,
  showColumnType,
} from './builder.js';

/**
 * Reads one of the SDL's own object types as aggregates of a table's rows. The names of its fields are those of functions,
 * in snake or camel case, or `@column` says it; a list of the rows' type is the rows; any other object groups functions.
 *
 *     type OrderAggregate { aggregate: OrderSums, nodes: [Order!]! }
 *     type OrderSums { count: Int!, sum: OrderSum, stddevPop: OrderSum }
 *     type OrderSum { total: Float }
 */
export function buildAggregateType(builder: Builder, type: GraphQLObjectType, target: LinkedTable): AggregateType {
  return buildType(builder, type, (at) => buildMember(builder, at, target, true));
}

/** A field of a type of aggregates. */
interface Member extends Place {
  readonly field: GraphQLField<unknown, unknown>;
  readonly named: GraphQLNamedType;
  readonly isList: boolean;
  readonly refuse: (fault: string, remedy: string) => undefined;
}

type BuildField = (member: Member) => AggregateField | undefined;

function buildType(builder: Builder, type: GraphQLObjectType, build: BuildField): AggregateType {
  const fields = new Map<string, AggregateField>();
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    const node = field.astNode ?? undefined;
    const refuse = (fault: string, remedy: string): undefined =>
      void builder.show('aggregate', { coordinate, node, fault, remedy });
    if (builder.definitions.unreadable.has(coordinate)) continue;
    if (isServed(builder, coordinate) || builder.hostResolved(coordinate) === true) {
      refuse(`"${coordinate}" has a value from elsewhere, but stands in a type of aggregates.`, 'Remove the field.');
      continue;
    }
    const named = getNamedType(field.type);
    const member = { coordinate, node, field, named, isList: isListType(getNullableType(field.type)), refuse };
    const built = build(member);
    if (built !== undefined) fields.set(field.name, built);
  }
  return { typeName: type.name, fields };
}

/** @param isOuter whether it is a field of the type of the `@aggregate` field itself */
function buildMember(
  builder: Builder,
  member: Member,
  target: LinkedTable,
  isOuter: boolean,
): AggregateField | undefined {
  const { coordinate, field, named, isList, refuse } = member;
  const name = aggregateName(builder, coordinate, field.name);
  if (isObjectType(named) && isList) {
    if (!isOuter) return refuse('Lists stand in the type of the field with @aggregate only.', 'Move the field there.');
    if (named === target.type) return takesNothing(member) && { kind: 'nodes' };
    return refuse(
      `"${coordinate}" is a list of "${named.name}", but the rows are of type "${target.type.name}".`,
      `Give it the type [${target.type.name}!]!.`,
    );
  }
  if (name === 'count') {
    if (!isLeafType(named) || isList)
      return refuse(`A count is one number, but the type is ${field.type}.`, 'Use Int!.');
    return buildCount(builder, member, target);
  }
  const remedy = `Functions are ${aggregateNames.join(', ')}.`;
  if (!isObjectType(named) || isList) {
    const fault = isFunction(name)
      ? `"${coordinate}" must be an object type whose fields are columns, but is ${field.type}.`
      : `"${name}" is no function of rows.${didYouMean(name, aggregateNames)}`;
    return refuse(fault, isFunction(name) ? 'Declare one, such as {total: Float}.' : remedy);
  }
  if (takesNothing(member) === undefined) return undefined;
  if (isFunction(name)) {
    return { kind: 'group', type: buildType(builder, named, (at) => buildValue(builder, at, target, name)) };
  }
  if (!isOuter) return refuse(`"${name}" is no function of rows.${didYouMean(name, aggregateNames)}`, remedy);
  return { kind: 'group', type: buildType(builder, named, (at) => buildMember(builder, at, target, false)) };
}

function takesNothing({ field, refuse }: Member): true | undefined {
  const [argument] = field.args;
  return argument === undefined || refuse(`The field takes no argument "${argument.name}".`, 'Remove the argument.');
}

function buildCount(builder: Builder, member: Member, target: LinkedTable): AggregateField {
  const { coordinate, node, field } = member;
  const draft: { -readonly [Name in keyof CountArguments]: CountArguments[Name] } = {};
  for (const argument of field.args) {
    const place = { coordinate: `${coordinate}(${argument.name}:)`, node: argument.astNode ?? undefined };
    const type = getNullableType(argument.type);
    if (argument.name === 'columns') {
      const choice = buildColumnChoice(builder, place, argument, target);
      if (choice !== undefined) draft.columns = choice;
    } else if (argument.name === 'distinct' && !isListType(type) && getNamedType(type).name === 'Boolean') {
      draft.distinct = argument.name;
    } else {
      const fault = `A count takes no argument "${argument.name}" of type ${argument.type}.`;
      builder.show('aggregate', {
        ...place,
        fault,
        remedy: 'It takes columns, a list of an enum, and distinct: Boolean.',
      });
    }
  }
  const column = resultColumn('count', { kind: 'int8', sql: 'int8' }, true);
  showColumnType(builder, { coordinate, node, type: field.type, column, table: target.table, use: 'aggregated' });
  return { kind: 'count', count: draft, leaf: { fieldName: field.name, column, type: field.type } };
}

function buildValue(
  builder: Builder,
  member: Member,
  target: LinkedTable,
  name: AggregateFunction,
): AggregateField | undefined {
  const { coordinate, node, field, named, refuse } = member;
  if (!isLeafType(named)) {
    return refuse(`"${coordinate}" must be a column's value, but is ${field.type}.`, 'Give it a scalar or enum type.');
  }
  if (takesNothing(member) === undefined) return undefined;
  const wanted = columnName(builder, coordinate, field.name);
  const column = findColumn(builder, target, wanted);
  showColumn(builder, member, wanted, column, target, `Field "${coordinate}"`);
  if (column === undefined) return undefined;
  const result = aggregateResult(name, column.type);
  if (result === undefined) {
    const fault = `"${name}" cannot be used on column "${column.name}", which is ${column.type.sql}.`;
    return refuse(fault, 'Remove the field.');
  }
  const made = resultColumn(`${name}(${column.name})`, result, false);
  showColumnType(builder, { coordinate, node, type: field.type, column: made, table: target.table, use: 'aggregated' });
  return {
    kind: 'value',
    function: name,
    column,
    leaf: { fieldName: field.name, column: made, type: field.type },
  };
}

function resultColumn(name: string, type: Column['type'], notNull: boolean): Column {
  return { name, type, notNull, deterministic: true };
}
