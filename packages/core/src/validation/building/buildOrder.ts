import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { Column } from '../../model/table.js';
import type { OrderInput } from '../../model/tableArguments.js';
import type { Place } from '../visits.js';
import { type Builder, columnName, findColumn, type LinkedTable, perTable, showColumn } from './builder.js';

const DIRECTION = /^(?:asc|desc)(?:_nulls_(?:first|last))?$/i;

/** Reads an input object as an order: its fields are columns, their values directions. */
export function buildOrder(
  builder: Builder,
  place: Place,
  argument: GraphQLArgument,
  target: LinkedTable,
): OrderInput | undefined {
  const type = getNamedType(argument.type);
  const list = getNullableType(argument.type);
  if (!isInputObjectType(type) || (isListType(list) && isListType(getNullableType(list.ofType)))) {
    const fault = `"${argument.name}" must be a list of an input object, but is ${argument.type}.`;
    const remedy = 'Declare an input object whose fields are columns and whose values are directions.';
    builder.show('tableArgument', { ...place, fault, remedy });
    return undefined;
  }
  return readOrder(builder, type, argument.name, target);
}

const readOrder = perTable((builder, type: GraphQLInputObjectType, argument, target): OrderInput | undefined => {
  const columns = new Map<string, Column>();
  let direction: GraphQLEnumType | undefined;
  for (const field of Object.values(type.getFields())) {
    const at = { coordinate: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
    const named = getNamedType(field.type);
    if (isInputObjectType(named)) {
      const message = `"${at.coordinate}" orders by a relationship, which is not supported yet.`;
      builder.show('notYetSupported', { ...at, message, remedy: 'Order by columns of the table itself.' });
      continue;
    }
    const name = columnName(builder, at.coordinate, field.name);
    const column = findColumn(builder, target, name);
    showColumn(builder, at, name, column, target, `Input field "${at.coordinate}"`);
    if (
      !isEnumType(named) ||
      isListType(getNullableType(field.type)) ||
      (direction !== undefined && named !== direction)
    ) {
      const fault = `"${at.coordinate}" must be ${direction ?? 'an enum of directions'}, but is ${field.type}.`;
      builder.show('tableArgument', {
        ...at,
        fault,
        remedy: 'Use one enum of directions, such as asc and desc, for all fields.',
      });
      continue;
    }
    direction = named;
    if (column === undefined) continue;
    builder.show('operator', { ...at, operator: argument, column });
    columns.set(field.name, column);
  }
  if (direction === undefined) return undefined;
  for (const value of direction.getValues()) {
    if (DIRECTION.test(value.name)) continue;
    const fault = `"${value.name}" is no direction.`;
    const remedy = 'Directions are asc, desc, and these with _nulls_first or _nulls_last.';
    const at = { coordinate: `${direction.name}.${value.name}`, node: value.astNode ?? undefined };
    builder.show('tableArgument', { ...at, fault, remedy });
  }
  return { typeName: type.name, columns, direction };
});
