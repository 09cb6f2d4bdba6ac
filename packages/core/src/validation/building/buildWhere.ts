import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { remember } from '../../model/remember.js';
import type { Column, ColumnType } from '../../model/table.js';
import {
  type ColumnPair,
  type Operator,
  operators,
  type WhereField,
  type WhereInput,
  type WhereOperator,
} from '../../model/tableArguments.js';
import { didYouMean } from '../../schema/suggest.js';
import { areComparable } from '../keyTypes.js';
import type { Place } from '../visits.js';
import { type Builder, columnName, findColumn, type LinkedTable, showColumn, showColumnType } from './builder.js';
import { findPairs, leadsToRemote } from './relationshipPairs.js';

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
    const nested = buildMapping(builder, place, relationship);
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

/** An operator's input type serves many columns: its faults are told where a column meets it. */
function buildOperators(
  builder: Builder,
  { coordinate, node }: Place,
  type: GraphQLInputObjectType,
  column: Column,
  { table }: LinkedTable,
): Operators['found'] {
  const { found, operands, fitting } = remember(
    remember(operatorsRead, builder, () => new Map<string, Operators>()),
    type.name,
    () => readOperators(builder, type),
  );
  if (fitting.has(column.type)) return found;
  const before = builder.findings();
  for (const { operator, operand, compared } of operands) {
    builder.show('operator', { coordinate, node, operator, column });
    if (compared !== undefined)
      showColumnType(builder, { coordinate, node, operand, type: compared, column, table, use: 'compared' });
  }
  if (builder.findings() === before) fitting.add(column.type);
  return found;
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
  /** Types of columns with which no rule finds fault: nor will one with the next column of the type. */
  readonly fitting: Set<ColumnType>;
}

const operatorsRead = new WeakMap<Builder, Map<string, Operators>>();

function readOperators(builder: Builder, type: GraphQLInputObjectType): Operators {
  const found = new Map<string, WhereOperator>();
  const operands: Operators['operands'][number][] = [];
  for (const field of Object.values(type.getFields())) {
    const place = { coordinate: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
    const operator = operators.find((known) => known === field.name);
    if (operator === undefined) {
      const fault = `"${field.name}" is no operator.${didYouMean(field.name, operators)}`;
      builder.show('tableArgument', { ...place, fault, remedy: `Operators are ${operators.join(', ')}.` });
      continue;
    }
    operands.push({ operator, operand: place.coordinate, compared: comparedType(builder, place, operator, field) });
    found.set(field.name, { operator, type: field.type });
  }
  return { found, operands, fitting: new Set() };
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
  if (operator === '_in' || operator === '_nin') {
    if (!list) wrong(`[${getNamedType(field.type)}!]`);
    return list ? type.ofType : undefined;
  }
  if (operator === '_is_null') {
    if (list || getNamedType(field.type).name !== 'Boolean') wrong('Boolean');
    return undefined;
  }
  return field.type;
}

/** The columns by which a condition reaches the target of a relationship: only within one database. */
function buildMapping(
  builder: Builder,
  place: Place,
  coordinate: string,
): { readonly mapping: readonly ColumnPair[]; readonly target: LinkedTable } | undefined {
  const definition = builder.definitions.relationships.get(coordinate);
  if (definition === undefined) return undefined;
  let reason = 'it leads to another source';
  if (!leadsToRemote(definition)) {
    const found = findPairs(builder, definition);
    if (found === undefined) return undefined;
    const { parent, target, pairs } = found;
    if (parent.table.source === target.table.source) {
      if (pairs.every((pair) => areComparable(pair.parent, pair.target))) return { mapping: pairs, target };
      reason = 'its columns have types that Postgres does not compare';
    }
  }
  builder.show('tableArgument', {
    ...place,
    fault: `"${place.coordinate}" is a condition on relationship "${coordinate}", which cannot be used here: ${reason}.`,
    remedy: 'Remove it: conditions reach only through relationships of the same database.',
  });
  return undefined;
}
