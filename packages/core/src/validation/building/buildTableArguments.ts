import {
  type GraphQLArgument,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { EqualityArgument, TableArguments } from '../../model/tableArguments.js';
import type { Place } from '../visits.js';
import { buildColumnChoice } from './buildColumnChoice.js';
import { type Builder, columnName, findColumn, type LinkedTable, showColumn, showColumnType } from './builder.js';
import { buildOrder } from './buildOrder.js';
import { buildWhere } from './buildWhere.js';

type Draft = { -readonly [Name in keyof TableArguments]: TableArguments[Name] } & { equals: EqualityArgument[] };

/**
 * Reads the arguments of a field that points to a table: Hasura's five by their names, every other one as equality
 * with a column. `@column` says that an argument is a column, whatever its name.
 *
 * @param isList whether many rows are read: as the field's type says, where it is theirs
 * @param others names of arguments that are somebody else's
 */
export function buildTableArguments(
  builder: Builder,
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  target: LinkedTable,
  isList = isListType(getNullableType(field.type)),
  others: ReadonlySet<string> = new Set(),
): TableArguments {
  const draft: Draft = { equals: [] };
  for (const argument of field.args) {
    if (others.has(argument.name)) continue;
    const place = { coordinate: `${coordinate}(${argument.name}:)`, node: argument.astNode ?? undefined };
    if (builder.definitions.columns.has(place.coordinate)) addEquality(builder, draft, place, argument, target);
    else {
      switch (argument.name) {
        case 'limit':
        case 'offset':
          draft[argument.name] = argument.name;
          checkNumber(builder, place, argument);
          if (!isList) showAlone(builder, place, field, argument.name);
          break;
        case 'where':
          addWhere(builder, draft, place, argument, target);
          break;
        case 'order_by':
        case 'orderBy':
          addOrder(builder, draft, place, argument, target);
          break;
        case 'distinct_on':
        case 'distinctOn':
          addDistinct(builder, draft, place, argument, target);
          if (!isList) showAlone(builder, place, field, argument.name);
          break;
        default:
          addEquality(builder, draft, place, argument, target);
      }
    }
  }
  return draft;
}

function addEquality(
  builder: Builder,
  draft: Draft,
  place: Place,
  argument: GraphQLArgument,
  target: LinkedTable,
): void {
  const name = columnName(builder, place.coordinate, argument.name);
  const column = findColumn(builder, target, name);
  showColumn(builder, place, name, column, target, `Argument "${place.coordinate}"`);
  if (column === undefined) return;
  builder.show('operator', { ...place, operator: '_eq', column });
  showColumnType(builder, { ...place, type: argument.type, column, table: target.table, use: 'compared' });
  draft.equals.push({ name: argument.name, column, type: argument.type });
}

function addWhere(builder: Builder, draft: Draft, place: Place, argument: GraphQLArgument, target: LinkedTable): void {
  const type = getNullableType(argument.type);
  if (!isInputObjectType(type)) {
    const fault = `"where" must be an input object, but is ${argument.type}.`;
    const remedy = 'Declare an input object whose fields are columns, such as {id: {_eq: Int}}.';
    builder.show('tableArgument', { ...place, fault, remedy });
    return;
  }
  draft.where = { name: argument.name, input: buildWhere(builder, type, target) };
}

function addOrder(builder: Builder, draft: Draft, place: Place, argument: GraphQLArgument, target: LinkedTable): void {
  const input = buildOrder(builder, place, argument, target);
  if (draft.orderBy !== undefined) showTwice(builder, place, draft.orderBy.name, argument.name);
  if (input !== undefined) draft.orderBy = { name: argument.name, input };
}

function addDistinct(
  builder: Builder,
  draft: Draft,
  place: Place,
  argument: GraphQLArgument,
  target: LinkedTable,
): void {
  const choice = buildColumnChoice(builder, place, argument, target);
  if (choice === undefined) return;
  if (draft.distinctOn !== undefined) showTwice(builder, place, draft.distinctOn.name, argument.name);
  draft.distinctOn = choice;
}

function checkNumber(builder: Builder, place: Place, { name, type }: GraphQLArgument): void {
  if (!isListType(getNullableType(type)) && getNamedType(type).name === 'Int') return;
  const fault = `"${name}" must be Int, but is ${type}.`;
  builder.show('tableArgument', { ...place, fault, remedy: 'Give it the type Int.' });
}

function showAlone(builder: Builder, place: Place, field: GraphQLField<unknown, unknown>, name: string): void {
  const fault = `"${name}" has no meaning where the field is one object (${field.type}).`;
  builder.show('tableArgument', { ...place, fault, remedy: 'Remove the argument, or make the field a list.' });
}

function showTwice(builder: Builder, place: Place, first: string, second: string): void {
  const fault = `"${second}" and "${first}" are two spellings of one argument.`;
  builder.show('tableArgument', { ...place, fault, remedy: 'Keep one of them.' });
}
