import { Kind, type ValueNode } from 'graphql';
import type { FunctionCall } from '../../model/computed.js';
import type { TableArguments, WhereInput } from '../../model/tableArguments.js';
import type { CountColumn, Occurrence } from '../../planning/fetchPlan.js';
import { variableNames } from '../../planning/readArguments.js';
import type { PlacedCall } from './readCalls.js';

/**
 * Whether variables stand only where they are operands, limits or offsets in an occurrence's arguments, so that what the
 * SQL text depends on is in the document:
 *
 *     orders(where: {id: {_gt: $after}}, limit: $n)     fixed
 *     orders(where: $where)                             not: each request may ask for other columns
 *     orders(order_by: {id: $direction})                not: a direction is part of the text
 */
export function hasFixedShape({ args, arguments: meaning, rows }: Occurrence): boolean {
  return (args?.node.arguments ?? []).every(
    ({ name, value }) =>
      isFixed(meaning, name.value, value) || (rows !== undefined && isFixedGiven(rows.call, name.value, value)),
  );
}

/** The same of what a function is given: it decides on the text by being there. */
export function hasFixedCall({ call, args }: PlacedCall): boolean {
  return (args?.node.arguments ?? []).every(({ name, value }) => isFixedGiven(call, name.value, value));
}

/** A value, or an object whose members are values. */
function isFixedGiven({ arguments: given }: FunctionCall, name: string, node: ValueNode): boolean {
  const paths = given.flatMap((argument) =>
    argument.kind === 'given' && argument.path[0] === name ? [argument.path] : [],
  );
  const isValue = (value: ValueNode): boolean => value.kind === Kind.VARIABLE || isConstant(value);
  if (paths.every(([, member]) => member === undefined)) return paths.length > 0 && isValue(node);
  return node.kind === Kind.OBJECT ? node.fields.every(({ value }) => isValue(value)) : isConstant(node);
}

/** What a count is given decides on the text. */
export function hasFixedCount({ args }: CountColumn): boolean {
  return (args?.node.arguments ?? []).every(({ value }) => isConstant(value));
}

function isFixed({ limit, offset, equals, where }: TableArguments, name: string, node: ValueNode): boolean {
  const isValue = name === limit || name === offset || equals.some((argument) => argument.name === name);
  if (isValue && node.kind === Kind.VARIABLE) return true;
  return name === where?.name ? isFixedWhere(node, where.input) : isConstant(node);
}

function isFixedWhere(node: ValueNode, input: WhereInput): boolean {
  if (node.kind === Kind.LIST) return node.values.every((item) => isFixedWhere(item, input));
  if (node.kind !== Kind.OBJECT) return isConstant(node);
  return node.fields.every(({ name, value }) => {
    const field = input.fields.get(name.value);
    if (field === undefined) return false;
    return field.kind === 'column' ? isFixedComparison(value) : isFixedWhere(value, field.input);
  });
}

/** `{_eq: $x}`. What `_is_null` is given decides on the text, and so does which conditions `_cast` is given. */
function isFixedComparison(node: ValueNode): boolean {
  if (node.kind !== Kind.OBJECT) return isConstant(node);
  return node.fields.every(({ name, value }) => {
    if (name.value === '_cast' && value.kind === Kind.OBJECT)
      return value.fields.every((as) => isFixedComparison(as.value));
    const decides = name.value === '_is_null' || name.value === '_cast';
    return isConstant(value) || (value.kind === Kind.VARIABLE && !decides);
  });
}

function isConstant(node: ValueNode): boolean {
  return variableNames([node]).length === 0;
}
