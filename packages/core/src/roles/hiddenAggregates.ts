import { getNamedType } from 'graphql';
import type { Aggregate, AggregateType } from '../model/aggregate.js';
import type { Model } from '../model/model.js';
import type { Column } from '../model/table.js';
import { createSelectable } from './hiddenInputs.js';

/** A field with `@aggregate`, and the type of its rows. */
export interface AggregateOf {
  readonly coordinate: string;
  readonly typeName: string;
  readonly aggregate: Aggregate;
}

export function* aggregatesOf({ rootFields, relationships }: Model): Generator<AggregateOf> {
  for (const root of rootFields.values()) {
    if (root.kind === 'table' && root.aggregate !== undefined) yield { ...root, aggregate: root.aggregate };
  }
  for (const { coordinate, target } of relationships.values()) {
    if (target.kind !== 'table' || target.aggregate === undefined) continue;
    yield { coordinate, typeName: target.typeName, aggregate: target.aggregate };
  }
}

/**
 * Hides what is made of rows and columns that are hidden. A type that serves several tables loses what any of them hides.
 */
export function hideAggregates(model: Model, hidden: Set<string>): void {
  for (const { coordinate, typeName, aggregate } of aggregatesOf(model)) {
    const { relationship = typeName } = aggregate;
    if (hidden.has(typeName) || hidden.has(relationship)) hidden.add(coordinate);
    else if (!hidden.has(coordinate)) hideMembers(aggregate.type, createSelectable(model, typeName, hidden), hidden);
  }
}

function hideMembers(
  { typeName, fields }: AggregateType,
  isSelectable: (column: Column) => boolean,
  hidden: Set<string>,
): void {
  for (const [name, field] of fields) {
    if (field.kind === 'value' && !isSelectable(field.column)) hidden.add(`${typeName}.${name}`);
    if (field.kind === 'group') hideMembers(field.type, isSelectable, hidden);
    if (field.kind !== 'count' || field.count.columns === undefined) continue;
    const { columns, type } = field.count.columns;
    for (const [value, column] of columns) if (!isSelectable(column)) hidden.add(`${getNamedType(type).name}.${value}`);
  }
}
