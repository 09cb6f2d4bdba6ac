import { type GraphQLEnumType, getNamedType, isEnumType, Kind, print, type ValueNode } from 'graphql';
import {
  columnOperators,
  isColumnOperator,
  isOperator,
  type OperandKind,
  type Operator,
  operandKindOf,
  operators,
} from '../../model/operator.js';
import type { Filter, FilterOperand } from '../../model/permission.js';
import type { Column } from '../../model/table.js';
import { didYouMean } from '../../schema/suggest.js';
import { readColumnConstant } from '../columnConstant.js';
import { buildColumnComparison } from './buildColumnComparison.js';
import { type Builder, isServed } from './builder.js';
import { allOf, type FilterDraft, type FilterPart, type FilterRows, NOTHING, refuseFilter } from './filterDraft.js';

/** A column, and the name it was found by. */
interface ComparedColumn {
  readonly name: string;
  readonly column: Column;
  readonly rows: FilterRows;
  /** Whether the column is cast to its type here. */
  readonly cast?: true;
}

const known = [...operators, '_cast', ...columnOperators];

/** Reads `{_gte: 5, _lt: {session: "x-limit"}}`: what a column is compared with. */
export function buildComparisons(
  draft: FilterDraft,
  part: FilterPart,
  value: ValueNode,
  compared: ComparedColumn,
): Filter {
  if (value.kind !== Kind.OBJECT || value.fields.length === 0) {
    const example = value.kind === Kind.OBJECT || value.kind === Kind.NULL ? '…' : print(value);
    const remedy = `Write what it is compared with and how, such as {${compared.name}: {_eq: ${example}}}.`;
    refuseFilter(draft, part, `must be an object of operators, but is ${print(value)}.`, remedy);
    return NOTHING;
  }
  return allOf(
    value.fields.map((field) => {
      const name = field.name.value;
      const at = { node: field, path: `${part.path}.${name}` };
      if (isOperator(name)) return buildComparison(draft, at, name, field.value, compared);
      if (!compared.cast && isColumnOperator(name))
        return buildColumnComparison(draft, at, name, field.value, compared);
      if (!compared.cast && name === '_cast') return buildCast(draft, at, field.value, compared);
      const names = compared.cast ? operators : known;
      refuseFilter(draft, at, `is no operator.${didYouMean(name, names)}`, `Operators are ${names.join(', ')}.`);
      return NOTHING;
    }),
  );
}

/** `{String: {_like: "%x%"}}`: what the column is compared with as a text. */
function buildCast(draft: FilterDraft, part: FilterPart, value: ValueNode, compared: ComparedColumn): Filter {
  const { name, column } = compared;
  draft.builder.show('operator', {
    coordinate: draft.coordinate,
    node: part.node,
    operator: '_cast',
    column,
    filter: true,
  });
  const conditions = memberOf(value, 'String');
  if (conditions === undefined) {
    const remedy = `Write {${name}: {_cast: {String: {…}}}}.`;
    refuseFilter(draft, part, `must be an object with "String" alone, but is ${print(value)}.`, remedy);
    return NOTHING;
  }
  const text: ComparedColumn = { ...compared, column: { ...column, type: { kind: 'text', sql: 'text' } }, cast: true };
  return buildComparisons(draft, { ...part, path: `${part.path}.String` }, conditions, text);
}

function buildComparison(
  draft: FilterDraft,
  part: FilterPart,
  operator: Operator,
  value: ValueNode,
  compared: ComparedColumn,
): Filter {
  const { column, cast } = compared;
  draft.builder.show('operator', { coordinate: draft.coordinate, node: part.node, operator, column, filter: true });
  if (operator === '_is_null') {
    if (value.kind === Kind.BOOLEAN) return { kind: 'null', column, isNull: value.value };
    refuseFilter(draft, part, `must be true or false, but is ${print(value)}.`, 'Write true or false.');
    return NOTHING;
  }
  const operand = buildOperand(draft, part, operator, value, compared);
  return operand === undefined ? NOTHING : { kind: 'compare', column, operator, operand, ...(cast && { cast }) };
}

function buildOperand(
  draft: FilterDraft,
  part: FilterPart,
  operator: Operator,
  value: ValueNode,
  compared: ComparedColumn,
): FilterOperand | undefined {
  const name = sessionVariable(value);
  if (name !== undefined) return { kind: 'session', name };
  const constant = value.kind === Kind.OBJECT ? memberOf(value, 'value') : value;
  const fault = faultOfConstant(value, constant, operator);
  if (constant === undefined || fault !== undefined) {
    const remedy =
      'Write a constant, {session: "…"} for a variable (of a list: the whole list), or {value: …} for the constant itself.';
    refuseFilter(draft, part, fault ?? `must be a constant or a session variable, but is ${print(value)}.`, remedy);
    return undefined;
  }
  if (!takesList(operator)) return toOperand(readConstant(draft, part, operator, constant, compared));
  const items = constant.kind === Kind.LIST ? constant.values : [];
  const read = items.map((item) => readConstant(draft, { ...part, node: item }, operator, literal(item), compared));
  return toOperand(read.includes(undefined) ? undefined : read);
}

function toOperand(value: unknown): FilterOperand | undefined {
  return value === undefined ? undefined : { kind: 'constant', value };
}

function takesList(operator: Operator): boolean {
  const kind = operandKindOf(operator);
  return kind === 'values' || kind === 'keys';
}

/** What keeps a constant from being an operand, whatever its column. */
function faultOfConstant(written: ValueNode, constant: ValueNode | undefined, operator: Operator): string | undefined {
  if (constant?.kind === Kind.NULL) return 'is null, and nothing compares with null: _is_null asks for nulls.';
  if (takesList(operator) && constant?.kind !== Kind.LIST) return `must be a list, but is ${print(written)}.`;
  return written.kind === Kind.LIST && holdsVariable(written) ? 'has a session variable in a list.' : undefined;
}

function holdsVariable(node: ValueNode): boolean {
  return node.kind === Kind.LIST ? node.values.some(holdsVariable) : sessionVariable(node) !== undefined;
}

/** What a constant is that is no value of its column. */
const texts: Partial<Record<OperandKind, string>> = { pattern: 'pattern', key: 'key', keys: 'key' };

function readConstant(
  { builder, coordinate }: FilterDraft,
  { node }: FilterPart,
  operator: Operator,
  constant: ValueNode,
  { name, column, rows }: ComparedColumn,
): unknown {
  const type = enumOf(builder, rows, name);
  const text = texts[operandKindOf(operator)];
  const read = readColumnConstant(constant, text === undefined ? column.type : 'text', (value) =>
    labelOf(builder, type, value),
  );
  if (read === undefined) {
    const fault =
      text === undefined
        ? `not a value of column "${column.name}", which is ${column.type.sql}`
        : `not a ${text}, which is a text`;
    builder.show('constant', { coordinate, node, value: print(constant), fault });
  }
  return read;
}

/** The name, in lower case, of `{session: "…"}`, or of Hasura's bare `"X-Hasura-…"`. */
function sessionVariable(node: ValueNode): string | undefined {
  if (node.kind === Kind.STRING) return /^x-hasura-/i.test(node.value) ? node.value.toLowerCase() : undefined;
  const value = memberOf(node, 'session');
  return value?.kind === Kind.STRING && value.value !== '' ? value.value.toLowerCase() : undefined;
}

/** An item of a list, taken out of `{value: …}`. */
function literal(node: ValueNode): ValueNode {
  return memberOf(node, 'value') ?? node;
}

/** The only member of an object, where it has this name. */
function memberOf(node: ValueNode, name: string): ValueNode | undefined {
  if (node.kind !== Kind.OBJECT) return undefined;
  const [only, second] = node.fields;
  return second === undefined && only?.name.value === name ? only.value : undefined;
}

/** The enum type of the field that a column was found by. */
function enumOf(builder: Builder, { linked }: FilterRows, name: string): GraphQLEnumType | undefined {
  const field = linked?.type.getFields()[name];
  if (field === undefined || isServed(builder, `${linked?.type.name}.${name}`)) return undefined;
  const type = getNamedType(field.type);
  return isEnumType(type) ? type : undefined;
}

/** The database's label of an enum value. */
function labelOf({ definitions }: Builder, type: GraphQLEnumType | undefined, value: string): string | undefined {
  if (!type?.getValue(value)) return undefined;
  return definitions.columns.get(`${type.name}.${value}`)?.value ?? value;
}
