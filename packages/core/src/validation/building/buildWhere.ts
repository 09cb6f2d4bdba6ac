import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { isOperator, type Operator, operandKindOf, operators } from '../../model/operator.js';
import type { Column } from '../../model/table.js';
import type { WhereField, WhereInput, WhereOperator } from '../../model/tableArguments.js';
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
  return { kind: 'column', ...buildOperators(builder, place, type, column, target) };
}

function isConnective(name: string): name is keyof typeof connectives {
  return Object.hasOwn(connectives, name);
}

type Compared = Omit<Extract<WhereField, { kind: 'column' }>, 'kind'>;

const known = [...operators, '_cast'];

function buildOperators(
  builder: Builder,
  user: Place,
  type: GraphQLInputObjectType,
  column: Column,
  target: LinkedTable,
): Compared {
  const { table } = target;
  const found = new Map<string, WhereOperator>();
  let asText: Compared | undefined;
  for (const field of Object.values(type.getFields())) {
    const place = { coordinate: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
    if (field.name === '_cast') {
      builder.show('operator', { coordinate: user.coordinate, node: user.node, operator: field.name, column });
      asText = buildCast(builder, user, place, field, column, target);
      continue;
    }
    const operator = isOperator(field.name) ? field.name : undefined;
    if (operator === undefined) {
      const fault = `"${field.name}" is no operator.${didYouMean(field.name, known)}`;
      builder.show('tableArgument', { ...place, fault, remedy: `Operators are ${known.join(', ')}.` });
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
  return { column, operators: found, ...(asText && { asText }) };
}

/** `{String: {_like: String}}`: what the column is compared with as a text. */
function buildCast(
  builder: Builder,
  user: Place,
  place: Place,
  { type }: GraphQLInputField,
  column: Column,
  target: LinkedTable,
): Compared | undefined {
  const cast = inputOf(type);
  const [only, second] = cast === undefined ? [] : Object.values(cast.getFields());
  const conditions = only?.name === 'String' && second === undefined ? inputOf(only.type) : undefined;
  if (conditions !== undefined) {
    return buildOperators(builder, user, conditions, { ...column, type: { kind: 'text', sql: 'text' } }, target);
  }
  const fault = `"${place.coordinate}" must be an input object with one field, "String", whose type has operators, but is ${type}.`;
  builder.show('tableArgument', { ...place, fault, remedy: 'Declare one, such as {String: {_like: String}}.' });
  return undefined;
}

function inputOf(type: GraphQLInputField['type']): GraphQLInputObjectType | undefined {
  const nullable = getNullableType(type);
  return isInputObjectType(nullable) ? nullable : undefined;
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
  const { name } = getNamedType(field.type);
  const kind = operandKindOf(operator);
  switch (kind) {
    case 'values':
      if (!list) wrong(`[${name}!]`);
      return 'items';
    case 'boolean':
      if (list || name !== 'Boolean') wrong('Boolean');
      return 'other';
    case 'key':
      if (list || name !== 'String') wrong('String');
      return 'other';
    case 'keys':
      if (!list || name !== 'String') wrong('[String!]');
      return 'other';
    case 'value':
    case 'pattern':
      return 'column';
    default:
      return kind satisfies never;
  }
}
