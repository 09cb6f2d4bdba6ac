import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { Column } from '../../model/table.js';
import {
  type Operator,
  operators,
  type WhereField,
  type WhereInput,
  type WhereOperator,
} from '../../model/tableArguments.js';
import { didYouMean } from '../../schema/suggest.js';
import type { Place } from '../visits.js';
import { type Builder, columnName, findColumn, type LinkedTable, showColumn, showColumnType } from './builder.js';
import { findSameDatabase } from './findSameDatabase.js';

/** Conditions already read, since input types refer to themselves and to each other. By builder, type and table type. */
const read = new WeakMap<Builder, Map<string, WhereInput>>();

/** Reads one of the SDL's input objects as a condition on a table. */
export function buildWhere(builder: Builder, type: GraphQLInputObjectType, target: LinkedTable): WhereInput {
  const known = read.get(builder) ?? new Map<string, WhereInput>();
  read.set(builder, known);
  const identity = `${type.name} ${target.type.name}`;
  const seen = known.get(identity);
  if (seen !== undefined) return seen;
  const fields = new Map<string, WhereField>();
  const input: WhereInput = { typeName: type.name, table: target.table, fields };
  known.set(identity, input);
  for (const field of Object.values(type.getFields())) {
    const condition = buildField(builder, type, field, target);
    if (condition !== undefined) fields.set(field.name, condition);
  }
  return input;
}

const connectives = { _and: 'and', _or: 'or', _not: 'not' } as const;

function buildField(
  builder: Builder,
  parent: GraphQLInputObjectType,
  field: GraphQLInputField,
  target: LinkedTable,
): WhereField | undefined {
  const place = { coordinate: `${parent.name}.${field.name}`, node: field.astNode ?? undefined };
  const type = getNamedType(field.type);
  const refuse = (fault: string, remedy: string) => builder.show('tableArgument', { ...place, fault, remedy });
  const connective = isConnective(field.name) ? connectives[field.name] : undefined;
  if (connective !== undefined) {
    const list = isListType(getNullableType(field.type));
    if (type !== parent || list !== (connective !== 'not')) {
      const wanted = connective === 'not' ? parent.name : `[${parent.name}!]`;
      refuse(`"${place.coordinate}" must be ${wanted}, but is ${field.type}.`, `Give it the type ${wanted}.`);
      return undefined;
    }
    return { kind: connective, input: buildWhere(builder, parent, target) };
  }
  const relationship = `${target.type.name}.${field.name}`;
  if (builder.definitions.unreadable.has(relationship)) return undefined;
  if (builder.definitions.relationships.has(relationship)) {
    const nested = findSameDatabase(builder, place, relationship, { what: 'is a condition on', such: 'conditions' });
    if (nested === undefined) return undefined;
    if (!isInputObjectType(type) || isListType(getNullableType(field.type))) {
      refuse(
        `"${place.coordinate}" must be an input object, but is ${field.type}.`,
        'Give it the condition type of its target.',
      );
      return undefined;
    }
    const input = buildWhere(builder, type, nested.target);
    return { kind: 'relationship', mapping: nested.mapping, input, coordinate: relationship };
  }
  const name = columnName(builder, place.coordinate, field.name);
  const column = findColumn(builder, target, name);
  showColumn(builder, place, name, column, target, `Input field "${place.coordinate}"`);
  if (column === undefined) return undefined;
  if (!isInputObjectType(type) || isListType(getNullableType(field.type))) {
    const remedy = 'Give it an input object whose fields are operators, such as {_eq: Int, _in: [Int!]}.';
    refuse(`"${place.coordinate}" must be an input object of operators, but is ${field.type}.`, remedy);
    return undefined;
  }
  return { kind: 'column', column, operators: buildOperators(builder, place, type, column, target) };
}

function isConnective(name: string): name is keyof typeof connectives {
  return Object.hasOwn(connectives, name);
}

function buildOperators(
  builder: Builder,
  user: Place,
  type: GraphQLInputObjectType,
  column: Column,
  { table }: LinkedTable,
): Map<string, WhereOperator> {
  const found = new Map<string, WhereOperator>();
  for (const field of Object.values(type.getFields())) {
    const place = { coordinate: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
    const operator = operators.find((known) => known === field.name);
    if (operator === undefined) {
      const fault = `"${field.name}" is no operator.${didYouMean(field.name, operators)}`;
      builder.show('tableArgument', { ...place, fault, remedy: `Operators are ${operators.join(', ')}.` });
      continue;
    }
    // An operator's input type serves many columns: the fault is told where a column meets it.
    builder.show('operator', { coordinate: user.coordinate, node: user.node, operator, column });
    const operand = operandType(builder, place, operator, field);
    if (operand === 'column') {
      showColumnType(builder, { ...user, operand: place.coordinate, type: field.type, column, table, use: 'compared' });
    } else if (operand === 'items') {
      const list = getNullableType(field.type);
      if (isListType(list))
        showColumnType(builder, {
          ...user,
          operand: place.coordinate,
          type: list.ofType,
          column,
          table,
          use: 'compared',
        });
    }
    found.set(field.name, { operator, type: field.type });
  }
  return found;
}

/** Whether an operand is compared with the column as it is, or item by item; `other` where its type was checked here. */
function operandType(
  builder: Builder,
  place: Place,
  operator: Operator,
  field: GraphQLInputField,
): 'column' | 'items' | 'other' {
  const list = isListType(getNullableType(field.type));
  const wrong = (wanted: string) => {
    const fault = `"${place.coordinate}" must be ${wanted}, but is ${field.type}.`;
    builder.show('tableArgument', { ...place, fault, remedy: `Give it the type ${wanted}.` });
  };
  if (operator === '_in' || operator === '_nin') {
    if (!list) wrong(`[${getNamedType(field.type)}!]`);
    return 'items';
  }
  if (operator === '_is_null') {
    if (list || getNamedType(field.type).name !== 'Boolean') wrong('Boolean');
    return 'other';
  }
  return 'column';
}
