import {
  type GraphQLArgument,
  type GraphQLEnumType,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
} from 'graphql';
import type { Column } from '../../model/table.js';
import type { ColumnChoice } from '../../model/tableArguments.js';
import type { Place } from '../visits.js';
import { type Builder, columnName, findColumn, type LinkedTable, perTable, showColumn } from './builder.js';

/** Reads an argument whose values name columns: an enum, or a list of one. */
export function buildColumnChoice(
  builder: Builder,
  place: Place,
  argument: GraphQLArgument,
  target: LinkedTable,
): ColumnChoice | undefined {
  const type = getNamedType(argument.type);
  const list = getNullableType(argument.type);
  if (!isEnumType(type) || (isListType(list) && isListType(getNullableType(list.ofType)))) {
    const fault = `"${argument.name}" must be a list of an enum, but is ${argument.type}.`;
    builder.show('tableArgument', { ...place, fault, remedy: 'Declare an enum whose values are columns.' });
    return undefined;
  }
  return { name: argument.name, columns: readColumns(builder, type, argument.name, target), type: argument.type };
}

const readColumns = perTable((builder, type: GraphQLEnumType, argument, target): ReadonlyMap<string, Column> => {
  const columns = new Map<string, Column>();
  for (const value of type.getValues()) {
    const at = { coordinate: `${type.name}.${value.name}`, node: value.astNode ?? undefined };
    const name = columnName(builder, at.coordinate, value.name);
    const column = findColumn(builder, target, name);
    showColumn(builder, at, name, column, target, `Enum value "${at.coordinate}"`);
    if (column === undefined) continue;
    builder.show('operator', { ...at, operator: argument, column });
    columns.set(value.name, column);
  }
  return columns;
});
