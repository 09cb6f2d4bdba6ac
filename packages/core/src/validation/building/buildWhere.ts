import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { isOperator, type Operator, operandKindOf, operators } from '../../model/operator.js';
import { remember } from '../../model/remember.js';
import type { Column, ColumnType } from '../../model/table.js';
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

const TEXT: ColumnType = { kind: 'text', sql: 'text' };

/** An operator's input type serves many columns: its faults are told where a column meets it. */
function buildOperators(
  builder: Builder,
  { coordinate, node }: Place,
  type: GraphQLInputObjectType,
  column: Column,
  target: LinkedTable,
): Compared {
  const { table } = target;
  const { found, operands, hasCast, cast, fitting } = remember(
    remember(operatorsRead, builder, () => new Map<string, Operators>()),
    type.name,
    () => readOperators(builder, type),
  );
  // What is a text already cannot be cast, whatever its input type goes on with.
  const asText =
    cast && column.type !== TEXT
      ? buildOperators(builder, { coordinate, node }, cast, { ...column, type: TEXT }, target)
      : undefined;
  const compared = { column, operators: found, ...(asText && { asText }) };
  if (fitting.has(column.type)) return compared;
  const before = builder.findings();
  if (hasCast) builder.show('operator', { coordinate, node, operator: '_cast', column });
  for (const { operator, operand, compared } of operands) {
    builder.show('operator', { coordinate, node, operator, column });
    if (compared !== undefined)
      showColumnType(builder, { coordinate, node, operand, type: compared, column, table, use: 'compared' });
  }
  if (builder.findings() === before) fitting.add(column.type);
  return compared;
}

/** Operators of one input type, the same for every column that has it. */
interface Operators {
  readonly found: ReadonlyMap<string, WhereOperator>;
  /** Their operands, by coordinate; `compared` with the column, whole or item by item. */
  readonly operands: readonly {
    readonly operator: Operator;
    readonly operand: string;
    readonly compared: GraphQLInputType | undefined;
  }[];
  readonly hasCast: boolean;
  /** The operators that compare the column as a text, where these can be told. */
  readonly cast?: GraphQLInputObjectType;
  /** Types of columns with which no rule finds fault: nor will one with the next column of the type. */
  readonly fitting: Set<ColumnType>;
}

const operatorsRead = new WeakMap<Builder, Map<string, Operators>>();

const known = [...operators, '_cast'];

function readOperators(builder: Builder, type: GraphQLInputObjectType): Operators {
  const found = new Map<string, WhereOperator>();
  const operands: Operators['operands'][number][] = [];
  let cast: GraphQLInputObjectType | undefined;
  for (const field of Object.values(type.getFields())) {
    const place = { coordinate: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
    if (field.name === '_cast') {
      cast = readCast(builder, place, field);
      continue;
    }
    const operator = isOperator(field.name) ? field.name : undefined;
    if (operator === undefined) {
      const fault = `"${field.name}" is no operator.${didYouMean(field.name, known)}`;
      builder.show('tableArgument', { ...place, fault, remedy: `Operators are ${known.join(', ')}.` });
      continue;
    }
    operands.push({ operator, operand: place.coordinate, compared: comparedType(builder, place, operator, field) });
    found.set(field.name, { operator, type: field.type });
  }
  return { found, operands, hasCast: '_cast' in type.getFields(), ...(cast && { cast }), fitting: new Set() };
}

/** `{String: {_like: String}}`: what the column is compared with as a text. */
function readCast(builder: Builder, place: Place, { type }: GraphQLInputField): GraphQLInputObjectType | undefined {
  const cast = inputOf(type);
  const [only, second] = cast === undefined ? [] : Object.values(cast.getFields());
  const conditions = only?.name === 'String' && second === undefined ? inputOf(only.type) : undefined;
  if (conditions !== undefined) return conditions;
  const fault = `"${place.coordinate}" must be an input object with one field, "String", whose type has operators, but is ${type}.`;
  builder.show('tableArgument', { ...place, fault, remedy: 'Declare one, such as {String: {_like: String}}.' });
  return undefined;
}

function inputOf(type: GraphQLInputField['type']): GraphQLInputObjectType | undefined {
  const nullable = getNullableType(type);
  return isInputObjectType(nullable) ? nullable : undefined;
}

/** The type that is compared with the column: the operand's, or that of its items. */
function comparedType(
  builder: Builder,
  place: Place,
  operator: Operator,
  field: GraphQLInputField,
): GraphQLInputType | undefined {
  const type = getNullableType(field.type);
  const list = isListType(type);
  const wrong = (wanted: string) => {
    const fault = `"${place.coordinate}" must be ${wanted}, but is ${field.type}.`;
    builder.show('tableArgument', { ...place, fault, remedy: `Give it the type ${wanted}.` });
  };
  const { name } = getNamedType(field.type);
  const kind = operandKindOf(operator);
  switch (kind) {
    case 'values':
      if (!list) wrong(`[${name}!]`);
      return list ? type.ofType : undefined;
    case 'boolean':
      if (list || name !== 'Boolean') wrong('Boolean');
      return undefined;
    case 'key':
      if (list || name !== 'String') wrong('String');
      return undefined;
    case 'keys':
      if (!list || name !== 'String') wrong('[String!]');
      return undefined;
    case 'value':
    case 'pattern':
      return field.type;
    default:
      return kind satisfies never;
  }
}
