import { getNamedType } from 'graphql';
import type { Model } from '../model/model.js';
import type { Column } from '../model/table.js';
import type { AggregateOrderInput, OrderInput, TableArguments, WhereInput } from '../model/tableArguments.js';

/**
 * Hides what tells of columns and relationships that are hidden: arguments, and fields of input types, that compare, order
 * or tell apart by them. An input type that serves several tables loses what any of them hides.
 */
export function hideInputs(model: Model, hidden: Set<string>): void {
  const seen = new Set<WhereInput | OrderInput>();
  for (const [coordinate, typeName, args] of tableFields(model)) {
    if (!hidden.has(coordinate) && !hidden.has(typeName))
      hideArguments(model, coordinate, typeName, args, { hidden, seen });
  }
}

function* tableFields(model: Model): Generator<[coordinate: string, typeName: string, args: TableArguments]> {
  for (const root of model.rootFields.values()) {
    if (root.kind === 'table') yield [root.coordinate, root.typeName, root.arguments];
  }
  for (const { coordinate, target } of model.relationships.values()) {
    if (target.kind === 'table') yield [coordinate, target.typeName, target.arguments];
  }
}

interface Hiding {
  readonly hidden: Set<string>;
  readonly seen: Set<WhereInput | OrderInput>;
}

function hideArguments(
  model: Model,
  coordinate: string,
  typeName: string,
  { equals, where, orderBy, distinctOn }: TableArguments,
  hiding: Hiding,
): void {
  const { hidden } = hiding;
  const isSelectable = createSelectable(model, typeName, hidden);
  for (const { name, column } of equals) if (!isSelectable(column)) hidden.add(`${coordinate}(${name}:)`);
  if (where !== undefined && !hidden.has(`${coordinate}(${where.name}:)`))
    hideWhere(model, where.input, typeName, hiding);
  if (orderBy !== undefined && !hidden.has(`${coordinate}(${orderBy.name}:)`))
    hideOrder(model, orderBy.input, typeName, hiding);
  if (distinctOn !== undefined) {
    const enumName = getNamedType(distinctOn.type).name;
    for (const [name, column] of distinctOn.columns) if (!isSelectable(column)) hidden.add(`${enumName}.${name}`);
  }
}

function hideWhere(model: Model, input: WhereInput, typeName: string, hiding: Hiding): void {
  const { hidden, seen } = hiding;
  if (seen.has(input)) return;
  seen.add(input);
  const isSelectable = createSelectable(model, typeName, hidden);
  let isUseful = false;
  for (const [name, field] of input.fields) {
    const coordinate = `${input.typeName}.${name}`;
    if (field.kind === 'column' && !isSelectable(field.column)) hidden.add(coordinate);
    if (field.kind === 'relationship') {
      const target = model.relationships.get(field.coordinate)?.target;
      if (target?.kind !== 'table' || hidden.has(field.coordinate)) hidden.add(coordinate);
      else hideWhere(model, field.input, target.typeName, hiding);
    }
    if ((field.kind === 'column' || field.kind === 'relationship') && !hidden.has(coordinate)) isUseful = true;
  }
  // `_and`, `_or` and `_not` of nothing say nothing.
  if (!isUseful) hidden.add(input.typeName);
}

function hideOrder(model: Model, input: OrderInput, typeName: string, hiding: Hiding): void {
  const { hidden, seen } = hiding;
  if (seen.has(input)) return;
  seen.add(input);
  const isSelectable = createSelectable(model, typeName, hidden);
  for (const [name, field] of input.fields) {
    const coordinate = `${input.typeName}.${name}`;
    if (field.kind === 'column') {
      if (!isSelectable(field.column)) hidden.add(coordinate);
      continue;
    }
    const target = model.relationships.get(field.coordinate)?.target;
    if (target?.kind !== 'table' || hidden.has(field.coordinate)) hidden.add(coordinate);
    else if (field.kind === 'relationship') hideOrder(model, field.input, target.typeName, hiding);
    else hideAggregateOrder(field.input, createSelectable(model, target.typeName, hidden), hidden);
  }
}

function hideAggregateOrder(
  { typeName, fields }: AggregateOrderInput,
  isSelectable: (column: Column) => boolean,
  hidden: Set<string>,
): void {
  for (const [name, field] of fields) {
    if (field.kind === 'group') hideAggregateOrder(field.input, isSelectable, hidden);
    if (field.kind === 'value' && !isSelectable(field.column)) hidden.add(`${typeName}.${name}`);
  }
}

/** Whether a role may select a column: under the name of some field. */
export function createSelectable(
  model: Model,
  typeName: string,
  hidden: ReadonlySet<string>,
): (column: Column) => boolean {
  const columns = new Set<string>();
  for (const { fieldName, column } of model.tables.get(typeName)?.leaves.values() ?? []) {
    if (!hidden.has(`${typeName}.${fieldName}`)) columns.add(column.name);
  }
  return ({ name }) => columns.has(name);
}
