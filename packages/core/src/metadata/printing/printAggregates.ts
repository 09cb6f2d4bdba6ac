import { type AggregateFunction, aggregateFunctions } from '../../model/aggregate.js';
import { aggregateResult } from '../../validation/aggregateResult.js';
import type { Derived } from '../database/naming.js';
import type { Printing } from './printing.js';
import { typeOfLeaf, useScalar } from './printLeaves.js';
import { blockOf, describe, linesOf, type SdlLine } from './sdlLine.js';
import type { TableField, TableType } from './tableType.js';

/**
 * The types of what rows of a table come to, by Hasura's names:
 *
 *     type orders_aggregate { aggregate: orders_aggregate_fields nodes: [orders!]! }
 *     type orders_aggregate_fields { avg: orders_avg_fields count(columns: [orders_select_column!], distinct: Boolean): Int! … }
 *     type orders_avg_fields { id: Float total: Float }
 */
export function printAggregateTypes(printing: Printing, type: TableType): readonly (readonly SdlLine[])[] {
  const { owner, typeName, derived, convention, fields } = type;
  const functions = [...aggregateFunctions].sort().flatMap((name) => {
    const values = [...fields.values()].flatMap((field) => printValue(printing, type, name, field));
    return values.length === 0 ? [] : [{ name, values, typeName: derived(`${name}_fields`) }];
  });
  const columns = type.sorted.length === 0 ? '' : `columns: [${derived('select_column')}!], distinct: Boolean`;
  const members = [
    `count${columns === '' ? '' : `(${columns})`}: Int!`,
    ...functions.map((each) => `${convention.field(each.name)}: ${each.typeName}`),
  ];
  const rows = [`aggregate: ${derived('aggregate_fields')}`, `nodes: [${typeName}!]!`];
  return [
    blockOf(owner, `type ${derived('aggregate')}`, linesOf(owner, rows)),
    blockOf(owner, `type ${derived('aggregate_fields')}`, linesOf(owner, members.sort())),
    ...functions.map((each) => blockOf(owner, `type ${each.typeName}`, each.values)),
  ];
}

/**
 * The input types of orders by what rows of a table come to:
 *
 *     input orders_aggregate_order_by { avg: orders_avg_order_by count: order_by … }
 *     input orders_avg_order_by { id: order_by total: order_by }
 */
export function printAggregateOrders({
  owner,
  derived,
  convention,
  fields,
}: TableType): readonly (readonly SdlLine[])[] {
  const direction = convention.directionType;
  const functions = [...aggregateFunctions].sort().flatMap((name) => {
    const values = [...fields.values()].filter((field) => hasValue(name, field));
    const texts = values.map((field) => `${field.name}: ${direction}${renamed(field)}`);
    return texts.length === 0 ? [] : [{ name, texts, typeName: derived(`${name}_order_by`) }];
  });
  const members = [
    `count: ${direction}`,
    ...functions.map((each) => `${convention.field(each.name)}: ${each.typeName}`),
  ].sort();
  return [
    blockOf(owner, `input ${derived('aggregate_order_by')}`, linesOf(owner, members)),
    ...functions.map((each) => blockOf(owner, `input ${each.typeName}`, linesOf(owner, each.texts))),
  ];
}

/** Names of all types that come with the aggregates of a table. */
export function aggregateTypeNames({ derived }: TableType): readonly string[] {
  const ofFunctions = aggregateFunctions.flatMap((name): Derived[] => [`${name}_fields`, `${name}_order_by`]);
  const whats: readonly Derived[] = ['aggregate', 'aggregate_fields', 'aggregate_order_by', ...ofFunctions];
  return whats.map(derived);
}

/** Hasura adds up numbers only. */
function hasValue(name: AggregateFunction, { column, leaf }: TableField): boolean {
  const result = leaf.kind === 'enum' ? undefined : aggregateResult(name, column.type);
  return result !== undefined && (isExtreme(name) || result.kind !== 'interval');
}

function isExtreme(name: AggregateFunction): boolean {
  return name === 'min' || name === 'max';
}

function renamed({ name, column }: TableField): string {
  return name === column.name ? '' : ` @column(name: ${JSON.stringify(column.name)})`;
}

function printValue(
  printing: Printing,
  { owner, source, table }: TableType,
  name: AggregateFunction,
  field: TableField,
): readonly SdlLine[] {
  if (!hasValue(name, field)) return [];
  const { column, leaf } = field;
  return [
    ...(isExtreme(name) ? describe(owner, table.columns.get(column.name)?.comment ?? column.comment) : []),
    { owner, text: `${field.name}: ${valueType()}${renamed(field)}` },
  ];

  function valueType(): string {
    if (isExtreme(name)) return typeOfLeaf(printing, source, leaf);
    if (name !== 'sum') return 'Float';
    // Sums of many an Int are none: `bigint` is the same number, and holds all of them.
    return aggregateResult(name, column.type)?.kind === 'int8'
      ? useScalar(printing, 'bigint')
      : typeOfLeaf(printing, source, leaf);
  }
}
