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

/** Names of all types that come with the aggregates of a table. */
export function aggregateTypeNames({ derived }: TableType): readonly string[] {
  const whats: readonly Derived[] = ['aggregate', 'aggregate_fields', ...aggregateFunctions.map(fieldsOf)];
  return whats.map(derived);
}

function fieldsOf(name: AggregateFunction): Derived {
  return `${name}_fields`;
}

function printValue(
  printing: Printing,
  { owner, source, table }: TableType,
  name: AggregateFunction,
  { name: field, column, leaf }: TableField,
): readonly SdlLine[] {
  const result = leaf.kind === 'enum' ? undefined : aggregateResult(name, column.type);
  const isExtreme = name === 'min' || name === 'max';
  // Hasura adds up numbers only.
  if (result === undefined || (!isExtreme && result.kind === 'interval')) return [];
  const renamed = field === column.name ? '' : ` @column(name: ${JSON.stringify(column.name)})`;
  return [
    ...(isExtreme ? describe(owner, table.columns.get(column.name)?.comment ?? column.comment) : []),
    { owner, text: `${field}: ${valueType()}${renamed}` },
  ];

  function valueType(): string {
    if (isExtreme) return typeOfLeaf(printing, source, leaf);
    if (name !== 'sum') return 'Float';
    // Sums of many an Int are none: `bigint` is the same number, and holds all of them.
    return result?.kind === 'int8' ? useScalar(printing, 'bigint') : typeOfLeaf(printing, source, leaf);
  }
}
